import { MAX_FIRST_TASKS } from '@model/action-plan.ts';
import { recommendationSchema } from '@model/recommendation.ts';
import { describe, expect, it } from 'vitest';
import { bodyOf, inTimeline, moved, newPlan, newTask, PLAN_STEPS, problemsOf, stepOfField } from './plan-draft.ts';

const today = '2026-11-23';
const at = new Date('2026-11-23T13:00:00Z');
const advice = recommendationSchema.parse({
  ...{ category: 'cash_flow', title: 'Collect what is owed', text: 'Twelve thousand are late.', priority: 82 },
  tasks: [
    { title: 'Call Miller', priority: 'high', dueInDays: 1 },
    { title: 'Write to the rest', priority: 'normal', dueInDays: 7 },
  ],
  ...{ status: 'pending', executionId: null, createdBy: 'system', createdAt: at, updatedAt: at, expireAt: at },
});
const draft = newPlan(advice, today);

describe('a plan to be', () => {
  it('begins with what the recommendation says, and is fit to be made', () => {
    expect(draft).toMatchObject({
      ...{ title: advice.title, goal: advice.text, priority: 'high', startsOn: today, dueOn: '2026-11-30' },
      tasks: [
        { title: 'Call Miller', priority: 'high', dueOn: '2026-11-24' },
        { title: 'Write to the rest', priority: 'normal', dueOn: '2026-11-30' },
      ],
    });
    expect(PLAN_STEPS.map((step) => problemsOf(step, draft, today))).toEqual([{}, {}, {}, {}]);
    expect(new Set(draft.tasks.map(({ key }) => key)).size).toBe(2);
  });

  it('of nothing has one empty task and two weeks', () => {
    expect(newPlan(null, today)).toMatchObject({ title: '', dueOn: '2026-12-07', tasks: [{ title: '' }] });
    const many = Array.from({ length: 40 }, () => ({ title: 'x', priority: 'low' as const, dueInDays: 3 }));
    expect(newPlan({ ...advice, tasks: many }, today).tasks).toHaveLength(MAX_FIRST_TASKS);
  });

  it('says what is wrong by its field, and on which step that stands', () => {
    const tasks = [newTask('1', '2026-11-22'), { ...newTask('2', '2026-12-24'), title: 'x' }, newTask('3', '')];
    const wrong = { ...draft, title: ' ', startsOn: '2026-11-23', dueOn: '2026-11-30', tasks };
    const found = problemsOf('confirm', wrong, today);
    expect(found).toEqual({
      title: 'Give the plan a title',
      'tasks.0.title': 'Say what is to be done',
      'tasks.0.dueOn': 'This is before the plan begins',
      'tasks.1.dueOn': 'This is after the plan ends',
      'tasks.2.title': 'Say what is to be done',
      'tasks.2.dueOn': 'Choose a day',
    });
    expect(Object.keys(found).map(stepOfField)).toEqual(['details', ...Array.from({ length: 5 }, () => 'tasks')]);
    expect(stepOfField('recommendationId')).toBeNull();
    expect(problemsOf('tasks', { ...draft, tasks: [] }, today)).toEqual({ tasks: 'A plan has at least one task' });
  });

  it.each([
    [{ startsOn: '2026-12-02', dueOn: '2026-12-01' }, { dueOn: 'This is before the plan begins' }],
    [{ startsOn: '2026-11-01', dueOn: '2026-11-22' }, { dueOn: 'This day is over' }],
    [
      { startsOn: '', dueOn: '' },
      { startsOn: 'Choose the first day', dueOn: 'Choose the last day' },
    ],
    [{ startsOn: today, dueOn: today }, {}],
  ])('of the days %o says %o', (days, problems) => {
    expect(problemsOf('timeline', { ...draft, ...days }, today)).toEqual(problems);
  });

  it('moves its tasks with its first day, none out of it, and not twice', () => {
    const days = (plan: typeof draft) => plan.tasks.map(({ dueOn }) => dueOn);
    const later = inTimeline({ ...draft, startsOn: '2026-12-01', dueOn: '2026-12-04' });
    expect(days(later)).toEqual(['2026-12-02', '2026-12-04']);
    expect(inTimeline(later)).toEqual(later);
    expect(days(inTimeline({ ...draft, dueOn: '2026-11-25' }))).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('has its tasks put in another order', () => {
    const [first, second] = draft.tasks;
    expect(moved(draft.tasks, 0, 1)).toEqual([second, first]);
    expect(moved(draft.tasks, 0, -1)).toBe(draft.tasks);
    expect(moved(draft.tasks, 1, 1)).toBe(draft.tasks);
  });

  it('is sent without what only the page knows', () => {
    const tasks = draft.tasks.slice(0, 1).map((task) => ({ ...task, title: ' Call ', assignedTo: 'ada' }));
    expect(bodyOf({ ...draft, tasks }, 'r1')).toEqual({
      ...{ recommendationId: 'r1', title: advice.title, goal: advice.text, priority: 'high' },
      ...{ startsOn: today, dueOn: '2026-11-30' },
      tasks: [{ title: 'Call', priority: 'high', dueOn: '2026-11-24', assignedTo: 'ada' }],
    });
    expect(bodyOf(draft, null).tasks[0]?.assignedTo).toBeNull();
  });
});
