import type { Wait } from '../../../model/execution.ts';
import type { Engine } from '../engine.ts';

const FIRST_MS = 5 * 60_000;
const LONGEST_MS = 3_600_000;

type ChildWait = Extract<Wait, { kind: 'child' }>;

/** Waits for child executions. They tell when they end; should that be lost, it is looked after, ever more rarely. */
export function childWait(
  engine: Engine,
  path: string,
  executionIds: readonly string[],
  before: Wait | null,
): ChildWait {
  const isSame = before?.kind === 'child' && before.executionIds.join() === executionIds.join();
  const polls = isSame ? before.polls + 1 : 0;
  const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** polls);
  const wakeAt = new Date(engine.clock.now().getTime() + pause);
  return { kind: 'child', path, wakeAt, executionIds: [...executionIds], polls };
}
