import { beforeEach, describe, expect, it } from 'vitest';
import { Death, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { byOwner, createPlanKit, draft, type PlanKit } from '../../../test/kit/plan-kit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { queries } from '../../model/query.ts';
import { sweepDays } from '../triggering/sweep-days.ts';
import { cancelPlan } from './action-plan-changes.ts';

const HOUR_MS = 3_600_000;
let kit: PlanKit;
beforeEach(async () => {
  // Sunday, at eight in the morning in New York: the first morning of a plan of Monday's is the next one.
  kit = await createPlanKit('2026-11-22T13:00:00Z');
  await sweep();
});

const sweep = () => sweepDays(kit.engine, new Date(kit.clock.now().getTime() + 60_000));
/** Day after day, an hour at a time, each with a sweep. */
async function pass(days: number): Promise<void> {
  for (let hour = 0; hour < days * 24; hour++) {
    await kit.clock.advance(HOUR_MS);
    await sweep();
  }
}
async function told(uid: string): Promise<string[]> {
  const found = await kit.store.query(queries.notifications(orgId, uid, { limit: 50 }));
  return found.map(({ data }) => `${data?.createdAt.toISOString().slice(5, 10)} ${data?.title}`).toSorted();
}

describe('a reminder', () => {
  it('comes each morning on which something is due or overdue, to whom it concerns, until it is done', async () => {
    await kit.make();
    await pass(3);
    expect(await told('ada')).toEqual([
      '11-24 “Call Miller” is due today',
      '11-25 “Call Miller” is overdue since yesterday',
    ]);
    expect([await told('owner'), await told('bob')]).toEqual([[], []]);
    await kit.decide((await kit.taskIds())[0] ?? '', 'complete');
    await pass(6);
    expect(await told('ada')).toHaveLength(2);
    // What is nobody's is that of whoever sees to the plan.
    expect(await told('owner')).toEqual([
      '11-30 “Write to the rest” is due today',
      '12-01 “Write to the rest” is overdue since yesterday',
    ]);
  });

  it('names all that is due in one message, the longest overdue first', async () => {
    const tasks = draft.tasks.map((task) => ({ ...task, assignedTo: 'bob' }));
    await kit.make({ tasks });
    await kit.make({ title: 'Sell off', tasks: tasks.slice(0, 1) }, 'p2');
    await pass(8);
    const [last] = await kit.store.query(queries.notifications(orgId, 'bob', { limit: 1 }));
    expect(last?.data).toMatchObject({
      ...{ title: '3 tasks of your plans are due', type: 'info', link: '/coach?tab=plans' },
      message: expect.stringMatching(
        /^“Call Miller” \(.*\): overdue for 6 days\n.*\n“Write to the rest” .*: due today$/,
      ),
    });
  });

  it('does not come of a plan that was called off, nor of what an agent is to do', async () => {
    await kit.make();
    await kit.make({}, 'p2');
    await cancelPlan(kit.engine, { orgId, planId: 'p1', by: byOwner });
    for (const id of await kit.taskIds('p2')) {
      await kit.store.commit([{ op: 'update', path: paths.task(id).path, fields: { assignedAgent: 'pops' } }]);
    }
    await pass(9);
    expect([await told('ada'), await told('owner')]).toEqual([[], []]);
  });

  it('goes to whoever sees to the plan where somebody has left, and by the channels that he prefers', async () => {
    await kit.make();
    const preferences = preferencesSchema.parse({ channels: { coach: ['email'] } });
    const data = { ...preferences, uid: 'owner', updatedAt: kit.clock.now() };
    await kit.store.commit([
      { op: 'delete', path: paths.member('ada').path },
      { op: 'set', path: paths.preferencesOf('owner').path, data },
    ]);
    await pass(2);
    expect(await told('owner')).toEqual([]);
    expect(kit.commits.flat().filter((path) => path.includes('/deliveries/'))).toHaveLength(1);
  });

  it('killed at any point goes on, and tells nobody twice', async () => {
    const [task = never()] = draft.tasks;
    await kit.make({ tasks: ['ada', 'bob', 'owner'].map((assignedTo) => ({ ...task, assignedTo })) });
    await pass(1);
    // Until seven on Tuesday.
    await kit.clock.advance(23 * HOUR_MS);
    for (const point of ['plan_tasks_told', 'plan_tasks_told', 'plan_tasks_told', 'tenants_swept']) {
      kit.deaths.add(point);
      await expect(sweep(), point).rejects.toThrow(Death);
    }
    await kit.clock.advance(2 * HOUR_MS);
    for (let again = 0; again < 3; again++) await sweep();
    const all = await Promise.all(['ada', 'bob', 'owner'].map(told));
    expect(all.map((one) => one.length)).toEqual([1, 1, 1]);
  });
});

function never(): never {
  throw new Error('There is no task');
}
