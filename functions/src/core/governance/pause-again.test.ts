import { describe, expect, it } from 'vitest';
import { armSchedule, Death, type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, tell } from '../../../test/kit/flow-kit.ts';
import { top } from '../../model/paths.ts';
import { withPast } from '../../model/pause.ts';
import { catchUp, settle } from '../triggering/catch-up.ts';
import {
  everything,
  HOUR_MS,
  happen,
  listening,
  MINUTE_MS,
  pause,
  resume,
  setStatus,
  wakeDue,
} from './pause.fixture.ts';

/** The end of a pause of which nothing that it held was told. */
async function resumeUnheard(kit: EngineKit, choice: 'latest' | 'all' | 'none'): Promise<void> {
  kit.deaths.add('tenant_resumed');
  await expect(resume(kit, choice)).rejects.toThrow(Death);
}

describe('a pause after a pause', () => {
  for (const [first, second, goOn] of [
    ['none', 'all', ['b1', 'b2']],
    ['latest', 'all', ['a2', 'b1', 'b2']],
    ['all', 'none', ['a1', 'a2']],
    ['none', 'latest', ['b2']],
  ] as const) {
    it(`does not change what was chosen for what the first one held: ${first}, then ${second}`, async () => {
      const { kit, told } = await createFlowKit();
      await listening(kit);
      for (const [of, choice] of [
        ['a', first],
        ['b', second],
      ] as const) {
        await pause(kit);
        for (const number of [1, 2]) {
          await kit.clock.advance(MINUTE_MS);
          await happen(kit, `${of}${number}`);
        }
        await kit.clock.advance(MINUTE_MS);
        await resumeUnheard(kit, choice);
        await kit.clock.advance(1_000);
      }
      expect(told).toEqual([]);
      await kit.clock.advance(HOUR_MS);
      await wakeDue(kit);
      expect(told).toEqual(goOn);
      const left = (await everything(kit)).filter(({ status }) => status === 'skipped');
      expect(left.map(({ error }) => error?.code)).toEqual(Array.from({ length: 4 - goOn.length }, () => 'paused'));
    });
  }

  it('leaves alone what the first one had decided on, and is not waited for by what is not to start', async () => {
    const { kit, told } = await createFlowKit();
    await listening(kit);
    await pause(kit);
    await kit.clock.advance(MINUTE_MS);
    await happen(kit, 'e1');
    await resumeUnheard(kit, 'none');
    await kit.clock.advance(1_000);
    await pause(kit);
    for (let hours = 0; hours < 30; hours++) {
      await kit.clock.advance(HOUR_MS);
      await wakeDue(kit);
    }
    expect(await everything(kit)).toMatchObject([{ status: 'skipped', error: { code: 'paused' } }]);
    for (let times = 0; times < 30; times++) {
      await resume(kit, 'all');
      await kit.clock.advance(1_000);
      await pause(kit);
    }
    await resume(kit, 'all');
    await kit.drain();
    expect(told).toEqual([]);
  });

  it('decides itself on what it holds from the first, though another one ends before it', async () => {
    for (const [ofPlaybook, goOn] of [
      ['none', []],
      ['all', ['e1']],
    ] as const) {
      const { kit, told } = await createFlowKit();
      const id = await listening(kit);
      await pause(kit);
      await setStatus(kit, id, 'paused');
      await kit.clock.advance(MINUTE_MS);
      await happen(kit, 'e1');
      await resume(kit, ofPlaybook === 'none' ? 'all' : 'none');
      await kit.drain();
      expect(await everything(kit)).toMatchObject([{ status: 'waiting', wait: { kind: 'pause' } }]);
      await kit.clock.advance(MINUTE_MS);
      await setStatus(kit, id, 'active', ofPlaybook);
      await kit.drain();
      expect(told).toEqual(goOn);
    }
  });

  for (const [second, started, skipped] of [
    ['all', ['2026-11-23T16:00:00.000Z', '2026-11-23T17:00:00.000Z'], [2]],
    ['latest', ['2026-11-23T17:00:00.000Z'], [2, 1]],
    ['none', [], [2, 2]],
  ] as const) {
    it(`leaves a schedule what was chosen for what fell into the first one: none, then ${second}`, async () => {
      const { kit, told } = await createFlowKit();
      const id = await kit.playbook([tell('{{trigger.scheduledFor}}')], {
        triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
        overlap: 'allow',
      });
      const ref = await armSchedule(kit, id);
      // From 13:00 to 15:00, and from 15:01 to 17:01.
      for (const choice of ['none', second] as const) {
        await pause(kit);
        await kit.clock.advance(2 * HOUR_MS);
        await resumeUnheard(kit, choice);
        await kit.clock.advance(MINUTE_MS);
      }
      const schedule = await kit.store.get(ref);
      if (schedule === null) throw new Error('The schedule is gone');
      await catchUp(kit.engine, orgId, schedule.data, schedule.id);
      await kit.drain();
      expect(told).toEqual(started);
      const left = (await everything(kit)).flatMap((one) => (one.status === 'skipped' ? [one] : []));
      left.sort((a, b) => Number(a.scheduledFor) - Number(b.scheduledFor));
      expect(left.map(({ error }) => error.code)).toEqual(skipped.map(() => 'paused'));
      expect(left.map(({ occurrences }) => occurrences)).toEqual(skipped);
    });
  }

  it('is settled in shares where more fell into it than are looked at at once; the latest comes with the last share', async () => {
    const { kit } = await createFlowKit();
    const ref = await armSchedule(kit, await kit.playbook([tell('a')]), { cron: '* * * * *' });
    const schedule = (await kit.store.get(ref))?.data;
    if (schedule?.scheduledFor == null) throw new Error('The schedule is gone');
    const since = schedule.scheduledFor;
    const until = new Date(since.getTime() + 6_000 * MINUTE_MS);
    const tenant = (await kit.store.get(top.tenant(orgId)))?.data;
    if (!tenant) throw new Error('The tenant is gone');
    const standing = { tenant: { ...tenant, resumed: { since, until, choice: 'latest' as const } }, playbook: null };
    const first = settle(schedule, until, standing);
    expect(first.filter(({ starts }) => starts)).toEqual([]);
    const scheduledFor = new Date((first.at(-1)?.at.getTime() ?? 0) + MINUTE_MS);
    const rest = settle({ ...schedule, scheduledFor }, until, standing);
    expect(rest.filter(({ starts }) => starts).map(({ at }) => at)).toEqual([until]);
    expect(first.length + rest.length).toBe(6_001);
  });
});

describe('the pauses that are over', () => {
  it('are remembered, the newest first, and not without end', () => {
    const of = (day: number) => ({ since: new Date(day), until: new Date(day), choice: 'all' as const });
    let past = withPast({ resumed: null, resumedBefore: [] }, of(1));
    expect(past).toEqual({ resumed: of(1), resumedBefore: [] });
    for (let day = 2; day <= 40; day++) past = withPast(past, of(day));
    expect(past.resumed).toEqual(of(40));
    expect(past.resumedBefore).toEqual(Array.from({ length: 20 }, (_, index) => of(39 - index)));
  });
});
