import type { StepResult } from '../../model/execution.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Step } from '../../model/step.ts';
import type { Block } from './executors/executor.ts';
import { innerScope, namedScope, remember, type Scope } from './scope.ts';
import { isInside } from './step-address.ts';

/** A step as it stood in an execution, with what its templates could read there. */
export interface SeenStep {
  readonly step: Step;
  readonly scope: Scope;
}

/** What is on record of an execution, for finding again what a step of it saw. */
export interface OnRecord {
  readonly results: ReadonlyMap<string, StepResult>;
  readonly outputs: ReadonlyMap<string, JsonValue>;
  /** The steps on the way, or in the round, `key` of a step, as far as `path` stands in it; null when there is none. */
  insideOf(around: SeenStep & { readonly path: string }, key: string, path: string): Inside | null;
}
export interface Inside {
  readonly steps: readonly Step[];
  /** What they can read beside the rest. */
  readonly names: JsonObject;
}

type Row = Pick<Block, 'steps' | 'prefix' | 'scope'>;

/** The step at `path`, after everything before it is behind us; null when it does not stand in these steps. */
export function seenStep(record: OnRecord, { steps, prefix, scope }: Row, path: string): SeenStep | null {
  for (const step of steps) {
    const at = prefix + step.id;
    if (at === path) return { step, scope };
    if (isInside(path, at)) return seenInside(record, { step, scope }, at, path);
    rememberAll(record, { step, scope }, at);
  }
  return null;
}

function seenInside(record: OnRecord, { step, scope }: SeenStep, at: string, path: string): SeenStep | null {
  const result = record.results.get(at);
  if (result === undefined) return null;
  const key = /^\[([^\]]*)\]/.exec(path.slice(at.length))?.[1];
  if (key !== undefined) {
    const inside = record.insideOf({ step, scope, path: at }, key, path);
    if (inside === null) return null;
    const inner = innerScope(scope, inside.names, result.isTainted);
    return seenStep(record, { steps: inside.steps, prefix: `${at}[${key}].`, scope: inner }, path);
  }
  const inBranch = seenStep(record, { steps: takenBy(step, result), prefix: `${at}.`, scope }, path);
  if (inBranch !== null) return inBranch;
  remember(scope, result, null);
  return seenStep(record, { steps: step.errorSteps, prefix: `${at}.`, scope: afterError(scope, result) }, path);
}

/** What a step behind us, and those inside it that can be read from outside, leave to those that follow. */
function rememberAll(record: OnRecord, { step, scope }: SeenStep, at: string): void {
  const result = record.results.get(at);
  if (result === undefined) return;
  for (const inner of takenBy(step, result)) rememberAll(record, { step: inner, scope }, `${at}.${inner.id}`);
  remember(scope, result, record.outputs.get(at) ?? null);
  if (result.status !== 'failed') return;
  for (const inner of step.errorSteps) rememberAll(record, { step: inner, scope }, `${at}.${inner.id}`);
}

function takenBy({ branches }: Step, { branch }: StepResult): readonly Step[] {
  return branch === null ? [] : (branches.find(({ id }) => id === branch)?.steps ?? []);
}

function afterError(scope: Scope, { error, stepId }: StepResult): Scope {
  if (error === null) return scope;
  const { code, message, fault } = error;
  return namedScope(scope, { error: { code, message, fault, step: stepId } });
}
