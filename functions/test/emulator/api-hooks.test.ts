import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/core/engine/engine.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { dispatchEvent } from '../../src/core/triggering/dispatch-event.ts';
import { startGathered } from '../../src/core/triggering/start-gathered.ts';
import { sampleDelivery } from '../../src/core/triggering/webhook-sample.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { WebhookScheme } from '../../src/model/trigger.ts';
import { type Answer, type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi({ REQUESTS_A_MINUTE: '1000000' });
});
afterAll(() => api.close());

const given = 'a-signing-secret-of-theirs';
const saying = (word: string) => [{ action: 'set_variables', params: { values: { word } } }];

let senders = 0;

/** A tenant with an armed playbook that a webhook starts. */
async function createDoor(scheme: WebhookScheme, more: object = {}) {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  // Who is refused too often is refused by where he sends from.
  const sender = `192.0.2.${++senders}`;
  const steps = saying('batch' in more ? '{{event.count}}' : '{{event.body.word}}');
  const body = { name: 'Door', status: 'active', triggers: [{ type: 'webhook', scheme, ...more }], steps };
  const made = await api.call('POST', '/api/playbooks', { token, body });
  expect(made.status).toBe(201);
  const id = String(made.body.playbookId);
  await applyTriggers(api.app.arsenal, orgId, id);
  const base = `/api/playbooks/${id}/hooks`;
  const view = async () => (await api.call('GET', base, { token })).body.items[0];
  const { url } = await view();
  const address = new URL(url).pathname;
  const set = (secret: string | null = given) =>
    api.call('POST', `${base}/webhook/secret`, { token, body: { secret } });
  const post = (headers: Readonly<Record<string, string>>, text: string, path = address): Promise<Answer> =>
    api.call('POST', path, {
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': sender, ...headers },
      text,
    });
  const signed = (body: object, secret = given, name = crypto.randomUUID()) => {
    const delivery = sampleDelivery(scheme, { secret, id: name, body: { ...body }, now: new Date() });
    return [{ ...delivery.headers }, Buffer.from(delivery.body).toString()] as const;
  };
  const executions = async () =>
    (await api.app.engine.store.query(queries.executions(orgId, { limit: 50 }))).flatMap(({ data }) => data ?? []);
  const dispatch = (answer: Answer) => dispatchEvent(api.app.engine, orgId, String(answer.body.eventId));
  return { orgId, token, id, base, view, address, set, post, signed, executions, dispatch };
}

/** The engine as it is that much later. */
const later = (ms: number): Engine => {
  const { engine } = api.app;
  return { ...engine, clock: { ...engine.clock, now: () => new Date(Date.now() + ms) } };
};

describe('deliveries that are gathered, on Firestore', () => {
  const gathered = async (orgId: string) =>
    (await api.app.engine.store.query(queries.dueGathered(new Date(Date.now() + 1e9), { limit: 900 }))).filter(
      ({ ref }) => ref.path.startsWith(tenantPaths(orgId).root),
    );

  it('start a batch once, whoever comes to start it', async () => {
    const { orgId, set, post, signed, dispatch, executions } = await createDoor('github', {
      batch: { maxSize: 10, maxWaitMs: 60_000 },
    });
    await set();
    const all = await Promise.all(Array.from({ length: 12 }, (_, index) => post(...signed({ index }))));
    await Promise.all([...all, ...all].map(dispatch));
    const waiting = await gathered(orgId);
    expect(waiting).toHaveLength(12);
    await Promise.all(waiting.slice(0, 4).map(({ id }) => startGathered(api.app.engine, orgId, id)));
    expect(await executions()).toHaveLength(1);
    await Promise.all(waiting.map(({ id }) => startGathered(later(61_000), orgId, id)));
    const told = (await executions()).map(({ contextJson }) => JSON.parse(contextJson).event);
    expect(told.map(({ count }) => count).sort()).toEqual([10, 2]);
    const indexes = told.flatMap(({ items }) => items.map(({ body }: { body: { index: number } }) => body.index));
    expect(indexes.sort((a: number, b: number) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(await gathered(orgId)).toEqual([]);
  });

  it('start a burst once, with the last of it', async () => {
    const { orgId, set, post, signed, dispatch, executions } = await createDoor('github', {
      debounce: { windowMs: 30_000, by: 'event.body.key' },
    });
    await set();
    for (const key of ['a', 'b', 'a', 'a']) await dispatch(await post(...signed({ key, word: `${key}!` })));
    const waiting = await gathered(orgId);
    await Promise.all(waiting.map(({ id }) => startGathered(api.app.engine, orgId, id)));
    expect(await executions()).toEqual([]);
    await Promise.all([...waiting, ...waiting].map(({ id }) => startGathered(later(40_000), orgId, id)));
    expect((await executions()).map(({ contextJson }) => JSON.parse(contextJson).event.body.word).sort()).toEqual([
      'a!',
      'b!',
    ]);
    expect(await gathered(orgId)).toEqual([]);
  });
});

describe('a webhook, over HTTP', () => {
  it('takes nothing before its secret is set, and after that what is signed', async () => {
    const { view, set, post, signed, executions, dispatch } = await createDoor('github');
    expect(await view()).toMatchObject({
      triggerId: 'webhook',
      scheme: 'github',
      status: 'needs_secret',
      lastDelivery: null,
    });
    expect((await post(...signed({ word: 'hi' }))).status).toBe(403);
    expect((await set()).body).toMatchObject({ secret: null, scheme: 'github' });
    const delivery = signed({ word: 'hi' });
    const answer = await post(...delivery);
    expect([answer.status, answer.body]).toEqual([202, { accepted: true, eventId: expect.any(String) }]);
    await dispatch(answer);
    expect(await executions()).toMatchObject([{ triggeredBy: 'webhook', taint: ['event'] }]);
    expect((await post(...delivery)).body).toEqual(answer.body);
    await dispatch(answer);
    expect(await executions()).toHaveLength(1);
    expect(await view()).toMatchObject({
      status: 'ready',
      lastDelivery: { eventId: answer.body.eventId, started: 1, isTest: false },
    });
  });

  it('makes a secret of its own, shows it once, and in no list', async () => {
    const { set, post, signed, base, token, view } = await createDoor('hmac');
    const { body, headers } = await set(null);
    expect(body.secret).toMatch(/^whsec_/);
    expect(headers.get('cache-control') ?? '').not.toMatch(/public/);
    expect((await post(...signed({ a: 1 }, body.secret))).status).toBe(202);
    expect(JSON.stringify(await view())).not.toContain(body.secret);
    const again = { headers: { 'Idempotency-Key': 'k1' }, token, body: {} };
    const first = await api.call('POST', `${base}/webhook/secret`, again);
    expect(first.body.secret).toMatch(/^whsec_/);
    const second = await api.call('POST', `${base}/webhook/secret`, again);
    expect([second.status, JSON.stringify(second.body).includes(first.body.secret)]).toEqual([409, false]);
  });

  it('refuses alike a wrong address, a wrong signature and a changed body, and reads none of them', async () => {
    const { set, post, signed, address, executions } = await createDoor('hmac');
    const { body } = await set(null);
    const [headers, text] = signed({ a: 1 }, body.secret);
    const said = [
      await post(headers, text, '/api/hooks/nobody'),
      await post(headers, text, `${address.slice(0, -1)}${address.endsWith('a') ? 'b' : 'a'}`),
      await post(headers, '{"a":2'),
      await post(headers, ''),
      await post({ ...headers, 'webhook-timestamp': '1' }, text),
      await post({}, text),
    ].map(({ status, problem }) => ({ status, problem }));
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(said[0]).toMatchObject({ status: 403, problem: { type: 'urn:playbooks:problem:delivery_refused' } });
    expect(await executions()).toEqual([]);
  });

  it('takes at most 256 KB, JSON or a form, as it is', async () => {
    const { set, post, signed, address } = await createDoor('bearer');
    const { body } = await set(null);
    const [headers] = signed({}, body.secret);
    const status = async (type: string, text: string) =>
      (await post({ ...headers, 'webhook-id': text.slice(0, 9), 'Content-Type': type }, text)).status;
    expect(await status('application/json', `{"a":"${'x'.repeat(255 * 1024)}"}`)).toBe(202);
    expect(await status('application/json', `{"a":"${'x'.repeat(257 * 1024)}"}`)).toBe(413);
    expect(await status('application/x-www-form-urlencoded', 'a=1')).toBe(202);
    expect(await status('application/cloudevents+json; charset=utf-8', '{}')).toBe(202);
    expect(await status('text/plain', 'a')).toBe(415);
    expect(await status('multipart/form-data; boundary=x', '--x--')).toBe(415);
    expect(await status('application/json', '{')).toBe(400);
    const zipped = await post({ ...headers, 'Content-Encoding': 'gzip' }, '{}');
    expect(zipped.status).toBe(415);
    expect((await api.call('GET', address)).status).toBe(405);
    expect((await api.call('GET', address)).headers.get('allow')).toBe('POST');
    expect((await api.call('DELETE', address)).status).toBe(404);
  });

  it('is no way to fill the store with keys, and a sender who is always wrong is stopped', async () => {
    const { set, post, signed } = await createDoor('github');
    await set();
    const [headers, text] = signed({});
    const one = await post({ ...headers, 'Idempotency-Key': 'same' }, text);
    const other = await post({ ...signed({ other: true })[0], 'Idempotency-Key': 'same' }, signed({ other: true })[1]);
    expect([one.status, other.status]).toEqual([202, 202]);
    const seen = new Set<number>();
    for (let time = 0; time < 70; time++) seen.add((await post({ 'X-Hub-Signature-256': 'sha256=0' }, text)).status);
    expect([...seen].sort()).toEqual([403, 429]);
    // GitHub sends for many from one place: whoever misuses it keeps nobody else's deliveries out.
    expect((await post(...signed({ genuine: true }))).status).toBe(202);
  });

  it('starts with what it takes, up to the last byte', async () => {
    const { set, post, signed, dispatch, executions } = await createDoor('github');
    await set();
    const word = 'é'.repeat(130_000);
    const delivery = signed({ word });
    expect(Buffer.byteLength(delivery[1])).toBeGreaterThan(250 * 1024);
    await dispatch(await post(...delivery));
    const [one, ...more] = await executions();
    expect([one?.status, one?.triggeredBy, more]).toEqual(['queued', 'webhook', []]);
  });

  it('asked by Slack whether somebody is at home says so', async () => {
    const { set, post, signed } = await createDoor('slack');
    await set();
    const answer = await post(...signed({ type: 'url_verification', challenge: 'c1' }));
    expect([answer.status, answer.body]).toEqual([200, { challenge: 'c1' }]);
  });

  it('is tried with one click, as a dry run by the same way', async () => {
    const { set, base, token, view, executions, dispatch } = await createDoor('stripe', {
      filter: 'event.body.word == "yes"',
    });
    const test = (word: string) => api.call('POST', `${base}/webhook/test`, { token, body: { body: { word } } });
    expect((await test('yes')).status).toBe(409);
    await set();
    expect((await test('no')).body).toMatchObject({ executionId: null });
    const answer = await test('yes');
    expect(answer.status).toBe(202);
    await dispatch(answer);
    const [one, ...more] = await executions();
    expect([one?.mode, one?.triggeredBy, more]).toEqual(['dry_run', 'webhook', []]);
    expect((await api.call('GET', `/api/executions/${answer.body.executionId}`, { token })).status).toBe(200);
    expect((await view()).lastDelivery).toMatchObject({ isTest: true });
  });

  it('wants the sender’s own secret where only he makes it', async () => {
    const { set } = await createDoor('shopify');
    const { status, problem } = await set(null);
    expect([status, problem.errors[0]?.path]).toEqual([422, 'secret']);
  });

  it('belongs to its tenant and to editors', async () => {
    const { id } = await createDoor('github');
    for (const role of ['viewer', 'editor'] as const) {
      const other = await api.tenant(role);
      const { status } = await api.call('GET', `/api/playbooks/${id}/hooks`, { token: api.token(other.uid) });
      expect([role, status]).toEqual([role, role === 'viewer' ? 403 : 404]);
    }
    expect((await api.call('GET', `/api/playbooks/${id}/hooks`)).status).toBe(401);
  });

  it('leaves no secret in any document of its tenant', async () => {
    const { orgId, set, post, signed, dispatch } = await createDoor('bearer');
    const { body } = await set(null);
    const [headers] = signed({}, body.secret);
    const answer = await post(headers, JSON.stringify({ word: body.secret }));
    await dispatch(answer);
    const seen: string[] = [];
    for await (const one of api.app.subtree.documents(tenantPaths(orgId).root, null)) seen.push(JSON.stringify(one));
    const hooks = await api.app.engine.store.query(queries.hooks(orgId, { limit: 9 }));
    expect(seen.join('')).toContain('webhook.received');
    expect([seen.join(''), JSON.stringify(hooks)].filter((text) => text.includes(body.secret))).toEqual([]);
  });
});
