import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { type LoopbackSite, loopbackSite } from '../loopback-site.ts';

let api: ApiKit;
let site: LoopbackSite;
let isUp = true;
beforeAll(async () => {
  site = await loopbackSite((_, response) => {
    response.statusCode = isUp ? 200 : 404;
    response.end('{}');
  });
  api = await startApi({ OUTBOUND_ALLOW: site.hostPort });
});
afterAll(async () => {
  await api.close();
  site.close();
});
beforeEach(() => {
  isUp = true;
  site.seen.length = 0;
});

const send = (id: string, body: unknown) => ({
  id,
  action: 'http_request',
  params: { method: 'POST', url: `${site.origin}/${id}`, body },
});
const inputs = [{ name: 'count', type: 'number', required: true }];

/** A tenant with a playbook that posts twice, and who may do what with it. */
async function world(more: Record<string, unknown> = {}) {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const steps = [send('first', { n: '{{inputs.count}}' }), send('second', { n: '{{inputs.count}}' })];
  const draft = { name: 'Two posts', status: 'active', inputs, steps, ...more };
  const { body } = await api.call('POST', '/api/playbooks', { token, body: draft });
  const playbookId = String(body.playbookId);
  const execute = async (count = 1) => {
    const answer = await api.call('POST', `/api/playbooks/${playbookId}/execute`, {
      token,
      body: { inputs: { count }, wait: 25 },
    });
    return String(answer.body.executionId);
  };
  const post = (path: string, sent: unknown = {}, who: Record<string, string> = { token }) =>
    api.call('POST', path, { ...who, body: sent });
  const stored = async (id: string) => {
    const found = await api.app.engine.store.get(tenantPaths(orgId).execution(id));
    if (found === null) throw new Error(`No execution ${id}`);
    return found.data;
  };
  const run = async (id: string) => {
    const now = Date.now();
    const budget = { deadline: new Date(now + 20_000), end: new Date(now + 100_000), isShort: false };
    await wakeExecution(api.app.engine, orgId, id, budget);
    return stored(id);
  };
  return { orgId, uid, token, playbookId, execute, post, stored, run };
}
type World = Awaited<ReturnType<typeof world>>;
const seen = () => site.seen.map(({ url, body }) => `${url} ${body}`);
const executionsOf = async ({ orgId }: World) =>
  (await api.app.engine.store.query(queries.executions(orgId, { limit: 50 }))).length;

async function failed(of: World, count = 1): Promise<string> {
  isUp = false;
  const id = await of.execute(count);
  expect((await of.stored(id)).status).toBe('failed');
  isUp = true;
  site.seen.length = 0;
  return id;
}

describe('POST /api/executions/{id}/resume', () => {
  it('does what failed, with edited inputs, and nothing twice', async () => {
    const mine = await world();
    const id = await failed(mine);
    const answer = await mine.post(`/api/executions/${id}/resume`, { inputs: { count: 7 } });
    expect([answer.status, answer.body.status]).toEqual([202, 'queued']);
    expect((await mine.run(id)).status).toBe('completed');
    expect(seen()).toEqual(['/first {"n":7}', '/second {"n":7}']);
    const again = await mine.post(`/api/executions/${id}/resume`);
    expect([again.status, again.problem.detail]).toEqual([409, expect.stringContaining('completed')]);
  });

  it('of one that is under way is refused, and it goes on', async () => {
    const mine = await world({ steps: [{ action: 'wait', params: { for: '1 h' } }] });
    const id = await mine.execute();
    const answer = await mine.post(`/api/executions/${id}/resume`);
    expect([answer.status, answer.problem.type]).toEqual([409, 'urn:playbooks:problem:not_resumable']);
    expect(await mine.stored(id)).toMatchObject({ status: 'waiting', generation: 0 });
  });

  it('with wrong inputs names the field, and with wrong fields refuses', async () => {
    const mine = await world();
    const id = await failed(mine);
    const wrong = await mine.post(`/api/executions/${id}/resume`, { inputs: { count: 'many' } });
    expect([wrong.status, wrong.problem.errors]).toEqual([422, [{ path: 'inputs.count', message: 'Give a number' }]]);
    expect((await mine.post(`/api/executions/${id}/resume`, { version: 'oldest' })).status).toBe(422);
    expect((await mine.post(`/api/executions/${id}/resume`, { orgId: 'other' })).status).toBe(422);
    expect((await mine.stored(id)).status).toBe('failed');
  });

  it('with the newest version does what the playbook says now', async () => {
    const mine = await world();
    const id = await failed(mine);
    const steps = [send('first', { n: 'new' })];
    await api.call('PATCH', `/api/playbooks/${mine.playbookId}`, { token: mine.token, body: { steps } });
    await mine.post(`/api/executions/${id}/resume`, { version: 'newest' });
    expect((await mine.run(id)).status).toBe('completed');
    expect(seen()).toEqual(['/first {"n":"new"}']);
  });
});

describe('POST /api/executions/{id}/replay', () => {
  it('is a dry run unless told otherwise: the receiver sees nothing', async () => {
    const mine = await world();
    const id = await mine.execute(3);
    site.seen.length = 0;
    const answer = await mine.post(`/api/executions/${id}/replay`);
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'completed', mode: 'dry_run', replayOf: id }]);
    expect(seen()).toEqual([]);
    const live = await mine.post(`/api/executions/${id}/replay`, { dryRun: false });
    expect(live.body).toMatchObject({ status: 'completed', mode: 'live' });
    expect(seen()).toEqual(['/first {"n":3}', '/second {"n":3}']);
    expect(await mine.stored(String(live.body.executionId))).toMatchObject({ replayOf: id });
  });

  it('pinned repeats the version of then', async () => {
    const mine = await world();
    const id = await mine.execute();
    const steps = [send('changed', {})];
    await api.call('PATCH', `/api/playbooks/${mine.playbookId}`, { token: mine.token, body: { steps } });
    site.seen.length = 0;
    await mine.post(`/api/executions/${id}/replay`, { dryRun: false, version: 'pinned' });
    expect(seen()).toHaveLength(2);
    await mine.post(`/api/executions/${id}/replay`, { dryRun: false });
    expect(seen().at(-1)).toBe('/changed {}');
  });

  it('with the same Idempotency-Key is one', async () => {
    const mine = await world();
    const id = await mine.execute();
    const headers = { 'Idempotency-Key': 'once' };
    const ask = () => api.call('POST', `/api/executions/${id}/replay`, { token: mine.token, headers, body: {} });
    expect((await ask()).body.executionId).toBe((await ask()).body.executionId);
    expect(await executionsOf(mine)).toBe(2);
  });
});

describe('POST /api/executions/replay', () => {
  const set = (of: World, more: Record<string, unknown> = {}) =>
    of.post('/api/executions/replay', { filter: { playbookId: of.playbookId }, dryRun: false, ...more });

  it('starts the oldest alone, and the others once it has completed', async () => {
    const mine = await world();
    for (const count of [1, 2, 3]) await mine.execute(count);
    site.seen.length = 0;
    const first = await set(mine);
    expect(first.body).toMatchObject({ canary: { status: 'completed' }, matched: 3, started: [] });
    expect(seen()).toEqual(['/first {"n":1}', '/second {"n":1}']);
    const canary = String(first.body.canary.executionId);
    const rest = await set(mine, { canary });
    expect([rest.status, rest.body.started.length, rest.body.refused]).toEqual([202, 2, []]);
    expect((await set(mine, { canary })).body.started).toEqual(rest.body.started);
    expect(await executionsOf(mine)).toBe(6);
    for (const { executionId } of rest.body.started) expect((await mine.run(executionId)).status).toBe('completed');
    expect(seen()).toHaveLength(6);
  });

  it('does not start the others when that one fails', async () => {
    const mine = await world();
    for (const count of [1, 2]) await mine.execute(count);
    isUp = false;
    const first = await set(mine);
    expect(first.body).toMatchObject({ canary: { status: 'failed' }, matched: 2 });
    expect(first.body.next).toContain('were not started');
    const rest = await set(mine, { canary: first.body.canary.executionId });
    expect([rest.status, rest.problem.detail]).toEqual([409, expect.stringContaining('canary is failed')]);
    expect(await executionsOf(mine)).toBe(3);
  });

  it('takes by status, time and limit, and a dry canary proves no live set', async () => {
    const mine = await world();
    const bad = await failed(mine);
    await mine.execute();
    await mine.execute();
    const matched = async (more: Record<string, unknown>, limit = 20) =>
      (await mine.post('/api/executions/replay', { filter: { playbookId: mine.playbookId, ...more }, limit })).body;
    expect((await matched({ status: 'failed' })).matched).toBe(1);
    expect((await matched({}, 2)).matched).toBe(2);
    expect(await matched({ to: '2026-01-01T00:00:00Z' })).toMatchObject({ canary: null, matched: 0 });
    const dry = await matched({});
    expect((await mine.stored(dry.canary.executionId)).replayOf).toBe(bad);
    expect((await set(mine, { canary: dry.canary.executionId })).status).toBe(409);
    expect((await set(mine, { canary: bad })).problem.detail).toContain('not the canary');
    expect((await set(mine, { limit: 101 })).status).toBe(422);
  });
});

describe('whoever may not', () => {
  it('a viewer, a key without the scope, CRON_SECRET and another tenant resume and replay nothing', async () => {
    const mine = await world();
    const id = await failed(mine);
    const before = await executionsOf(mine);
    const other = await world();
    const viewer = await api.tenant('viewer');
    const member = { uid: viewer.uid, email: 'v@thrive.example', name: 'V', role: 'viewer', createdAt: new Date() };
    const path = tenantPaths(mine.orgId).member(viewer.uid).path;
    await api.app.engine.store.commit([{ op: 'create', path, data: member }]);
    const headers = { 'X-Org-Id': mine.orgId };
    const reader = await api.key(mine.orgId, ['executions:read']);
    const set = { filter: { playbookId: mine.playbookId } };
    for (const [path, body] of [
      [`/api/executions/${id}/resume`, {}],
      [`/api/executions/${id}/replay`, {}],
      ['/api/executions/replay', set],
    ] as const) {
      const byViewer = await api.call('POST', path, { token: api.token(viewer.uid), headers, body });
      expect([byViewer.status, byViewer.problem.type]).toEqual([403, 'urn:playbooks:problem:role']);
      expect((await api.call('POST', path, { key: reader, body })).status).toBe(403);
      expect((await api.call('POST', path, { token: 'first-secret', body })).status).toBe(401);
    }
    expect((await other.post(`/api/executions/${id}/resume`)).status).toBe(404);
    expect((await other.post(`/api/executions/${id}/replay`)).status).toBe(404);
    expect((await other.post('/api/executions/replay', set)).body).toMatchObject({ canary: null, matched: 0 });
    expect((await other.post('/api/executions/replay', { ...set, canary: id })).status).toBe(404);
    expect(await executionsOf(mine)).toBe(before);
    expect((await mine.stored(id)).status).toBe('failed');
  });
});
