import { type DomainDocument, domainSchemas } from '../../model/domain.ts';
import { lastWriteSchema } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { type Sweeping, timeBorn } from './detectors/time-born.ts';
import { factId, publishFact } from './publish-fact.ts';
import { clockOfDay, DAY_MS, dayIndexAt, instantsOf } from './zoned-time.ts';

const PAGE = 200;
const AT_A_TIME = 5;
/** How far clocks are behind UTC at most, and before it. */
const [WEST_MS, EAST_MS] = [12 * 3_600_000, 14 * 3_600_000];

interface Morning {
  readonly orgId: string;
  readonly zone: string;
  readonly morning: Date;
}

/**
 * Tells what has come true for a tenant by this morning: only documents whose date lies the right number of days back
 * are read. A fact is known by its document, its date and that number, so that the same morning twice tells it once.
 */
export async function sweepMorning(engine: Engine, at: Morning): Promise<number> {
  const today = dayIndexAt(at.morning.getTime(), at.zone);
  const wanted = timeBorn.flatMap((sweeping) => sweeping.days.map((days) => ({ sweeping, days, day: today - days })));
  const counts = await concurrently(wanted, AT_A_TIME, async ({ sweeping, days, day }) => {
    let told = 0;
    for (const [from, to] of rangesOf(day, at.zone)) {
      for await (const found of documentsIn(engine, at.orgId, sweeping, from, to)) {
        if (await tell(engine, at, sweeping, { found, days, day })) told += 1;
      }
    }
    return told;
  });
  return counts.reduce((sum, one) => sum + one, 0);
}

/** Dates are stored as times, or as ISO text, which Firestore keeps apart. What lies around the day is left out below. */
function rangesOf(day: number, zone: string): [FieldValue, FieldValue][] {
  const midnight = (index: number) => {
    const clock = clockOfDay(index, zone);
    return instantsOf(index * DAY_MS, clock)[0] ?? clock.change ?? index * DAY_MS;
  };
  const from = Math.min(midnight(day), day * DAY_MS);
  const to = Math.max(midnight(day + 1), (day + 1) * DAY_MS);
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  return [
    [new Date(from), new Date(to)],
    // As any place on earth would write it.
    [date(midnight(day) - WEST_MS), date(midnight(day + 1) + EAST_MS + DAY_MS)],
  ];
}

async function* documentsIn(
  { store }: Engine,
  orgId: string,
  { collection, field }: Sweeping,
  from: FieldValue,
  to: FieldValue,
): AsyncGenerator<Found<JsonObject>> {
  for (let after: readonly FieldValue[] | null = null; ; ) {
    const page: Found<JsonObject>[] = await store.query(
      queries.documentsBetween(orgId, collection, field, from, to, { limit: PAGE, after }),
    );
    yield* page;
    const last = page.at(-1);
    const value = last?.data?.[field];
    if (page.length < PAGE || typeof value !== 'string' || last === undefined) return;
    after = [from instanceof Date ? new Date(value) : value, last.id];
  }
}

interface Candidate {
  readonly found: Found<JsonObject>;
  readonly days: number;
  readonly day: number;
}

async function tell(
  engine: Engine,
  { orgId, zone, morning }: Morning,
  { eventName, collection, field, ...sweeping }: Sweeping,
  { found: { id, data: document }, days, day }: Candidate,
): Promise<boolean> {
  const parsed = domainSchemas[collection].safeParse(document);
  const date: unknown = parsed.data?.[field];
  if (!(date instanceof Date) || dayOf(date, zone) !== day) return false;
  const data = sweeping.dataOf(id, parsed.data as DomainDocument<typeof collection>, days);
  if (data === null) return false;
  const subject = `${collection}/${id}`;
  const eventId = factId(orgId, eventName, sweeping.onceOf(date, days), subject);
  const isTainted = lastWriteSchema.safeParse(document?.lastWrite).data?.isTainted === true;
  const isNew = await publishFact(engine, orgId, {
    eventId,
    eventName,
    subject,
    time: morning,
    data,
    more: { isTainted },
  });
  engine.fault('fact_swept');
  return isNew;
}

/** Midnight in UTC is how a mere date is stored: it is that date everywhere. */
function dayOf(date: Date, zone: string): number {
  return date.getTime() % DAY_MS === 0 ? date.getTime() / DAY_MS : dayIndexAt(date.getTime(), zone);
}
