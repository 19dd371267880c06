import { type Task, taskSchema } from '@model/task.ts';
import { describe, expect, it } from 'vitest';
import { byEnd, dueWords, isOverdue, itemsOf, progressOf, progressWords } from './plan-progress.ts';

const zone = 'America/New_York';
const today = '2026-11-23';
const at = new Date('2026-11-23T13:00:00Z');
const task = (status: Task['status'], deadline: string | null): Task =>
  taskSchema.parse({
    ...{ title: `Now ${status}`, description: '', status, priority: 'normal', assignedAgent: null, assignedTo: null },
    ...{ deadline: deadline === null ? null : new Date(deadline), createdBy: 'ada', executionId: null },
    ...{ createdAt: at, updatedAt: at },
  });
const named = (taskId: string) => ({ taskId, title: `As it was ${taskId}`, priority: 'normal' as const });
const entry = (id: string, data: Task) => ({ id, path: `tasks/${id}`, data, problem: null });

describe('how far a plan has come', () => {
  const entries = [
    entry('c', task('new', '2026-11-22T04:59:59Z')),
    entry('b', task('canceled', null)),
    entry('a', task('completed', '2026-11-20T04:59:59Z')),
    entry('d', task('new', '2026-11-24T04:59:59Z')),
  ];
  const items = itemsOf({ tasks: ['a', 'b', 'c', 'd', 'gone'].map(named) }, entries);

  it('goes by its tasks in its order, also where one is not known', () => {
    expect(items.map(({ title }) => title)).toEqual([
      ...['Now completed', 'Now canceled', 'Now new', 'Now new', 'As it was gone'],
    ]);
    const progress = progressOf(items, today, zone);
    expect(progress).toMatchObject({ total: 5, done: 1, dropped: 1, overdue: 1, next: { taskId: 'c' } });
    expect(progressWords(progress)).toBe('1 of 5 done, 1 called off');
    expect(progressWords(progressOf(items.slice(0, 1), today, zone))).toBe('1 of 1 done');
  });

  it('is late only by what is open, by the tenant’s calendar', () => {
    expect(entries.map(({ data }) => isOverdue(data, today, zone))).toEqual([true, false, false, false]);
    expect(isOverdue(null, today, zone)).toBe(false);
  });
});

it.each([
  ['due today', '2026-11-24T04:59:59Z'],
  ['due tomorrow', '2026-11-25T04:59:59Z'],
  ['due Dec 4', '2026-12-05T04:59:59Z'],
  ['due Jan 4, 2027', '2027-01-05T04:59:59Z'],
  ['overdue since Nov 20', '2026-11-21T04:59:59Z'],
  [null, null],
])('a task is %s', (words, deadline) => {
  expect(dueWords(task('new', deadline), today, zone)).toBe(words);
});

it('plans stand in the order of their ends', () => {
  const plans = [{ endsAt: null }, { endsAt: new Date(2) }, { endsAt: new Date(1) }];
  expect(plans.toSorted(byEnd).map(({ endsAt }) => endsAt?.getTime() ?? null)).toEqual([1, 2, null]);
});
