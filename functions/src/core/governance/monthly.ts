import type { Wait } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import type { Tenant } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import type { Engine } from '../engine/engine.ts';
import { heldUntil } from '../engine/hold.ts';
import type { Write } from '../ports.ts';
import { type Fact, factId, publishFact } from '../triggering/publish-fact.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import { raiseAlert, resolveAlert } from './alert.ts';
import { COST, endOfPeriod, localDay, monthOf } from './limits.ts';

/** The limit of how many executions begin in a month. */
const MONTHLY = 'monthly_executions';
const RECOUNT_MS = 5 * 60_000;
/** So close to the cap every start takes its place in a counter, so that never one too many begins. */
const MARGIN = 100;
const MARGIN_SHARE = 0.1;
const SHARES = [75, 90, 100] as const;

/** Whether an execution may begin in this month. */
export type Admission =
  /** `used`: how many have begun then, this one included; null where the cap is far and nobody counted. */
  | { readonly kind: 'admitted'; readonly writes: readonly Write[]; readonly used: number | null }
  | { readonly kind: 'held'; readonly wait: Extract<Wait, { kind: 'limit' }>; readonly used: number | null };

export const unlimited: Admission = { kind: 'admitted', writes: [], used: null };

interface Seeker {
  /** The execution that waits for a place already; null for a new one, which comes after all that wait. */
  readonly inLine: { readonly createdAt: Date; readonly polls: number } | null;
  /** Whether others were too often faster: it waits, and is looked at again at once. */
  readonly isBeaten: boolean;
}

/**
 * A place among the executions of the month; `writes` belong into the commit that lets it begin, and fail where another
 * took the same place. Far from the cap nothing is read. Whoever waits comes first, the oldest before all.
 */
export async function seekPlace(
  engine: Engine,
  orgId: string,
  tenant: Tenant,
  { inLine, isBeaten }: Seeker,
): Promise<Admission> {
  const { store, clock } = engine;
  const now = clock.now();
  const month = monthAt(now, tenant.timezone);
  const cap = termsOf(tenant).monthlyExecutions;
  const counted = countedIn(tenant, month);
  const isFar = counted + Math.max(MARGIN, cap * MARGIN_SHARE) < cap;
  if (isFar && inLine === null) return unlimited;
  const ref = tenantPaths(orgId).limit(`${MONTHLY}_${month.period}`);
  const until = inLine?.createdAt ?? new Date(now.getTime() + DAY_MS);
  const [counter, older] = await Promise.all([
    store.get(ref),
    store.count(queries.heldBefore(orgId, MONTHLY, until, { limit: cap + 1 })),
  ]);
  const used = Math.max(counted, counter?.data.used ?? (await countBegun(engine, orgId, month, cap)));
  const hasRoom = used + older < cap;
  if (!hasRoom || isBeaten) {
    const polls = inLine?.polls ?? 0;
    const again = Math.min(month.until.getTime(), heldUntil(now, polls).getTime());
    const wakeAt = hasRoom ? now : new Date(again);
    return { kind: 'held', wait: { kind: 'limit', path: '', limit: MONTHLY, wakeAt, polls: polls + 1 }, used };
  }
  const fields = { name: MONTHLY, period: month.period, used: used + 1, expireAt: expiryOf('limit', now) };
  const write: Write =
    counter === null
      ? { op: 'create', path: ref.path, data: fields }
      : { op: 'update', path: ref.path, fields, ifVersion: counter.version };
  return { kind: 'admitted', writes: [write], used: used + 1 };
}

/** Whose figure was looked after already: many starts of one tick share what they have read of their tenant. */
const looked = new WeakSet<Tenant>();

/**
 * Keeps the tenant's own figure of the month: counted anew when it is five minutes old or a share of the cap is passed,
 * which people are told. Nothing hangs on it: a start goes on when it fails.
 */
export async function noteMonth(engine: Engine, orgId: string, tenant: Tenant, used: number | null): Promise<void> {
  const now = engine.clock.now();
  const month = monthAt(now, tenant.timezone);
  const cap = termsOf(tenant).monthlyExecutions;
  const { period = month.period, countedAt = tenant.createdAt, told = 0 } = tenant.month ?? {};
  const isStale = period !== month.period || now.getTime() - countedAt.getTime() >= RECOUNT_MS;
  const passes = used !== null && shareOf(used, cap) > (period === month.period ? told : 0);
  if (!passes && (!isStale || looked.has(tenant))) return;
  looked.add(tenant);
  try {
    const executions = Math.max(used ?? 0, await countBegun(engine, orgId, month, cap));
    const reached = shareOf(executions, cap);
    await tell(engine, orgId, month, {
      told: period === month.period ? told : 0,
      before: told,
      reached,
      executions,
      cap,
    });
    const fields = { month: { period: month.period, executions, countedAt: now, told: reached } };
    await engine.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
  } catch (error) {
    engine.log.error('month_not_counted', error, { orgId });
  }
}

/** How many have begun in the month that it is, counted now: for people, who would take an older figure for a mistake. */
export function begunThisMonth(engine: Engine, orgId: string, tenant: Tenant): Promise<number> {
  const month = monthAt(engine.clock.now(), tenant.timezone);
  return countBegun(engine, orgId, month, termsOf(tenant).monthlyExecutions);
}

interface Month {
  /** `2026-11`, by the tenant's own calendar. */
  readonly period: string;
  readonly since: Date;
  readonly until: Date;
}

function monthAt(now: Date, zone: string): Month {
  const period = monthOf(localDay(now, zone));
  const [year = 0, month = 1] = period.split('-').map(Number);
  const inTheOneBefore = new Date(Date.UTC(year, month - 1, 1) - 2 * DAY_MS);
  return {
    period,
    since: endOfPeriod({ name: COST }, inTheOneBefore, zone),
    until: endOfPeriod({ name: COST }, now, zone),
  };
}

function countedIn({ month }: Tenant, { period }: Month): number {
  return month?.period === period ? month.executions : 0;
}

async function countBegun({ store }: Engine, orgId: string, { since }: Month, cap: number): Promise<number> {
  return store.count(queries.begunSince(orgId, since, { limit: 2 * cap + MARGIN }));
}

/** The last share of the cap that is reached; 0 for none. */
function shareOf(executions: number, cap: number): number {
  return SHARES.findLast((share) => executions * 100 >= cap * share) ?? 0;
}

interface Telling {
  /** Of what people were told in this month, and of what before, perhaps in another one. */
  readonly told: number;
  readonly before: number;
  readonly reached: number;
  readonly executions: number;
  readonly cap: number;
}

/** Those that are passed now; what was told of another month, or of a lower cap, is over. */
async function tell(engine: Engine, orgId: string, { period }: Month, telling: Telling): Promise<void> {
  const { told, before, reached, executions, cap } = telling;
  for (const share of SHARES) {
    const about = { code: `monthly_limit_${share}`, subject: MONTHLY };
    if (share <= before && share > reached) await resolveAlert(engine, orgId, about);
    if (share > told && share <= reached) {
      await raiseAlert(engine, orgId, { ...about, ...words(share, period, executions, cap) });
      await publishFact(engine, orgId, thresholdFact(engine, orgId, period, { share, executions, cap }));
    }
  }
}

/** Once a month for each share, however often it is told. */
function thresholdFact(
  { clock }: Engine,
  orgId: string,
  period: string,
  { share, executions, cap }: { readonly share: number; readonly executions: number; readonly cap: number },
): Fact {
  const [eventName, subject] = ['usage.threshold', `limits/${MONTHLY}_${period}`];
  const data = { limit: MONTHLY, percent: share, used: executions, of: cap };
  const eventId = factId(orgId, eventName, String(share), subject);
  return { eventId, eventName, subject, time: clock.now(), data };
}

function words(share: number, period: string, executions: number, cap: number) {
  const isFull = share === 100;
  const then = isFull
    ? 'What starts now waits for the next month, the oldest first, or until the limit is raised.'
    : 'When none is left, what starts waits for the next month, or until the limit is raised.';
  return {
    severity: isFull ? ('critical' as const) : ('warning' as const),
    title: isFull ? 'The executions of this month are used up' : `${share} % of the month’s executions are used up`,
    message: `${executions.toLocaleString('en-US')} of ${cap.toLocaleString('en-US')} executions of ${period} have begun. ${then}`,
    link: '/settings',
  };
}
