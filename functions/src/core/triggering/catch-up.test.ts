import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import { catchUp, settle } from './catch-up.ts';
import { fireSchedule } from './fire-schedule.ts';

const HOUR_MS = 3_600_000;

async function createKit(schedule: Partial<Schedule> = {}) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const id = await kit.playbook([{ action: 'do' }], {
    triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
    overlap: 'allow',
  });
  const ref = await armSchedule(kit, id, schedule);
  const tick = async () => {
    for (const found of await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 100 }))) {
      if (found.data !== null) await catchUp(kit.engine, orgId, found.data, found.id);
    }
  };
  const fire = () => fireSchedule(kit.engine, { orgId, playbookId: id, triggerId: 'schedule', scheduleTime: null });
  return { kit, ref, tick, fire, schedule: async () => (await kit.store.get(ref))?.data };
}

/** What there is, in order: a start as its hour, a record of skipped ones as `first-last(count)`. */
async function told(kit: EngineKit): Promise<string[]> {
  const found = await kit.store.query(queries.executions(orgId, { limit: 1_000 }));
  return found
    .flatMap(({ data }) => (data === null ? [] : [data]))
    .sort((a, b) => Number(a.scheduledFor) - Number(b.scheduledFor))
    .map((one) => {
      const hour = one.scheduledFor?.getUTCHours();
      return one.status === 'skipped'
        ? `${hour}-${one.lastScheduledFor?.getUTCHours()}(${one.occurrences})`
        : String(hour);
    });
}

describe('after six hours of outage', () => {
  it.each([
    ['latest', ['14-18(5)', '19']],
    ['none', ['14-19(6)']],
    ['all', ['14', '15', '16', '17', '18', '19']],
  ] as const)(
    'by the policy %s all six are accounted for, once, and the seventh comes',
    async (catchUpPolicy, told6) => {
      const { kit, tick, fire } = await createKit({ catchUpPolicy });
      await kit.clock.advance(6 * HOUR_MS + 30 * 60_000);
      await Promise.all([tick(), tick()]);
      await tick();
      expect(await told(kit)).toEqual(told6);
      await kit.clock.advance(30 * 60_000);
      await fire();
      expect(await told(kit)).toEqual([...told6, '20']);
    },
  );

  it('of a daily schedule: today is made up for, and tomorrow is not left out', async () => {
    const daily = { cron: '0 14 * * *', timezone: 'UTC' };
    const { kit, tick, fire } = await createKit(daily);
    await kit.clock.advance(7 * HOUR_MS);
    await tick();
    await kit.clock.advance(18 * HOUR_MS);
    await fire();
    expect(await told(kit)).toEqual(['14', '14']);
  });

  it('a job’s call that comes before the tick accounts for what was missed, too', async () => {
    const { kit, fire, tick } = await createKit();
    await kit.clock.advance(7 * HOUR_MS);
    await fire();
    await tick();
    expect(await told(kit)).toEqual(['14-19(6)', '20']);
  });

  for (const death of ['skipped', 'started', 'caught_up']) {
    it(`killed at '${death}' it goes on where it stopped`, async () => {
      const { kit, tick, schedule } = await createKit();
      await kit.clock.advance(6 * HOUR_MS + 30 * 60_000);
      kit.deaths.add(death);
      await expect(tick()).rejects.toThrow(death);
      await tick();
      expect(await told(kit)).toEqual(['14-18(5)', '19']);
      expect((await schedule())?.scheduledFor).toEqual(new Date('2026-11-23T20:00:00Z'));
    });
  }
});

describe('a longer silence', () => {
  const every = (minutes: string): Schedule => ({
    cron: minutes,
    timezone: 'America/New_York',
    every: 1,
    anchor: null,
    dayOfMonth: null,
    weekOfMonth: null,
    until: null,
    playbookId: 'p',
    triggerId: 'schedule',
    catchUpPolicy: 'latest',
    scheduledFor: new Date('2026-11-01T00:00:00Z'),
    lastScheduledFor: null,
    armedAt: new Date('2026-10-01T00:00:00Z'),
    jobName: null,
    dueAt: new Date('2026-11-01T00:00:00Z'),
  });

  it('of more occurrences than can be looked at in one go makes up for the very last only', () => {
    const now = new Date('2026-11-05T00:30:30Z');
    const first = settle(every('* * * * *'), now);
    expect(first.map(({ starts }) => starts)).toEqual(first.map(() => false));
    const then = { ...every('* * * * *'), scheduledFor: new Date((first.at(-1)?.at.getTime() ?? 0) + 60_000) };
    const rest = settle(then, now);
    expect([first.length, first.length + rest.length]).toEqual([5_000, 4 * 1_440 + 31]);
    expect(rest.at(-1)).toMatchObject({ at: new Date('2026-11-05T00:30:00Z'), starts: true });
  });

  it('of up to a quarter of an hour is none: all of them start', () => {
    const settled = settle(every('*/5 * * * *'), new Date('2026-11-01T00:15:00Z'));
    expect(settled.map(({ starts }) => starts)).toEqual([true, true, true, true]);
  });

  it('is counted across the hour that autumn repeats', () => {
    expect(settle(every('0 * * * *'), new Date('2026-11-01T12:30:00Z'))).toHaveLength(13);
  });
});
