import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const draft = {
  name: 'Variables',
  status: 'active',
  steps: [{ action: 'set_variables', params: { values: { answer: 42 } } }],
};

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function owned() {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const created = await api.call('POST', '/api/playbooks', { token, body: draft });
  return { orgId, uid, token, created, id: String(created.body.playbookId) };
}
const executionsIn = (orgId: string) => api.app.engine.store.query(queries.executions(orgId, { limit: 10 }));

describe('an ID token', () => {
  it('that Firebase signed lets its user in', async () => {
    const { created } = await owned();
    expect(created.status).toBe(201);
  });

  for (const flaw of ['expired', 'forged', 'unsigned', 'other project'] as const) {
    it(`that is ${flaw === 'other project' ? 'of another project' : flaw} is refused, and changes nothing`, async () => {
      const { orgId, uid } = await api.tenant();
      const answer = await api.call('POST', '/api/playbooks', { token: api.token(uid, flaw), body: draft });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        401,
        'application/problem+json; charset=utf-8',
      ]);
      expect(await api.app.engine.store.query(queries.playbooks(orgId, { limit: 5 }))).toEqual([]);
    });
  }

  it('is asked for when nothing was sent', async () => {
    const answer = await api.call('GET', '/api/playbooks');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });
});

describe('another tenant’s playbook', () => {
  it('is not there: not to read, change, execute or delete, by token, by key, by X-Org-Id, by body', async () => {
    const mine = await owned();
    const other = await owned();
    const key = await api.key(mine.orgId);
    const path = `/api/playbooks/${other.id}`;
    for (const who of [{ token: mine.token }, { key }]) {
      const answers = [
        await api.call('GET', path, who),
        await api.call('PATCH', path, { ...who, body: { status: 'archived' } }),
        await api.call('POST', `${path}/execute`, { ...who, body: { orgId: other.orgId } }),
        await api.call('DELETE', path, who),
        await api.call('GET', `${path}/forecast`, who),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
    const byHeader = await api.call('GET', path, { token: mine.token, headers: { 'X-Org-Id': other.orgId } });
    expect(byHeader.status).toBe(403);
    const stored = await api.app.engine.store.get(tenantPaths(other.orgId).playbook(other.id));
    expect(stored?.data.status).toBe('active');
    expect(await executionsIn(other.orgId)).toEqual([]);
  });
});

describe('a role and a scope', () => {
  it('a viewer may look and not touch', async () => {
    const { orgId, uid } = await api.tenant('viewer');
    const token = api.token(uid);
    expect((await api.call('GET', '/api/playbooks', { token })).status).toBe(200);
    const refused = await api.call('POST', '/api/playbooks', { token, body: draft });
    expect([refused.status, refused.problem.type]).toEqual([403, 'urn:playbooks:problem:role']);
    expect(await api.app.engine.store.query(queries.playbooks(orgId, { limit: 5 }))).toEqual([]);
  });

  it('a key does what its scopes name and nothing else', async () => {
    const { orgId, id } = await owned();
    const key = await api.key(orgId, ['playbooks:read']);
    expect((await api.call('GET', `/api/playbooks/${id}`, { key })).status).toBe(200);
    const refused = await api.call('POST', `/api/playbooks/${id}/execute`, { key, body: {} });
    expect([refused.status, refused.problem.type]).toEqual([403, 'urn:playbooks:problem:scope']);
  });

  it('a key with one character changed is refused without a look-up', async () => {
    const { orgId } = await owned();
    const key = await api.key(orgId);
    const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    expect((await api.call('GET', '/api/playbooks', { key: wrong })).status).toBe(401);
  });
});

describe('CRON_SECRET', () => {
  it('starts an active playbook as system; the body’s inputs and mode are ignored', async () => {
    const { orgId, id } = await owned();
    const body = { triggeredBy: 'manual', orgId, userId: 'system', dryRun: true, inputs: { a: 1 } };
    const answer = await api.call('POST', `/api/playbooks/${id}/execute`, { token: 'first-secret', body });
    expect([answer.status, answer.body.status]).toEqual([202, 'queued']);
    const [execution] = await executionsIn(orgId);
    expect(execution?.data).toMatchObject({ startedBy: 'system', mode: 'live', status: 'queued' });
  });

  it('also beside an OIDC token, as X-Cron-Secret', async () => {
    const { orgId, id } = await owned();
    const headers = { Authorization: 'Bearer oidc.token.here', 'X-Cron-Secret': 'first-secret' };
    expect((await api.call('POST', `/api/playbooks/${id}/execute`, { headers, body: { orgId } })).status).toBe(202);
  });

  it('that is wrong, empty or missing starts nothing', async () => {
    const { orgId, id } = await owned();
    for (const token of ['wrong-secret', 'first-secre', 'FIRST-SECRET']) {
      expect((await api.call('POST', `/api/playbooks/${id}/execute`, { token, body: { orgId } })).status).toBe(401);
    }
    expect((await api.call('POST', `/api/playbooks/${id}/execute`, { body: { orgId } })).status).toBe(401);
    expect(await executionsIn(orgId)).toEqual([]);
  });

  it('opens nothing but the start of a playbook', async () => {
    const { id } = await owned();
    for (const [method, path] of [
      ['GET', '/api/playbooks'],
      ['PATCH', `/api/playbooks/${id}`],
      ['GET', '/api/executions'],
    ] as const) {
      expect(
        (
          await api.call(method, path, {
            token: 'first-secret',
            ...(method === 'PATCH' && { body: { status: 'paused' } }),
          })
        ).status,
      ).toBe(401);
    }
  });

  it('starts no paused playbook, and names no tenant that does not own it', async () => {
    const { orgId, token, id } = await owned();
    const other = await owned();
    const execute = (org: string) =>
      api.call('POST', `/api/playbooks/${id}/execute`, { token: 'first-secret', body: { orgId: org } });
    expect((await execute(other.orgId)).status).toBe(404);
    await api.call('PATCH', `/api/playbooks/${id}`, { token, body: { status: 'paused' } });
    expect((await execute(orgId)).status).toBe(409);
  });

  it('is limited to sixty starts of a playbook a minute', async () => {
    const { orgId, id } = await owned();
    const call = () => api.call('POST', `/api/playbooks/${id}/execute`, { token: 'wrong-again', body: { orgId } });
    const answers = await Promise.all(Array.from({ length: 61 }, call));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    expect(
      (await api.call('POST', `/api/playbooks/${id}/execute`, { token: 'first-secret', body: { orgId } })).status,
    ).toBe(202);
  });

  it('is limited however the address of the playbook is spelled', async () => {
    const { orgId, id } = await owned();
    const spelled = [id, `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`];
    const call = (index: number) =>
      api.call('POST', `/api/playbooks/${spelled[index % 2]}/execute`, { token: 'wrong-again', body: { orgId } });
    const answers = await Promise.all(Array.from({ length: 62 }, (_, index) => call(index)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });
});
