import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = { id: 'ask', action: 'request_approval', params: { title: 'Send it?', message: 'To 40 customers' } };
const after = { id: 'after', action: 'set_variables', params: { who: '{{steps.ask.by}}' } };
const callback = { id: 'paid', action: 'wait', params: { callback: true } };
const told = { id: 'told', action: 'set_variables', params: { amount: '{{steps.paid.body.amount}}' } };

/** A tenant in which a playbook of these steps has been started and waits. */
async function waiting(...steps: readonly object[]) {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const { body } = await api.call('POST', '/api/playbooks', { token, body: { name: 'Ask', status: 'active', steps } });
  const started = await api.call('POST', `/api/playbooks/${body.playbookId}/execute`, { token, body: {} });
  const executionId = String(started.body.executionId);
  const { store } = api.app.engine;
  const state = async () => (await store.get(tenantPaths(orgId).execution(executionId)))?.data;
  const wait = (await state())?.wait;
  const approvalId = wait?.kind === 'approval' ? wait.approvalId : '';
  const run = async () => {
    const now = Date.now();
    const budget = { deadline: new Date(now + 20_000), end: new Date(now + 100_000), isShort: false };
    await wakeExecution(api.app.engine, orgId, executionId, budget);
    return state();
  };
  return { orgId, uid, token, executionId, approvalId, state, run };
}

describe('an approval', () => {
  it('is listed, read and decided once, on record with who and why', async () => {
    const { token, uid, approvalId, executionId, run } = await waiting(ask, after);
    const list = await api.call('GET', '/api/approvals?status=pending', { token });
    expect(list.body.items).toMatchObject([{ approvalId, executionId, title: 'Send it?', status: 'pending' }]);
    const approve = () =>
      api.call('POST', `/api/approvals/${approvalId}/approve`, { token, body: { reason: 'Looks right' } });
    const answers = await Promise.all([approve(), approve()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const late = await api.call('POST', `/api/approvals/${approvalId}/reject`, { token, body: {} });
    expect([late.status, late.problem.detail]).toEqual([409, expect.stringContaining(`approved by ${uid}`)]);
    const read = await api.call('GET', `/api/approvals/${approvalId}`, { token });
    expect(read.body).toMatchObject({ status: 'approved', decidedBy: uid, reason: 'Looks right' });
    expect(read.body.decidedAt).toMatch(/^20/);
    expect(await run()).toMatchObject({ status: 'completed' });
    expect((await api.call('GET', '/api/approvals?status=pending', { token })).body.items).toEqual([]);
  });

  it('that is rejected fails its step with the reason', async () => {
    const { token, approvalId, run } = await waiting(ask, after);
    await api.call('POST', `/api/approvals/${approvalId}/reject`, { token, body: { reason: 'Not today' } });
    const left = await run();
    expect(left).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('Not today') } });
  });

  it('of a canceled execution is closed', async () => {
    const { token, approvalId, executionId, run } = await waiting(ask);
    await api.call('POST', `/api/executions/${executionId}/cancel`, { token, body: {} });
    await run();
    const answer = await api.call('POST', `/api/approvals/${approvalId}/approve`, { token, body: {} });
    expect([answer.status, answer.problem.type]).toEqual([409, 'urn:playbooks:problem:closed']);
  });

  it('is not for viewers, keys without the scope, CRON_SECRET or another tenant', async () => {
    const { orgId, approvalId, state } = await waiting(ask, after);
    const viewer = await api.tenant('viewer');
    const member = { uid: viewer.uid, email: 'v@thrive.example', name: 'V', role: 'viewer', createdAt: new Date() };
    const path = tenantPaths(orgId).member(viewer.uid).path;
    await api.app.engine.store.commit([{ op: 'create', path, data: member }]);
    const byViewer = { token: api.token(viewer.uid), headers: { 'X-Org-Id': orgId } };
    const runner = { key: await api.key(orgId, ['executions:read', 'executions:run']) };
    const other = { token: (await waiting(ask)).token };
    const secret = { token: 'first-secret' };
    expect((await api.call('GET', '/api/approvals', byViewer)).status).toBe(403);
    expect((await api.call('GET', `/api/approvals/${approvalId}`, other)).status).toBe(404);
    for (const verb of ['approve', 'reject']) {
      const post = (who: object) => api.call('POST', `/api/approvals/${approvalId}/${verb}`, { ...who, body: {} });
      const answers = [await post(byViewer), await post(runner), await post(other), await post(secret), await post({})];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 401, 401]);
      expect((await api.call('GET', `/api/approvals/${approvalId}/${verb}`, runner)).status).toBe(404);
    }
    expect(await state()).toMatchObject({ status: 'waiting' });
    const decider = { key: await api.key(orgId, ['approvals:decide']) };
    const answer = await api.call('POST', `/api/approvals/${approvalId}/approve`, { ...decider, body: {} });
    expect([answer.status, answer.body.decidedBy]).toEqual([200, expect.stringMatching(/^key:/)]);
  });
});

describe('POST /api/hooks/{hookId}/{path}', () => {
  const hookOf = async (executionId: string) =>
    (await api.app.engine.store.query(queries.hookOf(executionId)))[0]?.id ?? '';

  it('hands the answer to the step that waits, without signing in', async () => {
    const { executionId, run } = await waiting(callback, told);
    const path = `/api/hooks/${await hookOf(executionId)}/paid`;
    expect((await api.call('GET', path)).status).toBe(404);
    expect(await run()).toMatchObject({ status: 'waiting' });
    const answer = await api.call('POST', path, { body: { amount: 12 } });
    expect([answer.status, answer.body]).toEqual([202, { accepted: true }]);
    const left = await run();
    expect(left).toMatchObject({ status: 'completed' });
    expect(left?.stepResults.at(-1)?.outputJson).toBe('{"amount":12}');
    expect((await api.call('POST', path, { body: {} })).status).toBe(404);
  });

  it('at a guessed address says only that nothing waits there', async () => {
    const { executionId, state } = await waiting(callback, told);
    const hookId = await hookOf(executionId);
    const guesses = [`${hookId}x/paid`, `${hookId.slice(1)}/paid`, 'guess/paid', '__all__/paid', `${hookId}/..%2Fpaid`];
    for (const guess of guesses) {
      const answer = await api.call('POST', `/api/hooks/${guess}`, { body: {} });
      expect([guess, answer.status]).toEqual([guess, 404]);
      expect(answer.problem.detail).toContain('Nothing waits');
    }
    expect((await state())?.signals).toEqual({});
  });

  it('refuses what is too large or no JSON', async () => {
    const { executionId, state } = await waiting(callback, told);
    const path = `/api/hooks/${await hookOf(executionId)}/paid`;
    const large = await api.call('POST', path, { body: { text: 'x'.repeat(65_536) } });
    expect([large.status, large.problem.detail]).toEqual([413, 'The body may have at most 64 KB']);
    expect((await api.call('POST', path, { text: '{"a":' })).status).toBe(400);
    expect((await state())?.signals).toEqual({});
  });
});
