import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { createTaskKit, type TaskKit } from '../../../../test/kit/task-kit.ts';
import { queries } from '../../../model/query.ts';
import { NonRetriableError } from '../errors.ts';
import { wakeExecution } from '../wake-execution.ts';
import type { TaskDraft } from './create-task.ts';

const MINUTE = 60_000;
let kit: TaskKit;
beforeEach(async () => {
  kit = await createTaskKit();
});

describe('a task', () => {
  it('is done by an execution of one step, whose output is its deliverable', async () => {
    const taskId = await kit.make();
    expect(await kit.poll()).toMatchObject({ found: 1, started: 1, failed: 0, left: 0 });
    expect(await kit.task(taskId)).toMatchObject({ status: 'in_progress', executionAttempts: 1 });
    await kit.drain();
    const left = await kit.task(taskId);
    expect(left).toMatchObject({
      ...{ status: 'completed', deliverableUrl: 'https://shop.example/post/1', dueAt: null, isDryRun: false },
    });
    expect(await kit.execution(left.doneBy ?? '')).toMatchObject({ triggeredBy: 'task', playbookId: 'tasks', taskId });
    // What it holds is never read as a template.
    expect(kit.done).toEqual([{ text: '{{1 + 1}}' }]);
    expect((await kit.told(taskId)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['created', 'started', 'completed']),
    );
    const [snapshot] = await kit.store.query(queries.taskSnapshots(orgId, taskId, { limit: 5 }));
    expect(JSON.parse(snapshot?.data?.taskJson ?? '{}')).toMatchObject({ status: 'new' });
    expect(await kit.poll()).toMatchObject({ found: 0 });
  });

  it('keeps what the documents were like that it names', async () => {
    await kit.store.commit([{ op: 'set', path: `${paths.root}/products/p1`, data: { name: 'Tea', price: 4 } }]);
    const taskId = await kit.make({ metadata: { product_id: 'p1', customerId: 'nobody' } });
    await kit.poll();
    const [snapshot] = await kit.store.query(queries.taskSnapshots(orgId, taskId, { limit: 5 }));
    expect(JSON.parse(snapshot?.data?.relatedJson ?? '{}')).toEqual({
      [`${paths.root}/products/p1`]: { name: 'Tea', price: 4 },
      [`${paths.root}/customers/nobody`]: null,
    });
  });

  it('for an agent that has nothing to act on is put on record', async () => {
    const taskId = await kit.make({ assignedAgent: 'Email Agent', action: null, params: {}, metadata: { test: true } });
    expect(await kit.task(taskId)).toMatchObject({ assignedAgent: 'craig', handler: 'email', action: null });
    await kit.passes(0);
    expect(await kit.task(taskId)).toMatchObject({ status: 'completed' });
    const { dataJson } = (await kit.told(taskId)).find(({ kind }) => kind === 'completed') ?? { dataJson: null };
    expect(JSON.parse(dataJson ?? '{}')).toMatchObject({ message: 'Post it', data: { test: true } });
  });

  it('for the e-mail agent that knows a letter is that letter', async () => {
    const metadata = { to: 'ada@shop.example', subject: 'Hi', body: 'There', customer_id: 'c1' };
    const taskId = await kit.make({ assignedAgent: 'email agent', action: null, params: {}, metadata });
    const { action, paramsJson } = await kit.task(taskId);
    expect([action, JSON.parse(paramsJson)]).toEqual([
      'send_email',
      { to: 'ada@shop.example', subject: 'Hi', body: 'There' },
    ]);
    const wrong = kit.make({
      assignedAgent: 'email agent',
      action: null,
      params: {},
      metadata: { ...metadata, to: 'nobody' },
    });
    await expect(wrong).rejects.toThrow(/^metadata\.to/);
  });

  it('of a person is left to people', async () => {
    const taskId = await kit.make({ action: null, params: {}, assignedTo: 'owner' });
    await kit.passes(60 * MINUTE);
    expect(await kit.task(taskId)).toMatchObject({ status: 'new', dueAt: null, executionAttempts: 0 });
    expect(await kit.decide(taskId, 'complete')).toBe('done');
    expect(await kit.task(taskId)).toMatchObject({ status: 'completed' });
  });

  it.each<[Partial<TaskDraft>, RegExp]>([
    [{ assignedAgent: 'Chef Agent' }, /^assignedAgent: 'Chef Agent' is none of our agents/],
    [{ action: 'fly' }, /^action: There is no step type/],
    [{ action: 'branch' }, /^action: .* does nothing by itself/],
    [{ action: null }, /^params: .* say which/],
    [{ assignedTo: 'owner' }, /^assignedTo: /],
    [{ action: null, params: {}, assignedTo: 'stranger' }, /^assignedTo: There is nobody/],
  ])('%j is refused', async (more, words) => {
    await expect(kit.make(more)).rejects.toThrow(words);
    expect(await kit.store.query(queries.tasks(orgId, { limit: 5 }))).toEqual([]);
  });
});

describe('a yes', () => {
  it('is waited for, and begins it at once', async () => {
    const taskId = await kit.make({ requiresApproval: true });
    await kit.passes(60 * MINUTE);
    expect(await kit.task(taskId)).toMatchObject({ status: 'new', executionAttempts: 0 });
    expect(await kit.decide(taskId, 'approve')).toBe('done');
    expect(await kit.task(taskId)).toMatchObject({ status: 'completed', approvedBy: 'owner' });
    expect(await kit.decide(taskId, 'approve')).toBe('done');
    expect(await kit.decide(taskId, 'reject')).toBe('closed');
    expect(kit.done).toHaveLength(1);
    const audit = await kit.store.query(queries.audit(orgId, { limit: 50 }));
    expect(audit.map(({ data }) => data?.action).toSorted()).toEqual(['task.approved', 'task.created']);
  });

  it('is not given by the one who asks, where others could', async () => {
    const member = { uid: 'bob', email: 'bob@shop.example', name: 'Bob', role: 'editor', createdAt: kit.clock.now() };
    await kit.store.commit([{ op: 'set', path: paths.member('bob').path, data: member }]);
    const taskId = await kit.make({ requiresApproval: true });
    expect(await kit.decide(taskId, 'approve')).toBe('self_approval');
    expect(await kit.task(taskId)).toMatchObject({ status: 'new', approvedAt: null });
    expect(await kit.decide(taskId, 'approve', 'bob')).toBe('done');
    expect(await kit.task(taskId)).toMatchObject({ status: 'completed', approvedBy: 'bob' });
  });

  it('that is a no is the last word', async () => {
    const taskId = await kit.make({ requiresApproval: true });
    expect(await kit.decide(taskId, 'reject')).toBe('done');
    expect(await kit.decide(taskId, 'approve')).toBe('closed');
    expect(await kit.decide(taskId, 'retry')).toBe('closed');
    await kit.passes(60 * MINUTE);
    expect([(await kit.task(taskId)).status, kit.done]).toEqual(['rejected', []]);
  });
});

describe('a failure', () => {
  const broken = () => new NonRetriableError('The shop is closed', { mayHaveActed: false });
  const alerts = async () => (await kit.store.query(queries.alerts(orgId, { limit: 50 }))).map(({ data }) => data);

  it('is tried again after a minute and after four, and then a person has to look', async () => {
    kit.failures.push(broken(), broken(), broken());
    const taskId = await kit.make();
    await kit.passes(0);
    expect(await kit.task(taskId)).toMatchObject({
      status: 'failed',
      executionAttempts: 1,
      executionError: 'The shop is closed',
    });
    await kit.passes(59_000);
    expect((await kit.task(taskId)).executionAttempts).toBe(1);
    await kit.passes(1_000);
    expect(await kit.task(taskId)).toMatchObject({ status: 'failed', executionAttempts: 2 });
    expect(await alerts()).toEqual([]);
    await kit.passes(4 * MINUTE);
    expect(await kit.task(taskId)).toMatchObject({ status: 'escalated', executionAttempts: 3, dueAt: null });
    expect(await alerts()).toMatchObject([
      { code: 'task_escalated', severity: 'critical', subject: taskId, resolvedAt: null },
    ]);
    const tasks = await kit.store.query(queries.tasks(orgId, { limit: 10 }));
    expect(tasks.filter(({ id }) => id !== taskId)).toMatchObject([
      { data: { priority: 'urgent', assignedAgent: null, action: null, status: 'new', dueAt: null } },
    ]);
    await kit.passes(600 * MINUTE);
    expect((await kit.task(taskId)).executionAttempts).toBe(3);
    expect(await kit.decide(taskId, 'retry')).toBe('done');
    expect(await kit.task(taskId)).toMatchObject({ status: 'completed', executionAttempts: 1, executionError: null });
    expect((await alerts())[0]?.resolvedAt).toEqual(kit.clock.now());
    expect(kit.done).toHaveLength(1);
  });

  it('of what may have happened is not tried again by itself', async () => {
    kit.failures.push(new NonRetriableError('Gone in the middle'));
    const taskId = await kit.make({ action: 'file' });
    await kit.passes(0);
    expect(await kit.task(taskId)).toMatchObject({ status: 'escalated', executionAttempts: 1 });
  });

  it('to begin counts as one', async () => {
    const taskId = await kit.make();
    await kit.store.commit([{ op: 'update', path: paths.task(taskId).path, fields: { action: 'fly' } }]);
    expect(await kit.poll()).toMatchObject({ found: 1, started: 0, failed: 1 });
    expect(await kit.task(taskId)).toMatchObject({ status: 'failed', executionAttempts: 1 });
  });

  it('is over when somebody resumes its execution: it is not begun a second time beside that', async () => {
    kit.failures.push(broken());
    const taskId = await kit.make();
    await kit.passes(0);
    const { doneBy } = await kit.task(taskId);
    const path = paths.execution(doneBy ?? '').path;
    const dueAt = new Date(kit.clock.now().getTime() + 60 * MINUTE);
    const fields = {
      status: 'queued',
      error: null,
      completedAt: null,
      stepResults: [],
      failing: null,
      generation: 1,
      dueAt,
    };
    await kit.store.commit([{ op: 'update', path, fields }]);
    await kit.passes(MINUTE);
    expect(await kit.task(taskId)).toMatchObject({ status: 'in_progress', doneBy, executionAttempts: 1 });
    await wakeExecution(kit.engine, orgId, doneBy ?? '', { deadline: dueAt, end: dueAt, isShort: false });
    expect([(await kit.task(taskId)).status, kit.done.length]).toEqual(['completed', 1]);
  });
});

describe('to cancel', () => {
  it('keeps what has not begun from beginning, and stays', async () => {
    const taskId = await kit.make();
    expect(await kit.decide(taskId, 'cancel')).toBe('done');
    await kit.passes(60 * MINUTE);
    expect([(await kit.task(taskId)).status, kit.done]).toEqual(['canceled', []]);
  });

  it('ends what is under way, and no late end overwrites it', async () => {
    const taskId = await kit.make();
    await kit.poll();
    expect(await kit.decide(taskId, 'cancel')).toBe('done');
    expect([(await kit.task(taskId)).status, kit.done]).toEqual(['canceled', []]);
    expect(await kit.decide(taskId, 'retry')).toBe('done');
    expect([(await kit.task(taskId)).status, kit.done.length]).toEqual(['completed', 1]);
  });
});
