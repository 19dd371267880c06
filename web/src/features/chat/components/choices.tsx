import classes from './message.module.css';

interface ChoicesProps {
  /** What they are, for those who do not see them. */
  readonly label?: string;
  readonly choices: readonly string[];
  readonly isDisabled: boolean;
  onChoose(text: string): void;
}

/** Answers that can be sent as they stand. */
export function Choices({ label = 'Answers to choose from', choices, isDisabled, onChoose }: ChoicesProps) {
  return (
    <fieldset className={classes.choices} aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          className={classes.choice}
          disabled={isDisabled}
          onClick={() => onChoose(choice)}
        >
          {choice}
        </button>
      ))}
    </fieldset>
  );
}
