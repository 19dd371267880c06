import type { Figures } from '../../model/figures.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import { instantAt, isoDay } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store, Write } from '../ports.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import type { Wording } from './better-words.ts';
import { type Business, placeOf } from './business.ts';
import { outcomeWrites } from './outcomes.ts';
import {
  COACH,
  type Earlier,
  hasExpired,
  LOOK_BACK_DAYS,
  MAX_A_DAY,
  recommend,
  recommendationOf,
} from './recommend.ts';

/** So many are seen to at a time; the rest the day after. */
const MOST = 100;
/** Whatever is no dismissal is forgotten by then. */
const RECENT_DAYS = 45;
const MAX_DISMISSED = 300;

interface Seen {
  readonly figures: Figures;
  /** As `dayOf` counts. */
  readonly today: number;
  readonly words: Wording;
}

/**
 * What the figures of a day amount to: new recommendations, those whose time is over, and what has become of those that
 * were accepted. The same day makes the same ones, by the same ids. Two reads where nothing is to be said; else what was
 * said in 45 days (at most 225), and dismissed in 180.
 */
export async function adviceWrites(
  engine: Engine,
  business: Business,
  { figures, today, words }: Seen,
): Promise<readonly Write[]> {
  const { store, clock } = engine;
  const { orgId, zone } = business;
  const now = clock.now();
  const isSample = business.tenant.sample !== null;
  const [old, due] = await Promise.all([
    store.query(queries.expiredRecommendations(orgId, now, { limit: MOST })),
    store.query(queries.measurableRecommendations(orgId, now, { limit: MOST })),
  ]);
  const day = { figures, place: placeOf(business), dayStart: new Date(instantAt(today * DAY_MS, zone)), now };
  const isQuiet = recommend({ ...day, earlier: [] }).length === 0;
  const advice = isQuiet ? [] : recommend({ ...day, earlier: await earlierOf(store, orgId, now) });
  const fresh = (await words(advice)).map((one): Write => {
    const data = recommendationOf({ ...one, isSample }, { executionId: null, createdBy: COACH, now });
    const id = deriveId(orgId, 'recommendation', isoDay(today), one.kind);
    return { op: 'create', path: tenantPaths(orgId).recommendation(id).path, data };
  });
  const expired = old.flatMap(({ ref, data, version }): Write[] => {
    const fields = { status: 'expired', updatedAt: now };
    return data !== null && hasExpired(data, now) ? [{ op: 'update', path: ref.path, fields, ifVersion: version }] : [];
  });
  return [...fresh, ...expired, ...outcomeWrites(due, figures, now)];
}

async function earlierOf(store: Store, orgId: string, now: Date): Promise<readonly Earlier[]> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const recent = { limit: RECENT_DAYS * MAX_A_DAY };
  const all = await Promise.all([
    store.query(queries.recommendationsBySince(orgId, COACH, ago(RECENT_DAYS), recent)),
    store.query(
      queries.dismissedRecommendations(orgId, ago(LOOK_BACK_DAYS), ago(RECENT_DAYS), { limit: MAX_DISMISSED }),
    ),
  ]);
  return all.flat().flatMap(({ data }) => data ?? []);
}
