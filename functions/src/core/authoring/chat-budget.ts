import type { Usage } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { priceOf } from '../../model/price.ts';
import type { Tenant } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import type { Engine } from '../engine/engine.ts';
import { hasRoom, limitIdOf, placesFor } from '../governance/limits.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { takingWrite } from '../governance/take-place.ts';
import { AlreadyExistsError, ConflictError, Increment } from '../ports.ts';
import type { ChatStep } from './chat-model.ts';

export type ModelUsage = Extract<ChatStep, { type: 'usage' }>;

/** What one answer of the chat may cost, and what the tenant's month has left. Money in millionths of a US dollar. */
export interface ChatBudget {
  /** What was spent so far. */
  spent(): number;
  /** Whether the month has room for an answer. */
  isOpen(): Promise<boolean>;
  /**
   * Puts the worst case of a question to a model aside. `turn`: this answer has cost what one may (the first question
   * is always put); `month`: the month's budget is used up.
   */
  reserve(worst: Partial<Usage>): Promise<Reservation | 'turn' | 'month'>;
}
export interface Reservation {
  /** Counts what it really was, and gives the rest back. */
  settle(used: Partial<Usage>): Promise<void>;
}

/** Questions of one tenant that are put at the same moment: each of them takes from the same counter. */
const MOST_AT_ONCE = 40;

/** What a question to a model takes at least, set aside as its worst case. */
const LEAST = priceOf({ tokens: 20_000 });

export function openBudget(engine: Engine, orgId: string, tenant: Tenant): ChatBudget {
  let spent = 0;
  return {
    spent: () => spent,
    isOpen: async () => {
      const [place] = placesFor({ limit: null, cost: LEAST }, tenant, engine.clock.now());
      const stored = place && (await engine.store.get(tenantPaths(orgId).limit(limitIdOf(place))));
      return place !== undefined && hasRoom(place, stored?.data.used ?? 0, 0);
    },
    reserve: async (worst) => {
      const cost = Math.ceil(priceOf(worst));
      if (spent > 0 && spent + cost > termsOf(tenant).executionCost) return 'turn';
      const path = await take(engine, orgId, tenant, cost);
      if (path === null) return 'month';
      return {
        settle: async (used) => {
          const price = Math.ceil(priceOf(used));
          spent += price;
          const fields = { used: new Increment(price - cost) };
          if (price !== cost) await engine.store.commit([{ op: 'update', path, fields }]);
        },
      };
    },
  };
}

/** The path of the counter that it was taken from; null where there is no room. */
async function take(engine: Engine, orgId: string, tenant: Tenant, cost: number): Promise<string | null> {
  const [place] = placesFor({ limit: null, cost }, tenant, engine.clock.now());
  const ref = place && tenantPaths(orgId).limit(limitIdOf(place));
  if (!ref) return null;
  return retryConflicts(async () => {
    const stored = await engine.store.get(ref);
    if (!hasRoom(place, stored?.data.used ?? 0, 0)) return null;
    try {
      await engine.store.commit([await takingWrite(engine, orgId, place, { path: ref.path, stored })]);
    } catch (error) {
      // Somebody else began the month: look again.
      throw error instanceof AlreadyExistsError ? new ConflictError(error.message) : error;
    }
    return ref.path;
  }, MOST_AT_ONCE);
}

/** The usage of a question to a model, as it is priced. */
export function usageOf({ inputTokens, outputTokens, cachedTokens, tier }: ModelUsage): Partial<Usage> {
  const whole = Math.max(0, inputTokens + outputTokens - cachedTokens);
  return { cachedTokens, ...(tier === 'routine' ? { routineTokens: whole } : { tokens: whole }) };
}
