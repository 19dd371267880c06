import type { Sweep } from '../../model/heartbeat.ts';
import type { DocRef } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Tenant } from '../../model/tenant.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { zoneOf } from './cron.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { DAY_MS } from './zoned-time.ts';

const HOUR_MS = 3_600_000;
const PAGE = 100;
const AT_A_TIME = 10;
/** Times that lie further back were missed for good. */
const BACK_DAYS = 7;
/** After so many ticks a tenant that fails no longer holds up those behind it. */
const MAX_TRIES = 5;

/** One tenant, and when its time came. */
export interface TenantTurn {
  readonly orgId: string;
  readonly tenant: Tenant;
  /** Its time zone, or UTC where that is none. */
  readonly zone: string;
  /** The times that came since it last had its turn, the oldest first; several where nothing ran for days. */
  readonly times: readonly Date[];
}

/** Something that every tenant has once a day, by its own clock. */
interface DailyRound {
  /** How far it has come. */
  readonly sweep: DocRef<Sweep>;
  /** When, in each tenant's zone: a daily cron. */
  readonly cron: string;
  /** What the log calls it. */
  readonly name: string;
  /** How many tenants are passed between two looks at the clock; left out: 100. */
  readonly page?: number;
  /** Done again, it does nothing more. Returns how much that was new it did. */
  turn(of: TenantTurn): Promise<number>;
}

/**
 * Every hour all tenants are passed, a page at a time, for those whose time lies between the full hour before and this
 * one. Killed anywhere, or out of time, it goes on with the page it was at. Returns how much that was new was done.
 */
export async function passTenants(engine: Engine, round: DailyRound, deadline: Date): Promise<number> {
  const now = engine.clock.now();
  const hour = new Date(now.getTime() - (now.getTime() % HOUR_MS));
  const stored = await engine.store.find(round.sweep);
  let sweep: Sweep = stored?.data ?? { ...idle, sweptUntil: new Date(hour.getTime() - HOUR_MS) };
  if (sweep.sweptUntil >= hour) return 0;
  const until = sweep.until ?? hour;
  const { page: limit = PAGE } = round;
  let done = 0;
  while (engine.clock.now() < deadline) {
    const after = sweep.cursor === null ? null : [sweep.cursor];
    const page = await engine.store.query(queries.tenants({ limit, after }));
    const passed = await passPage(engine, round, page, { from: sweep.sweptUntil, until });
    done += passed.done;
    const isStuck = passed.failures.length > 0 && sweep.tries < MAX_TRIES;
    const isOver = page.length < limit;
    if (isStuck) sweep = { ...sweep, until, tries: sweep.tries + 1 };
    else if (isOver) sweep = { ...idle, sweptUntil: until };
    else sweep = { ...sweep, until, cursor: page.at(-1)?.id ?? null, tries: 0 };
    await engine.store.commit([{ op: 'set', path: round.sweep.path, data: sweep }]);
    engine.fault('tenants_swept');
    if (isStuck) throw passed.failures[0];
    if (isOver) break;
  }
  if (done > 0) engine.log.info('swept', { round: round.name, done });
  return done;
}

const idle = { until: null, cursor: null, tries: 0 };

interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** One tenant's trouble keeps no other from its turn. */
async function passPage(engine: Engine, round: DailyRound, page: readonly Found<Tenant>[], window: Window) {
  const failures: unknown[] = [];
  const counts = await concurrently(page, AT_A_TIME, async ({ id: orgId, data: tenant }) => {
    if (tenant === null) return 0;
    const zone = zoneOf(tenant);
    const times = timesIn(window, round.cron, zone);
    if (times.length === 0) return 0;
    try {
      return await round.turn({ orgId, tenant, zone, times });
    } catch (error) {
      engine.log.error('not_swept', error, { round: round.name, orgId });
      failures.push(error);
      return 0;
    }
  });
  return { done: counts.reduce((sum, one) => sum + one, 0), failures };
}

function timesIn({ from, until }: Window, cron: string, timezone: string): Date[] {
  const since = Math.max(from.getTime(), until.getTime() - BACK_DAYS * DAY_MS);
  const daily = { cron, timezone, every: 1, anchor: null, dayOfMonth: null };
  return occurrencesBetween(daily, new Date(since), until, BACK_DAYS + 1);
}
