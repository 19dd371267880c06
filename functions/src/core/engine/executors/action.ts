import { addUsage, noUsage, type StepResult, type Usage } from '../../../model/execution.ts';
import { effectKey, releasedEffect, settledEffect, unknownOutcome } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { StepError, toStoredError } from '../errors.ts';
import { stepFacts } from '../step-facts.ts';
import type { AnyActionType } from '../step-type.ts';
import { askForDecision, decisionOf } from './ask.ts';
import { type Attempted, attempt, type Prepared, rehearse } from './attempt.ts';
import { type Executor, type Outcome, type PlacedStep, type Run, resultAt } from './executor.ts';
import { begunResult, done, failed, parked, parseParams, record } from './result.ts';

/** Does one step that acts, now and to the end: params, claim, act, result. */
export const executeAction: Executor<'action'> = async (engine, run, placed, type) => {
  const { step, path } = placed;
  if (!hasTimeFor(engine, run, step.timeoutMs ?? type.timeoutMs)) return { kind: 'interrupted' };
  const begun = begunResult(engine, run, placed);
  const before = resultAt(run, path);
  const wait = before?.status === 'waiting' ? before.wait : null;
  if (wait?.kind === 'retry') run.holder.consume(path);
  if (wait?.kind === 'approval') {
    const decision = await decisionOf(engine, run, wait, begun);
    if (decision.kind === 'parked') return decision;
    if (decision.kind === 'rejected') {
      const note = `Counted as done: ${decision.words}`;
      const settled: StepResult = { ...begun, status: 'completed', completedAt: engine.clock.now(), note };
      return { kind: 'done', result: settled, output: null, costly: true };
    }
    if (decision.kind === 'expired') return failed(engine, run, begun, unknownOutcome(step.action));
  }
  let usage: Usage = noUsage;
  const prepared = prepare(engine, run, placed, type, (used) => {
    usage = addUsage(usage, used);
  });
  const withUsage = (attempts: number): StepResult => ({ ...begun, attempts, usage });
  record(run, begun);
  if (run.holder.state.mode === 'dry_run' && prepared.effect !== 'none') {
    const { output, note } = await rehearse(engine, run, prepared);
    return done(engine, run, { ...withUsage(1), note }, type, output);
  }
  // Where a worker has died, it is put on record first what this one begins, should it die, too.
  if (prepared.effect === 'none' && run.holder.state.takeovers > 0) await run.holder.commit();
  // A person has said that it did not happen.
  const isAgain = wait?.kind === 'approval';
  const attempted = await attempt(engine, run, prepared, { before: begun.attempts, isAgain });
  return settle(engine, run, prepared, attempted, withUsage(attempted.attempts));
};

/** A step that this worker cannot see to its end is left to one with more time. */
function hasTimeFor(engine: Engine, { budget, hasBegun }: Run, timeoutMs: number): boolean {
  const left = budget.end.getTime() - engine.clock.now().getTime();
  return timeoutMs <= left || (!budget.isShort && !hasBegun);
}

async function settle(
  engine: Engine,
  run: Run,
  prepared: Prepared,
  attempted: Attempted,
  result: StepResult,
): Promise<Outcome> {
  const { orgId, executionId, state } = run.holder;
  const { path, effect, type } = prepared;
  const key = effectKey(orgId, executionId, state.generation, path);
  switch (attempted.kind) {
    case 'output':
      if (effect !== 'none') run.holder.defer(settledEffect(run.holder, key, engine.clock.now()));
      return done(engine, run, result, type, attempted.output);
    case 'unknown':
      return askWhetherItHappened(engine, run, prepared, result, attempted);
    case 'later': {
      if (effect !== 'none') run.holder.defer(releasedEffect(run.holder, key));
      const wait = { kind: 'retry' as const, path, wakeAt: attempted.at, attempt: attempted.attempts };
      return parked({ ...result, error: toStoredError(attempted.error) }, wait);
    }
    case 'failed': {
      const isUntouched = attempted.error instanceof StepError && !attempted.error.mayHaveActed;
      if (effect !== 'none' && isUntouched) run.holder.defer(releasedEffect(run.holder, key));
      return failed(engine, run, result, attempted.error);
    }
  }
}

async function askWhetherItHappened(
  engine: Engine,
  run: Run,
  { step, path }: Prepared,
  result: StepResult,
  { error, token }: Extract<Attempted, { kind: 'unknown' }>,
): Promise<Outcome> {
  const stored = toStoredError(unknownOutcome(step.action, error));
  const wait = await askForDecision(engine, run, {
    begun: { ...result, error: stored },
    kind: 'unknown_outcome',
    path,
    about: token,
    title: `Did '${step.action}' in ${run.holder.state.playbookName} happen?`,
    message: stored.message,
    until: null,
  });
  return parked({ ...result, error: stored }, wait);
}

function prepare(
  engine: Engine,
  run: Run,
  placed: PlacedStep,
  type: AnyActionType,
  meter: (usage: Partial<Usage>) => void,
): Prepared {
  const { params } = parseParams(type, placed, stepFacts(run, placed, engine.clock.now()));
  const { step } = placed;
  const effect = typeof type.effect === 'function' ? type.effect(params) : type.effect;
  const retry = step.retry ?? type.retry;
  const longest = run.budget.end.getTime() - engine.clock.now().getTime();
  const timeoutMs = Math.min(step.timeoutMs ?? type.timeoutMs, longest);
  return { ...placed, type, params, effect, retry, timeoutMs, meter };
}
