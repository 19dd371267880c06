import { describe, expect, it } from 'vitest';
import { armSchedule, Death, type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, tell } from '../../../test/kit/flow-kit.ts';
import { queries } from '../../model/query.ts';
import { updatePlaybook } from '../authoring/save-playbook.ts';
import { startExecution } from '../engine/start-execution.ts';
import { catchUp } from '../triggering/catch-up.ts';
import { fireSchedule } from '../triggering/fire-schedule.ts';
import {
  everything,
  HOUR_MS,
  happen,
  listening,
  MINUTE_MS,
  olive,
  pause,
  resume,
  setStatus,
  wakeDue,
} from './pause.fixture.ts';

describe('a start in a pause', () => {
  for (const [choice, eventsToo, hours] of [
    ['latest', ['e3'], ['16']],
    ['all', ['e1', 'e2', 'e3'], ['14', '15', '16']],
    ['none', [], []],
  ] as const) {
    for (const [of, hold, release] of [
      ['the tenant', (kit: EngineKit) => pause(kit), (kit: EngineKit) => resume(kit, choice)],
      [
        'the playbook',
        async (kit: EngineKit, ids: readonly string[]) => {
          for (const id of ids) await setStatus(kit, id, 'paused');
        },
        async (kit: EngineKit, ids: readonly string[]) => {
          for (const id of ids) await setStatus(kit, id, 'active', choice);
        },
      ],
    ] as const) {
      it(`of ${of} is held; with '${choice}' these go on: events ${eventsToo.join()}, hours ${hours.join()}`, async () => {
        const { kit, told } = await createFlowKit();
        const events = await listening(kit);
        const hourly = await kit.playbook([tell('hour')], {
          triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
          overlap: 'allow',
        });
        const schedule = await armSchedule(kit, hourly, { catchUpPolicy: 'none' });
        await hold(kit, [events, hourly]);
        const fire = () =>
          fireSchedule(kit.engine, { orgId, playbookId: hourly, triggerId: 'schedule', scheduleTime: null });
        for (const id of ['e1', 'e2', 'e3']) {
          await kit.clock.advance(HOUR_MS);
          await happen(kit, id);
          expect(await fire()).toEqual({ kind: 'nothing_due', reason: 'paused' });
        }
        expect(told).toEqual([]);
        expect((await everything(kit)).map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting']);
        await kit.clock.advance(5 * MINUTE_MS);
        await release(kit, [events, hourly]);
        if (of === 'the playbook') {
          // As arming does.
          const fields = { dueAt: new Date('2026-11-23T14:01:30Z') };
          await kit.store.commit([{ op: 'update', path: schedule.path, fields }]);
        }
        const due = await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 10 }));
        expect(due).toHaveLength(1);
        for (let round = 0; round < 3; round++) {
          for (const { data, id } of await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 10 }))) {
            if (data) await catchUp(kit.engine, orgId, data, id);
          }
        }
        await kit.drain();
        expect(told.filter((text) => text !== 'hour')).toEqual(eventsToo);
        const all = await everything(kit);
        const skipped = all.filter(({ status }) => status === 'skipped');
        for (const { error } of skipped) expect(error?.code).toBe('paused');
        const started = all.filter(({ status, triggeredBy }) => status === 'completed' && triggeredBy === 'schedule');
        expect(started.map(({ scheduledFor }) => String(scheduledFor?.getUTCHours())).sort()).toEqual(hours);
        const hoursSkipped = skipped.filter(({ triggeredBy }) => triggeredBy === 'schedule');
        const counted = hoursSkipped.reduce((sum, one) => sum + (one.status === 'skipped' ? one.occurrences : 0), 0);
        expect([hoursSkipped.length <= 1, counted + started.length]).toEqual([true, 3]);
        expect((await kit.store.get(schedule))?.data.scheduledFor).toEqual(new Date('2026-11-23T17:00:00Z'));
        // A job that calls late for one of them changes nothing.
        await fire();
        await kit.drain();
        expect(await everything(kit)).toEqual(all);
      });
    }
  }

  it('by a person is held by the tenant only, and always goes on', async () => {
    const { kit, told } = await createFlowKit();
    const id = await kit.playbook([tell('now')]);
    await setStatus(kit, id, 'paused');
    const first = await startExecution(kit.engine, kit.request(id), true);
    expect(first.status).toBe('running');
    await pause(kit);
    const occasion = { kind: 'request' as const, key: 'second' };
    const second = await startExecution(kit.engine, kit.request(id, { occasion }), true);
    expect(second).toMatchObject({ status: 'waiting', held: null });
    await resume(kit, 'none');
    await kit.drain();
    expect(told).toEqual(['now']);
    expect((await kit.execution(second.executionId)).status).toBe('completed');
  });

  it('lines up where the playbook wants one at a time, and goes on so', async () => {
    for (const [choice, wanted] of [
      ['all', ['e1', 'e2', 'e3']],
      ['latest', ['e3']],
      ['none', []],
    ] as const) {
      const { kit, told } = await createFlowKit();
      await listening(kit, { overlap: 'skip' });
      await pause(kit);
      for (const id of ['e1', 'e2', 'e3']) {
        await kit.clock.advance(MINUTE_MS);
        await happen(kit, id);
      }
      await resume(kit, choice);
      await kit.drain();
      expect(told).toEqual(wanted);
    }
  });

  it('of a playbook that is archived or deleted meanwhile comes to its end with a reason', async () => {
    const { kit, told } = await createFlowKit();
    const id = await listening(kit);
    await setStatus(kit, id, 'paused');
    await happen(kit, 'e1');
    await updatePlaybook(kit.engine, orgId, id, { status: 'archived' }, olive);
    await kit.drain();
    expect(await everything(kit)).toMatchObject([{ status: 'skipped', error: { code: 'not_active' } }]);
    expect(told).toEqual([]);
  });

  it('500 times is let go of the oldest first, nothing lost and nothing twice', async () => {
    const { kit, told } = await createFlowKit();
    const id = await listening(kit);
    await setStatus(kit, id, 'paused');
    const names = Array.from({ length: 500 }, (_, index) => `e${index}`);
    for (const name of names) {
      await kit.clock.advance(1_000);
      await happen(kit, name);
    }
    for (const death of ['playbook_changed', 'signaled', 'page_released']) {
      kit.deaths.add(death);
      await expect(setStatus(kit, id, 'active', 'all')).rejects.toThrow(Death);
    }
    await setStatus(kit, id, 'active', 'all');
    await kit.drain();
    expect(told).toEqual(names);
  });
});

describe('a switch of the deployment', () => {
  it('ENABLE_AUTO_EXECUTION holds what starts by itself, and no person', async () => {
    const { kit, told } = await createFlowKit();
    const events = await listening(kit);
    const hourly = await kit.playbook([tell('hour')], {
      triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
    });
    await armSchedule(kit, hourly);
    const off = { ...kit, engine: { ...kit.engine, switches: { autoExecution: false, dryRun: false } } };
    await kit.clock.advance(HOUR_MS);
    await happen(off, 'e1');
    const call = { orgId, playbookId: hourly, triggerId: 'schedule', scheduleTime: null };
    expect(await fireSchedule(off.engine, call)).toEqual({ kind: 'nothing_due', reason: 'paused' });
    const byPerson = await startExecution(off.engine, kit.request(events), true);
    expect(byPerson.status).toBe('running');
    expect(told).toEqual([]);
    await kit.clock.advance(5 * MINUTE_MS);
    await wakeDue(kit);
    expect(told).toContain('e1');
    expect(await fireSchedule(kit.engine, call)).toMatchObject({ kind: 'started', created: true });
  });

  it('AGENT_DRY_RUN makes every start a rehearsal', async () => {
    const { kit, told } = await createFlowKit();
    const id = await listening(kit);
    const dry = { ...kit, engine: { ...kit.engine, switches: { autoExecution: true, dryRun: true } } };
    await happen(dry, 'e1');
    const { executionId } = await startExecution(dry.engine, kit.request(id), false);
    expect((await everything(kit)).map(({ mode }) => mode)).toEqual(['dry_run', 'dry_run']);
    expect((await kit.execution(executionId)).mode).toBe('dry_run');
    expect(told).toEqual([]);
  });
});
