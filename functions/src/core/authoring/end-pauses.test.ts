import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { endPauses } from './end-pauses.ts';
import { updatePlaybook } from './save-playbook.ts';

const olive = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;
const steps = [{ id: 'note', action: 'note', params: {} }];
let kit: EngineKit;
beforeEach(async () => {
  // Four in the morning in New York, where the kit's tenant is.
  kit = await createEngineKit([makeStep('note', () => ({}))], { startAt: '2026-11-23T09:00:00Z' });
});

const statusOf = async (id: string) => (await kit.store.get(paths.playbook(id)))?.data;
const pauseUntil = async (until: string): Promise<string> => {
  const id = await kit.playbook(steps);
  await updatePlaybook(kit.engine, orgId, id, { status: 'paused', until }, olive);
  return id;
};
const hour = 3_600_000;

describe('a pause until a day', () => {
  it('ends as that day begins where the tenant is, on record, and not before', async () => {
    const id = await pauseUntil('2026-11-24');
    await kit.clock.advance(19 * hour + 45 * 60_000);
    expect(await endPauses(kit.engine)).toBe(0);
    await kit.clock.advance(15 * 60_000);
    expect(kit.clock.now().toISOString()).toBe('2026-11-24T05:00:00.000Z');
    expect(await endPauses(kit.engine)).toBe(1);
    expect(await statusOf(id)).toMatchObject({ status: 'active', pause: null, resumed: { choice: 'latest' } });
    const [entry] = await kit.store.query(queries.audit(orgId, { limit: 1 }));
    expect(entry?.data).toMatchObject({ action: 'playbook.resumed', actor: { kind: 'system' } });
    expect(await endPauses(kit.engine)).toBe(0);
  });

  it('is looked at again at the next quarter of an hour', async () => {
    const id = await pauseUntil('2026-11-24');
    await kit.clock.advance(20 * hour + 60_000);
    expect(await endPauses(kit.engine)).toBe(0);
    await kit.clock.advance(14 * 60_000);
    expect(await endPauses(kit.engine)).toBe(1);
    expect((await statusOf(id))?.status).toBe('active');
  });

  it('can be moved, and ended before its time by hand', async () => {
    const id = await pauseUntil('2026-11-24');
    await updatePlaybook(kit.engine, orgId, id, { status: 'paused', until: '2026-11-25' }, olive);
    await kit.clock.advance(20 * hour);
    expect(await endPauses(kit.engine)).toBe(0);
    await updatePlaybook(kit.engine, orgId, id, { status: 'active' }, olive);
    await kit.clock.advance(24 * hour);
    expect(await endPauses(kit.engine)).toBe(0);
  });

  it('goes on from the end of the gap where that midnight does not exist', async () => {
    const cairo = tenantPaths(orgId).root;
    await kit.store.commit([{ op: 'update', path: cairo, fields: { timezone: 'Africa/Cairo' } }]);
    const id = await pauseUntil('2027-04-30');
    // Cairo puts its clocks forward at midnight on the last Friday of April.
    expect((await statusOf(id))?.pause?.until).toEqual(new Date('2027-04-29T22:00:00Z'));
  });

  it('does not end for what has become invalid: it stays paused, and an alert says so, once', async () => {
    const id = await pauseUntil('2026-11-24');
    const stepsJson = JSON.stringify([{ action: 'gone' }]);
    await kit.store.commit([{ op: 'update', path: paths.playbook(id).path, fields: { stepsJson } }]);
    await kit.clock.advance(20 * hour);
    await endPauses(kit.engine);
    expect(await statusOf(id)).toMatchObject({ status: 'paused', pause: { until: null } });
    const alerts = await kit.store.query(queries.alerts(orgId, { limit: 5 }));
    expect(alerts.map(({ data }) => [data?.code, data?.subject, data?.count])).toEqual([['pause_not_ended', id, 1]]);
    expect(await endPauses(kit.engine)).toBe(0);
  });

  it('is let go of where somebody has set the status by hand', async () => {
    const id = await pauseUntil('2026-11-24');
    await kit.store.commit([{ op: 'update', path: paths.playbook(id).path, fields: { status: 'archived' } }]);
    await kit.clock.advance(20 * hour);
    await endPauses(kit.engine);
    expect((await statusOf(id))?.status).toBe('archived');
    expect(await endPauses(kit.engine)).toBe(0);
  });

  it('of one tenant says nothing of another', async () => {
    await seed(kit.store, 'org_b', kit.clock.now());
    await kit.store.commit([
      {
        op: 'create',
        path: tenantPaths('org_b').playbook('theirs').path,
        data: { name: 'Theirs', status: 'paused', triggers: [], stepsJson: JSON.stringify(steps), pause: null },
      },
    ]);
    await pauseUntil('2026-11-24');
    await kit.clock.advance(20 * hour);
    await endPauses(kit.engine);
    const theirs = await kit.store.get(tenantPaths('org_b').playbook('theirs'));
    expect(theirs?.data.status).toBe('paused');
  });
});
