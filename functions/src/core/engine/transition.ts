import type { Execution, RunningExecution, StepResult, StoredError, Wait } from '../../model/execution.ts';
import { keptBeyond } from '../../model/retention.ts';
import { withError } from '../../model/search-terms.ts';
import { counts } from '../analytics/counts.ts';

/** How long a holder may be silent before another may take over. */
export const LEASE_MS = 60_000;
/** A queued execution that nobody touched by then is dispatched again. */
export const QUEUED_MS = 60_000;

type Base = Omit<Execution, 'status' | 'lease' | 'wait' | 'error' | 'dueAt' | 'startedAt' | 'completedAt'>;

/** Everything of an execution that does not depend on its status. */
function baseOf(execution: Execution): Base {
  const { status, lease, wait, error, dueAt, startedAt, completedAt, ...base } = execution;
  return base;
}

/** Nobody holds it, and nobody has to touch it any more. */
const ended = { lease: null, wait: null, dueAt: null } as const;

/** Rounded up to the minute, so that most commits leave the index on `dueAt` alone. */
export function dueBy(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / 60_000) * 60_000);
}

/** At the start, and whenever a worker's time is used up: whoever gets the task goes on. */
export function toQueued(base: Base & Pick<Execution, 'startedAt'>, now: Date): Execution {
  const dueAt = dueBy(new Date(now.getTime() + QUEUED_MS));
  return { ...base, status: 'queued', completedAt: null, lease: null, wait: null, error: null, dueAt };
}

export function toRunning(execution: Execution, token: string, now: Date): RunningExecution {
  const until = new Date(now.getTime() + LEASE_MS);
  return {
    ...baseOf(execution),
    status: 'running',
    startedAt: execution.startedAt ?? now,
    completedAt: null,
    lease: { token, until },
    wait: null,
    error: null,
    dueAt: dueBy(until),
  };
}

/** Parked until `wait` is over. What was signaled while it was being parked makes it due at once. */
export function toWaiting(execution: RunningExecution, wait: Wait, now: Date): Execution {
  return {
    ...baseOf(execution),
    status: 'waiting',
    startedAt: execution.startedAt,
    completedAt: null,
    // To come so far is not to die in a step.
    takeovers: 0,
    lease: null,
    wait,
    error: null,
    dueAt: dueBy(isSignaled(execution) ? now : wait.wakeAt),
  };
}

export function toCompleted(execution: RunningExecution, now: Date): Execution {
  return {
    ...baseOf(execution),
    ...ended,
    status: 'completed',
    isCounted: counts(execution),
    startedAt: execution.startedAt,
    completedAt: now,
    error: null,
  };
}

export function toFailed(execution: Execution, error: StoredError, now: Date): Execution {
  return {
    ...baseOf(execution),
    ...ended,
    status: 'failed',
    isCounted: counts(execution),
    terms: foundBy(execution, error),
    startedAt: execution.startedAt,
    completedAt: now,
    error,
  };
}

export function toCanceled(execution: Execution, now: Date): Execution {
  return {
    ...baseOf(execution),
    ...ended,
    status: 'canceled',
    isCounted: counts(execution),
    startedAt: execution.startedAt,
    completedAt: now,
    error: null,
  };
}

/**
 * Ended, and to go on after all, with those of its results that stay. What had come for a step that was not reached is
 * kept; nobody would say it again.
 */
export function toResumed(
  execution: Execution,
  change: Pick<Base, 'versionId' | 'contextJson' | 'stepResults' | 'terms'>,
  now: Date,
): Execution {
  const { startedAt, generation, signals: all } = execution;
  const signals = Object.fromEntries(Object.entries(all).filter(([, { kind }]) => kind === 'callback'));
  const again = { generation: generation + 1, failing: null, takeovers: 0, signals, isCounted: false };
  const expireAt = keptBeyond(execution.expireAt, now);
  return toQueued({ ...baseOf(execution), ...change, ...again, startedAt, expireAt }, now);
}

/** By why it failed, too; no list shows a share of another, or a rehearsal. */
function foundBy({ isShare, terms }: Pick<Base, 'isShare' | 'terms'>, error: StoredError): string[] {
  return isShare ? [] : withError(terms, error);
}

/** An occurrence that did not start, kept with the reason so that every occurrence is accounted for. */
export function toSkipped(base: Base, reason: StoredError, now: Date): Execution {
  return {
    ...base,
    ...ended,
    status: 'skipped',
    terms: foundBy(base, reason),
    startedAt: null,
    completedAt: now,
    error: reason,
    occurrences: 1,
    lastScheduledFor: base.scheduledFor,
  };
}

/**
 * The fields that a holder's commit writes; everything else is fixed at the start. Among them are the signals: a commit
 * insists on the version that it has seen, so none is there that it does not know. One that sleeps beyond the time that
 * it is kept for is kept longer.
 */
export function changingFields(execution: Execution): Record<string, unknown> {
  const { status, startedAt, completedAt, lease, wait, error, dueAt, ...rest } = execution;
  const { stepResults, signals, takeovers, generation, usage, failing, behind, taint, terms, isCounted } = rest;
  const expireAt = wait === null ? rest.expireAt : keptBeyond(rest.expireAt, wait.wakeAt);
  const standing = { status, startedAt, completedAt, lease, wait, error, dueAt };
  return {
    ...standing,
    stepResults,
    signals,
    takeovers,
    generation,
    usage,
    failing,
    behind,
    taint,
    isCounted,
    // Fixed until it ends; what failed is found by why, and a resume begins anew.
    ...((status === 'failed' || status === 'skipped' || status === 'queued') && { terms }),
    expireAt,
    heldBy: heldBy(execution),
  };
}

/** A step's wait for a place stays on record until it has one: also while it looks, others know that it is before them. */
function heldBy(execution: Execution): string[] {
  if (isFinished(execution)) return [];
  const limits = execution.stepResults.flatMap(({ wait }) => (wait?.kind === 'limit' ? [wait.limit] : []));
  return [...new Set(limits)];
}

/**
 * Whether something has come that a waiting execution waits for. An answer to a step that is not there yet can wait, and
 * so can one to a step that a pause holds back.
 */
export function isSignaled({ signals, stepResults }: Execution): boolean {
  const isOpen = ({ status, wait }: StepResult) => status === 'waiting' && wait?.kind !== 'pause';
  const waiting = new Set(stepResults.filter(isOpen).map(({ path }) => path));
  return Object.values(signals).some((signal) => {
    if (signal.kind === 'cancel' || signal.kind === 'turn') return true;
    if (signal.kind === 'release' && signal.path === '') return true;
    return signal.kind !== 'successor' && waiting.has(signal.path);
  });
}

export function isFinished(execution: Execution): boolean {
  return execution.dueAt === null;
}

/** Before its first step: behind an execution of the same playbook that is under way, or held back. */
export function toStandingBy(base: Base, wait: Wait): Execution {
  return {
    ...base,
    behind: wait.kind === 'turn' ? wait.after : null,
    status: 'waiting',
    startedAt: null,
    completedAt: null,
    lease: null,
    wait,
    error: null,
    dueAt: dueBy(wait.wakeAt),
  };
}
