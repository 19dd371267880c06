import { describe, expect, it } from 'vitest';
import { type Armoury, createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { tick } from '../engine/tick.ts';
import { applyTriggers } from '../triggering/apply-triggers.ts';
import { clockOfDay, DAY_MS, dayIndexAt } from '../triggering/zoned-time.ts';
import { forecastPlaybook } from './forecast.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Fixed times inside and beside the hours that clocks skip or repeat, patterns, and days that months lack. */
const RECURRENCES = [
  { cron: '30 2 * * *' },
  { cron: '0 2 * * *' },
  { cron: '45 1 * * *' },
  { cron: '15 1-3 * * *' },
  { cron: '0,30 2 * * 0' },
  { cron: '0 1-23/8 * * *' },
  { cron: '*/30 0-4/1 * * 0,6' },
  { cron: '20 1-23/6 * * 1-5' },
  { cron: '0 9 * * 1', every: 2, anchor: '2026-01-05' },
  { cron: '30 2 * * 0', every: 2, anchor: '2026-01-04' },
  { cron: '0 8 28-31 * *', dayOfMonth: 'last' },
  { cron: '30 1 31 * *' },
  { cron: '0 12 29,30 * *' },
  { cron: '5 0 1,15 * *' },
  { cron: '0 9 13 * 5' },
  { cron: '0 0 * * 0' },
];

/** The zone, an instant in the evening before the month, and the change of the clocks that the month has. */
const MONTHS: [zone: string, before: string, change: string][] = [
  ['Europe/Berlin', '2026-09-30T19:30:00Z', '2026-10-25T01:00:00Z'],
  ['Europe/Berlin', '2027-02-28T20:30:00Z', '2027-03-28T01:00:00Z'],
  ['America/New_York', '2026-11-01T03:30:00Z', '2026-11-01T06:00:00Z'],
  ['America/New_York', '2027-03-01T03:30:00Z', '2027-03-14T07:00:00Z'],
  ['Australia/Lord_Howe', '2026-09-30T12:00:00Z', '2026-10-03T15:30:00Z'],
  ['Australia/Lord_Howe', '2027-03-31T11:30:00Z', '2027-04-03T15:00:00Z'],
  ['Africa/Casablanca', '2026-01-31T21:30:00Z', '2026-02-15T02:00:00Z'],
  ['Africa/Casablanca', '2026-02-28T22:30:00Z', '2026-03-22T02:00:00Z'],
  ['Africa/Cairo', '2026-09-30T19:30:00Z', '2026-10-29T21:00:00Z'],
  ['Africa/Cairo', '2027-03-31T20:30:00Z', '2027-04-29T22:00:00Z'],
];

async function forecastOf(kit: EngineKit, playbookId: string) {
  const stored = await kit.store.get(paths.playbook(playbookId));
  if (stored === null) throw new Error('The playbook is gone');
  return forecastPlaybook(kit.engine, orgId, playbookId, stored.data);
}

/** What forecasts say of a month, each asked when the last that the one before it knew of is over. */
async function saidOf(kit: EngineKit, playbookId: string, end: Date): Promise<Date[]> {
  const said: Date[] = [];
  for (let now = kit.clock.now(); ; ) {
    const at = now;
    const then = { ...kit, engine: { ...kit.engine, clock: { ...kit.clock, now: () => at } } };
    const next = (await forecastOf(then, playbookId)).triggers.flatMap((trigger) => trigger.next);
    said.push(...next.map((one) => one.at).filter((one) => one < end));
    const last = next.at(-1)?.at;
    if (last === undefined || last >= end) return said;
    now = last;
  }
}

/** Ticks whenever something is due, and every minute of the hours around the change. */
async function live(armoury: Armoury, end: Date, change: Date): Promise<void> {
  const { kit } = armoury;
  for (;;) {
    const now = kit.clock.now();
    const [next] = await kit.store.query(queries.dueSchedules(new Date(end.getTime() + DAY_MS), { limit: 1 }));
    const due = next?.data?.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
    const isNear = Math.abs(now.getTime() - change.getTime()) < 2 * HOUR_MS;
    const at = isNear
      ? now.getTime() + MINUTE_MS
      : Math.min(due, now < change ? change.getTime() - 2 * HOUR_MS + 1 : due);
    if (at >= end.getTime()) return;
    await kit.clock.advance(at - now.getTime());
    await tick(kit.engine, armoury, new Date(at + 50_000));
    await kit.drain();
  }
}

const local = (zone: string) => (at: Date) =>
  `${at.toISOString()} ${at.toLocaleString('en-US', { timeZone: zone, weekday: 'short', hour: 'numeric', minute: '2-digit' })}`;

describe('what a forecast says of a month', () => {
  it.each(MONTHS)('happens: %s, from %s', { timeout: 120_000 }, async (timezone, before, changeAt) => {
    const change = new Date(changeAt);
    const clock = clockOfDay(dayIndexAt(change.getTime(), timezone), timezone);
    expect(clock.change).toBe(change.getTime());
    const kit = await createEngineKit([makeStep('do', () => ({}))], { startAt: before });
    const armoury = createArmoury(kit, { cap: 0 });
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { timezone } }]);
    const monthOf = (at: Date) => at.toLocaleString('en-US', { timeZone: timezone, month: 'long' });
    const playbooks = await Promise.all(
      RECURRENCES.map(async (recurrence) => {
        const triggers = [{ type: 'schedule', id: 'schedule', timezone, ...recurrence }];
        const playbookId = await kit.playbook([{ action: 'do' }], { triggers });
        await applyTriggers(armoury, orgId, playbookId);
        return playbookId;
      }),
    );
    const month = monthOf(new Date(kit.clock.now().getTime() + 2 * DAY_MS));
    const end = new Date(kit.clock.now().getTime() + 33 * DAY_MS);
    const forecasts = await Promise.all(playbooks.map((id) => forecastOf(kit, id)));
    const said = await Promise.all(playbooks.map((id) => saidOf(kit, id, end)));
    await live(armoury, end, change);

    const found = await kit.store.query(queries.executions(orgId, { limit: 10_000 }));
    const executions = found.flatMap(({ data }) => data ?? []);
    expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['completed']));
    for (const [index, playbookId] of playbooks.entries()) {
      const mine = executions.filter((one) => one.playbookId === playbookId).reverse();
      const happened = mine.flatMap(({ scheduledFor }) => scheduledFor ?? []);
      const what = `${timezone} ${JSON.stringify(RECURRENCES[index])}`;
      expect(happened.map(local(timezone)), what).toEqual(said[index]?.map(local(timezone)));
      // Each at its own instant, and not before or after it.
      expect(
        mine.map(({ createdAt }) => createdAt.getTime() - (createdAt.getTime() % MINUTE_MS)),
        what,
      ).toEqual(happened.map((at) => at.getTime()));
      const inMonth = happened.filter((at) => monthOf(at) === month);
      expect(inMonth.length, what).toBe(forecasts[index]?.triggers[0]?.perMonth);
    }
  });
});
