import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templates } from '../../src/core/authoring/templates/registry.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { recommendedTo } from '../kit/recommendation-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function tenant() {
  const { orgId, uid } = await api.tenant('owner');
  return { orgId, uid, as: { token: api.token(uid) } };
}
const use = (as: object, id: string, body: object) => api.call('POST', `/api/templates/${id}/use`, { ...as, body });

describe('templates', () => {
  it('are listed with what they ask, what starts them and what they need, those for the business first', async () => {
    const { orgId, as } = await tenant();
    await api.app.engine.store.commit([
      { op: 'update', path: top.tenant(orgId).path, fields: { business: 'gym', timezone: 'Europe/Berlin' } },
    ]);
    const { status, body } = await api.call('GET', '/api/templates', as);
    expect(status).toBe(200);
    expect(body).toMatchObject({ business: 'gym' });
    expect(body.items).toHaveLength(templates.length);
    expect(body.items[0].businesses[0]).toBe('gym');
    const one = (id: string) => body.items.find((item: { id: string }) => item.id === id);
    expect(one('competitor-report')).toMatchObject({
      starts: [{ type: 'schedule', words: 'Every Monday at 8:00 AM' }],
      connections: [],
      questions: { properties: { email: { title: 'Who should hear of it?' } } },
    });
    expect(one('low-stock-alert')).toMatchObject({
      starts: [{ type: 'event', words: 'Stock is low' }],
      steps: [{ title: 'Notify' }],
    });
    expect(one('undercut-slack').connections).toMatchObject([{ connector: 'slack', isThere: false }]);
  });

  it('show what they would be, also while answers are missing, and store nothing', async () => {
    const { orgId, as } = await tenant();
    const preview = (answers: object) =>
      api.call('POST', '/api/templates/site-check/preview', { ...as, body: { answers } });
    const empty = await preview({});
    expect(empty.body).toMatchObject({
      problems: [{ path: 'answers.page' }],
      starts: [{ type: 'schedule', words: 'Every 30 minutes' }],
    });
    const wrong = await preview({ page: 'https://our.example', minutes: '7' });
    expect(wrong.body.problems).toEqual([{ path: 'answers.minutes', message: 'Choose one' }]);
    expect(wrong.body.content.steps[0].params).toEqual({ url: 'https://our.example' });
    const right = await preview({ page: 'https://our.example', minutes: '15' });
    expect(right.body).toMatchObject({ problems: [], missingConnections: [], name: 'Website check' });
    expect(right.body.forecast.executionsPerMonth.min).toBeGreaterThan(2_000);
    expect(right.body.forecast.cost.max).toBeGreaterThan(0);
    expect(await api.app.engine.store.query(queries.playbooks(orgId, { limit: 5 }))).toEqual([]);
    expect((await api.call('POST', '/api/templates/nothing/preview', { ...as, body: {} })).status).toBe(404);
  });

  it('become a playbook: active at once, or a draft, on record and once for one key', async () => {
    const { orgId, uid, as } = await tenant();
    const answers = { email: 'owner@thrive.example' };
    const headers = { 'Idempotency-Key': 'one-click' };
    const first = await use({ ...as, headers }, 'low-stock-alert', { answers, activate: true });
    const again = await use({ ...as, headers }, 'low-stock-alert', { answers, activate: true });
    expect(first.status).toBe(201);
    expect(again.body.playbookId).toBe(first.body.playbookId);
    expect(first.body).toMatchObject({ name: 'Low stock alert', status: 'active', missingConnections: [] });
    expect(first.body.examples.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
    const stored = await api.app.engine.store.get(tenantPaths(orgId).playbook(first.body.playbookId));
    expect(stored?.data).toMatchObject({
      ownerId: uid,
      category: 'operations',
    });
    const draft = await use(as, 'undercut-slack', { answers: { percent: 8 } });
    expect(draft.body).toMatchObject({ status: 'draft', missingConnections: [{ connector: 'slack' }] });
    const entries = await api.app.engine.store.query(queries.audit(orgId, { limit: 10 }));
    expect(entries.map(({ data }) => data?.action)).toEqual(['playbook.created', 'playbook.created']);
  });

  it('are tried on the past before there is a playbook', async () => {
    const { orgId, as } = await tenant();
    const simulate = (answers: object) =>
      api.call('POST', '/api/templates/weekly-reorder/simulate', { ...as, body: { answers, days: 14 } });
    const { status, body } = await simulate({ supplier: 'Green Farm', supplierEmail: 'orders@supplier.example' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ counted: 2, rehearsed: 2, starts: [{ outcome: 'completed' }, {}] });
    expect(await api.app.engine.store.query(queries.playbooks(orgId, { limit: 5 }))).toEqual([]);
    const wrong = await simulate({ coverDays: 14 });
    expect([wrong.status, wrong.problem.errors?.[0]?.path]).toEqual([422, 'answers.supplier']);
  });

  it('become what looks after a recommendation, which is accepted by that', async () => {
    const { orgId, uid, as } = await tenant();
    const { store, clock } = api.app.engine;
    const path = tenantPaths(orgId).recommendation('advice');
    const advice = recommendedTo({ receivables: 20_000, overdueReceivables: 12_431 }, clock.now());
    await store.commit([{ op: 'create', path: path.path, data: advice }]);
    const answers = JSON.parse(advice.playbook?.answersJson ?? '{}');
    const body = { answers, activate: true, recommendationId: 'advice' };
    const other = await use(as, 'low-stock-alert', { ...body, answers: {} });
    expect([other.status, other.problem.errors?.[0]?.path]).toEqual([422, 'recommendationId']);
    expect((await use(as, 'late-invoice-reminders', { ...body, recommendationId: 'none' })).status).toBe(404);
    expect((await store.get(path))?.data.status).toBe('pending');
    const taken = await use(as, 'late-invoice-reminders', body);
    expect(taken).toMatchObject({ status: 201, body: { status: 'active' } });
    const { playbookId } = taken.body;
    expect((await store.get(path))?.data).toMatchObject({
      status: 'accepted',
      acceptance: { by: uid, planId: null, playbookId },
    });
    const entries = await store.query(queries.audit(orgId, { limit: 10 }));
    expect(entries.map(({ data }) => data?.action).sort()).toEqual(['playbook.created', 'recommendation.accepted']);
  });

  it('say at which answer they are stuck, and make nothing then', async () => {
    const { orgId, as } = await tenant();
    const wrong = await use(as, 'price-alert', { answers: { competitors: [], percent: 500, foo: 1 }, activate: true });
    expect(wrong.status).toBe(422);
    const paths = wrong.problem.errors?.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['answers.competitors', 'answers.percent', 'answers.foo']));
    expect(await api.app.engine.store.query(queries.playbooks(orgId, { limit: 5 }))).toEqual([]);
  });

  it('take from an API key what it may: a draft without, an active one with executions:run', async () => {
    const { orgId } = await tenant();
    const key = await api.key(orgId, ['playbooks:write']);
    const body = { answers: { email: 'a@b.example' } };
    expect((await use({ key }, 'failure-watch', body)).status).toBe(201);
    const active = await use({ key }, 'failure-watch', { ...body, activate: true });
    expect(active).toMatchObject({ status: 403, problem: { type: 'urn:playbooks:problem:scope' } });
  });
});
