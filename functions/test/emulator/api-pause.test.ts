import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const steps = [{ action: 'set_variables', params: { done: true } }];

async function createWorld() {
  const { orgId, uid } = await api.tenant('owner');
  const token = api.token(uid);
  const call = (method: string, path: string, body?: Record<string, unknown>) =>
    api.call(method, path, { token, ...(body && { body }) });
  const created = await call('POST', '/api/playbooks', { name: 'Held', status: 'active', steps });
  const id = String(created.body.playbookId);
  const audited = async () => {
    const found = await api.app.engine.store.query(queries.audit(orgId, { limit: 50 }));
    return found.flatMap(({ data }) => (data === null ? [] : [data.action])).sort();
  };
  return { orgId, call, id, audited };
}

describe('the switch of an agent', () => {
  it('holds the start of a person, who is told so, and lets it go', async () => {
    const { orgId, call, id, audited } = await createWorld();
    const on = await call('PATCH', '/api/agent_configs/craig', { global_pause: true });
    expect([on.status, on.body]).toEqual([200, { id: 'craig', global_pause: true }]);
    const { store } = api.app.engine;
    expect((await store.get(top.tenant(orgId)))?.data.pause).toMatchObject({ reason: 'global_pause of craig' });
    expect((await store.get(tenantPaths(orgId).agentConfig('global')))?.data).toEqual({ global_pause: true });
    const started = await call('POST', `/api/playbooks/${id}/execute`, {});
    expect([started.status, started.body.status]).toEqual([202, 'waiting']);
    expect(await store.count(queries.heldExecutions(orgId, 'pause', { limit: 10 }))).toBe(1);
    await call('PATCH', '/api/agent_configs/craig', { global_pause: false });
    expect((await store.get(tenantPaths(orgId).agentConfig('global')))?.data).toEqual({ global_pause: false });
    const released = await store.get(tenantPaths(orgId).execution(String(started.body.executionId)));
    expect(Object.values(released?.data.signals ?? {})).toMatchObject([{ kind: 'release' }]);
    expect(await audited()).toEqual(expect.arrayContaining(['tenant.paused', 'tenant.resumed']));
  });

  it('is for admins, and says what is wrong with a body', async () => {
    const { call } = await createWorld();
    expect((await call('PATCH', '/api/agent_configs/craig', { pause: true })).status).toBe(422);
    const { uid } = await api.tenant('editor');
    const denied = await api.call('PATCH', '/api/agent_configs/craig', {
      token: api.token(uid),
      body: { global_pause: true },
    });
    expect(denied.status).toBe(403);
  });
});

describe('a playbook', () => {
  it('is paused and resumed with a choice; each change is on record with what differs', async () => {
    const { orgId, call, id } = await createWorld();
    const paused = await call('PATCH', `/api/playbooks/${id}`, { status: 'paused' });
    expect(paused.body.pause).toMatchObject({ since: expect.any(String), reason: null });
    const wrong = await call('PATCH', `/api/playbooks/${id}`, { held: 'all' });
    expect([wrong.status, wrong.problem.errors?.[0]?.path]).toEqual([422, 'held']);
    const active = await call('PATCH', `/api/playbooks/${id}`, { status: 'active', held: 'none' });
    expect(active.body).toMatchObject({ status: 'active', pause: null, resumed: { choice: 'none' } });
    expect(active.body.held).toBeUndefined();
    expect((await call('DELETE', `/api/playbooks/${id}`)).status).toBe(204);
    const found = await api.app.engine.store.query(queries.audit(orgId, { limit: 50 }));
    const entries = found.flatMap(({ data }) => (data?.target.id === id ? [data] : [])).reverse();
    expect(entries.map(({ action }) => action)).toEqual([
      'playbook.created',
      'playbook.paused',
      'playbook.resumed',
      'playbook.deleted',
    ]);
    const [, , resumed] = entries;
    expect(JSON.parse(resumed?.beforeJson ?? '')).toEqual({ status: 'paused' });
    expect(JSON.parse(resumed?.afterJson ?? '')).toEqual({ status: 'active', held: 'none' });
  });
});

describe('what is held', () => {
  const soon = () => {
    const now = Date.now();
    return { deadline: new Date(now + 60_000), end: new Date(now + 120_000), isShort: false };
  };
  const wake = (orgId: string, executionId: string) => wakeExecution(api.app.engine, orgId, executionId, soon());

  it('by a pause decides for itself by the choice, when it is woken', async () => {
    const { orgId, call, id } = await createWorld();
    const { engine } = api.app;
    await call('PATCH', `/api/playbooks/${id}`, { status: 'paused' });
    const begin = (eventId: string) =>
      startExecution(
        engine,
        {
          ...unattended,
          orgId,
          playbookId: id,
          triggeredBy: 'event',
          occasion: { kind: 'event', triggerId: 'event', eventId, event: {} },
        },
        false,
      );
    const started = [await begin('e1'), await begin('e2')];
    expect(started.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    await call('PATCH', `/api/playbooks/${id}`, { status: 'active' });
    const left = await Promise.all(started.map(({ executionId }) => wake(orgId, executionId)));
    expect(left.map((one) => one?.status)).toEqual(['skipped', 'completed']);
    expect(left[0]?.error?.code).toBe('paused');
  });

  it('by the month’s cap begins when that is raised', async () => {
    const { orgId, call, id } = await createWorld();
    await call('PATCH', '/api/tenant', { limits: { monthlyExecutions: 1 } });
    const first = await call('POST', `/api/playbooks/${id}/execute`, {});
    const second = await call('POST', `/api/playbooks/${id}/execute`, {});
    expect([first.status, second.status, second.body.status]).toEqual([200, 202, 'waiting']);
    const tenant = await call('GET', '/api/tenant');
    expect(tenant.body).toMatchObject({ held: { limit: 1 }, usage: { month: { executions: 1 } } });
    await call('PATCH', '/api/tenant', { limits: { monthlyExecutions: 2 } });
    expect((await wake(orgId, String(second.body.executionId)))?.status).toBe('completed');
  });
});
