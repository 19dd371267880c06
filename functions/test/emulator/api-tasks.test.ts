import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const SECRET = { token: 'first-secret' };

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const { orgId: id, uid } = await api.tenant();
  [orgId, token] = [id, api.token(uid)];
});
afterAll(() => api.close());

const post = (path: string, body: unknown = {}) => api.call('POST', path, { token, body });
const get = (path: string) => api.call('GET', path, { token });
const poll = () => api.call('POST', '/api/cron/tasks/execute', SECRET);

/** What a worker does with the execution of a task, once it has one. */
async function work(taskId: string): Promise<void> {
  const { engine } = api.app;
  const doneBy = (await engine.store.get(tenantPaths(orgId).task(taskId)))?.data.doneBy ?? '';
  const now = engine.clock.now().getTime();
  const end = new Date(now + 60_000);
  await wakeExecution(engine, orgId, doneBy, { deadline: end, end, isShort: false });
}

/** As the seed inserts them. */
const SEED = { description: 'Test task for Phase 1 verification', status: 'new', assigned_agent: 'Email Agent' };

describe('the tests of the seed', () => {
  it('1: the executor says how it is set up', async () => {
    const { status, body } = await api.call('GET', '/api/cron/tasks/execute', SECRET);
    expect([status, body]).toEqual([
      200,
      { status: 'operational', enabled: true, dry_run: false, schedule: 'Every 2 minutes' },
    ]);
    expect((await api.call('GET', '/api/cron/tasks/execute')).status).toBe(401);
    expect((await api.call('POST', '/api/cron/tasks/execute')).status).toBe(401);
  });

  it('2: a task for an agent is done, and what has come of it is with it', async () => {
    const task = {
      ...SEED,
      title: 'Test email send',
      priority: 'low',
      requires_approval: false,
      metadata: { test: true },
    };
    const made = await post('/api/tasks', task);
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        status: 'in_progress',
        assignedAgent: 'craig',
        handler: 'email',
        metadata: { test: true },
      }),
    ]);
    const { taskId } = made.body;
    await work(taskId);
    expect((await get(`/api/tasks/${taskId}`)).body).toMatchObject({
      status: 'completed',
      executionAttempts: 1,
      deliverableUrl: expect.stringMatching(/^\/executions\//),
    });
    const { items } = (await get(`/api/tasks/${taskId}/messages`)).body;
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['created', 'started', 'completed']);
    expect(items[2].data).toMatchObject({ message: SEED.description });
    expect((await get(`/api/tasks/${taskId}/snapshots`)).body.items).toMatchObject([
      { taskId, task: { status: 'new' } },
    ]);
  });

  it('3: a task that needs a yes waits for that of somebody who may', async () => {
    const task = { ...SEED, title: 'Test approval', priority: 'high', requires_approval: true };
    const { taskId } = (await post('/api/tasks', task)).body;
    expect((await poll()).status).toBe(200);
    // As the seed prints it: without credentials.
    const nobody = await api.call('POST', `/api/tasks/${taskId}/approve`);
    expect(nobody.status).toBe(401);
    expect((await api.call('GET', `/api/tasks/${taskId}/approve`)).status).toBe(401);
    expect((await get(`/api/tasks/${taskId}/approve`)).body).toMatchObject({ status: 'new', approvedAt: null });
    const approved = await post(`/api/tasks/${taskId}/approve`);
    expect([approved.status, approved.body.status]).toEqual([200, 'in_progress']);
    await work(taskId);
    expect((await get(`/api/tasks/${taskId}`)).body.status).toBe('completed');
  });

  it('4: in a dry run it is rehearsed, and says so', async () => {
    await api.call('PATCH', '/api/tenant', { token, body: { dryRun: true } });
    const metadata = { to: 'ada@shop.example', subject: 'Hi', body: 'There' };
    const { taskId, action } = (await post('/api/tasks', { ...SEED, title: 'A letter', metadata })).body;
    await work(taskId);
    await api.call('PATCH', '/api/tenant', { token, body: { dryRun: false } });
    expect(action).toBe('send_email');
    expect((await get(`/api/tasks/${taskId}`)).body).toMatchObject({ status: 'completed', isDryRun: true });
    const { items } = (await get(`/api/tasks/${taskId}/messages`)).body;
    expect(items.at(-1).text).toMatch(/^Rehearsed: would have e-mailed/);
  });
});

describe('tasks', () => {
  it('are found by status and agent, page by page', async () => {
    for (const title of ['One', 'Two', 'Three']) {
      await post('/api/tasks', { title, assignedAgent: 'Pops', requiresApproval: true });
    }
    const first = await get('/api/tasks?agent=pops&status=new&limit=2');
    const second = await get(`/api/tasks?agent=Operations%20Agent&status=new&limit=2&cursor=${first.body.nextCursor}`);
    const titles = [first, second].flatMap(({ body }) => body.items.map(({ title }: { title: string }) => title));
    expect(titles).toEqual(['Three', 'Two', 'One']);
    expect((await get('/api/tasks?agent=pops&status=completed')).body.items).toEqual([]);
    expect((await get('/api/tasks?status=completed')).body.items.length).toBeGreaterThan(0);
    expect((await get('/api/tasks?agent=chef')).status).toBe(422);
  });

  it('say what is wrong with them by where it is', async () => {
    const letter = { ...SEED, title: 'A letter', metadata: { to: 'nobody', subject: 'Hi', body: 'There' } };
    const { status, problem } = await post('/api/tasks', letter);
    expect([status, problem.errors?.[0]?.path]).toEqual([422, 'metadata.to.0']);
  });

  it('of a key are not approved by it', async () => {
    const key = await api.key(orgId);
    const body = { title: 'Mine', assignedAgent: 'pops', requiresApproval: true };
    const { taskId } = (await api.call('POST', '/api/tasks', { key, body })).body;
    const refused = await api.call('POST', `/api/tasks/${taskId}/approve`, { key, body: {} });
    expect([refused.status, refused.problem.type]).toEqual([403, 'urn:playbooks:problem:self_approval']);
    expect((await post(`/api/tasks/${taskId}/reject`, { reason: 'Not now' })).body).toMatchObject({
      ...{ status: 'rejected', rejectionReason: 'Not now' },
    });
    expect((await post(`/api/tasks/${taskId}/approve`)).status).toBe(409);
  });
});
