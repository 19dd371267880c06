import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Role } from '../../src/model/tenant.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { waitingIn } from '../kit/approval-world.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const steps = [{ id: 'set', action: 'set_variables', params: { answer: 42 } }];
const draft = { name: 'Answers', steps };

async function join(orgId: string, name: string, role: Role): Promise<string> {
  const uid = `${name}_${orgId.slice(-12)}`;
  const data = { uid, email: `${uid}@thrive.example`, name, role, createdAt: new Date() };
  await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).member(uid).path, data }]);
  return uid;
}

describe('a key that may write playbooks and run nothing', () => {
  it('makes, and changes, nothing that starts by itself', async () => {
    const { orgId, uid } = await api.tenant();
    const key = await api.key(orgId, ['playbooks:read', 'playbooks:write']);
    const make = (status: string) => api.call('POST', '/api/playbooks', { key, body: { ...draft, status } });
    expect((await make('active')).problem).toMatchObject({ status: 403, type: 'urn:playbooks:problem:scope' });
    const made = await make('draft');
    expect(made.status).toBe(201);
    const change = (body: object) => api.call('PATCH', `/api/playbooks/${made.body.playbookId}`, { key, body });
    expect((await change({ status: 'active' })).problem.type).toBe('urn:playbooks:problem:scope');
    expect((await change({ description: 'Better' })).status).toBe(200);
    const token = api.token(uid);
    await api.call('PATCH', `/api/playbooks/${made.body.playbookId}`, { token, body: { status: 'active' } });
    expect((await change({ steps })).problem.type).toBe('urn:playbooks:problem:scope');
    expect((await change({ status: 'paused' })).status).toBe(200);
    const full = await api.key(orgId, ['playbooks:write', 'executions:run']);
    const body = { ...draft, status: 'active' };
    expect((await api.call('POST', '/api/playbooks', { key: full, body })).status).toBe(201);
  });
});

describe('the owner of a playbook', () => {
  it('is somebody of the team who may edit, is changed by people, and on record', async () => {
    const { orgId, uid } = await api.tenant();
    const [ed, vic] = [await join(orgId, 'ed', 'editor'), await join(orgId, 'vic', 'viewer')];
    const other = await api.tenant();
    const token = api.token(uid);
    const { playbookId } = (await api.call('POST', '/api/playbooks', { token, body: draft })).body;
    const give = (ownerId: string, by: object = { token }) =>
      api.call('PATCH', `/api/playbooks/${playbookId}`, { ...by, body: { ownerId } });
    for (const wrong of [vic, other.uid, 'nobody', 'system', 'a/b', '..', '__x__']) {
      const { status, problem } = await give(wrong);
      expect([status, problem.errors[0]?.path]).toEqual([422, 'ownerId']);
    }
    expect((await give(ed, { token: api.token(vic) })).status).toBe(403);
    expect((await give(ed, { key: await api.key(orgId) })).problem.type).toBe('urn:playbooks:problem:people_only');
    expect((await give(ed)).body.ownerId).toBe(ed);
    const [entry] = await api.app.engine.store.query(queries.audit(orgId, { limit: 1 }));
    expect(entry?.data).toMatchObject({ action: 'playbook.changed', actor: { id: uid }, target: { id: playbookId } });
    expect([entry?.data?.beforeJson, entry?.data?.afterJson].map((json) => JSON.parse(json ?? '{}'))).toEqual([
      { ownerId: uid },
      { ownerId: ed },
    ]);
  });

  it('can be changed though the playbook cannot be executed any more', async () => {
    const { orgId, uid } = await api.tenant();
    const data = { name: 'Old', status: 'active', ownerId: 'gone', stepsJson: '[{"action":"no_such_step"}]' };
    await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).playbook('old').path, data }]);
    const answer = await api.call('PATCH', '/api/playbooks/old', { token: api.token(uid), body: { ownerId: uid } });
    expect([answer.status, answer.body.ownerId]).toEqual([200, uid]);
  });
});

describe('the page of a link', () => {
  it('shows no credential of a step: scanners of mail open it, too', async () => {
    await api.addSecret('LINK_KEY', 'the-key-of-the-links');
    const headers = { Authorization: 'Bearer of-the-shop-42', 'X-Shop': 'thrive' };
    const params = {
      method: 'POST',
      url: 'https://shop.example/orders',
      headers,
      body: { apiKey: 'k-of-the-shop-43' },
    };
    const one = await waitingIn(api, { id: 'call', action: 'http_request', params, requiresApproval: true });
    const page = await api.call('GET', `/api/approvals/${one.approvalId}/approve?token=${one.tokenOf(one.ed)}`);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('thrive')]);
    expect(page.body).not.toMatch(/of-the-shop/);
  });
});

describe('a new business', () => {
  const make = (kit: ApiKit, uid: string, more: object = {}, claims = {}) =>
    kit.call('POST', '/api/tenants', {
      token: kit.token(uid, null, claims),
      body: { name: 'Mine', timezone: 'America/New_York', ...more },
    });

  it('is not made without end by one person', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => make(api, 'collector')));
    expect(made.filter(({ status }) => status !== 201)).toEqual([]);
    expect((await make(api, 'collector')).problem.type).toBe('urn:playbooks:problem:too_many');
  });

  it('takes no name or language of its maker that it could not read again', async () => {
    const answer = await make(api, 'long_name', {}, { name: 'N'.repeat(500) });
    expect(answer.status).toBe(201);
    const { data } = (await api.app.engine.store.find(tenantPaths(answer.body.orgId).member('long_name'))) ?? {};
    expect(data?.name).toHaveLength(120);
    expect((await make(api, 'odd_locale', { locale: 'x!!' })).problem).toMatchObject({ status: 422 });
    expect((await api.app.engine.store.find(top.tenant(answer.body.orgId)))?.data?.locale).toBe('en-US');
  });

  // Last: whoever closes an API closes the verifiers of all.
  it('can be made by everybody, or, where it says so, by nobody once there is one', async () => {
    expect((await make(api, 'first_comer')).status).toBe(201);
    const closed = await startApi({ NEW_TENANTS: 'first' });
    try {
      const answer = await make(closed, 'stranger');
      expect(answer.problem).toMatchObject({ status: 403, type: 'urn:playbooks:problem:no_new_tenants' });
      expect(answer.problem.detail).toContain('invitation');
      const { body } = await closed.call('GET', '/api/me', { token: closed.token('stranger') });
      expect(body).toMatchObject({ tenants: [], mayMakeTenant: false });
    } finally {
      await closed.close();
    }
  });
});
