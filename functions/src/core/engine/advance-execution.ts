import type { StepResult, StoredError } from '../../model/execution.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Engine } from './engine.ts';
import { NonRetriableError, StepError } from './errors.ts';
import { executeAction } from './executors/action.ts';
import { executeBranch } from './executors/branch.ts';
import { executeChild } from './executors/child.ts';
import { skipUnlessMet } from './executors/condition.ts';
import type { Block, Executor, Outcome, Passage, PlacedStep, Run } from './executors/executor.ts';
import { resultAt } from './executors/executor.ts';
import { executeFork } from './executors/fork.ts';
import { heldStep } from './executors/held-step.ts';
import { begunResult, failed, isCutShort, record } from './executors/result.ts';
import { executeUnfold } from './executors/unfold.ts';
import { executeWait } from './executors/wait.ts';
import { namedScope, remember } from './scope.ts';
import type { AnyStepType, Kind } from './step-type.ts';

/** The words of a playbook map onto these; the engine never knows a step type. */
const executors: { readonly [K in Kind]: Executor<K> } = {
  action: executeAction,
  branch: executeBranch,
  fork: executeFork,
  wait: executeWait,
  child: executeChild,
  unfold: executeUnfold,
};

/** THE LOOP: the steps of a block one after the other, until all are behind us or one of them stops us. */
export async function advanceBlock(engine: Engine, run: Run, block: Block): Promise<Passage> {
  let output: JsonValue = null;
  for (const step of block.steps) {
    const { scope, isOver, prefix } = block;
    const passage = await passStep(engine, run, { path: prefix + step.id, step, scope, isOver });
    if (passage.kind !== 'passed') return passage;
    output = passage.output;
  }
  return { kind: 'passed', output };
}

/** What is behind us is remembered, what still waits is left alone, everything else is done: execute → record. */
async function passStep(engine: Engine, run: Run, placed: PlacedStep): Promise<Passage> {
  const before = resultAt(run, placed.path);
  if (before && isBehind(before)) {
    if (isCutShort(before, engine.catalog.get(placed.step.action)?.kind))
      return { kind: 'stopped', error: before.error };
    return goOn(run, placed, before, run.outputs.get(placed.path) ?? null);
  }
  if (isInterrupted(engine, run, placed)) return { kind: 'interrupted' };
  if (before && stillWaits(engine, run, before)) return { kind: 'parked' };
  const held = await heldStep(engine, run, placed);
  if (held !== null) {
    record(run, held);
    return { kind: 'parked' };
  }
  const outcome = await execute(engine, run, placed);
  if (outcome.kind === 'interrupted') return outcome;
  run.hasBegun = true;
  const { takeovers } = run.holder.state;
  record(run, outcome.result);
  if (outcome.kind === 'parked') return { kind: 'parked' };
  if (outcome.kind === 'stopped') return { kind: 'stopped', error: outcome.error };
  if (outcome.kind === 'failed') {
    // Where a worker has died, the next death is to be counted in the step that it was in.
    if (takeovers > 0) await run.holder.checkpoint(true);
    return goOn(run, placed, outcome.result, null);
  }
  await run.holder.checkpoint(outcome.costly);
  engine.fault('recorded');
  return goOn(run, placed, outcome.result, outcome.output);
}

function isBehind({ status }: StepResult): boolean {
  return status === 'completed' || status === 'skipped' || status === 'failed';
}

function isInterrupted(engine: Engine, run: Run, placed: PlacedStep): boolean {
  return placed.isOver() || run.holder.isCanceled() || engine.clock.now() >= run.budget.deadline;
}

/** One that was cut off while it armed its wait does so again. One that is held is told all at once, not by its path. */
function stillWaits(engine: Engine, run: Run, { path, status, wait }: StepResult): boolean {
  if (status !== 'waiting' || wait === null || wait.wakeAt <= engine.clock.now()) return false;
  if (wait.kind === 'pause') return !run.isReleased;
  return !(wait.kind === 'limit' && run.isReleased) && run.holder.signalsFor(path).length === 0;
}

/**
 * What is wrong with a step before it acts fails the step, too. Anything else (a lost lease, a store that does not
 * answer) is no fault of the step: this worker ends, and the next one goes on from the last commit.
 */
async function execute(engine: Engine, run: Run, placed: PlacedStep): Promise<Outcome> {
  const begun = begunResult(engine, run, placed);
  try {
    const type = engine.catalog.get(placed.step.action);
    if (!type) throw new NonRetriableError(`There is no step type '${placed.step.action}'`, { code: 'unknown_action' });
    return skipUnlessMet(engine, run, placed, begun) ?? (await executorOf(type)(engine, run, placed, type as never));
  } catch (thrown) {
    if (!(thrown instanceof StepError)) throw thrown;
    const now = resultAt(run, placed.path) ?? begun;
    return failed(engine, run, { ...now, attempts: Math.max(1, now.attempts) }, thrown);
  }
}

function executorOf(type: AnyStepType): Executor<Kind> {
  return executors[type.kind] as Executor<Kind>;
}

/** Behind a step: its output can be read, and a failure goes where `onError` says. */
async function goOn(run: Run, placed: PlacedStep, result: StepResult, output: JsonValue): Promise<Passage> {
  const { step, path, scope, isOver } = placed;
  remember(scope, result, output);
  if (result.status !== 'failed' || step.onError === 'continue') return { kind: 'passed', output };
  const error = result.error ?? unknownError;
  if (step.onError === 'fail') return { kind: 'failed', error };
  const { code, message, fault } = error;
  const inner = namedScope(scope, { error: { code, message, fault, step: step.id } });
  return run.advance({ steps: step.errorSteps, prefix: `${path}.`, scope: inner, isOver });
}

const unknownError: StoredError = {
  code: 'failed',
  fault: 'system',
  message: 'The step failed',
  fix: null,
  errors: [],
};
