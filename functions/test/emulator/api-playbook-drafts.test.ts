import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const made = await api.tenant();
  orgId = made.orgId;
  token = api.token(made.uid);
});
afterAll(() => api.close());

const set = (id: string, value: unknown) => ({ id, action: 'set_variables', params: { values: { value } } });
const call = (method: string, path: string, body?: unknown) =>
  api.call(method, path, { token, ...(body !== undefined && { body }) });

async function made(fields: Record<string, unknown> = {}): Promise<string> {
  const body = { name: 'Note', status: 'active', steps: [set('a', 1)], triggers: [{ type: 'manual' }], ...fields };
  const { status, body: playbook } = await call('POST', '/api/playbooks', body);
  expect([status, playbook.errors]).toEqual([201, undefined]);
  return String(playbook.playbookId);
}
async function opened(id: string) {
  const { body } = await call('GET', `/api/playbooks/${id}/draft`);
  return { content: body.content, revision: body.revision, baseVersionId: body.baseVersionId };
}
const liveSteps = async (id: string) => (await call('GET', `/api/playbooks/${id}`)).body.steps;
const auditOf = async (id: string): Promise<string[]> => {
  const { body } = await call('GET', '/api/audit');
  const items: { action: string; target: { id: string } }[] = body.items;
  return items.filter(({ target }) => target.id === id).map(({ action }) => action);
};

describe('a draft', () => {
  it('begins as what is live, is kept right or wrong, and changes nothing of what is live', async () => {
    const id = await made();
    const seen = await opened(id);
    expect(seen).toMatchObject({ revision: 0, content: { name: 'Note', steps: [{ id: 'a' }] } });
    const broken = { ...seen.content, name: '', steps: [{ id: 'a', action: 'no_such_step' }] };
    const saved = await call('POST', `/api/playbooks/${id}/draft`, { ...seen, content: broken });
    expect([saved.status, saved.body.revision]).toEqual([200, 1]);
    const paths = saved.body.problems.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['name', 'steps.0.action']));
    expect(await opened(id)).toMatchObject({ revision: 1, content: broken, baseVersionId: seen.baseVersionId });
    expect(await liveSteps(id)).toMatchObject([{ id: 'a', action: 'set_variables' }]);
    expect(await auditOf(id)).toEqual(['playbook.draft_begun', 'playbook.created']);
  });

  it('is published with its end, in words before, and only from what was live when it began', async () => {
    const id = await made();
    const seen = await opened(id);
    const content = { ...seen.content, steps: [set('a', 1), set('b', 2)] };
    const { body } = await call('POST', `/api/playbooks/${id}/draft`, { ...seen, content });
    expect([body.problems, body.changes.length]).toEqual([[], 1]);
    await call('PATCH', `/api/playbooks/${id}`, { steps: [set('a', 7)] });
    const late = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 1 });
    expect([late.status, late.problem.type]).toEqual([409, 'urn:playbooks:problem:changed_meanwhile']);
    const live = (await call('GET', `/api/playbooks/${id}/draft`)).body.liveVersionId;
    await call('POST', `/api/playbooks/${id}/draft`, { content, revision: 1, baseVersionId: live });
    const done = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 2 });
    expect([done.status, done.body]).toEqual([200, { playbookId: id, status: 'active' }]);
    expect(await liveSteps(id)).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    expect(await opened(id)).toMatchObject({ revision: 0 });
  });

  it('is checked before there is any, by keys, too, and nothing is kept', async () => {
    const key = await api.key(orgId, ['playbooks:read']);
    const check = (body: object) => api.call('POST', '/api/playbooks/check', { key, body });
    const content = { name: 'Note', triggers: [{ type: 'manual' }], steps: [set('a', 1)] };
    const fresh = (await check({ content })).body;
    expect([fresh.problems, fresh.changes]).toEqual([[], [expect.stringContaining('1 step')]]);
    const id = await made();
    expect((await check({ content, playbookId: id })).body).toMatchObject({ problems: [], changes: [] });
    const other = { ...content, steps: [set('a', 2)] };
    expect((await check({ content: other, playbookId: id })).body.changes).toHaveLength(1);
    const wrong = { ...content, steps: [{ action: 'no_such_step' }] };
    expect((await check({ content: wrong })).body.problems).toMatchObject([{ path: 'steps.0.action' }]);
    expect((await check({ content, playbookId: 'nobody' })).status).toBe(404);
    expect(await auditOf(id)).toEqual(['playbook.created']);
  });

  it('that is wrong cannot be published, and says where', async () => {
    const id = await made();
    const seen = await opened(id);
    const content = { ...seen.content, steps: [{ id: 'a', action: 'send_email', params: { to: 'x' } }] };
    await call('POST', `/api/playbooks/${id}/draft`, { ...seen, content });
    const refused = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 1 });
    expect(refused.status).toBe(422);
    expect(refused.problem.errors?.[0]?.path).toMatch(/^steps\.0\.params\./);
    expect(await opened(id)).toMatchObject({ revision: 1 });
  });

  it('of two people is the one of who saw the other’s', async () => {
    const id = await made();
    const seen = await opened(id);
    const save = (revision: number) => call('POST', `/api/playbooks/${id}/draft`, { ...seen, revision });
    const both = await Promise.all([save(0), save(0)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await save(1)).body.revision).toBe(2);
    const stale = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 1 });
    expect([stale.status, stale.problem.type]).toEqual([409, 'urn:playbooks:problem:draft_changed']);
  });

  it('activates a playbook that is a draft, tells the next times, and goes when it is thrown away', async () => {
    const id = await made({ status: 'draft', triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' }] });
    const seen = await opened(id);
    const { body } = await call('POST', `/api/playbooks/${id}/draft`, seen);
    expect(body.schedules).toEqual([{ triggerId: 'schedule', next: Array(3).fill(expect.stringContaining('T09:00')) }]);
    expect((await call('DELETE', `/api/playbooks/${id}/draft`)).status).toBe(204);
    expect(await opened(id)).toMatchObject({ revision: 0 });
    await call('POST', `/api/playbooks/${id}/draft`, seen);
    const done = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 1, activate: true });
    expect(done.body.status).toBe('active');
  });

  it('thrown away by two at once is told once, and one that cannot be read is not published', async () => {
    const id = await made();
    await call('POST', `/api/playbooks/${id}/draft`, await opened(id));
    const both = await Promise.all([1, 2].map(() => call('DELETE', `/api/playbooks/${id}/draft`)));
    expect(both.map(({ status }) => status)).toEqual([204, 204]);
    expect((await auditOf(id)).filter((action) => action === 'playbook.draft_discarded')).toHaveLength(1);
    await call('POST', `/api/playbooks/${id}/draft`, await opened(id));
    const { path } = tenantPaths(orgId).draft(id);
    await api.app.engine.store.commit([{ op: 'update', path, fields: { contentJson: '{"name":' } }]);
    const refused = await call('POST', `/api/playbooks/${id}/draft/publish`, { revision: 1 });
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([422, 'content']);
    expect(await opened(id)).toMatchObject({ revision: 1, content: { name: 'Note' } });
  });

  it('goes with its playbook', async () => {
    const id = await made();
    await call('POST', `/api/playbooks/${id}/draft`, await opened(id));
    await call('DELETE', `/api/playbooks/${id}`);
    expect(await api.app.engine.store.get(tenantPaths(orgId).draft(id))).toBeNull();
    expect((await call('GET', `/api/playbooks/${id}/draft`)).status).toBe(404);
  });

  it('is bounded, and is people’s', async () => {
    const id = await made();
    const seen = await opened(id);
    const huge = { ...seen.content, steps: [set('a', 'x'.repeat(210_000))] };
    const refused = await call('POST', `/api/playbooks/${id}/draft`, { ...seen, content: huge });
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([422, 'content']);
    const key = await api.key(orgId);
    expect((await api.call('GET', `/api/playbooks/${id}/draft`, { key })).status).toBe(403);
  });
});
