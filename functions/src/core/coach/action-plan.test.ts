import { beforeEach, describe, expect, it } from 'vitest';
import { Death, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { figuresOf } from '../../../test/kit/figures-kit.ts';
import { byOwner, createPlanKit, draft, type PlanKit } from '../../../test/kit/plan-kit.ts';
import { MAX_PLAN_TASKS } from '../../model/action-plan.ts';
import { queries } from '../../model/query.ts';
import type { Task } from '../../model/task.ts';
import { freshTask } from '../engine/tasks/fresh-task.ts';
import { addPlanTask, createPlan } from './action-plan.ts';
import { cancelPlan, changePlan, settlePlan } from './action-plan-changes.ts';
import { recommend, recommendationOf } from './recommend.ts';

let kit: PlanKit;
beforeEach(async () => {
  kit = await createPlanKit();
});

const planning = (planId = 'p1') => ({ orgId, planId, by: byOwner });
const change = (patch: Parameters<typeof changePlan>[2]) => changePlan(kit.engine, planning(), patch);
const add = (title: string, key: string) =>
  addPlanTask(kit.engine, planning(), { title, priority: 'low', dueOn: '2026-12-01', assignedTo: null }, key);
const settle = () => settlePlan(kit.engine, orgId, 'p1');
const task = async (taskId = ''): Promise<Partial<Task>> => (await kit.store.get(paths.task(taskId)))?.data ?? {};
const statuses = async () => Promise.all((await kit.taskIds()).map(async (id) => (await task(id)).status));

async function advise(): Promise<void> {
  const now = kit.clock.now();
  const figures = figuresOf({ receivables: 30_000, overdueReceivables: 12_431 });
  const place = { locale: 'en-US', currency: 'USD' };
  const [advice] = recommend({ figures, earlier: [], place, dayStart: now, now });
  if (advice === undefined) throw new Error('There is nothing to recommend');
  const data = recommendationOf(advice, { executionId: null, createdBy: 'system', now });
  await kit.store.commit([{ op: 'create', path: paths.recommendation('advice').path, data }]);
}
const advice = async () => (await kit.store.get(paths.recommendation('advice')))?.data;

describe('a plan', () => {
  it('is written with its tasks, and accepts its recommendation, in one commit on record', async () => {
    await advise();
    kit.commits.length = 0;
    await kit.make({ recommendationId: 'advice' });
    expect(kit.commits).toHaveLength(1);
    expect(await kit.plan()).toMatchObject({
      ...{ status: 'active', category: 'cash_flow', ownerUid: 'owner', priority: 'high', recommendationId: 'advice' },
      outcome: { figure: 'overdueReceivables', before: 12_431 },
      // The first and the last second of a day in New York.
      startsAt: new Date('2026-11-23T05:00:00Z'),
      endsAt: new Date('2026-12-05T04:59:59Z'),
    });
    const [first, second] = await kit.taskIds();
    const fixed = { planId: 'p1', status: 'new', action: null, assignedAgent: null, dueAt: null };
    expect(await task(first)).toMatchObject({
      ...{ ...fixed, title: 'Call Miller', assignedTo: 'ada' },
      deadline: new Date('2026-11-25T04:59:59Z'),
    });
    expect(await task(second)).toMatchObject({ ...fixed, assignedTo: null, createdBy: 'owner' });
    const acceptance = { by: 'owner', at: kit.clock.now(), planId: 'p1', playbookId: null };
    expect(await advice()).toMatchObject({ status: 'accepted', acceptance });
    expect(await kit.audited()).toEqual(['action_plan.created p1']);
  });

  it('asked for twice is made once, also at the same moment, and where the first one died', async () => {
    await advise();
    kit.deaths.add('plan_created');
    await expect(kit.make({ recommendationId: 'advice' })).rejects.toThrow(Death);
    await Promise.all([kit.make({ recommendationId: 'advice' }), kit.make({ recommendationId: 'advice' })]);
    await Promise.all([kit.make({}, 'p2'), kit.make({}, 'p2')]);
    expect(await kit.audited()).toEqual(['action_plan.created p1', 'action_plan.created p2']);
    expect(await kit.store.query(queries.tasks(orgId, { limit: 9 }))).toHaveLength(4);
  });

  it('is the only active one of its recommendation, whoever is faster', async () => {
    await advise();
    const made = await Promise.allSettled([1, 2].map((n) => kit.make({ recommendationId: 'advice' }, `p${n}`)));
    expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await cancelPlan(kit.engine, planning((await advice())?.acceptance?.planId ?? ''));
    await kit.make({ recommendationId: 'advice' }, 'p3');
    expect((await advice())?.acceptance?.planId).toBe('p3');
  });

  it.each([
    ['of a recommendation that is not there', { recommendationId: 'nothing' }, 'recommendationId'],
    [
      'with a task of nobody',
      { tasks: draft.tasks.slice(0, 1).map((one) => ({ ...one, assignedTo: 'eve' })) },
      'tasks.0.assignedTo',
    ],
  ])('%s is refused, and nothing written', async (_, more, path) => {
    await expect(kit.make(more)).rejects.toMatchObject({ code: 'invalid', errors: [{ path }] });
    expect(await kit.plan()).toBeUndefined();
  });

  it('of an API key is seen to by whoever made the key, and as tainted as the key', async () => {
    const by = { actor: { ...byOwner.actor, kind: 'key' as const, id: 'key:1' }, member: null, madeBy: 'bob' };
    await createPlan(kit.engine, { orgId, planId: 'p1', by: { ...by, isTainted: true } }, draft);
    expect(await kit.plan()).toMatchObject({ createdBy: 'key:1', ownerUid: 'bob' });
    expect(await task((await kit.taskIds())[0])).toMatchObject({ isTainted: true, createdBy: 'key:1' });
  });
});

describe('how far a plan has come', () => {
  it('goes by its tasks: it is completed with the last one, and active again when one is reopened', async () => {
    await kit.make();
    const [first = '', second = ''] = await kit.taskIds();
    await kit.decide(first, 'complete');
    await settle();
    expect(await kit.plan()).toMatchObject({ status: 'active' });
    await kit.decide(second, 'cancel');
    await settle();
    expect(await kit.plan()).toMatchObject({ status: 'completed' });
    await settle();
    expect(await kit.decide(first, 'reopen')).toBe('done');
    await settle();
    expect([(await kit.plan())?.status, ...(await statuses())]).toEqual(['active', 'new', 'canceled']);
    await kit.decide(first, 'complete');
    const told = await kit.store.query(queries.taskMessages(orgId, first, { limit: 9 }));
    const kinds = told.map(({ data }) => data?.kind).toSorted();
    expect(kinds).toEqual(['completed', 'completed', 'created', 'reopened']);
  });

  it('comes out right where a task is reopened while somebody notes the end', async () => {
    await kit.make();
    const ids = await kit.taskIds();
    for (const id of ids) await kit.decide(id, 'complete');
    const { engine } = kit;
    let isFirst = true;
    const slow: typeof engine.store = {
      ...engine.store,
      // It has seen all of them ended, when one is reopened and that is told to another.
      findAll: async (refs) => {
        const found = await engine.store.findAll(refs);
        if (isFirst) {
          isFirst = false;
          await kit.decide(ids[0] ?? '', 'reopen');
          await settle();
        }
        return found;
      },
    };
    await settlePlan({ ...engine, store: slow }, orgId, 'p1');
    expect(await kit.plan()).toMatchObject({ status: 'active' });
  });

  it('is open again with a task that is added, once for each key, up to so many', async () => {
    await kit.make();
    for (const id of await kit.taskIds()) await kit.decide(id, 'complete');
    await settle();
    await add('And thank them', 'k1');
    await add('And thank them', 'k1');
    await settle();
    expect(await kit.plan()).toMatchObject({ status: 'active', tasks: { length: 3 } });
    for (let key = 3; key < MAX_PLAN_TASKS; key++) await add(`${key}`, `${key}`);
    await expect(add('Too much', 'last')).rejects.toMatchObject({ code: 'full' });
    expect(await addPlanTask(kit.engine, planning('nothing'), draft.tasks[0] ?? never(), 'k')).toBeNull();
  });
});

describe('a change', () => {
  it('is put on record, and only of an active plan', async () => {
    await kit.make();
    const day = new Date('2026-12-12T04:59:59Z');
    expect(await change({ title: 'Collect', dueOn: '2026-12-11' })).toMatchObject({ title: 'Collect', endsAt: day });
    expect(await kit.plan()).toMatchObject({ title: 'Collect', goal: draft.goal, endsAt: day });
    await expect(change({ dueOn: '2026-11-22' })).rejects.toMatchObject({ errors: [{ path: 'dueOn' }] });
    await cancelPlan(kit.engine, planning());
    await expect(change({ title: 'x' })).rejects.toMatchObject({ code: 'closed' });
    await expect(add('x', 'x')).rejects.toMatchObject({ code: 'closed' });
    expect(await kit.audited()).toContain('action_plan.changed p1');
    expect(await changePlan(kit.engine, planning('nothing'), { title: 'x' })).toBeNull();
  });

  it('that calls it off calls off what is open of it, on record, and leaves what is done', async () => {
    await kit.make();
    const [first = '', second = ''] = await kit.taskIds();
    await kit.decide(first, 'complete');
    await cancelPlan(kit.engine, planning());
    await cancelPlan(kit.engine, planning());
    await settle();
    expect([(await kit.plan())?.status, ...(await statuses())]).toEqual(['canceled', 'completed', 'canceled']);
    expect((await kit.audited()).filter((line) => line.includes('canceled'))).toEqual([
      'action_plan.canceled p1',
      `task.canceled ${second}`,
    ]);
  });

  it('that calls it off goes on with the tasks of agents where it died', async () => {
    await kit.make();
    const [first = ''] = await kit.taskIds();
    const fields = { assignedAgent: 'pops', requiresApproval: true };
    await kit.store.commit([{ op: 'update', path: paths.task(first).path, fields }]);
    kit.deaths.add('plan_canceled');
    await expect(cancelPlan(kit.engine, planning())).rejects.toThrow(Death);
    expect(await statuses()).toEqual(['new', 'canceled']);
    await cancelPlan(kit.engine, planning());
    expect(await statuses()).toEqual(['canceled', 'canceled']);
  });
});

describe('a task of nobody’s plan', () => {
  it('is reopened by whoever may, and only where a person had done it', async () => {
    const person = { title: 't', description: '', priority: 'low', assignedAgent: null, assignedTo: null } as const;
    const done = { ...freshTask({ ...person, createdBy: 'owner' }, kit.clock.now()), status: 'completed' };
    const agents = { ...done, assignedAgent: 'pops' };
    await kit.store.commit([
      { op: 'set', path: paths.task('mine').path, data: done },
      { op: 'set', path: paths.task('its').path, data: agents },
    ]);
    expect([await kit.decide('mine', 'reopen'), await kit.decide('mine', 'reopen')]).toEqual(['done', 'done']);
    expect(await kit.decide('its', 'reopen')).toBe('refused');
    expect(await kit.audited()).toEqual(['task.reopened mine']);
  });
});

function never(): never {
  throw new Error('There is no task');
}
