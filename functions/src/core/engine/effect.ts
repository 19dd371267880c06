import type { Effect } from '../../model/effect.ts';
import { tenantPaths } from '../../model/paths.ts';
import { deriveId } from '../derive-id.ts';
import { AlreadyExistsError, ConflictError, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { NonRetriableError } from './errors.ts';
import type { Holder } from './holder.ts';
import type { EffectClass } from './step-type.ts';

/** One act, by the execution, its generation and the step's address: the same over retries and takeovers. */
export function effectKey(orgId: string, executionId: string, generation: number, path: string): string {
  return deriveId(orgId, executionId, String(generation), path);
}

/** Says whether the outcome of an act is known; a person has to look. */
export function unknownOutcome(action: string, cause?: unknown): NonRetriableError {
  return new NonRetriableError(
    `Nobody can tell whether '${action}' happened: the connection ended after it was sent. ` +
      'Look at the receiving side and say whether it is to be done again.',
    { code: 'unknown_outcome', fault: 'vendor', cause },
  );
}

interface Act {
  readonly key: string;
  readonly path: string;
  readonly action: string;
  readonly effect: EffectClass;
  /** Whether it may be done again though nobody can tell whether it happened. */
  readonly mayRepeat: boolean;
}

/** Commits the state together with writes; what else goes with them is the business of whoever gave it. */
export type Commit = (...writes: Write[]) => Promise<void>;

/**
 * Claims an act in one commit with the state before it. An act that an earlier holder claimed and never settled has an
 * unknown outcome: an `idempotent` one is repeated under the same key, a `once` one is not, and the token of that
 * earlier claim is returned. Null when it may be done.
 */
export async function claimEffect(engine: Engine, holder: Holder, act: Act, commit: Commit): Promise<string | null> {
  const ref = tenantPaths(holder.orgId).effect(act.key);
  const now = engine.clock.now();
  const { token } = holder.state.lease;
  const claim: Effect = {
    executionId: holder.executionId,
    path: act.path,
    action: act.action,
    status: 'claimed',
    token,
    claimedAt: now,
    settledAt: null,
    error: null,
    expireAt: holder.state.expireAt,
  };
  try {
    await commit({ op: 'create', path: ref.path, data: claim });
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    const stored = await engine.store.get(ref);
    if (stored === null) throw new ConflictError('What goes with the claim was in place', { cause: error });
    const isUnknown = stored.data.status !== 'released' && stored.data.token !== token;
    if (isUnknown && act.effect === 'once' && !act.mayRepeat) return stored.data.token;
    await commit({ op: 'set', path: ref.path, data: claim });
  }
  engine.fault('effect_claimed');
  return null;
}

/** Goes with the commit that records the step's result. */
export function settledEffect(holder: Holder, key: string, now: Date): Write {
  const { path } = tenantPaths(holder.orgId).effect(key);
  return { op: 'update', path, fields: { status: 'settled', settledAt: now } };
}

/** Goes with the commit that parks the step: the act certainly did not happen and may be tried again. */
export function releasedEffect(holder: Holder, key: string): Write {
  const { path } = tenantPaths(holder.orgId).effect(key);
  return { op: 'update', path, fields: { status: 'released' } };
}
