import { DAILY_LIMITS, type DailyLimit, type Limit, type Reserved, type TenantLimits } from '../../model/limit.ts';
import { expiryOf } from '../../model/retention.ts';
import type { Tenant } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import { calendarDay, clockOfDay, DAY_MS, dayIndexAt, instantsOf } from '../triggering/zoned-time.ts';
import type { raiseAlert } from './alert.ts';

/** The limit of what a tenant's costly steps cost in a month, in millionths of a US dollar. */
export const COST = 'cost';

/** A place in a limit that an act needs. */
export interface Place {
  /** Of the limit, without its period. */
  readonly name: DailyLimit | typeof COST;
  /** `2026-11-21` or `2026-11`, by the tenant's own calendar. */
  readonly period: string;
  /** 1 of a daily limit; of the cost the worst case, in whole millionths of a US dollar. */
  readonly amount: number;
  readonly cap: number;
}

type Terms = Pick<Tenant, 'timezone' | 'tier' | 'limits'>;

/** What an act needs at `now`: a place in its daily limit, and its worst case in the month's cost. */
export function placesFor(
  { limit, cost }: { readonly limit: DailyLimit | null; readonly cost: number },
  tenant: Terms,
  now: Date,
): Place[] {
  const day = localDay(now, tenant.timezone);
  const places: Place[] = [];
  if (limit !== null) places.push({ name: limit, period: day, amount: 1, cap: dailyCap(tenant.limits, limit) });
  const cap = termsOf(tenant).monthlyCost;
  if (cost > 0) places.push({ name: COST, period: monthOf(day), amount: Math.ceil(cost), cap });
  return places;
}

/** How often a day a tenant may do it. */
export function dailyCap({ daily }: TenantLimits, name: DailyLimit): number {
  return daily[name] ?? DAILY_LIMITS[name];
}

/** The id of the counter of a period: `email_send_2026-11-21`. */
export function limitIdOf({ name, period }: Pick<Place, 'name' | 'period'>): string {
  return `${name}_${period}`;
}

/** The name of the limit that a counter counts in. */
export function nameOfLimit(limitId: string): string {
  return limitId.slice(0, limitId.lastIndexOf('_'));
}

/** Whether there is room for one more, when `older` executions that wait for the same come first. */
export function hasRoom({ amount, cap }: Place, used: number, older: number): boolean {
  return used + (older + 1) * amount <= cap;
}

/** The counter of a period in which nothing was counted before. */
export function firstInPeriod({ name, period, amount }: Place, told: number, now: Date): Limit {
  return { name, period, used: amount, told, expireAt: expiryOf('limit', now) };
}

/** `2026-11-21` where `zone` is. */
export function localDay(now: Date, zone: string): string {
  return new Date(dayIndexAt(now.getTime(), zone) * DAY_MS).toISOString().slice(0, 10);
}

/** `2026-11` of a day, or of a month. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** When the period of a place is over and the next one begins: midnight where the tenant is, or the first after it. */
export function endOfPeriod({ name }: Pick<Place, 'name'>, now: Date, zone: string): Date {
  const today = dayIndexAt(now.getTime(), zone);
  if (name !== COST) return startOfDay(today + 1, zone);
  const { year, month } = calendarDay(today);
  return startOfDay(Date.UTC(year, month, 1) / DAY_MS, zone);
}

/** The first instant of a day; where its midnight does not exist, the one to which the clock is put. */
function startOfDay(dayIndex: number, zone: string): Date {
  const clock = clockOfDay(dayIndex, zone);
  const [midnight = clock.change ?? dayIndex * DAY_MS] = instantsOf(dayIndex * DAY_MS, clock);
  return new Date(midnight);
}

/** What an act did not use of its places, and what is left on its record. A place of a daily limit is used or not. */
export function settledPlaces(
  reserved: readonly Reserved[],
  cost: number,
): { readonly reserved: Reserved[]; readonly changes: Reserved[] } {
  const at = reserved.findLastIndex(({ limitId }) => nameOfLimit(limitId) === COST);
  const place = reserved[at];
  if (!place) return { reserved: [...reserved], changes: [] };
  const used = { ...place, amount: Math.ceil(cost) };
  const change = used.amount - place.amount;
  return {
    reserved: reserved.with(at, used),
    changes: change === 0 ? [] : [{ ...place, amount: change }],
  };
}

type Problem = Parameters<typeof raiseAlert>[2];

/** What is gone of a limit, in percent, when people are told, each once in a period. */
const SHARES = { daily: [100], cost: [75, 90] } as const;

function sharesOf({ name }: Pick<Place, 'name'>): readonly number[] {
  return name === COST ? SHARES.cost : SHARES.daily;
}

/** The codes of the alerts that may be open about a limit; a new period begins without them. */
export function alertCodes(place: Pick<Place, 'name'>): string[] {
  return sharesOf(place).map((share) => codeOf(place, share));
}

function codeOf({ name }: Pick<Place, 'name'>, share: number): string {
  return name === COST ? `monthly_cost_${share}` : 'daily_limit';
}

/** What is to be told when a place is taken of which `used` was gone before, and what has been told then. */
export function alertsAt(
  place: Place,
  { used, told }: Pick<Limit, 'used' | 'told'>,
): { readonly problems: Problem[]; readonly told: number } {
  const after = used + place.amount;
  const shares = sharesOf(place).filter((share) => share > told && after * 100 >= place.cap * share);
  return { problems: shares.map((share) => problemOf(place, after, share)), told: Math.max(told, ...shares) };
}

function problemOf({ name, cap, period }: Place, after: number, share: number): Problem {
  const about = { code: codeOf({ name }, share), subject: name, link: '/settings' };
  if (name !== COST) {
    return {
      ...about,
      severity: 'info',
      title: `The daily limit ‘${name}’ is used up`,
      message: `All ${cap} of ${period} are taken. What comes now waits for the next day, the oldest first, or until the limit is raised.`,
    };
  }
  return {
    ...about,
    severity: 'warning',
    title: `${share} % of the month’s budget is used up`,
    message: `Of ${dollars(cap)} for ${period}, ${dollars(after)} are spent or reserved. When nothing is left, steps that cost money wait for the next month, or until the limit is raised.`,
  };
}

/** Millionths of a US dollar, to so many places. */
export function dollars(millionths: number, places = 2): string {
  return `$${(millionths / 1_000_000).toFixed(places)}`;
}
