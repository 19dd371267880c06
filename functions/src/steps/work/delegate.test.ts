import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { tenantPaths } from '../../model/paths.ts';
import { delegate } from './delegate.ts';

const params = {
  agent: 'money_mike',
  title: 'Check the margin',
  priority: 'high',
  deadline: '2026-11-21T09:00:00-05:00',
};

describe('delegate', () => {
  it('creates one task per act, however often it is tried', async () => {
    const { context } = stepContext();
    const first = await runStep(delegate, params, context);
    expect(await runStep(delegate, params, context)).toEqual(first);
    const tasks = await context.store.query({
      from: tenantPaths(context.orgId).tasks,
      where: [],
      orderBy: [],
      limit: 9,
      after: null,
    });
    expect(tasks.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        title: 'Check the margin',
        status: 'new',
        priority: 'high',
        assignedAgent: 'money_mike',
        assignedTo: null,
        createdBy: 'user1',
        executionId: 'exec1',
        deadline: new Date('2026-11-21T14:00:00Z'),
      }),
    ]);
    expect(first).toMatchObject({ taskId: tasks[0]?.id });
  });

  it('writes nothing in a dry run', async () => {
    const { context } = stepContext();
    expect((await rehearseStep(delegate, params, context)).wouldHave).toBe(
      "would have given money_mike the task 'Check the margin'",
    );
    expect(
      await context.store.query({
        from: tenantPaths(context.orgId).tasks,
        where: [],
        orderBy: [],
        limit: 9,
        after: null,
      }),
    ).toEqual([]);
  });

  it.each([[{ agent: 'bob' }], [{ title: ' ' }], [{ deadline: 'tomorrow' }]])('refuses %j', (wrong) => {
    expect(delegate.params.safeParse({ ...params, ...wrong }).success).toBe(false);
  });
});
