import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remindOfPlanTasks } from '../../src/core/coach/action-plan-reminders.ts';
import { lookAgain } from '../../src/core/coach/look-again.ts';
import { recommend, recommendationOf } from '../../src/core/coach/recommend.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { figuresOf } from '../kit/figures-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('feedback on a recommendation', () => {
  it('is taken at both addresses, from the tenant’s own people', async () => {
    const { orgId, uid } = await api.tenant('editor');
    const { store, clock } = api.app.engine;
    const now = clock.now();
    const figures = figuresOf({ stockoutItems: 7, lowStockItems: 12 });
    const place = { locale: 'en-US', currency: 'USD' };
    const [advice] = recommend({ figures, earlier: [], place, dayStart: now, now });
    if (advice === undefined) throw new Error('There is nothing to recommend');
    const path = tenantPaths(orgId).recommendation('advice');
    const data = recommendationOf(advice, { executionId: null, createdBy: 'system', now });
    await store.commit([{ op: 'create', path: path.path, data }]);
    const say = (base: string, body: object, { org = orgId, rid = 'advice', who = uid } = {}) =>
      api.call('POST', `${base}/v1/tenants/${org}/coach/recommendations/${rid}/feedback`, {
        token: api.token(who),
        body,
      });

    const helped = await say('', { helpful: true });
    expect(helped).toMatchObject({
      status: 200,
      body: { feedback_id: expect.any(String), timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    const no = await say('/api', { helpful: false, reason: 'already_done', comment: ' Ordered on Monday ' });
    expect([no.status, no.body.feedback_id]).toEqual([200, helped.body.feedback_id]);
    expect((await store.get(path))?.data).toMatchObject({
      ...{ status: 'dismissed', title: '7 items are sold out' },
      dismissal: { reason: 'already_done', comment: 'Ordered on Monday', by: uid },
    });

    for (const wrong of [{}, { comment: '  ' }, { reason: 'bored' }, { helpful: 'yes' }, { helpful: true, extra: 1 }]) {
      expect((await say('/api', wrong)).status, JSON.stringify(wrong)).toBe(422);
    }
    const stranger = await api.tenant();
    expect((await say('/api', { helpful: true }, { who: stranger.uid })).status).toBe(404);
    expect((await say('/api', { helpful: true }, { org: stranger.orgId })).status).toBe(404);
    expect((await say('/api', { helpful: true }, { rid: 'nothing' })).status).toBe(404);
  });
});

describe('to have the coach look', () => {
  it('takes data, makes insight and recommendations, and counts what became of them, each tenant’s own', async () => {
    const [{ orgId, uid }, stranger] = [await api.tenant('editor'), await api.tenant()];
    const { store, clock } = api.app.engine;
    const as = (who: string) => (method: string, path: string, body?: object) =>
      api.call(method, `/api/coach/${path}`, { token: api.token(who), ...(body && { body }) });
    const [mine, theirs] = [as(uid), as(stranger.uid)];
    const record = async (daysAgo: number, figures: object) => {
      const date = new Date(clock.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
      await store.commit([{ op: 'set', path: `tenants/${orgId}/metrics/${date}`, data: figures }]);
    };
    expect(await mine('POST', 'insights')).toMatchObject({
      status: 422,
      problem: { type: 'urn:playbooks:problem:no_data' },
    });
    await record(40, { payables: 500, cash: 1 });
    await record(5, { cash: 4_000, monthlyBurn: 9_000 });
    await record(2, { cash: 6_000 });
    await record(-3, { cash: 7_000 });
    await store.commit([{ op: 'set', path: `tenants/${orgId}/metrics/revenue`, data: { value: 3, cash: 8_000 } }]);

    const looked = await mine('POST', 'insights');
    expect(looked).toMatchObject({ status: 200, body: { figures: { cash: 6_000, runwayDays: 20, payables: null } } });
    expect(looked.body.findings).toMatchObject([{ id: 'out_of_cash_soon', since: looked.body.date }]);
    const again = await mine('POST', 'insights');
    expect(again.status).toBe(429);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await mine('GET', 'insights?limit=1')).body).toEqual({ items: [looked.body] });
    expect((await mine('GET', 'insights?limit=91')).status).toBe(422);

    const pending = await mine('GET', 'recommendations?status=pending');
    expect(pending.body.items).toMatchObject([{ kind: 'short-runway', outcome: { before: 20 }, createdBy: 'coach' }]);
    const { recommendationId } = pending.body.items[0];
    const said = { helpful: false, reason: 'already_done' };
    const feedback = `/api/v1/tenants/${orgId}/coach/recommendations/${recommendationId}/feedback`;
    expect((await api.call('POST', feedback, { token: api.token(uid), body: said })).status).toBe(200);
    expect((await mine('GET', 'recommendations?status=pending')).body.items).toEqual([]);
    expect((await mine('GET', 'recommendations?status=dismissed')).body.items).toMatchObject([{ recommendationId }]);
    expect((await mine('GET', 'recommendations')).body.items).toMatchObject([{ dismissal: { by: uid } }]);
    const nothing = { pending: 0, accepted: 0, dismissed: 0, expired: 0 };
    expect((await mine('GET', 'statistics')).body).toMatchObject({
      ...{ ...nothing, dismissed: 1, helpful: 0, notHelpful: 1, reasons: { already_done: 1, other: 0 } },
      byCategory: { cash_flow: { ...nothing, dismissed: 1 }, growth: nothing },
    });

    for (const list of ['insights', 'recommendations']) {
      expect((await theirs('GET', list)).body, list).toEqual({ items: [] });
    }
    expect((await theirs('GET', 'statistics')).body).toMatchObject({ ...nothing, notHelpful: 0 });
    const morning = await api.call('POST', '/api/cron/insights', { token: 'first-secret' });
    expect(morning).toMatchObject({ status: 200, body: { insights: expect.any(Number) } });
  });

  it('looks when it comes to recommending, expiring and measuring, by indexes that there are', async () => {
    const { orgId } = await api.tenant('owner');
    const { engine } = api.app;
    const { store, clock } = engine;
    const now = clock.now();
    const old = new Date(now.getTime() - 20 * 86_400_000);
    const figures = figuresOf({ cash: 6_000, monthlyBurn: 9_000, runwayDays: 20 });
    const [advice] = recommend({
      figures,
      earlier: [],
      place: { locale: 'en-US', currency: 'USD' },
      dayStart: old,
      now: old,
    });
    if (advice === undefined) throw new Error('There is nothing to recommend');
    const data = recommendationOf(advice, { executionId: null, createdBy: 'coach', now: old });
    const paths = tenantPaths(orgId);
    const accepted = { ...data, status: 'accepted', measureAt: now };
    await store.commit([
      { op: 'create', path: paths.recommendation('pending').path, data },
      { op: 'create', path: paths.recommendation('accepted').path, data: { ...accepted, kind: 'late-payers' } },
    ]);
    await store.commit([
      {
        op: 'set',
        path: `tenants/${orgId}/metrics/${new Date(now.getTime() - 2 * 86_400_000).toISOString().slice(0, 10)}`,
        data: { cash: 6_000, monthlyBurn: 9_000, overduePayables: 7_000, payables: 9_000 },
      },
    ]);
    expect(await lookAgain(engine, orgId, systemActor)).toMatchObject({ outcome: 'looked' });
    expect((await store.get(paths.recommendation('pending')))?.data.status).toBe('expired');
    expect((await store.get(paths.recommendation('accepted')))?.data.outcome).toMatchObject({ before: 20, after: 20 });
  });
});

describe('action plans', () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const plan = {
    ...{ title: ' Collect what is owed ', goal: 'All of it', priority: 'high', startsOn: day(0), dueOn: day(9) },
    tasks: [
      { title: 'Call Miller', priority: 'urgent', dueOn: day(1) },
      { title: 'Write to the rest', dueOn: day(9) },
    ],
  };

  it('are made once for each key, with tasks that are checked off, and called off', async () => {
    const { orgId, uid } = await api.tenant('editor');
    const token = api.token(uid);
    const call = (method: string, path = '', body?: object, headers = {}) =>
      api.call(method, `/api/coach/plans${path}`, { token, headers, ...(body && { body }) });
    const tasks = plan.tasks.map((task) => ({ ...task, assignedTo: uid }));
    const once = { 'Idempotency-Key': 'k1' };
    const [first, again] = [
      await call('POST', '', { ...plan, tasks }, once),
      await call('POST', '', { ...plan, tasks }, once),
    ];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(first.body).toMatchObject({
      ...{ title: 'Collect what is owed', status: 'active', startsOn: day(0), dueOn: day(9), ownerUid: uid },
      tasks: [{ title: 'Call Miller' }, { title: 'Write to the rest', priority: 'normal' }],
    });
    const { planId } = first.body;
    const added = { title: 'Thank them', dueOn: day(10) };
    expect((await call('POST', `/${planId}/tasks`, added, once)).status).toBe(201);
    expect((await call('POST', `/${planId}/tasks`, added, once)).body.tasks).toHaveLength(3);

    const [taskId] = first.body.tasks.map((task: { taskId: string }) => task.taskId);
    const check = async (verb: string) => (await api.call('POST', `/api/tasks/${taskId}/${verb}`, { token })).status;
    const counts = async () => (await call('GET', `/${planId}`)).body.counts;
    expect([await check('complete'), await check('complete'), await counts()]).toEqual([
      ...[200, 200, { tasks: 3, done: 1, ended: 1 }],
    ]);
    expect([await check('reopen'), await counts()]).toEqual([200, { tasks: 3, done: 0, ended: 0 }]);

    const morning = new Date(Date.now() + 2 * 86_400_000);
    const remind = () => remindOfPlanTasks(api.app.engine, { orgId, zone: 'UTC', morning });
    expect(await remind()).toBe(1);
    const listed = async (status: string) => (await call('GET', `?status=${status}`)).body.items.length;
    expect([await listed('active'), await listed('canceled')]).toEqual([1, 0]);
    expect((await call('PATCH', `/${planId}`, { dueOn: day(20) })).body.dueOn).toBe(day(20));
    expect((await call('PATCH', `/${planId}`, { status: 'canceled' })).body.status).toBe('canceled');
    expect([await listed('active'), await listed('canceled'), await counts()]).toEqual([
      ...[0, 1, { tasks: 3, done: 0, ended: 3 }],
    ]);
    expect((await call('PATCH', `/${planId}`, { title: 'Again' })).problem.type).toContain('closed');
    const audit = await api.app.engine.store.query(queries.audit(orgId, { limit: 50 }));
    const told = audit.map(({ data }) => data?.action).filter((action) => action?.startsWith('action_plan.'));
    expect(told.toSorted()).toEqual([
      ...['action_plan.canceled', 'action_plan.changed', 'action_plan.changed', 'action_plan.created'],
    ]);
  });

  it('are refused with the field that is wrong, and known in their own tenant only', async () => {
    const { orgId, uid } = await api.tenant('editor');
    const make = (more: object, token = api.token(uid)) =>
      api.call('POST', '/api/coach/plans', { token, body: { ...plan, ...more } });
    const [task] = plan.tasks;
    const wrong: readonly (readonly [object, string])[] = [
      [{ dueOn: day(-1) }, 'dueOn'],
      [{ tasks: [{ ...task, dueOn: day(99) }] }, 'tasks.0.dueOn'],
      [{ tasks: [{ ...task, dueOn: 'soon' }] }, 'tasks.0.dueOn'],
      [{ tasks: [] }, 'tasks'],
      [{ tasks: Array.from({ length: 21 }, () => task) }, 'tasks'],
      [{ tasks: [{ ...task, assignedTo: 'nobody' }] }, 'tasks.0.assignedTo'],
      [{ recommendationId: 'nothing' }, 'recommendationId'],
    ];
    for (const [more, path] of wrong) {
      const { status, problem } = await make(more);
      expect([status, problem.errors?.[0]?.path], path).toEqual([422, path]);
    }
    const { planId } = (await make({})).body;
    const stranger = await api.tenant('editor');
    const token = api.token(stranger.uid);
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { title: 'Mine' }],
    ] as const) {
      expect((await api.call(method, `/api/coach/plans/${planId}`, { token, body })).status).toBe(404);
    }
    const reads = await api.key(orgId, ['executions:read']);
    expect((await api.call('GET', '/api/coach/plans', { key: reads })).body.items).toHaveLength(1);
    expect((await api.call('POST', '/api/coach/plans', { key: reads, body: plan })).status).toBe(403);
  });
});
