import { describe, expect, it } from 'vitest';
import { Death, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, start, statuses, tell } from '../../../test/kit/flow-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { cancelExecution } from '../engine/cancel.ts';
import { decideApproval } from '../engine/decide-approval.ts';
import { startExecution } from '../engine/start-execution.ts';
import { everything, HOUR_MS, happen, listening, MINUTE_MS, olive, pause, resume, wakeDue } from './pause.fixture.ts';
import { followFlags, pauseTenant } from './pause.ts';

describe('a pause of the tenant', () => {
  const slow = { id: 'slow', action: 'pause' };
  const shapes: Readonly<Record<string, readonly JsonObject[]>> = {
    'two steps': [slow, tell('a')],
    'the steps of a branch': [
      { id: 'choice', action: 'branch', branches: [{ id: 'one', steps: [slow, tell('a')] }] },
      tell('b'),
    ],
    'the ways of a fork': [
      {
        action: 'parallel',
        branches: [
          { id: 'x', steps: [slow, tell('a')] },
          { id: 'y', steps: [{ id: 'slower', action: 'pause' }, tell('b')] },
        ],
      },
      tell('c'),
    ],
    'the items of a loop': [
      { action: 'for_each', params: { items: [1, 2, 3], concurrency: 3 }, steps: [slow, tell('{{item}}')] },
      tell('end'),
    ],
    'a wait and what comes after it': [{ id: 'w', action: 'wait', params: { for: '1 h' } }, tell('a')],
  };
  for (const [name, steps] of Object.entries(shapes)) {
    it(`stops between ${name}, and goes on after it`, async () => {
      const calm = await createFlowKit();
      calm.kit.clock.flow();
      await start(calm.kit, steps);
      await calm.kit.runOut();
      const { kit, told } = await createFlowKit();
      const id = await start(kit, steps, {}, false);
      kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'first', at: null });
      const going = kit.drain();
      await kit.clock.advance(1_000);
      await pause(kit);
      await kit.clock.advance(10_000);
      await going;
      await kit.clock.advance(HOUR_MS);
      await wakeDue(kit);
      expect(told).toEqual([]);
      const held = await kit.execution(id);
      expect(held).toMatchObject({ status: 'waiting', wait: { kind: 'pause' } });
      for (const { status, wait } of held.stepResults) if (status === 'waiting') expect(wait?.kind).toBe('pause');
      await resume(kit);
      const again = kit.runOut();
      await kit.clock.advance(60_000);
      await again;
      expect((await kit.execution(id)).status).toBe('completed');
      expect([...told].sort()).toEqual([...calm.told].sort());
      expect(await statuses(kit, id)).not.toMatchObject({ w: 'waiting' });
    });
  }

  it('holds the parts of a large loop, and they go on', async () => {
    const { kit, told } = await createFlowKit();
    const items = Array.from({ length: 201 }, (_, index) => index);
    const few = tell('{{item}}', { condition: 'item == 7 || item == 200' });
    await pause(kit);
    const id = await start(kit, [{ action: 'for_each', params: { items, concurrency: 50 }, steps: [few] }]);
    expect(await kit.execution(id)).toMatchObject({ status: 'waiting', wait: { kind: 'pause', path: '' } });
    await resume(kit);
    kit.deaths.add('share_created');
    await expect(kit.drain()).rejects.toThrow(Death);
    await pause(kit);
    await kit.clock.advance(2 * MINUTE_MS);
    await wakeDue(kit);
    expect(told).toEqual([]);
    await resume(kit);
    await kit.runOut();
    for (let round = 0; round < 5; round++) {
      await kit.clock.advance(HOUR_MS);
      await wakeDue(kit);
    }
    expect((await kit.execution(id)).status).toBe('completed');
    expect([...told].sort()).toEqual([200, 7]);
  });

  it('holds the steps for a failure, and a retry', async () => {
    const { kit, told } = await createFlowKit();
    const more = { onFailureJson: JSON.stringify([tell('sorry')]) };
    const id = await start(kit, [{ action: 'pause' }, { action: 'fail' }], more, false);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'first', at: null });
    const going = kit.drain();
    await kit.clock.advance(9_500);
    await pause(kit);
    await kit.clock.advance(20_000);
    await going;
    expect(told).toEqual([]);
    await resume(kit);
    await kit.drain();
    expect(told).toEqual(['sorry']);
    expect((await kit.execution(id)).status).toBe('failed');
  });

  it('keeps an act from happening that is approved meanwhile, and the yes is heard after it', async () => {
    for (const status of ['approved', 'rejected'] as const) {
      const { kit, told } = await createFlowKit();
      const id = await start(kit, [tell('a', { requiresApproval: true })]);
      const { wait } = await kit.execution(id);
      const approvalId = wait?.kind === 'approval' ? wait.approvalId : '';
      await pause(kit);
      await kit.clock.advance(MINUTE_MS);
      await decideApproval(kit.engine, orgId, approvalId, { status, by: 'owner', reason: null });
      await kit.drain();
      expect(await kit.execution(id)).toMatchObject({ status: 'waiting', wait: { kind: 'pause', approvalId } });
      expect(told).toEqual([]);
      await kit.clock.advance(HOUR_MS);
      await wakeDue(kit);
      await resume(kit);
      await kit.drain();
      expect((await kit.execution(id)).status).toBe(status === 'approved' ? 'completed' : 'failed');
      expect(told).toEqual(status === 'approved' ? ['a'] : []);
    }
  });

  it('may be waited out with a cancel, before the first step and between two', async () => {
    const { kit, told } = await createFlowKit();
    await pause(kit);
    const unbegun = await start(kit, [tell('a')]);
    await resume(kit);
    const begun = await start(kit, [{ action: 'wait', params: { for: '1 min' } }, tell('b')], {});
    await kit.drain();
    told.length = 0;
    await pause(kit);
    const held = await start(kit, [tell('c')]);
    await kit.clock.advance(2 * MINUTE_MS);
    await kit.drain();
    expect((await kit.execution(begun)).wait?.kind).toBe('pause');
    for (const id of [held, begun]) await cancelExecution(kit.engine, orgId, id, 'owner');
    await kit.drain();
    expect((await kit.execution(unbegun)).status).toBe('completed');
    expect(await Promise.all([held, begun].map(async (id) => (await kit.execution(id)).status))).toEqual([
      'canceled',
      'canceled',
    ]);
    expect(told).toEqual([]);
  });

  it('is looked for again within the hour, should nobody say that it is over', async () => {
    const { kit, told } = await createFlowKit();
    await pause(kit);
    await start(kit, [tell('a')]);
    for (let minutes = 0; minutes < 300; minutes += 5) {
      await kit.clock.advance(5 * MINUTE_MS);
      await wakeDue(kit);
    }
    kit.deaths.add('tenant_resumed');
    await expect(resume(kit)).rejects.toThrow(Death);
    expect(told).toEqual([]);
    await kit.clock.advance(HOUR_MS);
    await wakeDue(kit);
    expect(told).toEqual(['a']);
  });

  it('is on record with who, when and why, and said twice it is one', async () => {
    const { kit } = await createFlowKit();
    await pause(kit);
    await pauseTenant(kit.engine, orgId, { ...olive, id: 'other' }, null);
    const since = kit.clock.now();
    expect((await kit.store.get(top.tenant(orgId)))?.data.pause).toEqual({ since, by: 'owner', reason: 'Stocktaking' });
    await kit.clock.advance(HOUR_MS);
    await resume(kit, 'all');
    await resume(kit, 'none');
    const resumed = { since, until: kit.clock.now(), choice: 'all' };
    expect((await kit.store.get(top.tenant(orgId)))?.data).toMatchObject({ pause: null, resumed });
    const audited = await kit.store.query(queries.audit(orgId, { limit: 10 }));
    expect(audited.map(({ data }) => data?.action).sort()).toEqual(['tenant.paused', 'tenant.resumed']);
  });
});

describe('a flag that is written by hand', () => {
  it('pauses and resumes, told twice and late, and never against the app', async () => {
    const { kit } = await createFlowKit();
    const isPaused = async () => (await kit.store.get(top.tenant(orgId)))?.data.pause !== null;
    const flag = (agent: string, global_pause: boolean) =>
      kit.store.commit([{ op: 'set', path: paths.agentConfig(agent).path, data: { global_pause } }]);
    const follow = () => followFlags(kit.engine, orgId, { ...olive, id: 'system' });
    await flag('craig', true);
    await follow();
    await follow();
    expect(await isPaused()).toBe(true);
    await resume(kit);
    await follow();
    expect(await isPaused()).toBe(false);
    await pause(kit);
    await follow();
    expect(await isPaused()).toBe(true);
    await flag('global', false);
    await follow();
    expect(await isPaused()).toBe(false);
  });
});

describe('a playbook that an API key made', () => {
  it('starts by itself while the key holds; then its occurrences are skipped with that reason', async () => {
    const { kit, told } = await createFlowKit();
    const id = await listening(kit, { createdBy: 'key:k1' });
    const key = { keyId: 'k1', orgId, name: 'n', scopes: [], createdAt: kit.clock.now(), expireAt: null };
    await kit.store.commit([{ op: 'set', path: top.apiKey('hash').path, data: { ...key, revokedAt: null } }]);
    await happen(kit, 'e1');
    await kit.store.commit([{ op: 'update', path: top.apiKey('hash').path, fields: { revokedAt: kit.clock.now() } }]);
    await happen(kit, 'e2');
    expect(told).toEqual(['e1']);
    const skipped = (await everything(kit)).find(({ status }) => status === 'skipped');
    expect(skipped).toMatchObject({ eventId: 'e2', error: { code: 'key_revoked' } });
    expect(await startExecution(kit.engine, kit.request(id), false)).toMatchObject({ created: true });
  });
});
