import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLink, signLink } from '../../src/core/governance/approval-link.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type Answer, type ApiKit, startApi } from '../kit/api-kit.ts';
import { act, type Waiting, waitingIn } from '../kit/approval-world.ts';

const KEY = 'the-key-of-the-links';
let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
  await api.addSecret('LINK_KEY', KEY);
});
afterAll(() => api.close());
const waiting = (step?: object) => waitingIn(api, step);

const high = { id: 'gone', action: 'http_request', params: { method: 'DELETE', url: 'https://shop.example/orders/1' } };

const path = (id: string, verb = 'approve') => `/api/approvals/${id}/${verb}`;
const FORM = 'application/x-www-form-urlencoded';
/** The button of the page. */
const press = (id: string, token: string, verb = 'approve', more: Record<string, string> = {}) =>
  api.call('POST', path(id, verb), {
    text: `token=${encodeURIComponent(token)}`,
    headers: { 'Content-Type': FORM, ...more },
  });
const open = (id: string, token: string, verb = 'approve') => api.call('GET', `${path(id, verb)}?token=${token}`);

/** Refused with this status, on record with this reason, and nothing has happened. */
async function expectRefused(one: Waiting, answer: Answer, status: number, why: string): Promise<void> {
  expect(answer.status).toBe(status);
  const entries = (await one.audit()).filter(({ action }) => action === 'approval.refused');
  expect(entries.map(({ afterJson }) => JSON.parse(afterJson ?? '{}').why)).toContain(why);
  expect(entries[0]?.actor.from).toMatchObject({ ip: expect.any(String), userAgent: expect.any(String) });
  await one.run();
  expect([(await one.approval())?.status, (await one.state())?.status, await one.done()]).toEqual([
    'pending',
    'waiting',
    0,
  ]);
}

describe('a link in a mail', () => {
  let one: Waiting;
  beforeEach(async () => {
    one = await waiting();
  });

  it('goes to those who may say yes, and not to who asks, or may not', () => {
    expect([...one.letters.keys()].toSorted()).toEqual(
      [`${one.ed}@thrive.example`, `${one.eda}@thrive.example`].toSorted(),
    );
    expect(one.tokenOf(one.ed)).not.toBe(one.tokenOf(one.eda));
  });

  it('that a scanner opens, however often, shows a page and decides nothing', async () => {
    const token = one.tokenOf(one.ed);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await api.call(method, `${path(one.approvalId)}?token=${token}`);
      expect(page.status).toBe(200);
    }
    const page = await open(one.approvalId, token);
    expect(page.body).toContain('Call &lt;the&gt; supplier');
    expect(page.body).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.headers.get('cache-control')).toBe('no-store');
    await one.run();
    expect([(await one.approval())?.votes, (await one.state())?.status, await one.done()]).toEqual([[], 'waiting', 0]);
    expect((await one.audit()).every(({ action }) => action === 'approval.opened')).toBe(true);
  });

  it('whose button is pressed twice, even at once, decides once', async () => {
    const token = one.tokenOf(one.ed);
    const pages = await Promise.all([press(one.approvalId, token), press(one.approvalId, token)]);
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await press(one.approvalId, token)).status).toBe(409);
    expect((await press(one.approvalId, one.tokenOf(one.ed, 'reject'), 'reject')).status).toBe(409);
    expect((await open(one.approvalId, token)).status).toBe(409);
    await one.run();
    expect([(await one.state())?.status, await one.done()]).toEqual(['completed', 1]);
    const actions = (await one.audit()).map(({ action, actor }) => `${action} ${actor.kind} ${actor.id}`);
    expect(actions.filter((text) => text.startsWith('approval.approved'))).toEqual([
      `approval.approved link ${one.ed}`,
    ]);
    expect(actions.filter((text) => text.startsWith('approval.refused'))).toHaveLength(3);
  });

  it('can say no', async () => {
    expect((await press(one.approvalId, one.tokenOf(one.ed, 'reject'), 'reject')).status).toBe(200);
    await one.run();
    expect([(await one.state())?.error?.code, await one.done()]).toEqual(['rejected', 0]);
  });

  it('with a forged choice is refused', async () => {
    const [body = '', mac = ''] = one.tokenOf(one.ed, 'reject').split('.');
    const claim = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = `${Buffer.from(JSON.stringify({ ...claim, choice: 'approved' })).toString('base64url')}.${mac}`;
    expect((await open(one.approvalId, forged)).status).toBe(403);
    await expectRefused(one, await press(one.approvalId, forged), 403, 'forged');
  });

  it('for the other answer is refused', async () => {
    await expectRefused(one, await press(one.approvalId, one.tokenOf(one.ed, 'reject'), 'approve'), 403, 'foreign');
  });

  it('signed with another key is refused', async () => {
    const claim = readLink(KEY, one.tokenOf(one.ed))?.claim;
    if (!claim) throw new Error('no claim');
    await expectRefused(one, await press(one.approvalId, signLink('another key', claim)), 403, 'forged');
  });

  it('of another execution is refused, on the record of that one', async () => {
    const other = await waiting();
    const answer = await press(one.approvalId, other.tokenOf(other.ed));
    await expectRefused(other, answer, 403, 'foreign');
    await one.run();
    expect([(await one.approval())?.status, await one.done()]).toEqual(['pending', 0]);
  });

  it('of another approver is refused to who is signed in', async () => {
    const more = { Authorization: `Bearer ${api.token(one.eda)}` };
    await expectRefused(one, await press(one.approvalId, one.tokenOf(one.ed), 'approve', more), 403, 'foreign');
    const [entry] = await one.audit();
    expect(entry?.actor.id).toBe(one.eda);
  });

  it('that has expired is refused', async () => {
    const claim = readLink(KEY, one.tokenOf(one.ed))?.claim;
    if (!claim) throw new Error('no claim');
    const late = signLink(KEY, { ...claim, expiresAt: '2026-01-01T00:00:00.000Z' });
    expect((await open(one.approvalId, late)).status).toBe(409);
    await expectRefused(one, await press(one.approvalId, late), 409, 'expired');
  });

  it('is refused once the params are others than those that it was written for', async () => {
    const two = await waiting({ ...act, approval: { needed: 2 } });
    const params = { ...act.params, title: 'Call Eve' };
    const edited = await api.call('POST', path(two.approvalId), { ...two.as(two.eda), body: { params } });
    expect([edited.status, edited.body.status, edited.body.editedBy]).toEqual([200, 'pending', two.eda]);
    expect((await open(two.approvalId, two.tokenOf(two.ed))).status).toBe(409);
    await expectRefused(two, await press(two.approvalId, two.tokenOf(two.ed)), 409, 'changed');
  });

  it('of somebody who is an editor no more is refused', async () => {
    const ref = tenantPaths(one.orgId).member(one.ed);
    await api.app.engine.store.commit([{ op: 'update', path: ref.path, fields: { role: 'viewer' } }]);
    await expectRefused(one, await press(one.approvalId, one.tokenOf(one.ed)), 403, 'role');
  });

  it('of who caused it is refused, had he one', async () => {
    const claim = readLink(KEY, one.tokenOf(one.ed))?.claim;
    if (!claim) throw new Error('no claim');
    const own = signLink(KEY, { ...claim, uid: one.olive });
    await expectRefused(one, await press(one.approvalId, own), 403, 'self_approval');
  });

  it.each(['', 'x', 'a.b.c', `${Buffer.from('{}').toString('base64url')}.x`])(
    'that is none (%o) is refused',
    async (token) => {
      const answer = await press(one.approvalId, token);
      expect([403, 422]).toContain(answer.status);
      expect([(await one.approval())?.status, await one.done()]).toEqual(['pending', 0]);
    },
  );
});

describe('an answer in the app', () => {
  const post = (one: Waiting, who: object, body: object = {}, verb = 'approve') =>
    api.call('POST', path(one.approvalId, verb), { ...who, body });

  it('of who caused it is refused', async () => {
    const one = await waiting();
    await expectRefused(one, await post(one, one.as(one.olive)), 403, 'self_approval');
  });

  it('of a viewer is refused', async () => {
    const one = await waiting();
    await expectRefused(one, await post(one, one.as(one.vic)), 403, 'role');
  });

  it('of another tenant finds nothing, on the record of that one', async () => {
    const [one, other] = [await waiting(), await waiting()];
    const answer = await post(one, other.as(other.olive));
    expect(answer.status).toBe(404);
    expect((await other.audit()).map(({ action, target }) => [action, target.id])).toEqual([
      ['approval.refused', one.approvalId],
    ]);
    await one.run();
    expect([(await one.approval())?.status, await one.done()]).toEqual(['pending', 0]);
  });

  it('to params that were changed since they were shown is refused', async () => {
    const one = await waiting();
    await expectRefused(one, await post(one, one.as(one.ed), { paramsHash: 'of-something-else' }), 409, 'changed');
  });

  it('with params that the step does not take is refused, field by field', async () => {
    const one = await waiting();
    const answer = await post(one, one.as(one.ed), { params: { agent: 'eve', title: 'x' } });
    expect(answer.problem.errors.map((error) => error.path)).toEqual(['params.agent']);
    await expectRefused(one, answer, 422, 'bad_params');
  });

  it('acts on what it was changed to', async () => {
    const one = await waiting();
    const params = { ...act.params, title: 'Call the other supplier' };
    expect((await post(one, one.as(one.ed), { params })).status).toBe(200);
    await one.run();
    const [task] = await api.app.engine.store.query(queries.tasks(one.orgId, { limit: 5 }));
    expect(task?.data?.title).toBe('Call the other supplier');
  });

  it('for a high risk takes an admin who has signed in within 15 minutes; there are no links', async () => {
    const one = await waiting(high);
    expect([...one.letters.values()].join()).not.toContain('token=');
    const admin = `adm_${one.orgId.slice(-12)}`;
    const data = { uid: admin, email: `${admin}@thrive.example`, name: 'A', role: 'admin', createdAt: new Date() };
    await api.app.engine.store.commit([{ op: 'create', path: tenantPaths(one.orgId).member(admin).path, data }]);
    const stale = { ...one.as(admin), token: api.token(admin, 'stale') };
    await expectRefused(one, await post(one, stale), 403, 'sign_in_again');
    const claim = { orgId: one.orgId, approvalId: one.approvalId, uid: admin, choice: 'approved' as const };
    const { paramsHash = '' } = (await one.approval()) ?? {};
    const link = signLink(KEY, { ...claim, paramsHash, expiresAt: '2036-01-01T00:00:00.000Z' });
    await expectRefused(one, await press(one.approvalId, link), 403, 'link_risk');
    await expectRefused(one, await post(one, one.as(one.ed)), 403, 'role');
    await expectRefused(one, await post(one, { key: await api.key(one.orgId, ['approvals:decide']) }), 403, 'key_risk');
    expect((await post(one, one.as(admin))).status).toBe(200);
  });

  it('by an API key is refused to what the key has started', async () => {
    const { orgId, uid } = await api.tenant();
    const who = { token: api.token(uid) };
    const draft = { name: 'Supplies', status: 'active', steps: [act] };
    const { body } = await api.call('POST', '/api/playbooks', { ...who, body: draft });
    const key = await api.key(orgId);
    await api.call('POST', `/api/playbooks/${body.playbookId}/execute`, { key, body: {} });
    const [asked] = await api.app.engine.store.query(queries.approvals(orgId, { limit: 5 }));
    const own = await api.call('POST', path(asked?.id ?? ''), { key, body: {} });
    expect([own.status, own.problem.type]).toEqual([403, 'urn:playbooks:problem:self_approval']);
    const other = await api.call('POST', path(asked?.id ?? ''), {
      key: await api.key(orgId, ['approvals:decide']),
      body: {},
    });
    expect(other.status).toBe(200);
  });
});
