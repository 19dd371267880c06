import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/derive-id.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Role } from '../../src/model/tenant.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function tenant(role: Role = 'owner') {
  const { orgId, uid } = await api.tenant(role);
  return { orgId, uid, as: { token: api.token(uid) } };
}
const entriesIn = async (orgId: string) => {
  const found = await api.app.engine.store.query(queries.audit(orgId, { limit: 50 }));
  return found.flatMap(({ data }) => (data === null ? [] : [data]));
};
const change = (as: { token: string }, body: object) => api.call('PATCH', '/api/tenant', { ...as, body });

describe('the settings of a business', () => {
  it('are told with what is used up and held, and changed field by field, on record', async () => {
    const { orgId, uid, as } = await tenant();
    const { body } = await api.call('GET', '/api/tenant', as);
    expect(body).toMatchObject({
      orgId,
      tier: 'free',
      pause: null,
      policy: { high: { decision: 'approve' }, selfApproval: 'if_alone' },
      terms: { monthlyExecutions: 5_000, keptDays: 30 },
      usage: { month: { executions: 0, cost: 0 } },
      held: { pause: 0, limit: 0 },
      switches: { autoExecution: true, dryRun: false },
    });
    expect(body.usage.daily).toContainEqual({ name: 'email_send', used: 0, limit: 50 });
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    const playbook = await api.call('POST', '/api/playbooks', { ...as, body: { name: 'P', status: 'active', steps } });
    await api.call('POST', `/api/playbooks/${playbook.body.playbookId}/execute`, { ...as, body: { wait: 5 } });
    const { body: then } = await api.call('GET', '/api/tenant', as);
    expect(then.usage.month.executions).toBe(1);
    await change(as, { limits: { monthlyCost: 7_000_000 } });
    const changed = await change(as, {
      name: 'Thrive 2',
      policy: { high: { decision: 'block' } },
      limits: { daily: { email_send: 80 } },
    });
    expect(changed.body).toMatchObject({
      name: 'Thrive 2',
      policy: { safe: { decision: 'auto' }, high: { decision: 'block' } },
      limits: { monthlyCost: 7_000_000, daily: { email_send: 80 } },
      terms: { monthlyCost: 7_000_000 },
    });
    const [last, first] = await entriesIn(orgId);
    expect(first).toMatchObject({ actor: { kind: 'user', id: uid, name: 'Olive' }, action: 'tenant.changed' });
    expect(first?.actor.from?.ip).toBeTruthy();
    expect(JSON.parse(last?.beforeJson ?? '')).toMatchObject({ name: 'Thrive', limits: { daily: {} } });
    expect(JSON.parse(last?.afterJson ?? '')).toMatchObject({
      name: 'Thrive 2',
      limits: { daily: { email_send: 80 } },
    });
    expect(JSON.parse(last?.afterJson ?? '')).not.toHaveProperty('timezone');
  });

  it('that are as they were leave no entry', async () => {
    const { orgId, as } = await tenant();
    expect((await change(as, { name: 'Thrive', dryRun: false })).status).toBe(200);
    expect(await entriesIn(orgId)).toEqual([]);
  });

  it.each([
    [{ timezone: 'EST' }, 'timezone'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ currency: 'dollars' }, 'currency'],
    [{ locale: 'not a locale' }, 'locale'],
    [{ policy: { high: { decision: 'auto', within: { people: 3 } } } }, 'policy.high.within'],
    [{ limits: { daily: { email_send: -1 } } }, 'limits.daily.email_send'],
    [{ tier: 'enterprise' }, 'body'],
    [{ pause: null }, 'body'],
    [{ orgId: 'other' }, 'body'],
    [{}, 'body'],
  ])('%o is refused and names the field', async (body, field) => {
    const { orgId, as } = await tenant();
    const answer = await change(as, body);
    expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, field]);
    expect(await entriesIn(orgId)).toEqual([]);
  });

  it('policy and limits are for owners; an admin changes the rest', async () => {
    const { orgId, as } = await tenant('admin');
    for (const body of [{ policy: { selfApproval: 'always' } }, { name: 'X', limits: { monthlyCost: 1 } }]) {
      expect((await change(as, body)).status).toBe(403);
    }
    expect((await api.app.engine.store.get(top.tenant(orgId)))?.data.name).toBe('Thrive');
    expect((await change(as, { dryRun: true, trusted: { hosts: ['rival.example'] } })).body).toMatchObject({
      dryRun: true,
      trusted: { hosts: ['rival.example'], recipients: [] },
    });
  });
});

describe('an API key', () => {
  const wish = { name: 'Agent', scopes: ['playbooks:read', 'playbooks:read', 'executions:run'] };
  const issue = async (more: object = {}) => {
    const { orgId, uid, as } = await tenant();
    const issued = await api.call('POST', '/api/api-keys', { ...as, body: { ...wish, ...more } });
    return { orgId, uid, as, issued, key: String(issued.body.key), keyId: String(issued.body.keyId) };
  };
  const read = (key: string) => api.call('GET', '/api/playbooks', { key });
  const dataOf = async (key: string) => (await api.app.engine.store.get(top.apiKey(sha256Hex(key))))?.data;

  it('is shown once, works with its scopes, and is stored, listed and audited without itself', async () => {
    const { orgId, as, issued, key, keyId } = await issue({ expiresInDays: 30 });
    expect([issued.status, issued.body.scopes]).toEqual([201, ['playbooks:read', 'executions:run']]);
    expect((await read(key)).status).toBe(200);
    const { items } = (await api.call('GET', '/api/api-keys', as)).body;
    expect(items).toMatchObject([{ keyId, name: 'Agent', perMinute: 600, revokedAt: null }]);
    expect(items[0].lastUsedAt).toMatch(/:00:00\.000Z$/);
    const secret = key.split('_')[3] ?? '';
    const kept = JSON.stringify([items, await entriesIn(orgId), await dataOf(key)]);
    expect(kept).toContain(keyId);
    expect(kept).not.toContain(secret.slice(0, 12));
  });

  it('is not given again by its Idempotency-Key, and made once', async () => {
    const { orgId, as } = await tenant();
    const headers = { 'Idempotency-Key': `make_${orgId}` };
    const make = () => api.call('POST', '/api/api-keys', { ...as, headers, body: wish });
    expect([(await make()).status, (await make()).status]).toEqual([201, 409]);
    expect((await api.call('GET', '/api/api-keys', as)).body.items).toHaveLength(1);
  });

  it('that is rotated has a new secret, the same id, and as long again; the old secret opens nothing', async () => {
    const { as, key, keyId } = await issue({ expiresInDays: 2 });
    await api.app.engine.store.commit([
      { op: 'update', path: top.apiKey(sha256Hex(key)).path, fields: { expireAt: new Date(), createdAt: new Date(0) } },
    ]);
    expect((await read(key)).status).toBe(401);
    const rotated = await Promise.all([1, 2].map(() => api.call('POST', `/api/api-keys/${keyId}/rotate`, as)));
    const keys = rotated.map(({ body }) => String(body.key));
    expect(rotated.map(({ status, body }) => [status, body.keyId])).toEqual([
      [200, keyId],
      [200, keyId],
    ]);
    const answers = await Promise.all([key, ...keys].map(async (one) => (await read(one)).status));
    expect(answers.toSorted()).toEqual([200, 401, 401]);
    expect((await api.call('GET', '/api/api-keys', as)).body.items).toHaveLength(1);
  });

  it('that is revoked opens nothing and stays on record', async () => {
    const { orgId, uid, as, key, keyId } = await issue();
    const revoke = () => api.call('DELETE', `/api/api-keys/${keyId}`, as);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    expect((await read(key)).status).toBe(401);
    expect((await api.call('POST', `/api/api-keys/${keyId}/rotate`, as)).status).toBe(409);
    const actions = (await entriesIn(orgId)).map(({ action, actor, target }) => [action, actor.id, target.id]);
    expect(actions).toEqual([
      ['api_key.revoked', uid, keyId],
      ['api_key.created', uid, keyId],
    ]);
  });

  it('may be used so often a minute, and no more', async () => {
    const { key } = await issue({ perMinute: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => read(key)));
    expect(answers.filter(({ status }) => status === 429)).not.toHaveLength(0);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('acts in its own team: not in the one that X-Org-Id names, and on no key of another', async () => {
    const mine = await issue();
    const other = await issue();
    const headers = { 'X-Org-Id': other.orgId };
    expect((await api.call('GET', '/api/playbooks', { key: mine.key, headers })).status).toBe(403);
    expect(
      (await api.call('GET', '/api/playbooks', { key: mine.key, headers: { 'X-Org-Id': mine.orgId } })).status,
    ).toBe(200);
    expect((await api.call('DELETE', `/api/api-keys/${other.keyId}`, mine.as)).status).toBe(404);
    expect((await api.call('POST', `/api/api-keys/${other.keyId}/rotate`, mine.as)).status).toBe(404);
    expect((await read(other.key)).status).toBe(200);
  });

  it.each([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['everything'] }, 'scopes.0'],
    [{ expiresInDays: 0 }, 'expiresInDays'],
    [{ perMinute: 1e9 }, 'perMinute'],
    [{ orgId: 'other' }, 'body'],
  ])('is not made of %o', async (more, field) => {
    const { issued } = await issue(more);
    expect([issued.status, issued.problem.errors[0]?.path]).toEqual([422, field]);
  });
});

describe('the audit log', () => {
  it('tells who made a business, and who started an execution in the chat, once each', async () => {
    const uid = `founder_${api.app.engine.random.token()}`;
    const as = { token: api.token(uid, null, { name: 'Flora' }) };
    const made = await api.call('POST', '/api/tenants', { ...as, body: { name: 'Mine', timezone: 'UTC' } });
    const steps = [{ action: 'set_variables', params: { values: { a: 1 } } }];
    await api.call('POST', '/api/playbooks', { ...as, body: { name: 'Variables', status: 'active', steps } });
    await api.call('POST', '/api/chat', { ...as, body: { message: 'Run Variables' } });
    await api.call('POST', '/api/chat', { ...as, body: { message: 'Which playbooks do I have?' } });
    const entries = await entriesIn(String(made.body.orgId));
    expect(entries.map(({ action, actor }) => [action, actor.id, actor.name])).toEqual([
      ['execution.started', uid, 'Flora'],
      ['playbook.created', uid, 'Flora'],
      ['tenant.created', uid, 'Flora'],
    ]);
  });

  it('has one entry for a start that is asked for twice by one Idempotency-Key, and none for one that is refused', async () => {
    const { orgId, as } = await tenant();
    const steps = [{ action: 'set_variables', params: { values: { a: 1 } } }];
    const body = { name: 'Variables', status: 'active', steps };
    const { playbookId } = (await api.call('POST', '/api/playbooks', { ...as, body })).body;
    const headers = { 'Idempotency-Key': 'again' };
    const path = `/api/playbooks/${playbookId}/execute`;
    for (let time = 0; time < 2; time++) await api.call('POST', path, { ...as, headers, body: {} });
    expect((await api.call('POST', '/api/playbooks/nothing/execute', { ...as, body: {} })).status).toBe(404);
    const actions = (await entriesIn(orgId)).map(({ action }) => action);
    expect(actions).toEqual(['execution.started', 'playbook.created']);
  });

  it('is paged without leaving one out, also where many are of one instant, and only owners read it', async () => {
    const { orgId, as } = await tenant();
    const at = new Date('2026-11-20T10:00:00Z');
    const entry = (id: number) => ({
      op: 'create' as const,
      path: tenantPaths(orgId).auditEntry(`entry${id}`).path,
      data: {
        at,
        actor: { kind: 'system', id: 'system', name: null, from: null },
        action: 'thing.done',
        target: { kind: 'thing', id: String(id) },
        beforeJson: null,
        afterJson: '{"a":1}',
        expireAt: new Date('2030-01-01T00:00:00Z'),
      },
    });
    await api.app.engine.store.commit(Array.from({ length: 7 }, (_, id) => entry(id)));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/api/audit?limit=3${cursor}`, as);
      seen.push(
        ...body.items.map(({ target, after }: { target: { id: string }; after: object }) => {
          expect(after).toEqual({ a: 1 });
          return target.id;
        }),
      );
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    const admin = await tenant('admin');
    expect((await api.call('GET', '/api/audit', admin.as)).status).toBe(403);
    expect((await api.call('GET', '/api/audit', { key: await api.key(orgId) })).status).toBe(403);
    const bad = await api.call('GET', '/api/audit?cursor=zzz', as);
    expect([bad.status, bad.problem.errors[0]?.path]).toEqual([422, 'cursor']);
  });
});
