import classes from './message.module.css';

interface ChoicesProps {
  readonly choices: readonly string[];
  readonly isDisabled: boolean;
  onChoose(text: string): void;
}

/** Answers that can be sent as they stand. */
export function Choices({ choices, isDisabled, onChoose }: ChoicesProps) {
  return (
    <fieldset className={classes.choices} aria-label="Answers to choose from">
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
