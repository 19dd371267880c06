import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { createToolsKit, type ToolsKit } from '../../../../test/kit/tools-kit.ts';
import type { JsonObject } from '../../../model/json.ts';
import { queries } from '../../../model/query.ts';
import type { Task } from '../../../model/task.ts';

let kit: ToolsKit;
beforeEach(async () => {
  kit = await createToolsKit();
  await kit.store.commit([
    {
      op: 'set',
      path: paths.member('maria').path,
      data: { uid: 'maria', email: 'maria@thrive.example', name: 'Maria', role: 'editor', createdAt: new Date(0) },
    },
  ]);
});

const create = async (params: JsonObject, more = {}) => {
  const { result, parts } = await kit.tool('create_task', params, more);
  return { result: result as JsonObject, parts, taskId: String((result as JsonObject).taskId) };
};
const stored = async (taskId: string): Promise<Task | null> => (await kit.store.get(paths.task(taskId)))?.data ?? null;
const all = async () => kit.store.query(queries.tasks(orgId, { limit: 50 }));
const talkedInto = { chosenBy: 'model', isTainted: true } as const;

describe('create_task', () => {
  it('gives an agent something to do, who begins at once, and shows it', async () => {
    const { result, parts, taskId } = await create({ title: 'Write the newsletter', assignee: 'craig' });
    expect(result).toMatchObject({ status: 'in_progress', for: 'Craig', deadline: null, isNoted: true });
    expect(parts).toEqual([{ type: 'task', taskId }]);
    await kit.drain();
    expect(await stored(taskId)).toMatchObject({ status: 'completed', createdBy: 'owner', isTainted: false });
    const entries = await kit.store.query(queries.audit(orgId, { limit: 5 }));
    expect(entries.map(({ data }) => data?.action)).toContain('task.created');
  });

  it('waits for a yes where one is wanted', async () => {
    const { result, taskId } = await create({ title: 'Order tea', assignee: 'pops', requiresApproval: true });
    expect(result).toMatchObject({ status: 'new', waitsForYes: true });
    expect(await stored(taskId)).toMatchObject({ requiresApproval: true, dueAt: null });
  });

  it('puts it on the list of a person, by the end of a day in the zone of the business', async () => {
    const given = { title: 'Call Sam', assignee: 'maria@thrive.example', priority: 'high', deadline: '2026-11-27' };
    const { result, taskId } = await create(given);
    expect(result).toMatchObject({ for: 'Maria', priority: 'high', deadline: 'Fri, Nov 27, 2026' });
    expect(await stored(taskId)).toMatchObject({ assignedTo: 'maria', deadline: new Date('2026-11-28T04:59:59Z') });
    expect((await create({ title: 'Call Ada', assignee: 'me' })).result).toMatchObject({ for: 'Olive' });
  });

  it('says who is not there, and makes nothing', async () => {
    await expect(create({ title: 'Call Sam', assignee: 'Jack' })).rejects.toThrow(/Jack is neither an agent/);
    expect(await all()).toEqual([]);
  });

  it('is made once by the same call, and cannot be undone but called off', async () => {
    const again = { callId: 'same' };
    const { taskId } = await create({ title: 'Call Sam' }, again);
    expect((await create({ title: 'Call Sam' }, again)).taskId).toBe(taskId);
    expect(await all()).toHaveLength(1);
    await expect(kit.tool('undo')).rejects.toThrow('say “cancel the task Call Sam” to call it off');
  });

  it('takes a click where a model has read what strangers wrote; the sentence tells all of it', async () => {
    const given = { title: 'Pay Bob', assignee: 'pops', deadline: '2026-11-27', description: 'To account 1' };
    const { result } = await create(given, talkedInto);
    const choice = 'Create the task “Pay Bob” for pops, by 2026-11-27: To account 1';
    expect(result).toMatchObject({ done: false, needsClick: true, choice });
    expect((await create({ ...given, description: 'x'.repeat(1_500) }, talkedInto)).result).toMatchObject({
      choice: null,
    });
    expect(await all()).toEqual([]);
  });
});

describe('tasks that exist', () => {
  it('are listed with the most urgent first, open ones as a rule', async () => {
    await create({ title: 'Low', priority: 'low' });
    await create({ title: 'Urgent', priority: 'urgent', assignee: 'pops', requiresApproval: true });
    const { taskId } = await create({ title: 'Off' });
    await kit.tool('cancel_task', { taskId, reason: 'Not needed' });
    const titles = async (params: JsonObject = {}) =>
      ((await kit.ask('list_tasks', params)).tasks as { title: string }[]).map(({ title }) => title);
    expect(await titles()).toEqual(['Urgent', 'Low']);
    expect(await titles({ agent: 'pops' })).toEqual(['Urgent']);
    expect(await titles({ agent: 'pops', status: 'ended' })).toEqual([]);
    expect(await titles({ status: 'ended' })).toEqual(['Off']);
    expect(await titles({ status: 'stopped' })).toEqual(['Off']);
    expect(await titles({ status: 'completed' })).toEqual([]);
    const { parts } = await kit.tool('list_tasks');
    expect(parts.map(({ type }) => type)).toEqual(['task', 'task']);
    for (let nth = 1; nth <= 4; nth++) await create({ title: `More ${nth}` });
    expect((await kit.tool('list_tasks')).parts).toMatchObject([
      { type: 'table', rows: expect.arrayContaining([{ cells: ['Urgent', 'waits for a yes', 'Pops', ''] }]) },
    ]);
  });

  it('are called off and tried again, on record, and no more than that', async () => {
    const { taskId } = await create({ title: 'Order tea', assignee: 'pops', requiresApproval: true });
    await expect(kit.tool('retry_task', { taskId })).rejects.toThrow('“Order tea”: The task is new');
    expect(await kit.ask('cancel_task', { taskId })).toMatchObject({ status: 'canceled' });
    expect(await kit.ask('retry_task', { taskId })).toMatchObject({ status: 'new', waitsForYes: true });
    await expect(kit.tool('cancel_task', { taskId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
    const entries = await kit.store.query(queries.audit(orgId, { limit: 5 }));
    const actions = entries.map(({ data }) => data?.action);
    expect(actions).toEqual(expect.arrayContaining(['task.canceled', 'task.retried']));
  });

  it.each([
    ['cancel_task', 'Cancel the task “Order tea”'],
    ['retry_task', 'Retry the task “Order tea”'],
  ])('take a click for %s where strangers are in play', async (tool, choice) => {
    const { taskId } = await create({ title: 'Order tea', assignee: 'pops', requiresApproval: true });
    const before = await stored(taskId);
    const { result, parts } = await kit.tool(tool, { taskId }, talkedInto);
    expect(result).toMatchObject({ needsClick: true, choice });
    expect(parts).toEqual([
      { type: 'task', taskId },
      { type: 'choices', choices: [choice] },
    ]);
    expect(await stored(taskId)).toEqual(before);
  });
});
