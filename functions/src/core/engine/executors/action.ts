import { addUsage, type FailedAttempt, type StepResult, type Usage, type Wait } from '../../../model/execution.ts';
import { taintedParams } from '../../governance/taint.ts';
import { effectKey, releasedEffect, settledEffect, unknownOutcome } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { StepError, toStoredError } from '../errors.ts';
import { stepFacts } from '../step-facts.ts';
import type { AnyActionType } from '../step-type.ts';
import { anybody, approvalIdOf, askForDecision, decisionOf } from './ask.ts';
import { type Attempted, attempt, type Prepared, rehearse } from './attempt.ts';
import { grantedPermit, isAskedFor, type Permit, riskOf, seekConsent } from './consent.ts';
import { type Executor, type Outcome, type PlacedStep, type Run, resultAt } from './executor.ts';
import { begunResult, checkedParams, done, failed, type Params, parked, parseParams, record } from './result.ts';

/** So many failed attempts are kept with a step. */
const MOST_FAILURES = 5;

/** Does one step that acts, now and to the end: params, consent, claim, act, result. */
export const executeAction: Executor<'action'> = async (engine, run, placed, type) => {
  if (!hasTimeFor(engine, run, placed.step.timeoutMs ?? type.timeoutMs)) return { kind: 'interrupted' };
  const begun = begunResult(engine, run, placed);
  const before = resultAt(run, placed.path);
  const wait = before?.status === 'waiting' ? before.wait : null;
  if (wait?.kind === 'retry') run.holder.consume(placed.path);
  // Two kinds of question can be open: whether it may act, and whether it has acted.
  const isInDoubt = wait?.kind === 'approval' && wait.approvalId !== begun.approvalId;
  if (isInDoubt) {
    const settled = await whatHappened(engine, run, placed, wait.approvalId, begun);
    if (settled !== null) return settled;
  }
  const { approvalId } = begun;
  const granted = approvalId === null ? null : await grantedPermit(engine, run, approvalId, begun);
  if (granted?.kind === 'parked') return granted;
  // What people said yes to is not filled in again, whatever has changed since.
  const given = granted?.rendered ?? null;
  const params =
    given === null
      ? parseParams(type, placed, stepFacts(run, placed, engine.clock.now()))
      : checkedParams(type, placed, given);
  return act(engine, run, { placed, type, params, begun, wait, permit: granted, isAgain: isInDoubt });
};

interface Acting {
  readonly placed: PlacedStep;
  readonly type: AnyActionType;
  readonly params: Params;
  readonly begun: StepResult;
  /** What it has waited for until now. */
  readonly wait: Wait | null;
  /** What people have given already. */
  readonly permit: Permit | null;
  /** Whether a person has said that it did not happen. */
  readonly isAgain: boolean;
}

async function act(engine: Engine, run: Run, acting: Acting): Promise<Outcome> {
  const { placed, type, begun, wait, isAgain } = acting;
  let { usage, isTainted } = begun;
  const meter = (used: Partial<Usage>): void => {
    usage = addUsage(usage, used);
  };
  const taint = (): void => {
    isTainted = true;
  };
  const failures = [...begun.failures];
  const noteFailure = (failure: FailedAttempt): void => {
    failures.push(failure);
  };
  const prepared = prepare(engine, run, placed, type, { ...acting.params, meter, taint, noteFailure });
  record(run, begun);
  const hasEffect = prepared.effect !== 'none';
  const isGuarded =
    (type.isGuarded?.(prepared.params) ?? false) && taintedParams(run, prepared, type.targets ?? []).length > 0;
  const isGoverned = hasEffect || isGuarded || isAskedFor(prepared.step);
  const permit = acting.permit ?? (isGoverned ? await seekConsent(engine, run, prepared, begun) : null);
  if (permit?.kind === 'parked') return permit;
  if (acting.permit === null && permit?.rendered != null) {
    const params = checkedParams(type, placed, permit.rendered);
    return act(engine, run, { ...acting, params, permit, begun: { ...begun, approvalId: permit.approvalId } });
  }
  const attemptedResult = (attempts: number): StepResult => {
    const last = failures.slice(-MOST_FAILURES);
    return {
      ...begun,
      attempts,
      usage,
      isTainted,
      failures: last,
      reserved: resultAt(run, placed.path)?.reserved ?? [],
    };
  };
  const isRehearsed = hasEffect || (isGuarded && permit?.note != null);
  if (run.holder.state.mode === 'dry_run' && isRehearsed) {
    const { output, note } = await rehearse(engine, run, prepared);
    const words = permit?.note == null ? note : `${permit.note}; ${note}`;
    return done(engine, run, { ...attemptedResult(1), note: words }, type, output);
  }
  // Where a worker has died, it is put on record first what this one begins, should it die, too.
  if (!hasEffect && run.holder.state.takeovers > 0) await run.holder.commit();
  const attempted = await attempt(engine, run, prepared, { before: begun.attempts, isAgain, wait });
  return settle(engine, run, prepared, attempted, { result: attemptedResult(attempted.attempts), permit });
}

/** A step that this worker cannot see to its end is left to one with more time. */
function hasTimeFor(engine: Engine, { budget, hasBegun }: Run, timeoutMs: number): boolean {
  const left = budget.end.getTime() - engine.clock.now().getTime();
  return timeoutMs <= left || (!budget.isShort && !hasBegun);
}

interface Settled {
  readonly result: StepResult;
  readonly permit: Permit | null;
}

async function settle(
  engine: Engine,
  run: Run,
  prepared: Prepared,
  attempted: Attempted,
  { result, permit }: Settled,
): Promise<Outcome> {
  const { orgId, executionId, state } = run.holder;
  const { path, effect, type } = prepared;
  const key = effectKey(orgId, executionId, state.generation, path);
  switch (attempted.kind) {
    case 'output':
      if (effect !== 'none') run.holder.defer(settledEffect(run.holder, key, engine.clock.now()));
      run.holder.defer(...(permit?.alongside ?? []));
      return done(engine, run, { ...result, note: permit?.note ?? result.note }, type, attempted.output);
    case 'unknown':
      return askWhetherItHappened(engine, run, prepared, result, attempted);
    case 'held':
      return parked(result, attempted.wait);
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
  { step, path, type, params }: Prepared,
  result: StepResult,
  { error, token }: Extract<Attempted, { kind: 'unknown' }>,
): Promise<Outcome> {
  const stored = toStoredError(unknownOutcome(step.action, error));
  const wait = await askForDecision(engine, run, {
    begun: { ...result, error: stored },
    approvalId: approvalIdOf(run, { path, kind: 'unknown_outcome', about: token }),
    asked: {
      kind: 'unknown_outcome',
      title: `Did '${step.action}' in ${run.holder.state.playbookName} happen?`,
      message: stored.message,
      action: type.id,
      risk: riskOf(type, params),
      isTainted: result.isTainted,
    },
    until: null,
    rule: anybody,
  });
  return parked({ ...result, error: stored }, wait);
}

/** What is on record of an act of which nobody could tell whether it happened; null when it is to be done again. */
async function whatHappened(
  engine: Engine,
  run: Run,
  { step }: PlacedStep,
  approvalId: string,
  begun: StepResult,
): Promise<Outcome | null> {
  const decision = await decisionOf(engine, run, approvalId, begun);
  switch (decision.kind) {
    case 'parked':
      return decision;
    case 'approved':
      return null;
    case 'rejected': {
      const note = `Counted as done: ${decision.words}`;
      const settled: StepResult = { ...begun, status: 'completed', completedAt: engine.clock.now(), note };
      return { kind: 'done', result: settled, output: null, costly: true };
    }
    case 'expired':
      return failed(engine, run, begun, unknownOutcome(step.action));
  }
}

function prepare(
  engine: Engine,
  run: Run,
  placed: PlacedStep,
  type: AnyActionType,
  given: Params & Pick<Prepared, 'meter' | 'taint' | 'noteFailure'>,
): Prepared {
  const { step } = placed;
  const effect = typeof type.effect === 'function' ? type.effect(given.params) : type.effect;
  const retry = step.retry ?? type.retry;
  const longest = run.budget.end.getTime() - engine.clock.now().getTime();
  const timeoutMs = Math.min(step.timeoutMs ?? type.timeoutMs, longest);
  return { ...placed, ...given, type, effect, retry, timeoutMs };
}
