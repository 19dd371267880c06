import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { fireSchedule } from './fire-schedule.ts';

const step = (id: string) => ({ id, action: 'do', params: {} });

/** A playbook that cannot start, for a reason of choice, and listens for an event. */
async function createBroken(more: Record<string, unknown>, onFailure: boolean) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const triggers = [
    { type: 'event', id: 'event', eventName: 'inventory.low_stock' },
    { type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' },
  ];
  const arming = { state: 'armed', problems: [], versionId: 'good', checkedAt: kit.clock.now() };
  const id = await kit.playbook([step('do')], { triggers, arming, ...more });
  const content = {
    agent: null,
    triggers: [],
    inputs: [{ name: 'limit', required: true }],
    steps: [step('do')],
    onFailure: onFailure ? [step('tell')] : [],
    overlap: null,
  };
  const version = { contentJson: JSON.stringify(content), createdAt: kit.clock.now(), createdBy: null };
  const listener = { playbookId: id, triggerId: 'event', eventName: 'inventory.low_stock', filter: null };
  await kit.store.commit([
    { op: 'set', path: paths.version(id, 'good').path, data: version },
    { op: 'set', path: paths.listener(id, 'event').path, data: { ...listener, armedAt: new Date(0) } },
  ]);
  await armSchedule(kit, id);
  return { kit, id };
}

async function happen(kit: EngineKit, eventId: string): Promise<void> {
  const now = kit.clock.now();
  const event = { eventName: 'inventory.low_stock', source: 's', subject: 's', time: now, dataJson: '{"quantity":2}' };
  const open = { depth: 0, causedBy: null, cursor: null, started: 0, dueAt: now, expireAt: new Date('2027-01-01') };
  await kit.store.commit([{ op: 'set', path: paths.event(eventId).path, data: { ...event, ...open } }]);
  await dispatchEvent(kit.engine, orgId, eventId);
}

async function executions(kit: EngineKit) {
  const found = await kit.store.query(queries.executions(orgId, { limit: 100 }));
  return found.flatMap(({ id, data }) => (data === null ? [] : [{ ...data, id }]));
}

describe('a playbook that cannot start when an event or its hour comes', () => {
  const causes: [string, Record<string, unknown>][] = [
    ['owner_left', { ownerId: 'gone' }],
    ['bad_inputs', { inputs: [{ name: 'limit', required: true }] }],
    ['invalid', { stepsJson: JSON.stringify([{ action: 'nonsense' }]) }],
  ];

  it.each(causes)('(%s) leaves a record with the reason, once per event', async (code, more) => {
    const { kit } = await createBroken(more, false);
    await happen(kit, 'event1');
    await happen(kit, 'event1');
    await happen(kit, 'event2');
    const records = await executions(kit);
    expect(records.map(({ eventId }) => eventId).sort()).toEqual(['event1', 'event2']);
    for (const record of records) expect(record).toMatchObject({ status: 'skipped', error: { code, fault: 'user' } });
    expect((await kit.store.get(paths.event('event1')))?.data).toMatchObject({ started: 0, dueAt: null });
  });

  it.each(causes)(
    '(%s) does the onFailure steps of its last good version, as the owner of the tenant',
    async (code, more) => {
      const { kit, id } = await createBroken(more, true);
      await happen(kit, 'event1');
      const [execution, ...others] = await executions(kit);
      expect(others).toEqual([]);
      expect(execution).toMatchObject({ status: 'queued', versionId: 'good', eventId: 'event1', failing: { code } });
      expect(JSON.parse(execution?.contextJson ?? '')).toMatchObject({
        user: { id: 'owner' },
        event: { quantity: 2 },
        inputs: { limit: null },
      });
      expect(kit.queued.map(({ data }) => data.executionId)).toEqual([execution?.id]);

      await kit.clock.advance(3_600_000);
      const call = { orgId, playbookId: id, triggerId: 'schedule', scheduleTime: null };
      expect(await fireSchedule(kit.engine, call)).toMatchObject({ kind: 'nothing_due' });
      expect((await executions(kit)).map(({ failing }) => failing?.code)).toEqual([code, code]);
      const schedule = await kit.store.get(paths.schedule(id, 'schedule'));
      expect(schedule?.data.lastScheduledFor).toEqual(new Date('2026-11-23T14:00:00Z'));
    },
  );

  it('since it is in the archive leaves nothing: that is what was wanted', async () => {
    const { kit } = await createBroken({ status: 'archived' }, true);
    await happen(kit, 'event1');
    expect(await executions(kit)).toEqual([]);
  });
});
