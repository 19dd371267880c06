import type { Heartbeat, Sweep } from '../../model/heartbeat.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Tenant } from '../../model/tenant.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { checkTimeZone } from './cron.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { sweepMorning } from './sweep-morning.ts';
import { DAY_MS } from './zoned-time.ts';

const HOUR_MS = 3_600_000;
const LOOK_MS = 5 * 60_000;
/** When people begin their day, and find what the night has brought. */
const MORNING = '0 7 * * *';
const PAGE = 100;
const AT_A_TIME = 10;
/** Mornings that lie further back were missed for good. */
const BACK_DAYS = 7;
/** After so many ticks a tenant that cannot be swept no longer holds up those behind it. */
const MAX_TRIES = 5;

/** Whether a tick, which comes every minute, looks: every five minutes is often enough for what happens once a day. */
export function isSweepDue(now: Date, before: Heartbeat | null): boolean {
  const mark = (at: Date) => Math.floor(at.getTime() / LOOK_MS);
  return before === null || mark(before.at) !== mark(now);
}

/**
 * Tells what time alone brings about, for each tenant at seven in its morning. Every hour all tenants are passed, a page
 * at a time, for those whose morning lies between the full hour before and this one. Killed anywhere, or out of time, it
 * goes on with the page it was at: what was told already has the same id. Returns how many facts were new.
 */
export async function sweepDays(engine: Engine, deadline: Date): Promise<number> {
  const now = engine.clock.now();
  const hour = new Date(now.getTime() - (now.getTime() % HOUR_MS));
  const stored = await engine.store.find(top.sweep);
  let sweep: Sweep = stored?.data ?? { ...idle, sweptUntil: new Date(hour.getTime() - HOUR_MS) };
  if (sweep.sweptUntil >= hour) return 0;
  const until = sweep.until ?? hour;
  let told = 0;
  while (engine.clock.now() < deadline) {
    const after = sweep.cursor === null ? null : [sweep.cursor];
    const page = await engine.store.query(queries.tenants({ limit: PAGE, after }));
    const swept = await sweepPage(engine, page, { from: sweep.sweptUntil, until });
    told += swept.told;
    const isStuck = swept.failures.length > 0 && sweep.tries < MAX_TRIES;
    const isOver = page.length < PAGE;
    if (isStuck) sweep = { ...sweep, until, tries: sweep.tries + 1 };
    else if (isOver) sweep = { ...idle, sweptUntil: until };
    else sweep = { ...sweep, until, cursor: page.at(-1)?.id ?? null, tries: 0 };
    await engine.store.commit([{ op: 'set', path: top.sweep.path, data: sweep }]);
    engine.fault('tenants_swept');
    if (isStuck) throw swept.failures[0];
    if (isOver) break;
  }
  if (told > 0) engine.log.info('swept', { told });
  return told;
}

const idle = { until: null, cursor: null, tries: 0 };

interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** One tenant's trouble keeps no other from its morning. */
async function sweepPage(engine: Engine, page: readonly Found<Tenant>[], window: Window) {
  const failures: unknown[] = [];
  const counts = await concurrently(page, AT_A_TIME, async ({ id: orgId, data }) => {
    if (data === null) return 0;
    const zone = checkTimeZone(data.timezone).ok ? data.timezone : 'UTC';
    let told = 0;
    try {
      for (const morning of morningsIn(window, zone)) told += await sweepMorning(engine, { orgId, zone, morning });
    } catch (error) {
      engine.log.error('not_swept', error, { orgId });
      failures.push(error);
    }
    return told;
  });
  return { told: counts.reduce((sum, one) => sum + one, 0), failures };
}

function morningsIn({ from, until }: Window, timezone: string): Date[] {
  const since = Math.max(from.getTime(), until.getTime() - BACK_DAYS * DAY_MS);
  const daily = { cron: MORNING, timezone, every: 1, anchor: null, dayOfMonth: null };
  return occurrencesBetween(daily, new Date(since), until, BACK_DAYS + 1);
}
