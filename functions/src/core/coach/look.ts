import { MAX_TOLD } from '../../model/approvers.ts';
import type { Finding, Insight } from '../../model/insight.ts';
import { channelSchema } from '../../model/notification-preferences.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { isAtLeast } from '../../model/tenant.ts';
import { isoDay } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import { type Message, tellingWrites } from '../engine/notify/tell.ts';
import { readTeam } from '../governance/governed.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError, type Found, type Write } from '../ports.ts';
import { adviceWrites } from './advise.ts';
import { betterWords, type Wording } from './better-words.ts';
import { type Business, placeOf } from './business.ts';
import { criticalFindings } from './critical-findings.ts';
import { gatherFigures } from './gather-figures.ts';
import { healthScore } from './health-score.ts';

interface Looking {
  /** The day, by the tenant's calendar, as `dayOf` counts. */
  readonly today: number;
  /** Whether the insight of the day that is there already will do. */
  isEnough(insight: Insight): boolean;
  /** Whether what cannot wait passes quiet hours. */
  readonly isUrgent: boolean;
  /** What else goes into the commit, such as who has asked for it. */
  readonly alongside?: () => readonly Write[];
}

/** `enough`: there was one that will do, or one of a later day. `unknown`: nothing is known of the business. */
type Looked =
  | { readonly outcome: 'looked'; readonly insight: Insight }
  | { readonly outcome: 'enough'; readonly insight: Insight | null }
  | { readonly outcome: 'unknown' };

/**
 * Looks at a business and stores, in one commit, the insight of the day, what it recommends, what has become of earlier
 * recommendations, and what people are told of findings that are new. Killed anywhere and done again, it repeats nothing;
 * two at once come one after the other.
 */
export function look(engine: Engine, business: Business, looking: Looking): Promise<Looked> {
  const words = betterWords(engine, business);
  return retryConflicts(() => lookOnce(engine, business, looking, words));
}

async function lookOnce(
  engine: Engine,
  business: Business,
  { today, isEnough, isUrgent, alongside = () => [] }: Looking,
  words: Wording,
): Promise<Looked> {
  const { store, clock } = engine;
  const { orgId, zone } = business;
  const date = isoDay(today);
  const [latest] = await store.query(queries.insights(orgId, { limit: 1 }));
  const stored = latest?.id === date ? latest : null;
  const isOver = latest !== undefined && latest.id > date;
  if (isOver || (stored?.data && isEnough(stored.data))) return { outcome: 'enough', insight: latest?.data ?? null };
  const shop = { orgId, zone, currency: business.tenant.currency, today };
  const { figures, unread, expected } = await gatherFigures(store, shop, clock.now());
  if (Object.values(figures).every((figure) => figure === null)) return unknown(engine, stored);
  const place = placeOf(business);
  const findings = criticalFindings(figures, { place, date, before: latest?.data?.findings ?? [] });
  const before = stored?.data?.told ?? [];
  const fresh = findings.filter(({ id, since }) => since === date && !before.includes(id));
  const now = clock.now();
  const createdAt = stored?.data?.createdAt ?? now;
  const insight: Insight = {
    ...{ date, ...healthScore(figures, place), figures, unread: [...unread], findings, expected },
    isSample: business.tenant.sample !== null,
    told: [...before, ...fresh.map(({ id }) => id)],
    ...{ createdAt, updatedAt: now, expireAt: expiryOf('insight', createdAt) },
  };
  const writes = [
    insightWrite(orgId, insight, stored),
    ...(await adviceWrites(engine, business, { figures, today, words })),
    ...(await newsOf(engine, business, { date, fresh, isUrgent })),
    ...alongside(),
  ];
  engine.fault('insight_made');
  try {
    await store.commit(writes);
  } catch (error) {
    // Somebody else was first: look what there is now.
    throw error instanceof AlreadyExistsError ? new ConflictError(error.message) : error;
  }
  engine.fault('insight_stored');
  return { outcome: 'looked', insight };
}

/** What was seen of made-up data that is gone since is seen no more. */
async function unknown({ store }: Engine, stored: Found<Insight> | null): Promise<Looked> {
  if (stored?.data?.isSample) await store.commit([{ op: 'delete', path: stored.ref.path, ifVersion: stored.version }]);
  return { outcome: 'unknown' };
}

function insightWrite(orgId: string, insight: Insight, stored: Found<Insight> | null): Write {
  const { path } = tenantPaths(orgId).insight(insight.date);
  if (stored === null) return { op: 'create', path, data: insight };
  return { op: 'update', path, fields: insight, ifVersion: stored.version };
}

interface News {
  readonly date: string;
  /** What people have not been told of. */
  readonly fresh: readonly Finding[];
  readonly isUrgent: boolean;
}

/** What tells owners and admins of findings, all of them together. */
async function newsOf(engine: Engine, { orgId, tenant, zone }: Business, { date, fresh, isUrgent }: News) {
  const [first] = fresh;
  if (first === undefined) return [];
  const people = (await readTeam(engine.store, orgId)).filter(({ role }) => isAtLeast(role, 'admin'));
  const message: Message = {
    ...{ kind: 'coach', type: 'coach_alert', link: '/coach', executionId: null, isUrgent },
    // Each finding is told once a day, so no two messages of a day have the same.
    key: ['insight', date, ...fresh.map(({ id }) => id)].join(' '),
    title: fresh.length === 1 ? first.title : `${first.title}, and ${fresh.length - 1} more`,
    message: fresh.map(({ title, text }) => (fresh.length === 1 ? text : `${title}. ${text}`)).join('\n'),
    // What made-up data brings about is nothing to call anybody for.
    except: tenant.sample === null ? [] : channelSchema.options.filter((channel) => channel !== 'app'),
  };
  return tellingWrites(engine, { orgId, timezone: zone }, people.slice(0, MAX_TOLD), message);
}
