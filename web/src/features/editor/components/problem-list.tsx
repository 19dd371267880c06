import { stepWords } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import { fieldWords, type PlacedProblem, type Selection } from '../api/selection.ts';
import { stepById } from '../api/step-tree.ts';
import classes from './editor.module.css';

interface ProblemListProps {
  readonly edited: Edited;
  readonly problems: readonly PlacedProblem[];
  onJump(problem: PlacedProblem): void;
}

/** What is wrong, each with the way to it. */
export function ProblemList({ edited, problems, onJump }: ProblemListProps) {
  return (
    <ul className={classes.summary}>
      {problems.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: there may be two of the same
        <li key={`${problem.path}|${index}`}>
          {problem.where === null ? (
            problem.message
          ) : (
            <button type="button" className={classes.jump} onClick={() => onJump(problem)}>
              {[whereWords(edited, problem.where), fieldWords(problem.path)].filter(Boolean).join(', ')}:{' '}
              {problem.message}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function whereWords(edited: Edited, where: Selection): string {
  switch (where.kind) {
    case 'general':
      return 'About';
    case 'inputs':
      return 'Inputs';
    case 'trigger':
      return 'What starts it';
    case 'step': {
      const step = stepById(edited, where.id);
      return step === null ? 'A step' : stepWords(step).title;
    }
  }
}
