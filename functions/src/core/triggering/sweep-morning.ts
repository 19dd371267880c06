import { type DomainDocument, domainSchemas } from '../../model/domain.ts';
import { lastWriteSchema } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { concurrently } from '../engine/concurrently.ts';
import { documentsBetween, rangesOfDays } from '../engine/documents-between.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { type Sweeping, timeBorn } from './detectors/time-born.ts';
import { factId, publishFact } from './publish-fact.ts';
import { DAY_MS, dayIndexAt } from './zoned-time.ts';

const PAGE = 200;
const AT_A_TIME = 5;

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
    const { collection, field } = sweeping;
    for (const [from, to] of rangesOfDays({ from: day, to: day }, at.zone)) {
      const between = { orgId: at.orgId, collection, field, from, to, page: PAGE };
      for await (const found of documentsBetween(engine.store, between)) {
        if (await tell(engine, at, sweeping, { found, days, day })) told += 1;
      }
    }
    return told;
  });
  return counts.reduce((sum, one) => sum + one, 0);
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
