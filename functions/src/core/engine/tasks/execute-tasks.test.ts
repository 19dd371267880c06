import { beforeEach, describe, expect, it } from 'vitest';
import { Death, orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { createTaskKit, type TaskKit } from '../../../../test/kit/task-kit.ts';
import { top } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import { type Priority, prioritySchema } from '../../../model/task.ts';
import { systemActor } from '../../governance/audit.ts';
import { pauseTenant, resumeTenant } from '../../governance/pause.ts';
import { decideApproval } from '../decide-approval.ts';
import { dispatchTask } from './dispatch-task.ts';
import { freshTask } from './fresh-task.ts';
import { taskWrites } from './task-message.ts';

const MINUTE = 60_000;
let kit: TaskKit;
beforeEach(async () => {
  kit = await createTaskKit();
});

describe('governance', () => {
  it('holds the work of tasks in a pause and where nothing runs by itself, and rehearses it where all is rehearsed', async () => {
    const off = { ...kit.engine, switches: { autoExecution: false, dryRun: false } };
    const held = await kit.make();
    await kit.poll(off);
    expect(await kit.execution((await kit.task(held)).doneBy ?? '')).toMatchObject({
      status: 'waiting',
      wait: { kind: 'pause' },
    });
    await pauseTenant(kit.engine, orgId, systemActor, null);
    const paused = await kit.make();
    await kit.poll();
    await kit.drain();
    expect(await kit.execution((await kit.task(paused)).doneBy ?? '')).toMatchObject({ status: 'waiting' });
    await resumeTenant(kit.engine, orgId, systemActor, 'none');
    await kit.drain();
    expect(kit.done).toHaveLength(2);
    const rehearsed = await kit.make();
    await kit.poll({ ...kit.engine, switches: { autoExecution: true, dryRun: true } });
    await kit.drain();
    expect(await kit.task(rehearsed)).toMatchObject({ status: 'completed', isDryRun: true });
    expect(kit.done).toHaveLength(2);
  });

  it('has strangers’ tasks ask first whom they reach', async () => {
    const params = { to: 'eve@evil.example', subject: 'Hi', body: 'There' };
    const taskId = await kit.make({ action: 'send_email', params }, true);
    await kit.passes(0);
    const { doneBy, status } = await kit.task(taskId);
    expect(status).toBe('in_progress');
    expect(await kit.execution(doneBy ?? '')).toMatchObject({
      status: 'waiting',
      taint: ['event'],
      wait: { kind: 'approval' },
    });
    const [approval] = await kit.store.query(queries.approvals(orgId, { limit: 5 }));
    expect(approval?.data?.reasons.join()).toContain("'to' comes from");
    // A no to the act is one to the task: nobody is asked a second time.
    await decideApproval(kit.engine, orgId, approval?.id ?? '', {
      status: 'rejected',
      by: 'owner',
      reason: 'Who is Eve?',
    });
    await kit.drain();
    await kit.passes(60 * MINUTE);
    expect(await kit.task(taskId)).toMatchObject({ status: 'rejected', rejectedBy: 'owner', executionAttempts: 1 });
  });

  it('counts a poll for whom there is something to do, and leaves the rest of the day’s to the triggers', async () => {
    await kit.store.commit([
      { op: 'update', path: top.tenant(orgId).path, fields: { 'limits.daily': { task_executor: 1 } } },
    ]);
    await kit.poll();
    await kit.make();
    expect(await kit.poll()).toMatchObject({ started: 1, left: 0 });
    const second = await kit.make();
    expect(await kit.poll()).toMatchObject({ started: 0, left: 1 });
    expect(await dispatchTask(kit.engine, orgId, second)).toBe('started');
  });
});

/** A worker that dies is gone; what carries a `dueAt` that has passed is looked at by others, as the tick does. */
async function survive(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
}

async function heal(taskId: string): Promise<void> {
  for (let minute = 0; minute < 30 && (await kit.task(taskId)).status !== 'completed'; minute++) {
    await kit.clock.advance(MINUTE);
    const { doneBy } = await kit.task(taskId);
    const execution = doneBy === null ? null : await kit.store.get(paths.execution(doneBy));
    const { dueAt = null } = execution?.data ?? {};
    if (execution !== null && dueAt !== null && dueAt <= kit.clock.now()) {
      await kit.engine.queue.enqueue({
        handler: 'advance',
        data: { orgId, executionId: execution.id },
        name: 'x',
        at: null,
      });
    }
    await survive(() => kit.poll());
    await survive(() => kit.drain());
  }
}

const MOMENTS = [
  'task_created',
  'task_starting',
  'started',
  'task_started',
  'claimed',
  'left',
  'task_settling',
  'task_settled',
];

describe('a worker that dies', () => {
  it.each(MOMENTS)('at %s leaves a task that is done once', async (moment) => {
    kit.deaths.add(moment);
    await survive(() => kit.make());
    const [stored] = await kit.store.query(queries.tasks(orgId, { limit: 5 }));
    await survive(() => kit.poll());
    await survive(() => kit.drain());
    await heal(stored?.id ?? '');
    expect(kit.deaths.size).toBe(0);
    expect(await kit.task(stored?.id ?? '')).toMatchObject({ status: 'completed', executionAttempts: 1 });
    expect(kit.done).toHaveLength(1);
    expect(await kit.store.query(queries.alerts(orgId, { limit: 5 }))).toEqual([]);
  });

  it('is not needed: five at once begin it once', async () => {
    const taskId = await kit.make();
    await Promise.all(Array.from({ length: 5 }, () => dispatchTask(kit.engine, orgId, taskId)));
    await kit.drain();
    expect([(await kit.task(taskId)).executionAttempts, kit.done.length]).toEqual([1, 1]);
  });
});

describe('a thousand tasks', () => {
  it('are all done, none twice, the most urgent first', async () => {
    const rank = (priority: Priority | undefined) => prioritySchema.options.indexOf(priority ?? 'low');
    const priorities = new Map<string, Priority>();
    const now = kit.clock.now();
    const who = { description: '', assignedAgent: null, assignedTo: null, createdBy: 'owner' };
    for (let nth = 0; nth < 1_000; nth++) {
      const priority = prioritySchema.options[nth % 4] ?? 'low';
      const work = { action: 'look', paramsJson: JSON.stringify({ nth }) };
      const writes = taskWrites(
        orgId,
        `task${nth}`,
        freshTask({ title: `Task ${nth}`, priority, ...who, ...work }, now),
      );
      await kit.store.commit(writes);
      priorities.set(`task${nth}`, priority);
    }
    expect(await kit.poll()).toMatchObject({ found: 1_000, started: 1_000, failed: 0, left: 0 });
    const begun = await Promise.all(kit.queued.map(({ data }) => kit.execution(String(data.executionId))));
    const order = begun.map(({ taskId }) => rank(priorities.get(taskId ?? '')));
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    await kit.drain();
    expect(new Set(kit.done.map(({ nth }) => nth)).size).toBe(1_000);
    expect(kit.done).toHaveLength(1_000);
    const completed = await kit.store.query(queries.tasksByStatus(orgId, 'completed', { limit: 2_000 }));
    expect(completed).toHaveLength(1_000);
  });
});
