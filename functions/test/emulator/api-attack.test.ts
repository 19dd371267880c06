import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const tenant = await api.tenant();
  ({ orgId } = tenant);
  token = api.token(tenant.uid);
});
afterAll(() => api.close());

const variables = { name: 'V', steps: [{ action: 'set_variables', params: { answer: 42 } }] };

describe('what could make the server stumble is answered with the mistake', () => {
  it.each(['[', '{"a":'])('a body that lies thousands of levels deep: %s', async (open) => {
    const close = open === '[' ? ']' : '}';
    const deep = `${open.repeat(20_000)}1${close.repeat(20_000)}`;
    const text = `{"name":"x","steps":[{"action":"set_variables","params":{"a":${deep}}}]}`;
    for (const headers of [{}, { 'Idempotency-Key': 'deep' }]) {
      const answer = await api.call('POST', '/api/playbooks', { token, text, headers });
      expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, 'body']);
    }
  });

  it('half a character, which Firestore cannot keep', async () => {
    const message = 'Email me when stock runs low \ud800';
    const chat = await api.call('POST', '/api/chat', { token, body: { message } });
    expect([chat.status, chat.problem.errors[0]?.path]).toEqual([422, 'body']);
    const named = await api.call('POST', '/api/playbooks', { token, body: { ...variables, name: '\udc00' } });
    expect(named.status).toBe(422);
  });

  it.each([
    ['/api/playbooks/__x__', 'id'],
    ['/api/executions/__x__', 'id'],
    ['/api/executions?playbookId=__x__', 'playbookId'],
    [`/api/playbooks?cursor=${Buffer.from('+275760-09-13T00:00:00.000Z').toString('base64url')}`, 'cursor'],
    ['/api/playbooks?cursor=zzz', 'cursor'],
  ])('%s', async (path, field) => {
    const answer = await api.call('GET', path, { token });
    expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, field]);
  });

  it('a team or a conversation whose id Firestore keeps for itself', async () => {
    const team = await api.call('GET', '/api/playbooks', { token, headers: { 'X-Org-Id': '__x__' } });
    expect(team.status).toBe(403);
    const chat = await api.call('POST', '/api/chat', { token, body: { message: 'hi', conversationId: '__x__' } });
    expect(chat.status).toBe(422);
  });

  it('a field that is missing is said to be needed', async () => {
    const { problem } = await api.call('POST', '/api/playbooks', { token, body: {} });
    expect(problem.errors).toContainEqual({ path: 'name', message: 'This is needed (string)' });
  });
});

describe('one address for one thing', () => {
  it.each(['/api/playbooks/', '/API/playbooks', '/api/Playbooks'])('%s is another address', async (path) => {
    expect((await api.call('GET', path, { token })).status).toBe(404);
  });

  it('an idempotency key counts per tenant', async () => {
    const other = await api.tenant();
    const headers = { 'Idempotency-Key': 'shared' };
    const mine = await api.call('POST', '/api/playbooks', { token, headers, body: variables });
    const theirs = await api.call('POST', '/api/playbooks', {
      token: api.token(other.uid),
      headers,
      body: variables,
    });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.playbookId).not.toBe(mine.body.playbookId);
  });
});

describe('a playbook that was written by hand', () => {
  const write = (id: string, data: object) =>
    api.app.engine.store.commit([{ op: 'create', path: tenantPaths(orgId).playbook(id).path, data }]);

  it('and cannot be read names its fields, and can be deleted', async () => {
    await write('by-hand', { name: 'By hand', triggers: 'nonsense', createdAt: new Date() });
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/forecast'],
      ['PATCH', '', { status: 'paused' }],
    ] as const) {
      const answer = await api.call(method, `/api/playbooks/by-hand${path}`, { token, body });
      expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, 'triggers']);
    }
    expect((await api.call('GET', '/api/playbooks', { token })).status).toBe(200);
    expect((await api.call('DELETE', '/api/playbooks/by-hand', { token })).status).toBe(204);
  });

  it('with steps that are no JSON is listed, and can be paused and mended', async () => {
    await write('no-json', { name: 'No JSON', status: 'active', stepsJson: '{no json', createdAt: new Date() });
    expect((await api.call('GET', '/api/playbooks', { token })).status).toBe(200);
    const path = '/api/playbooks/no-json';
    expect((await api.call('PATCH', path, { token, body: { status: 'paused' } })).body.status).toBe('paused');
    const mended = await api.call('PATCH', path, { token, body: { steps: variables.steps } });
    expect(mended.body.steps).toMatchObject(variables.steps);
  });
});
