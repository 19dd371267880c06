import { MAX_FIRST_TASKS, MAX_GOAL } from '@model/action-plan.ts';
import type { Recommendation } from '@model/recommendation.ts';
import type { Priority } from '@model/task.ts';
import { plusDays } from '../../../lib/days.ts';
import { type Urgency, urgencyOf } from './recommendations.ts';

export const MAX_TITLE = 200;
/** How long a plan takes that nothing else is known about, in days. */
const USUAL_DAYS = 14;

/** A task of a plan to be; days as `2026-11-21`, empty while nobody has said. */
export interface TaskDraft {
  /** Only tells it from the others. */
  readonly key: string;
  readonly title: string;
  readonly priority: Priority;
  readonly dueOn: string;
  /** A uid; empty: nobody yet. */
  readonly assignedTo: string;
}

/** A plan as it is being made. */
export interface PlanDraft {
  readonly title: string;
  readonly goal: string;
  readonly priority: Priority;
  readonly startsOn: string;
  readonly dueOn: string;
  readonly tasks: readonly TaskDraft[];
  /** From which first day the tasks' days were counted. */
  readonly countedFrom: string;
}

export const PLAN_STEPS = ['details', 'timeline', 'tasks', 'confirm'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];

/** What is wrong, by field: `title`, `dueOn`, `tasks`, `tasks.0.dueOn`. */
export type PlanProblems = Readonly<Record<string, string>>;

const PRIORITIES: Readonly<Record<Urgency, Priority>> = { now: 'high', soon: 'normal', later: 'low' };

/** What a plan begins with: what the recommendation says, where there is one, from today on. */
export function newPlan(recommendation: Recommendation | null, today: string): PlanDraft {
  const proposed = recommendation?.tasks.slice(0, MAX_FIRST_TASKS) ?? [];
  const tasks = proposed.map(
    ({ title, priority, dueInDays }, index): TaskDraft => ({
      ...{ key: `proposed ${index}`, title, priority },
      ...{ dueOn: plusDays(today, dueInDays), assignedTo: '' },
    }),
  );
  const last = Math.max(...proposed.map(({ dueInDays }) => dueInDays));
  const dueOn = plusDays(today, proposed.length === 0 ? USUAL_DAYS : last);
  return {
    title: recommendation?.title.slice(0, MAX_TITLE) ?? '',
    goal: recommendation?.text.slice(0, MAX_GOAL) ?? '',
    priority: recommendation === null ? 'normal' : PRIORITIES[urgencyOf(recommendation.priority)],
    startsOn: today,
    dueOn,
    tasks: tasks.length > 0 ? tasks : [newTask('first', dueOn)],
    countedFrom: today,
  };
}

export function newTask(key: string, dueOn: string): TaskDraft {
  return { key, title: '', priority: 'normal', dueOn, assignedTo: '' };
}

/** When the plan begins on another day its tasks move with it, none of them out of the plan. */
export function inTimeline(draft: PlanDraft): PlanDraft {
  const { startsOn, dueOn, countedFrom } = draft;
  const days = daysBetween(countedFrom, startsOn);
  const within = (day: string) => (day < startsOn ? startsOn : day > dueOn ? dueOn : day);
  const tasks = draft.tasks.map((task) =>
    task.dueOn === '' ? task : { ...task, dueOn: within(plusDays(task.dueOn, days)) },
  );
  return { ...draft, tasks, countedFrom: startsOn };
}

/** The task at `from` one place up or down; the same where there is none. */
export function moved(tasks: readonly TaskDraft[], from: number, by: 1 | -1): readonly TaskDraft[] {
  const task = tasks[from];
  const to = from + by;
  if (task === undefined || to < 0 || to >= tasks.length) return tasks;
  return tasks.toSpliced(from, 1).toSpliced(to, 0, task);
}

/** What keeps one from going on from a step; on the last one, of all of them. */
export function problemsOf(step: PlanStep, draft: PlanDraft, today: string): PlanProblems {
  switch (step) {
    case 'details':
      return draft.title.trim() === '' ? { title: 'Give the plan a title' } : {};
    case 'timeline':
      return timelineProblems(draft, today);
    case 'tasks':
      return taskProblems(draft);
    case 'confirm':
      return Object.assign({}, ...PLAN_STEPS.slice(0, 3).map((one) => problemsOf(one, draft, today)));
  }
}

function timelineProblems({ startsOn, dueOn }: PlanDraft, today: string): PlanProblems {
  const isEarly = startsOn !== '' && dueOn !== '' && dueOn < startsOn;
  const problem = dueOn === '' ? 'Choose the last day' : isEarly ? 'This is before the plan begins' : null;
  const isOver = dueOn < today ? 'This day is over' : null;
  const due = problem ?? isOver;
  return { ...(startsOn === '' && { startsOn: 'Choose the first day' }), ...(due !== null && { dueOn: due }) };
}

function taskProblems({ tasks, startsOn, dueOn }: PlanDraft): PlanProblems {
  if (tasks.length === 0) return { tasks: 'A plan has at least one task' };
  const found = tasks.flatMap((task, index) => {
    const day =
      task.dueOn === ''
        ? 'Choose a day'
        : task.dueOn < startsOn
          ? 'This is before the plan begins'
          : task.dueOn > dueOn
            ? 'This is after the plan ends'
            : null;
    return [
      ...(task.title.trim() === '' ? [[`tasks.${index}.title`, 'Say what is to be done'] as const] : []),
      ...(day === null ? [] : [[`tasks.${index}.dueOn`, day] as const]),
    ];
  });
  return Object.fromEntries(found);
}

/** The step on which a field stands; null for what stands on none. */
export function stepOfField(field: string): PlanStep | null {
  if (field.startsWith('tasks')) return 'tasks';
  if (field === 'startsOn' || field === 'dueOn') return 'timeline';
  return field === 'title' || field === 'goal' || field === 'priority' ? 'details' : null;
}

/** As the server takes it. */
export function bodyOf(draft: PlanDraft, recommendationId: string | null) {
  const { title, goal, priority, startsOn, dueOn, tasks } = draft;
  return {
    ...{ recommendationId, title: title.trim(), goal: goal.trim(), priority, startsOn, dueOn },
    tasks: tasks.map((task) => ({
      ...{ title: task.title.trim(), priority: task.priority, dueOn: task.dueOn },
      assignedTo: task.assignedTo === '' ? null : task.assignedTo,
    })),
  };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
