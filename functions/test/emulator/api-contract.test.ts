import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsFor } from '../../src/core/authoring/conversation-facts.ts';
import { endPauses } from '../../src/core/authoring/end-pauses.ts';
import { makeExamples } from '../../src/core/authoring/make-examples.ts';
import { callTool } from '../../src/core/authoring/tools/all-tools.ts';
import { draftOf } from '../../src/core/authoring/tools/proposal.ts';
import type { Contract } from '../../src/model/contract.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import type { PlaybookDraft } from '../../src/model/playbook.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { createHandClock } from '../kit/clock.ts';
import { asParams, cardIn, lateInvoice } from '../kit/tools-kit.ts';

let api: ApiKit;
let orgId: string;
let uid: string;
let as: { token: string; headers: Record<string, string> };
let draft: PlaybookDraft;
let contract: Contract;
beforeAll(async () => {
  api = await startApi();
  ({ orgId, uid } = await api.tenant());
  as = { token: api.token(uid), headers: { 'X-Org-Id': orgId } };
  const facts = await factsOf();
  contract = { ...lateInvoice, examples: makeExamples(lateInvoice, facts) };
  draft = { ...draftOf({ contract, name: undefined, steps: undefined }, facts), status: 'active' };
});
afterAll(() => api.close());

async function factsOf() {
  const { store } = api.app.engine;
  const tenant = (await store.get(top.tenant(orgId)))?.data;
  const member = (await store.get(tenantPaths(orgId).member(uid)))?.data;
  if (!tenant || !member) throw new Error('No tenant');
  return factsFor(api.app.engine, orgId, tenant, member);
}

const post = (body: unknown) => api.call('POST', '/api/playbooks', { ...as, body });
const patch = (id: string, body: unknown) => api.call('PATCH', `/api/playbooks/${id}`, { ...as, body });
const get = (id: string) => api.call('GET', `/api/playbooks/${id}`, as);
const stored = async (id: string) => (await api.app.engine.store.get(tenantPaths(orgId).playbook(id)))?.data;
const made = async () => String((await post(draft)).body.playbookId);
/** It listens for other amounts than were asked for. */
const astray = () => draft.triggers.map((one) => ({ ...one, filter: 'double(event.amount) > 5000.0' }));

describe('a playbook with a contract', () => {
  it('shows it with its examples, and keeps it in the audit', async () => {
    expect(contract.examples.length).toBeGreaterThan(1);
    const { status, body } = await post(draft);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'active', contract: { subject: 'invoices' }, warnings: [] });
    expect(body.examples).toHaveLength(contract.examples.length);
    expect(body.examples.every((one: { agrees: boolean }) => one.agrees)).toBe(true);
    expect(body).not.toHaveProperty('contractJson');
    expect((await get(body.playbookId)).body.contract).toEqual(JSON.parse(JSON.stringify(contract)));
    const entries = await api.app.engine.store.query(queries.audit(orgId, { limit: 20 }));
    const entry = entries.find(({ data }) => data?.target.id === body.playbookId);
    expect(JSON.parse(entry?.data?.afterJson ?? '{}')).toMatchObject({ contract: { subject: 'invoices' } });
  });

  it('is not made active where an example disagrees, and may be kept as a draft', async () => {
    const wrong = { ...draft, triggers: astray() };
    const refused = await post(wrong);
    expect(refused.status).toBe(422);
    expect(refused.problem.errors[0]).toMatchObject({
      path: expect.stringMatching(/^contract\.examples\.\d+$/),
      message: expect.stringContaining('was asked to act on this, and would not'),
    });
    const kept = await post({ ...wrong, status: 'draft' });
    expect(kept.status).toBe(201);
    expect(kept.body.examples.some((one: { agrees: boolean }) => !one.agrees)).toBe(true);
    expect((await patch(kept.body.playbookId, { status: 'active' })).status).toBe(422);
    expect((await patch(kept.body.playbookId, { triggers: draft.triggers, status: 'active' })).status).toBe(200);
  });

  it('does not stay active through an edit that breaks an example, unless the contract is changed with it', async () => {
    const id = await made();
    const before = await stored(id);
    const refused = await patch(id, { triggers: astray() });
    expect([refused.status, refused.problem.errors[0]?.path]).toEqual([
      422,
      expect.stringMatching(/^contract\.examples/),
    ]);
    expect(await stored(id)).toEqual(before);
    expect((await patch(id, { steps: [{ action: 'log_note', params: { message: 'x' } }] })).status).toBe(422);
    const wanted: Contract = {
      ...contract,
      conditions: contract.conditions.map((one) => ({ ...one, value: 5_000 })),
      examples: [],
    };
    const facts = await factsOf();
    const examples = makeExamples(wanted, facts);
    const { triggers, steps } = draftOf({ contract: wanted, name: undefined, steps: undefined }, facts);
    const changed = await patch(id, { triggers, steps, contract: { ...wanted, examples } });
    expect(changed.status).toBe(200);
    expect(changed.body.contract.conditions[0].value).toBe(5_000);
  });

  it('may be paused, archived and renamed whatever its examples say', async () => {
    const id = await made();
    const { path } = tenantPaths(orgId).playbook(id);
    await api.app.engine.store.commit([{ op: 'update', path, fields: { triggers: astray() } }]);
    expect((await patch(id, { name: 'Other' })).status).toBe(422);
    expect((await patch(id, { status: 'paused' })).status).toBe(200);
    expect((await patch(id, { name: 'Other' })).status).toBe(200);
    expect((await patch(id, { status: 'active' })).status).toBe(422);
    expect((await patch(id, { status: 'archived' })).status).toBe(200);
  });

  it('loses it by null, and is held against nothing then', async () => {
    const id = await made();
    const { status, body } = await patch(id, { contract: null, triggers: astray() });
    expect(status).toBe(200);
    expect(body).toMatchObject({ contract: null, examples: [] });
    expect((await stored(id))?.contractJson).toBeNull();
  });

  it('works on with a contract that nobody can read any more, and says so', async () => {
    const id = await made();
    const { path } = tenantPaths(orgId).playbook(id);
    await api.app.engine.store.commit([{ op: 'update', path, fields: { contractJson: '{"subject":"weather"}' } }]);
    const { status, body } = await get(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ contract: null, examples: [], warnings: [{ path: 'contract' }] });
    expect((await patch(id, { description: 'Still here' })).status).toBe(200);
    expect((await api.call('GET', '/api/playbooks', as)).status).toBe(200);
  });

  it.each([
    ['an unknown subject', { subject: 'weather' }],
    ['no trigger', { triggers: [] }],
    ['a field nobody knows', { approved: true }],
  ])('is refused with %s', async (_, wrong) => {
    const { status, problem } = await post({ ...draft, contract: { ...contract, ...wrong } });
    expect([status, problem.errors[0]?.path.startsWith('contract')]).toEqual([422, true]);
  });

  it('is changed by no viewer, and of an active one by no key that may run nothing', async () => {
    const id = await made();
    const { orgId: other, uid: viewer } = await api.tenant('viewer');
    const headers = { 'X-Org-Id': other };
    const body = { contract: null };
    expect((await api.call('PATCH', `/api/playbooks/${id}`, { token: api.token(viewer), headers, body })).status).toBe(
      403,
    );
    const key = await api.key(orgId, ['playbooks:read', 'playbooks:write']);
    expect((await api.call('PATCH', `/api/playbooks/${id}`, { key, body })).status).toBe(403);
    expect((await stored(id))?.contractJson).not.toBeNull();
  });
});

describe('a pause until a day', () => {
  it('is told, and ended by the tick when that day has begun', async () => {
    const id = await made();
    const { status, body } = await patch(id, { status: 'paused', until: '2098-12-24' });
    expect([status, body.pause.until]).toEqual([200, '2098-12-24T05:00:00.000Z']);
    const early = { ...api.app.engine, clock: createHandClock('2098-12-24T04:45:00Z') };
    await endPauses(early);
    expect((await stored(id))?.status).toBe('paused');
    await endPauses({ ...early, clock: createHandClock('2098-12-24T05:00:00Z') });
    expect(await stored(id)).toMatchObject({ status: 'active', pause: null });
  });

  it.each([
    ['a day that is over', { status: 'paused', until: '2020-01-01' }],
    ['something that is no day', { status: 'paused', until: 'Monday' }],
    ['a playbook that goes on', { status: 'active', until: '2098-12-24' }],
  ])('is refused for %s', async (_, body) => {
    const { status, problem } = await patch(await made(), body);
    expect([status, problem.errors[0]?.path]).toEqual([422, 'until']);
  });
});

describe('chatActivates', () => {
  it('is off, and an owner’s to switch on, on record', async () => {
    expect((await api.call('GET', '/api/tenant', as)).body.policy.chatActivates).toBe('never');
    const body = { policy: { chatActivates: 'low_risk' } };
    const changed = await api.call('PATCH', '/api/tenant', { ...as, body });
    expect(changed.body.policy.chatActivates).toBe('low_risk');
    const entries = await api.app.engine.store.query(queries.audit(orgId, { limit: 100 }));
    const entry = entries.find(({ data }) => data?.action === 'tenant.changed');
    expect(entry?.data?.afterJson).toContain('low_risk');
  });
});

describe('the tools of the chat on Firestore', () => {
  it('propose, look up and undo', async () => {
    const { orgId: own, uid: olive } = await api.tenant();
    const { engine, connectors, secrets, conceal } = api.app;
    const tenant = (await engine.store.get(top.tenant(own)))?.data;
    const member = (await engine.store.get(tenantPaths(own).member(olive)))?.data;
    if (!tenant || !member) throw new Error('No tenant');
    const calling = {
      ...{ engine, connectors, secrets, orgId: own, tenant, member, key: null, conversationId: 'talk' },
      conceal: conceal(own).value,
      actor: { kind: 'user', id: olive, name: 'Olive', from: null } as const,
      chosenBy: 'planner' as const,
      shown: () => null,
      isTainted: false,
      facts: () => factsFor(engine, own, tenant, member),
      signal: new AbortController().signal,
    };
    const tool = (name: string, params: object, callId: string) =>
      callTool(calling, { callId, tool: name, params: asParams(params) });
    const began = performance.now();
    const { playbookId } = cardIn(await tool('propose_playbook', { contract: lateInvoice }, 'a'));
    expect(performance.now() - began).toBeLessThan(1_000);
    const invoices = { i1: { amount: 20 }, i2: { amount: 700.5 } };
    await engine.store.commit(
      Object.entries(invoices).map(([id, data]) => ({
        op: 'create' as const,
        path: `${tenantPaths(own).data('invoices').path}/${id}`,
        data,
      })),
    );
    const look = async (params: object) =>
      (await tool('query_data', { collection: 'invoices', ...params }, 'b')).result;
    expect(await look({ aggregate: 'count' })).toMatchObject({ count: 2 });
    expect(await look({ aggregate: { sum: 'amount' } })).toMatchObject({ sum: 720.5 });
    expect(await look({ where: [{ field: 'amount', op: '>', value: 500 }] })).toMatchObject({ items: [{ id: 'i2' }] });
    await tool('edit_playbook', { playbookId, name: 'Big Bills' }, 'c');
    expect((await tool('undo', {}, 'd')).result).toMatchObject({ done: true });
    expect((await tool('undo', {}, 'e')).result).toMatchObject({ done: true, playbookId });
    expect(await engine.store.get(tenantPaths(own).playbook(playbookId))).toBeNull();
    expect((await tool('list_playbooks', {}, 'f')).result).toMatchObject({ playbooks: [] });
  });
});
