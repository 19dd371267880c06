import { addUsage, type FailedAttempt, noUsage, type Usage, type Wait } from '../../../model/execution.ts';
import type { JsonObject } from '../../../model/json.ts';
import { priceOf } from '../../../model/price.ts';
import type { RetryPolicy } from '../../../model/step.ts';
import { openConnection } from '../../governance/open-connection.ts';
import { without } from '../conceal.ts';
import { type Commit, claimEffect, effectKey } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { RetriableError, StepError, toStoredError } from '../errors.ts';
import { LeaseLostError } from '../ledger.ts';
import { decideRetry, MAX_SLEEP_MS } from '../retry.ts';
import { scopeStore } from '../scoped-store.ts';
import type { AnyActionType, EffectClass, StepContext } from '../step-type.ts';
import { type PlacedStep, type Run, resultAt } from './executor.ts';
import { isLimited, settlePlaces, takePlaces } from './places.ts';

/** A step that is about to act: its type, its params (parsed), and how its act may be repeated. */
export interface Prepared extends PlacedStep {
  readonly type: AnyActionType;
  readonly params: never;
  /** The params as they were written, with their templates filled in. */
  readonly rendered: JsonObject;
  readonly effect: EffectClass;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly meter: (usage: Partial<Usage>) => void;
  /** Puts on record that its output may hold what strangers wrote. */
  readonly taint: () => void;
  /** Puts on record an attempt that another one follows. */
  readonly noteFailure: (failure: FailedAttempt) => void;
}

export type Attempted =
  | { readonly kind: 'output'; readonly output: unknown; readonly attempts: number }
  | { readonly kind: 'failed'; readonly attempts: number; readonly error: unknown }
  /** A `once` act was claimed under `token`, and nobody can tell whether it happened. */
  | { readonly kind: 'unknown'; readonly attempts: number; readonly token: string; readonly error: unknown }
  /** It has not begun: a limit is used up. */
  | { readonly kind: 'held'; readonly wait: Wait; readonly attempts: number }
  | { readonly kind: 'later'; readonly at: Date; readonly attempts: number; readonly error: unknown };

/** What came before this attempt. */
interface Earlier {
  /** How often it was attempted. */
  readonly before: number;
  /** An act whose outcome was unknown is to be repeated, since a person says so. */
  readonly isAgain: boolean;
  /** What it has waited for until now. */
  readonly wait: Wait | null;
}

/** What the attempts of one worker leave behind, however they end. */
interface Trace {
  usage: Usage;
  mayHaveActed: boolean;
}

/** Attempts the act until it succeeds, gives up, or has to wait: for a place in a limit, or longer than a worker sleeps. */
export async function attempt(
  engine: Engine,
  run: Run,
  step: Prepared,
  { before, isAgain, wait }: Earlier,
): Promise<Attempted> {
  const { holder } = run;
  const key = effectKey(holder.orgId, holder.executionId, holder.state.generation, step.path);
  const mayRepeat = isAgain || step.step.onUnknown === 'retry';
  const { effect } = step;
  const act = { key, path: step.path, action: step.step.action, effect, mayRepeat };
  const claim = (commit: Commit) =>
    effect === 'none' ? commit().then(() => null) : claimEffect(engine, holder, act, commit);
  let token: string | null = null;
  let isNew = false;
  if (isLimited(run, step)) {
    const places = await takePlaces(engine, run, { step, wait, isAgain }, claim);
    if (places.kind === 'held') return { kind: 'held', wait: places.wait, attempts: before };
    token = places.begun;
    isNew = places.isNew;
  } else if (effect !== 'none') {
    token = await claim(holder.commit);
  }
  if (token !== null) return { kind: 'unknown', attempts: Math.max(1, before), token, error: null };
  const trace: Trace = { usage: noUsage, mayHaveActed: false };
  const attempted = await attemptUntilDone(engine, run, metered(step, trace), { key, before, trace });
  engine.fault('acted');
  const isDone = attempted.kind === 'output';
  const outcome = isDone ? 'done' : trace.mayHaveActed ? 'unknown' : 'untouched';
  settlePlaces(run, step.path, { isNew, outcome, cost: priceOf(trace.usage) });
  return attempted;
}

/** What it uses is noted twice: for its result, and for what is to be settled. */
function metered(step: Prepared, trace: Trace): Prepared {
  const meter = (used: Partial<Usage>): void => {
    trace.usage = addUsage(trace.usage, used);
    step.meter(used);
  };
  return { ...step, meter };
}

async function attemptUntilDone(
  engine: Engine,
  run: Run,
  step: Prepared,
  { key, before, trace }: { readonly key: string; readonly before: number; readonly trace: Trace },
): Promise<Attempted> {
  const effect = step.effect === 'once' && step.step.onUnknown === 'retry' ? 'idempotent' : step.effect;
  for (let attempts = before + 1; ; attempts++) {
    // A vendor that quotes the secrets of a connection tells them to nobody, neither by an output nor by an error.
    const opened: string[] = [];
    try {
      const context = (signal: AbortSignal) => stepContext(engine, run, step, { key, attempts, signal, opened });
      const output = await within(engine, run, step, (signal) => step.type.run(step.params, context(signal)));
      return { kind: 'output', output: without(opened, output), attempts };
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      if (error instanceof Error) error.message = without(opened, error.message);
      trace.mayHaveActed ||= !(error instanceof StepError) || error.mayHaveActed;
      const now = engine.clock.now();
      const spent = retriesOf(run);
      const decision = decideRetry({ error, attempts, effect, spent }, step.retry, now, engine.random.next());
      if (decision.kind === 'unknown_outcome') {
        return { kind: 'unknown', attempts, token: run.holder.state.lease.token, error };
      }
      if (decision.kind === 'give_up') return { kind: 'failed', attempts, error };
      step.noteFailure({ attempt: attempts, at: now, error: toStoredError(error) });
      engine.log.info('step_retried', { executionId: run.holder.executionId, path: step.path, attempts });
      const delay = decision.at.getTime() - now.getTime();
      if (delay > MAX_SLEEP_MS) return { kind: 'later', at: decision.at, attempts, error };
      await engine.clock.sleep(delay);
    }
  }
}

/** How often the other steps of this execution were tried again. */
function retriesOf({ holder }: Run): number {
  return holder.state.stepResults.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0);
}

/** Runs `act` under the step's timeout and the lease: when either ends, its signal is aborted and nobody waits for it. */
async function within<T>(
  engine: Engine,
  { holder, lost }: Run,
  { timeoutMs, step, meter }: Prepared,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const over = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
  });
  const onLost = (): void => stop.abort(lost.reason);
  lost.addEventListener('abort', onLost, { once: true });
  const since = engine.clock.now().getTime();
  void engine.clock.sleep(timeoutMs, over.signal).then(() => {
    const seconds = Math.ceil(timeoutMs / 1000);
    if (!over.signal.aborted) {
      stop.abort(new RetriableError(`'${step.action}' did not finish within ${seconds} s`, { code: 'timeout' }));
    }
  });
  try {
    holder.assertLease();
    return await Promise.race([act(stop.signal), stopped]);
  } finally {
    meter({ computeMs: engine.clock.now().getTime() - since });
    // With a reason, since making the default one costs more than the rest of this.
    over.abort('over');
    lost.removeEventListener('abort', onLost);
  }
}

function stepContext(
  engine: Engine,
  run: Run,
  { path, step, meter, taint }: Prepared,
  act: { readonly key: string; readonly attempts: number; readonly signal: AbortSignal; readonly opened: string[] },
): StepContext {
  const { holder, context: facts } = run;
  const { executionId, state } = holder;
  const isTainted = resultAt(run, path)?.isTainted ?? false;
  return {
    orgId: holder.orgId,
    executionId,
    playbookId: state.playbookId,
    path,
    attempt: act.attempts,
    mode: holder.state.mode,
    agent: step.agent,
    idempotencyKey: act.key,
    user: facts.user,
    org: facts.org,
    clock: engine.clock,
    random: engine.random,
    signal: act.signal,
    store: scopeStore(engine.store, holder.orgId, holder.state.mode, meter),
    lastWrite: { executionId, depth: state.depth, isTainted, key: act.key },
    log: engine.log,
    meter,
    taint,
    assertLease: () => holder.assertLease(),
    connect: (connector, connectionId) => openConnection(engine, holder.orgId, connector, connectionId, act.opened),
    ...engine.services,
  };
}

/** What a dry run does instead of the act. */
export async function rehearse(engine: Engine, run: Run, step: Prepared): Promise<{ output: unknown; note: string }> {
  const { holder } = run;
  if (!step.type.dryRun) throw new Error(`Step type ${step.type.id} has an effect and no dry run`);
  const key = effectKey(holder.orgId, holder.executionId, holder.state.generation, step.path);
  const context = (signal: AbortSignal) => stepContext(engine, run, step, { key, attempts: 1, signal, opened: [] });
  const dryRun = step.type.dryRun;
  const { output, wouldHave } = await within(engine, run, step, (signal) => dryRun(step.params, context(signal)));
  return { output, note: wouldHave };
}
