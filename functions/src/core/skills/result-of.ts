import type { Execution, StepResult } from '../../model/execution.ts';
import type { JsonValue } from '../../model/json.ts';
import type { SkillResult } from '../../model/skill-result.ts';
import { readOutput } from '../engine/facts.ts';
import type { Store } from '../ports.ts';
import { formatResult } from './format-result.ts';

/** The step whose output is what an execution has come to: the one called `result`, else the last one that gave something. */
export function resultStep({ stepResults }: Pick<Execution, 'stepResults'>): StepResult | null {
  const given = stepResults.filter(({ path, status, outputJson, outputStored }) => {
    return status === 'completed' && (outputJson !== null || outputStored) && !/[.[]/.test(path);
  });
  return given.find(({ path }) => path === 'result') ?? given.at(-1) ?? null;
}

/** What an execution has come to, as people read it; null where it gave nothing. */
export async function resultOf(
  store: Store,
  orgId: string,
  executionId: string,
  execution: Pick<Execution, 'stepResults'>,
): Promise<SkillResult | null> {
  const step = resultStep(execution);
  return step === null ? null : formatResult(await readOutput(store, orgId, executionId, step));
}

/** The same as the step put it out; null also for what lies beside the execution, being large. */
export function plainResult(execution: Pick<Execution, 'stepResults'>): JsonValue {
  const json = resultStep(execution)?.outputJson ?? null;
  return json === null ? null : (JSON.parse(json) as JsonValue);
}

/** How long it took, in milliseconds; null where it has not ended, or never began. */
export function durationOf({ startedAt, completedAt }: Pick<Execution, 'startedAt' | 'completedAt'>): number | null {
  return startedAt === null || completedAt === null ? null : completedAt.getTime() - startedAt.getTime();
}
