import type { Actor } from '../../model/audit.ts';
import { figureNames } from '../../model/figures.ts';
import type { Insight } from '../../model/insight.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { WRITTEN_DAYS } from '../../model/written-figures.ts';
import { deriveId } from '../derive-id.ts';
import { dayOf, isDay, isoDay, wallAt } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { ConflictError, type Stored } from '../ports.ts';
import { zoneOf } from '../triggering/cron.ts';
import type { DocumentChange } from '../triggering/publish-events.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import type { Business } from './business.ts';
import { look } from './look.ts';

/** Between two looks that somebody asks for, and between two that figures bring about. */
const ASKED_EVERY_MS = 30_000;
const CHANGED_EVERY_MS = 60_000;
/** When people are called for what cannot wait, though they want their quiet. */
const DAY_HOURS = { from: 7, to: 22 } as const;

type LookedAgain =
  | { readonly outcome: 'looked'; readonly insight: Insight }
  /** It has just been looked at. */
  | { readonly outcome: 'wait'; readonly waitMs: number }
  /** Nothing is known of the business. */
  | { readonly outcome: 'unknown' };

/** Works out today's insight anew because somebody asks for it, which is on record; null where the tenant is gone. */
export async function lookAgain(engine: Engine, orgId: string, actor: Actor): Promise<LookedAgain | null> {
  const found = await businessToday(engine, orgId);
  if (found === null) return null;
  const { business, today, isDaytime } = found;
  const target = { kind: 'insight', id: isoDay(today) };
  const looked = await look(engine, business, {
    ...{ today, isUrgent: isDaytime },
    isEnough: ({ updatedAt }) => ageOf(engine, updatedAt) < ASKED_EVERY_MS,
    alongside: () => [auditWrite(engine, orgId, actor, { action: 'coach.looked', target })],
  });
  if (looked.outcome !== 'enough') return looked;
  const age = looked.insight === null ? 0 : ageOf(engine, looked.insight.updatedAt);
  return { outcome: 'wait', waitMs: Math.max(1_000, ASKED_EVERY_MS - age) };
}

/**
 * Has a business looked at when figures were written down that count today, so that what cannot wait is told at once: by a
 * task, one for all that are written until it comes.
 */
export async function lookAtFigures(engine: Engine, change: DocumentChange): Promise<void> {
  const { orgId, collection, documentId, changeId, before, after } = change;
  if (collection !== 'metrics' || !isDay(documentId)) return;
  if (figureNames.every((name) => before?.[name] === after?.[name])) return;
  const found = await businessToday(engine, orgId);
  if (found === null) return;
  const [first, last] = [isoDay(found.today - WRITTEN_DAYS), isoDay(found.today)];
  if (documentId < first || documentId > last) return;
  const latest = await insightOf(engine, orgId, last);
  await enqueueLook(engine, orgId, latest?.data.updatedAt ?? null, changeId);
}

/** Looks at a business, a minute after the last time at the earliest; sooner, it is put off until then. */
export async function lookSoon(engine: Engine, orgId: string): Promise<void> {
  const found = await businessToday(engine, orgId);
  if (found === null) return;
  const { business, today, isDaytime } = found;
  const latest = await insightOf(engine, orgId, isoDay(today));
  if (latest !== null && !(await claim(engine, latest))) {
    const { data = null } = (await insightOf(engine, orgId, isoDay(today))) ?? {};
    await enqueueLook(engine, orgId, data?.updatedAt ?? null, latest.version);
    return;
  }
  await look(engine, business, { today, isUrgent: isDaytime, isEnough: () => false });
}

/**
 * Whether it is ours to look now. Whoever looks says so first, and only then reads: what is written after that finds it
 * said, and is looked at in a minute.
 */
async function claim(engine: Engine, { ref, data, version }: Stored<Insight>): Promise<boolean> {
  if (ageOf(engine, data.updatedAt) < CHANGED_EVERY_MS) return false;
  try {
    const fields = { updatedAt: engine.clock.now() };
    await engine.store.commit([{ op: 'update', path: ref.path, fields, ifVersion: version }]);
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  engine.fault('look_claimed');
  return true;
}

/** `since`: when it was looked at last today. Until it is looked at again, all who ask for it get the same task. */
async function enqueueLook(engine: Engine, orgId: string, since: Date | null, otherwise: string): Promise<void> {
  const name = deriveId(orgId, 'look', since?.toISOString() ?? otherwise);
  const isTime = since === null || ageOf(engine, since) >= CHANGED_EVERY_MS;
  const at = isTime ? null : new Date(since.getTime() + CHANGED_EVERY_MS);
  await engine.queue.enqueue({ handler: 'dispatch', data: { orgId, look: true }, name, at });
}

/** That of a day, if it is the latest and can be read. */
async function insightOf({ store }: Engine, orgId: string, date: string): Promise<Stored<Insight> | null> {
  const [latest] = await store.query(queries.insights(orgId, { limit: 1 }));
  return latest?.data && latest.id === date ? latest : null;
}

function ageOf({ clock }: Engine, time: Date): number {
  return clock.now().getTime() - time.getTime();
}

interface Today {
  readonly business: Business;
  readonly today: number;
  readonly isDaytime: boolean;
}

async function businessToday({ store, clock }: Engine, orgId: string): Promise<Today | null> {
  const tenant = (await store.get(top.tenant(orgId)))?.data;
  if (tenant === undefined) return null;
  const zone = zoneOf(tenant);
  const now = clock.now();
  const hour = new Date(wallAt(now.getTime(), zone)).getUTCHours();
  const today = dayOf(now.toISOString(), zone) ?? Math.floor(now.getTime() / DAY_MS);
  return { business: { orgId, tenant, zone }, today, isDaytime: hour >= DAY_HOURS.from && hour < DAY_HOURS.to };
}
