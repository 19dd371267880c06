import { agentIds } from '../../model/agent.ts';
import type { StepResult } from '../../model/execution.ts';
import type { ExecutionContext } from '../../model/execution-context.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Step } from '../../model/step.ts';

/** What a name of the author's own may not hide. */
export const RESERVED_NAMES: readonly string[] = [
  ...['steps', 'trigger', 'event', 'inputs', 'user', 'org', 'now', 'callbacks', 'error', 'index'],
  ...agentIds,
];

/**
 * What the expressions of a block see beside the facts of the execution: the outputs of the steps before it, the latest
 * one of each agent, and the block's own names (`item`, `error`). A loop's body adds to a copy, so that one item does
 * not see another; a branch adds to the same.
 */
export interface Scope {
  readonly names: JsonObject;
  readonly steps: JsonObject;
  readonly agents: JsonObject;
  /** What of it may hold what strangers wrote: `steps.<id>`, the name of an agent, a name of the block's own. */
  readonly tainted: Record<string, boolean>;
}

/** Steps that were not done, because another branch was taken, have the output null. */
export function rootScope(steps: readonly Step[]): Scope {
  return { names: {}, steps: Object.fromEntries(steps.map(({ id }) => [id, null])), agents: {}, tainted: {} };
}

/** A block of which nothing is seen from outside. `isTainted`: its own names may hold what strangers wrote. */
export function innerScope({ names, steps, agents, tainted }: Scope, more: JsonObject, isTainted: boolean): Scope {
  const own = Object.fromEntries(Object.keys(more).map((name) => [name, isTainted]));
  return { names: { ...names, ...more }, steps: { ...steps }, agents: { ...agents }, tainted: { ...tainted, ...own } };
}

/** A block that adds to what comes after it, with names of its own. */
export function namedScope(scope: Scope, more: JsonObject): Scope {
  return { ...scope, names: { ...scope.names, ...more } };
}

export function remember(
  scope: Scope,
  { stepId, agent, status, isTainted }: Pick<StepResult, 'stepId' | 'agent' | 'status' | 'isTainted'>,
  output: JsonValue,
): void {
  scope.steps[stepId] = output;
  scope.tainted[`steps.${stepId}`] = isTainted;
  if (agent === null || status !== 'completed') return;
  scope.agents[agent] = output;
  scope.tainted[agent] = isTainted;
}

/** What conditions and templates see: `{steps, <agent>, trigger, event, inputs, user, org, now}` and the block's names. */
export function factsFor(context: ExecutionContext, scope: Scope, now: Date): Record<string, unknown> {
  return { ...context, ...scope.agents, ...scope.names, steps: scope.steps, now };
}
