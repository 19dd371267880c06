import type { Execution } from '../../model/execution.ts';
import { STEP_TESTS, TEMPLATE_TRIALS } from '../../model/ids.ts';

/** An execution that is over, as the commit that ends it writes it. */
export interface Ended {
  readonly orgId: string;
  readonly executionId: string;
  readonly state: Execution;
}

/** Executions that nobody meant as work: what was tried out. */
const TRIALS: readonly string[] = [STEP_TESTS, TEMPLATE_TRIALS];
const ENDS: readonly Execution['status'][] = ['completed', 'failed', 'canceled'];

/** Whether it came to an end that people want to read of: no rehearsal, no share of a loop, nothing that was skipped. */
export function isRead({ status, mode, isShare, playbookId }: Execution): boolean {
  return ENDS.includes(status) && mode === 'live' && !isShare && !TRIALS.includes(playbookId);
}
