import type { Execution } from '../../model/execution.ts';
import { STEP_TESTS, TEMPLATE_TRIALS } from '../../model/ids.ts';

/** Executions that nobody meant as work: what was tried out. */
const TRIALS: readonly string[] = [STEP_TESTS, TEMPLATE_TRIALS];

/** Whether its end is noted for the roll-ups: not that of a rehearsal or a trial. */
export function counts({ mode, playbookId }: Pick<Execution, 'mode' | 'playbookId'>): boolean {
  return mode === 'live' && !TRIALS.includes(playbookId);
}
