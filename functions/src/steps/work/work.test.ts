import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { createActionPlan } from './create-action-plan.ts';
import { createRecommendation } from './create-recommendation.ts';
import { createTask } from './create-task.ts';
import { raiseAlert } from './raise-alert.ts';

async function office() {
  const kit = stepContext();
  const { context } = kit;
  const paths = tenantPaths(context.orgId);
  const member = {
    uid: 'uid2',
    email: 'Bob@shop.example',
    name: 'Bob',
    role: 'editor',
    locale: 'en-US',
    createdAt: context.clock.now(),
  };
  await context.store.commit([{ op: 'set', path: paths.member('uid2').path, data: member }]);
  return {
    ...kit,
    paths,
    tasks: async () => (await context.store.query(queries.tasks(context.orgId, { limit: 50 }))).map(({ data }) => data),
    alerts: async () =>
      (await context.store.query(queries.alerts(context.orgId, { limit: 50 }))).map(({ data }) => data),
  };
}

describe('create_task', () => {
  it.each<[JsonObject, JsonObject]>([
    [{}, { assignedAgent: null, assignedTo: null }],
    [{ assignee: 'pops' }, { assignedAgent: 'pops', assignedTo: null }],
    [{ assignee: 'me' }, { assignedAgent: null, assignedTo: 'user1' }],
    [{ assignee: 'bob@SHOP.example' }, { assignedAgent: null, assignedTo: 'uid2' }],
    [{ assignee: 'uid2' }, { assignedAgent: null, assignedTo: 'uid2' }],
  ])('with %j creates it once, for %j', async (params, whose) => {
    const { context, tasks } = await office();
    const given = { title: 'Call', dueAt: '2026-11-27', ...params };
    const first = await runStep(createTask, given, context);
    expect(await runStep(createTask, given, context)).toEqual(first);
    // The day ends in New York.
    expect(await tasks()).toEqual([
      expect.objectContaining({
        title: 'Call',
        status: 'new',
        priority: 'normal',
        deadline: new Date('2026-11-28T04:59:59Z'),
        ...whose,
      }),
    ]);
  });

  it('for an agent by the seed’s name, with what it needs; what strangers had a say in stays so', async () => {
    const { context, tasks } = await office();
    const metadata = { to: 'ada@shop.example' };
    const given = { title: 'Write', assignee: 'Email Agent', metadata, requiresApproval: true };
    const lastWrite = { ...context.lastWrite, isTainted: true, depth: 2 };
    await runStep(createTask, given, { ...context, lastWrite });
    await runStep(
      createTask,
      { title: 'Note', action: 'log_note', params: { message: 'Hi' } },
      { ...context, idempotencyKey: 'two' },
    );
    expect((await tasks()).toSorted((a, b) => (a?.title ?? '').localeCompare(b?.title ?? ''))).toMatchObject([
      { action: 'log_note', paramsJson: '{"message":"Hi"}', isTainted: false, dueAt: context.clock.now() },
      {
        assignedAgent: 'craig',
        handler: 'email',
        metadataJson: JSON.stringify(metadata),
        isTainted: true,
        depth: 3,
        dueAt: null,
      },
    ]);
    const astray = { title: 'x', params: { message: 'Hi' } };
    await expect(runStep(createTask, astray, context)).rejects.toThrow(/say which/);
  });

  it('says who is not in the team, before anything happens', async () => {
    const { context, tasks } = await office();
    await expect(runStep(createTask, { title: 'x', assignee: 'eve@evil.example' }, context)).rejects.toThrow(
      /nor in your team/,
    );
    expect(await tasks()).toEqual([]);
    const said = await rehearseStep(createTask, { title: 'Call', assignee: 'craig' }, context);
    expect(said.wouldHave).toBe("would have created the task 'Call' for craig");
    expect(await tasks()).toEqual([]);
  });
});

describe('raise_alert', () => {
  const params = { title: 'The website is down', message: 'It answers with 503', key: 'website' };

  it('counts the same problem instead of telling it again, until it is resolved', async () => {
    const { context, clock, alerts } = await office();
    const raise = (executionId: string, more: JsonObject = {}) =>
      runStep(raiseAlert, { ...params, ...more }, { ...context, executionId });
    const { alertId } = (await raise('e1')) as { alertId: string };
    clock.at = new Date('2026-11-20T15:00:00Z');
    expect(await raise('e2', { title: 'Still down', severity: 'critical' })).toEqual({
      alertId,
      count: 2,
      isNew: false,
    });
    expect(await alerts()).toEqual([
      expect.objectContaining({
        title: 'Still down',
        severity: 'critical',
        count: 2,
        firstAt: new Date('2026-11-20T14:00:00Z'),
        lastAt: new Date('2026-11-20T15:00:00Z'),
        link: '/executions/e2',
        mailDueAt: null,
      }),
    ]);
    const { path } = tenantPaths(context.orgId).alert(alertId);
    await context.store.commit([{ op: 'update', path, fields: { resolvedAt: clock.at } }]);
    expect(await raise('e3')).toEqual({ alertId, count: 1, isNew: true });
    expect(await alerts()).toHaveLength(1);
  });

  it('is not counted twice by a second attempt, and by its title where it has no key', async () => {
    const { context, alerts } = await office();
    await runStep(raiseAlert, params, context);
    expect(await runStep(raiseAlert, params, { ...context, attempt: 2 })).toMatchObject({ count: 1 });
    await runStep(raiseAlert, { ...params, key: null }, context);
    expect(await alerts()).toHaveLength(2);
  });

  it('loses none of many at the same moment', async () => {
    const { context, alerts } = await office();
    await Promise.all(
      ['e1', 'e2', 'e3'].map((executionId) => runStep(raiseAlert, params, { ...context, executionId })),
    );
    expect(await alerts()).toMatchObject([{ count: 3 }]);
  });
});

describe('create_recommendation', () => {
  it('puts it before people once', async () => {
    const { context, paths } = await office();
    const params = { category: 'inventory', title: 'Order tea', text: 'It is nearly gone.', priority: 80 };
    const first = (await runStep(createRecommendation, params, context)) as { recommendationId: string };
    expect(await runStep(createRecommendation, params, context)).toEqual(first);
    const stored = await context.store.get(paths.recommendation(first.recommendationId));
    expect(stored?.data).toMatchObject({ ...params, status: 'pending', executionId: 'exec1', createdBy: 'user1' });
  });
});

describe('create_action_plan', () => {
  const params = {
    title: 'Win them back',
    goal: 'Twenty orders',
    endsAt: '2026-12-24',
    tasks: [
      { title: 'Draw up the list', assignee: 'pops' },
      { title: 'Write to them', assignee: 'bob@shop.example', dueAt: '2026-12-01', priority: 'high' },
    ],
  };

  it('writes the plan and its tasks in one, once', async () => {
    const { context, paths, tasks } = await office();
    const first = (await runStep(createActionPlan, params, context)) as { planId: string; taskIds: string[] };
    expect(await runStep(createActionPlan, params, context)).toEqual(first);
    const plan = await context.store.get(paths.actionPlan(first.planId));
    expect(plan?.data).toMatchObject({
      goal: 'Twenty orders',
      status: 'active',
      endsAt: new Date('2026-12-25T04:59:59Z'),
      tasks: [
        { taskId: first.taskIds[0], title: 'Draw up the list', priority: 'normal' },
        { taskId: first.taskIds[1], title: 'Write to them', priority: 'high' },
      ],
    });
    expect(await tasks()).toHaveLength(2);
    const second = await context.store.get(paths.task(first.taskIds[1] ?? ''));
    expect(second?.data).toMatchObject({ assignedTo: 'uid2', deadline: new Date('2026-12-02T04:59:59Z') });
  });

  it('writes nothing where one task is for nobody, and nothing in a dry run', async () => {
    const { context, tasks } = await office();
    const wrong = { ...params, tasks: [...params.tasks, { title: 'x', assignee: 'nobody' }] };
    await expect(runStep(createActionPlan, wrong, context)).rejects.toThrow(/nobody is neither/);
    const said = await rehearseStep(createActionPlan, params, context);
    expect(said.wouldHave).toBe("would have made the plan 'Win them back' with 2 tasks");
    expect(await tasks()).toEqual([]);
  });
});
