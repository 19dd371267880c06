import type { Actor } from '../../model/audit.ts';
import type { Figures } from '../../model/figures.ts';
import { docIn, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { WrittenFigures } from '../../model/written-figures.ts';
import { dayOf, isDay, isoDay } from '../engine/calendar.ts';
import { type ChangedFigure, dayChange, figuresIn } from '../engine/day-figures.ts';
import { auditWrite, type Change } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { TeamDesk } from '../governance/team.ts';
import { AlreadyExistsError, ConflictError, type Store, type Write } from '../ports.ts';

/** As many days as a range, or a table, may have. */
export const MOST_DAYS = 400;

/** What is known of a day by what was written down. */
export interface MetricsOfDay {
  /** By the tenant's calendar. */
  readonly date: string;
  readonly figures: Partial<Figures>;
}

/** What is to be written down for a day. */
export interface DayToWrite {
  readonly date: string;
  readonly figures: WrittenFigures;
}

export interface ChangedDay {
  readonly date: string;
  readonly changes: readonly ChangedFigure[];
}

/** Whose calendar and whose way to write numbers it is. */
export async function placeOf(
  { store, clock }: Pick<TeamDesk, 'store' | 'clock'>,
  orgId: string,
): Promise<Pick<Tenant, 'locale' | 'currency'> & { readonly today: string }> {
  const tenant = await store.get(top.tenant(orgId));
  if (tenant === null) throw new Error(`Tenant ${orgId} is missing`);
  const { locale, currency, timezone } = tenant.data;
  return { locale, currency, today: isoDay(dayOf(clock.now().toISOString(), timezone) ?? 0) };
}

/** What was written down from one day up to, and with, another, the oldest first. */
export async function metricsBetween(store: Store, orgId: string, from: string, to: string): Promise<MetricsOfDay[]> {
  // Beside days there may be documents of other names.
  const found = await store.query(queries.metricsOfDays(orgId, from, to, { limit: 2 * MOST_DAYS }));
  return found.flatMap(({ id, data }) => {
    return data === null || !isDay(id) ? [] : [{ date: id, figures: figuresIn(data) }];
  });
}

/** What would change, day by day; days of which all is known already are left out. */
export async function changesOf(store: Store, orgId: string, days: readonly DayToWrite[]): Promise<ChangedDay[]> {
  return (await planOf(store, orgId, days)).map(({ day }) => day);
}

/** Writes figures down for some days, all or none, and says so on record. Gives what has changed. */
export function recordMetrics(
  desk: TeamDesk,
  orgId: string,
  actor: Actor,
  days: readonly DayToWrite[],
): Promise<ChangedDay[]> {
  return retryConflicts(async () => {
    const planned = await planOf(desk.store, orgId, days);
    if (planned.length === 0) return [];
    const changed = planned.map(({ day }) => day);
    const entry = auditWrite(desk, orgId, actor, entryOf(changed));
    await desk.store.commit([...planned.map(({ write }) => write), entry]).catch((error: unknown) => {
      // Somebody else has just written the first figures of that day.
      throw error instanceof AlreadyExistsError ? new ConflictError(error.message) : error;
    });
    return changed;
  });
}

async function planOf(
  store: Store,
  orgId: string,
  days: readonly DayToWrite[],
): Promise<{ readonly day: ChangedDay; readonly write: Write }[]> {
  const metrics = tenantPaths(orgId).data('metrics');
  const found = await store.findAll(days.map(({ date }) => docIn(metrics, date)));
  return days.flatMap(({ date, figures }, index) => {
    const change = dayChange(docIn(metrics, date).path, found[index] ?? null, figures);
    return change === null ? [] : [{ day: { date, changes: change.changes }, write: change.write }];
  });
}

function entryOf(changed: readonly ChangedDay[]): Change {
  const [only, ...others] = changed;
  if (only !== undefined && others.length === 0) {
    const side = (which: 'before' | 'after') =>
      Object.fromEntries(only.changes.map((change) => [change.name, change[which]]));
    const target = { kind: 'metrics', id: only.date };
    return { action: 'metrics.recorded', target, before: side('before'), after: side('after') };
  }
  const dates = changed.map(({ date }) => date).toSorted();
  const names = [...new Set(changed.flatMap(({ changes }) => changes.map(({ name }) => name)))];
  const after = { days: changed.length, from: dates.at(0) ?? '', to: dates.at(-1) ?? '', figures: names };
  return { action: 'metrics.recorded', target: { kind: 'metrics', id: `${after.from}:${after.to}` }, after };
}
