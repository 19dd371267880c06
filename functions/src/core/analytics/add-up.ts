import type { EndNote } from '../../model/end-note.ts';
import type { DayFigures, Ends, ErrorGroup, FiguresOfRuns, PlaybookSums, Sums } from '../../model/rollup.ts';
import { addHistograms, classOf } from './durations.ts';

/** So many reasons for failures, and playbooks, have a line of their own in a day. */
const MOST_ERRORS = 40;
const MOST_PLAYBOOKS = 200;

const noEnds: Ends = { completed: 0, failed: 0, canceled: 0 };
export const noSums: Sums = { ...noEnds, costMicros: 0, savedSeconds: 0 };
export const noFigures: FiguresOfRuns = {
  ...noSums,
  triggers: {},
  hours: Array.from({ length: 24 }, () => 0),
  durations: {},
  errors: [],
  otherErrors: 0,
};
export const noDay: DayFigures = { ...noFigures, playbooks: {}, otherPlaybooks: noSums };

/** How many ended, however they did. */
export const runsOf = ({ completed, failed, canceled }: Ends): number => completed + failed + canceled;

/** What one note adds, as figures of a single execution; less than nothing where it takes back. */
function figuresOf(note: EndNote): FiguresOfRuns {
  const { sign, status, triggeredBy, hour, durationMs, error, executionId } = note;
  const ends = status === null ? noEnds : { ...noEnds, [status]: sign };
  return {
    ...ends,
    costMicros: sign * note.costMicros,
    savedSeconds: sign * note.savedSeconds,
    triggers: status === null ? {} : { [triggeredBy]: ends },
    hours: noFigures.hours.map((_, at) => (at === hour ? runsOf(ends) : 0)),
    durations: status === 'completed' && durationMs !== null ? { [classOf(durationMs)]: sign } : {},
    errors: error === null ? [] : [{ ...error, count: sign, executionId }],
    otherErrors: 0,
  };
}

/** A day, or a playbook's day, with one note more. */
export function addNote(figures: FiguresOfRuns, note: EndNote): FiguresOfRuns {
  return addFigures(figures, figuresOf(note), MOST_ERRORS);
}

export function addNoteToDay(day: DayFigures, note: EndNote): DayFigures {
  const more = figuresOf(note);
  const { playbookId, playbookName } = note;
  const known = day.playbooks[playbookId];
  const hasLine = known !== undefined || Object.keys(day.playbooks).length < MOST_PLAYBOOKS;
  const line = addPlaybook(known ?? { ...noSums, name: playbookName, durations: {} }, {
    ...pickSums(more),
    name: note.sign === 1 ? playbookName : (known?.name ?? playbookName),
    durations: more.durations,
  });
  return {
    ...addFigures(day, more, MOST_ERRORS),
    playbooks: hasLine ? { ...day.playbooks, [playbookId]: line } : day.playbooks,
    otherPlaybooks: hasLine ? day.otherPlaybooks : addSums(day.otherPlaybooks, more),
  };
}

/** The sum of two times. Reasons beyond `mostErrors` are counted together: the sum of all stays exact. */
function addFigures(a: FiguresOfRuns, b: FiguresOfRuns, mostErrors: number): FiguresOfRuns {
  const errors = addErrors(a.errors, b.errors);
  const others = errors.slice(mostErrors).reduce((sum, { count }) => sum + count, 0);
  return {
    ...addSums(a, b),
    triggers: merged(a.triggers, b.triggers, addEnds),
    hours: a.hours.map((count, hour) => count + (b.hours[hour] ?? 0)),
    durations: addHistograms(a.durations, b.durations),
    errors: errors.slice(0, mostErrors),
    otherErrors: a.otherErrors + b.otherErrors + others,
  };
}

function addPlaybook(a: PlaybookSums, b: PlaybookSums): PlaybookSums {
  return { ...addSums(a, b), name: b.name, durations: addHistograms(a.durations, b.durations) };
}

export function addSums(a: Sums, b: Sums): Sums {
  return {
    ...addEnds(a, b),
    costMicros: a.costMicros + b.costMicros,
    savedSeconds: a.savedSeconds + b.savedSeconds,
  };
}

export function addEnds(a: Ends, b: Ends): Ends {
  return {
    completed: a.completed + b.completed,
    failed: a.failed + b.failed,
    canceled: a.canceled + b.canceled,
  };
}

/** Two records, with those that are in both added. */
function merged<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  add: (a: T, b: T) => T,
): Record<string, T> {
  const sum: Record<string, T> = { ...a };
  for (const [name, one] of Object.entries(b)) {
    const before = sum[name];
    sum[name] = before === undefined ? one : add(before, one);
  }
  return sum;
}

/** In the order in which they first came; those that nothing is left of are gone. */
function addErrors(a: readonly ErrorGroup[], b: readonly ErrorGroup[]): ErrorGroup[] {
  const groups = new Map(a.map((group) => [`${group.code} ${group.text}`, group]));
  for (const group of b) {
    const name = `${group.code} ${group.text}`;
    const before = groups.get(name);
    const last = group.count > 0 || before === undefined ? group : before;
    groups.set(name, { ...group, count: group.count + (before?.count ?? 0), executionId: last.executionId });
  }
  return [...groups.values()].filter(({ count }) => count !== 0);
}

function pickSums({ completed, failed, canceled, costMicros, savedSeconds }: Sums): Sums {
  return { completed, failed, canceled, costMicros, savedSeconds };
}
