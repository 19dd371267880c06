import { addUsage, type StepResult, type Wait } from '../../../model/execution.ts';
import type { Limit, Reserved } from '../../../model/limit.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { priceOf } from '../../../model/price.ts';
import { queries } from '../../../model/query.ts';
import { termsOf } from '../../../model/tier.ts';
import { tenantOf } from '../../governance/governed.ts';
import {
  COST,
  dollars,
  endOfPeriod,
  hasRoom,
  limitIdOf,
  nameOfLimit,
  type Place,
  placesFor,
  settledPlaces,
} from '../../governance/limits.ts';
import { takingWrite } from '../../governance/take-place.ts';
import { AlreadyExistsError, ConflictError, Increment, type Stored, type Write } from '../../ports.ts';
import type { Commit } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError } from '../errors.ts';
import { heldUntil } from '../hold.ts';
import type { StateChange } from '../ledger.ts';
import type { Prepared } from './attempt.ts';
import { type Run, resultAt } from './executor.ts';
import { record } from './result.ts';

/** How often a place that others took at the same moment is looked for again, before it is tried a little later. */
const MAX_LOOKS = 8;
const LOOK_MS = 20;
const LATER_MS = 5_000;

type LimitWait = Extract<Wait, { kind: 'limit' }>;
export type Taken<T> =
  /** `isNew`: with places that it did not hold before. */
  | { readonly kind: 'taken'; readonly begun: T; readonly isNew: boolean }
  | { readonly kind: 'held'; readonly wait: Wait };

interface Seeker {
  readonly step: Prepared;
  /** What it has waited for until now. */
  readonly wait: Wait | null;
  /** Whether it is begun anew, since a person says so: a place of a period that is over does not count for it. */
  readonly isAgain: boolean;
}

/** Whether it needs a place, or has to keep within a budget. A rehearsal costs what it costs, but counts in nothing. */
export function isLimited({ holder }: Run, { type }: Prepared): boolean {
  return type.worstCase !== undefined || (type.limit !== undefined && holder.state.mode === 'live');
}

/**
 * Begins an act with the places in limits that it needs: `begin` commits its claim by the `commit` that it is given, and
 * with it the places, all or nothing. It is held where there is none, or where older executions wait for the same.
 */
export async function takePlaces<T>(
  engine: Engine,
  run: Run,
  seeker: Seeker,
  begin: (commit: Commit) => Promise<T>,
): Promise<Taken<T>> {
  const { holder } = run;
  const { type, params, path } = seeker.step;
  const cost = type.worstCase ? priceOf(type.worstCase(params)) : 0;
  const free: Commit = async (...writes) => {
    if (writes.length > 0) await holder.commit(...writes);
  };
  // First forget what was told, then look; and while it looks, others know that it waits.
  if (seeker.wait?.kind === 'limit') {
    holder.consume(path);
    change(run, path, { wait: seeker.wait });
  }
  return holder.inTurn(async () => {
    for (let look = 0; ; look++) {
      const { places, timezone } = await missingPlaces(engine, run, seeker, cost);
      const full = places.find(({ place, used, older }) => !hasRoom(place, used, older));
      if (full) return held(engine, run, seeker, full.place, timezone);
      if (places.length === 0) change(run, path, { wait: null });
      // Taking the last places tells people: one who has lost the lease has nothing to say.
      if (places.length > 0) holder.assertLease();
      const writes = await Promise.all(places.map((one) => takingWrite(engine, holder.orgId, one.place, one.counter)));
      const commit: Commit = (...more) =>
        places.length === 0 ? free(...more) : holder.commitChange(reserving(path, places), ...writes, ...more);
      try {
        return taken(await begin(commit), places.length > 0);
      } catch (error) {
        if (!(error instanceof ConflictError || error instanceof AlreadyExistsError)) throw error;
        const [first] = places;
        if (!first) throw error;
        if (look === MAX_LOOKS) return busy(engine, seeker, first.place);
        await engine.clock.sleep(1 + Math.floor(LOOK_MS * 2 ** look * engine.random.next()));
      }
    }
  });
}

function taken<T>(begun: T, isNew: boolean): Taken<T> {
  return { kind: 'taken', begun, isNew };
}

interface Missing {
  readonly place: Place;
  readonly counter: { readonly path: string; readonly stored: Stored<Limit> | null };
  readonly used: number;
  /** How many executions that are older wait for the same. */
  readonly older: number;
}

/** What it needs and does not hold. Throws when the execution has spent what one may. */
async function missingPlaces(engine: Engine, run: Run, { step, isAgain }: Seeker, cost: number) {
  const { holder } = run;
  const tenant = await tenantOf(engine, run);
  if (cost > 0) assertBudget(run, step, cost, termsOf(tenant).executionCost);
  const isLive = holder.state.mode === 'live';
  const wanted = isLive ? placesFor({ limit: step.type.limit ?? null, cost }, tenant, engine.clock.now()) : [];
  const reserved = resultAt(run, step.path)?.reserved ?? [];
  const missing = wanted.flatMap((place) => {
    const amount = place.amount - heldOf(reserved, place, isAgain);
    return amount > 0 ? [{ ...place, amount }] : [];
  });
  const places = await Promise.all(missing.map((place) => look(engine, run, place)));
  return { places, timezone: tenant.timezone };
}

function heldOf(reserved: readonly Reserved[], place: Place, isAgain: boolean): number {
  const isSame = ({ limitId }: Reserved) =>
    isAgain ? limitId === limitIdOf(place) : nameOfLimit(limitId) === place.name;
  return reserved.filter(isSame).reduce((sum, { amount }) => sum + amount, 0);
}

async function look({ store }: Engine, run: Run, place: Place): Promise<Missing> {
  const { orgId, state } = run.holder;
  const ref = tenantPaths(orgId).limit(limitIdOf(place));
  const before = queries.executionsHeldBy(orgId, place.name, state.createdAt, { limit: 1_000 });
  const [stored, older] = await Promise.all([store.get(ref), store.count(before)]);
  meterReads(run, 2);
  return { place, counter: { path: ref.path, stored }, used: stored?.data.used ?? 0, older };
}

/** What the execution has spent, with the worst case of what is under way, and of this step on top. */
function assertBudget({ holder }: Run, { path, step }: Prepared, cost: number, cap: number): void {
  const { usage, stepResults } = holder.state;
  const others = stepResults.filter((one) => one.path !== path && one.completedAt === null);
  const reserved = others.flatMap((one) => one.reserved).filter(({ limitId }) => nameOfLimit(limitId) === COST);
  const spent = reserved.reduce((sum, { amount }) => sum + amount, priceOf(usage));
  if (spent + cost <= cap) return;
  throw new NonRetriableError(
    `'${step.action}' may cost up to ${dollars(cost, 4)}, and this execution has spent ${dollars(spent, 4)} of the ${dollars(cap, 4)} that one may. Let it do less, or raise the limit per execution.`,
    {
      code: 'execution_budget',
      mayHaveActed: false,
      fix: { label: 'Limits', href: '/settings' },
    },
  );
}

function held(engine: Engine, run: Run, seeker: Seeker, place: Place, timezone: string): Taken<never> {
  const now = engine.clock.now();
  const { wait } = seeker;
  const polls = wait?.kind === 'limit' && wait.limit === place.name ? wait.polls + 1 : 0;
  const wakeAt = new Date(Math.min(endOfPeriod(place, now, timezone).getTime(), heldUntil(now, polls).getTime()));
  engine.log.info('limit_reached', { executionId: run.holder.executionId, path: seeker.step.path, limit: place.name });
  return { kind: 'held', wait: waitFor(seeker, place, wakeAt, polls) };
}

/** Many are after it at the same moment. */
function busy(engine: Engine, seeker: Seeker, place: Place): Taken<never> {
  const pause = Math.ceil(LATER_MS * (1 + engine.random.next()));
  const polls = seeker.wait?.kind === 'limit' ? seeker.wait.polls : 0;
  return { kind: 'held', wait: waitFor(seeker, place, new Date(engine.clock.now().getTime() + pause), polls) };
}

function waitFor({ step }: Seeker, { name }: Place, wakeAt: Date, polls: number): LimitWait {
  return { kind: 'limit', path: step.path, wakeAt, limit: name, polls };
}

function reserving(path: string, places: readonly Missing[]): StateChange {
  const added = places.map(({ place }): Reserved => ({ limitId: limitIdOf(place), amount: place.amount }));
  return (state) => {
    const stepResults = state.stepResults.map((one) =>
      one.path === path ? { ...one, wait: null, reserved: together([...one.reserved, ...added]) } : one,
    );
    return { ...state, stepResults };
  };
}

function together(reserved: readonly Reserved[]): Reserved[] {
  const sums = new Map<string, number>();
  for (const { limitId, amount } of reserved) sums.set(limitId, (sums.get(limitId) ?? 0) + amount);
  return [...sums].map(([limitId, amount]) => ({ limitId, amount }));
}

interface Ended {
  /** Whether its places were taken for this act alone, and not for one before it that may have happened. */
  readonly isNew: boolean;
  readonly outcome: 'done' | 'untouched' | 'unknown';
  /** In millionths of a US dollar. */
  readonly cost: number;
}

/**
 * After the act: what it did not use goes back, and all of it if it certainly did not happen. The record of it and the
 * counters change in the same commit, whichever that is, so that the sum of the records is what is counted.
 */
export function settlePlaces(run: Run, path: string, { isNew, outcome, cost }: Ended): void {
  const result = resultAt(run, path);
  if (!result || result.reserved.length === 0 || outcome === 'unknown') return;
  if (outcome === 'untouched') {
    if (!isNew) return;
    giveBack(
      run,
      path,
      [],
      result.reserved.map(({ limitId, amount }) => ({ limitId, amount: -amount })),
    );
    return;
  }
  const { reserved, changes } = settledPlaces(result.reserved, cost);
  // One before it that may have happened may have cost as much.
  const kept = isNew ? changes : changes.filter(({ amount }) => amount > 0);
  if (kept.length > 0) giveBack(run, path, reserved, kept);
}

function giveBack(run: Run, path: string, reserved: Reserved[], changes: readonly Reserved[]): void {
  const { limit } = tenantPaths(run.holder.orgId);
  change(run, path, { reserved });
  run.holder.defer(
    ...changes.map(({ limitId, amount }): Write => {
      return { op: 'update', path: limit(limitId).path, fields: { used: new Increment(amount) } };
    }),
  );
}

function change(run: Run, path: string, fields: Partial<StepResult>): void {
  const result = resultAt(run, path);
  if (result) record(run, { ...result, ...fields });
}

function meterReads({ holder }: Run, reads: number): void {
  holder.change({ usage: addUsage(holder.state.usage, { reads }) });
}
