import type { ProblemDetail } from '../../model/problem.ts';
import type { EventTrigger, ListeningTrigger, ScheduleTrigger, Trigger } from '../../model/trigger.ts';
import { ExpressionError, type Path, parseCondition } from '../engine/expression.ts';
import { checkTimeZone, parseCron } from '../triggering/cron.ts';
import { nextOccurrence } from '../triggering/next-occurrence.ts';
import { unknownEventField, unknownEventName } from './check-event.ts';
import { checkGathering } from './check-gathering.ts';
import { unknownNameInFilter } from './check-names.ts';

const SOME_DAY = Date.UTC(2026, 0, 1);

/** What keeps a trigger from being armed; empty when nothing does. */
export function checkTrigger(trigger: Trigger, path: string): ProblemDetail[] {
  switch (trigger.type) {
    case 'schedule':
      return checkSchedule(trigger, path);
    case 'event':
      return [...checkName(trigger, path), ...checkListening(trigger, path)];
    case 'webhook':
      return checkListening(trigger, path);
    case 'manual':
      return [];
  }
}

/** The trigger with its cron written so that every reader takes it alike. */
export function plainTrigger(trigger: Trigger): Trigger {
  if (trigger.type !== 'schedule') return trigger;
  const parsed = parseCron(trigger.cron);
  return parsed.ok ? { ...trigger, cron: parsed.cron.text } : trigger;
}

function checkSchedule(trigger: ScheduleTrigger, path: string): ProblemDetail[] {
  const problems: ProblemDetail[] = [];
  const say = (field: string, message: string) => problems.push({ path: `${path}.${field}`, message });
  const cron = parseCron(trigger.cron);
  if (!cron.ok) say('cron', cron.problem);
  const zone = checkTimeZone(trigger.timezone);
  if (!zone.ok) say('timezone', zone.problem);
  if (trigger.every > 1 && trigger.anchor === null) {
    say('anchor', `With every: ${trigger.every}, give a date in a week in which it is due, such as 2027-01-04`);
  }
  if (trigger.anchor !== null && !isCalendarDate(trigger.anchor))
    say('anchor', `${trigger.anchor} is no day of the calendar`);
  if (trigger.until !== null && !isCalendarDate(trigger.until))
    say('until', `${trigger.until} is no day of the calendar`);
  if (trigger.weekOfMonth !== null && cron.ok && cron.cron.daysOfWeek.size === 7) {
    say('cron', "With weekOfMonth, name the day of the week, such as '0 9 * * 1' for Monday");
  }
  if (trigger.weekOfMonth !== null && cron.ok && cron.cron.daysOfMonth.size < 31) {
    say('cron', "With weekOfMonth, write * as the day of the month, such as '0 9 * * 1'");
  }
  if (trigger.dayOfMonth === 'last' && cron.ok && ![28, 29, 30, 31].every((day) => cron.cron.daysOfMonth.has(day))) {
    say('cron', "With dayOfMonth: 'last', write 28-31 as the day of the month, such as '0 9 28-31 * *'");
  }
  if (problems.length === 0 && nextOccurrence({ ...trigger, until: null }, new Date(SOME_DAY)) === null) {
    say('cron', `'${trigger.cron}' never happens: no such day exists`);
  }
  return problems;
}

function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function checkName({ eventName }: EventTrigger, path: string): ProblemDetail[] {
  const message = unknownEventName(eventName);
  return message === null ? [] : [{ path: `${path}.eventName`, message }];
}

/** A filter, and what events are gathered by, see each event by itself, also where several of them start one execution. */
function checkListening(trigger: ListeningTrigger, path: string): ProblemDetail[] {
  const one = { ...trigger, batch: null };
  const unknown = (names: Path) =>
    unknownNameInFilter(names) ?? (names[0] === 'event' ? unknownEventField(one, names.slice(1)) : null);
  return [...checkFilter(trigger, path, unknown), ...checkGathering(trigger, path, unknown)];
}

function checkFilter(
  { filter }: ListeningTrigger,
  path: string,
  unknownName: (names: Path) => string | null,
): ProblemDetail[] {
  if (filter === null) return [];
  try {
    const unknown = parseCondition(filter).map(unknownName);
    return [...new Set(unknown)].flatMap((message) => (message === null ? [] : { path: `${path}.filter`, message }));
  } catch (error) {
    if (error instanceof ExpressionError) return [{ path: `${path}.filter`, message: error.message }];
    throw error;
  }
}
