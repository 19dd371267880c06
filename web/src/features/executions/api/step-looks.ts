import { isAgentsOwn } from '@model/agent-turn.ts';
import type { Execution, StepResult, StepStatus } from '@model/execution.ts';
import { blocksOf, type Step } from '@model/step.ts';
import { type StatusLook, stepStatus } from '../../../lib/status.ts';

/** What is told of a step that was done several times: the first of these that any of them is in. */
const TELLING: readonly StepStatus[] = ['failed', 'waiting', 'running', 'completed', 'canceled', 'skipped'];

/**
 * How each step of a plan went, by its id. Where the items of a loop lie in other executions, its steps are told by the
 * loop.
 */
export function stepLooks(
  steps: readonly Step[],
  { stepResults, completedAt }: Pick<Execution, 'stepResults' | 'completedAt'>,
): ReadonlyMap<string, StatusLook> {
  const byId = Map.groupBy(plannedOf(stepResults), ({ stepId }) => stepId);
  const rest = stepStatus[completedAt === null ? 'pending' : 'not_reached'];
  const looks = new Map<string, StatusLook>();
  const add = (list: readonly Step[], inherited: StatusLook | null): void => {
    for (const step of list) {
      const results = byId.get(step.id) ?? [];
      const look = lookOf(results) ?? inherited ?? rest;
      looks.set(step.id, look);
      const isElsewhere = results.some(({ progress }) => progress !== null && progress.batch !== null);
      for (const block of blocksOf(step)) add(block.steps, isElsewhere && block.at !== 'errorSteps' ? look : inherited);
    }
  };
  add(steps, null);
  return looks;
}

function plannedOf(results: readonly StepResult[]): readonly StepResult[] {
  return results.filter(({ path }) => !isAgentsOwn(path));
}

function lookOf(results: readonly StepResult[]): StatusLook | null {
  const found = TELLING.find((status) => results.some((result) => result.status === status));
  return found === undefined ? null : stepStatus[found];
}

/** The result of a step that tells most: that which failed, waits or is under way; else the latest that was done. */
export function tellingResult(results: readonly StepResult[], stepId: string): StepResult | null {
  const own = plannedOf(results).filter((result) => result.stepId === stepId);
  return (
    own.find(({ status }) => status === 'failed') ??
    own.find(({ completedAt }) => completedAt === null) ??
    own.findLast(({ status }) => status !== 'skipped') ??
    own.at(-1) ??
    null
  );
}
