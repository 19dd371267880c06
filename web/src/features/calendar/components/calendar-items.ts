import { executionStatus, plannedStatus, type StatusLook } from '../../../lib/status.ts';
import type { CalendarAnswer } from '../api/use-calendar.ts';
import { clockOf, minuteWords } from './calendar-dates.ts';

interface Shown {
  readonly key: string;
  readonly playbookId: string;
  readonly name: string;
  readonly look: StatusLook;
}
/** One start on a day. `minute` is what clocks there show. */
export interface Item extends Shown {
  readonly minute: number;
  /** Null: it is still to come. */
  readonly executionId: string | null;
  readonly isRehearsal: boolean;
}
/** Many starts of one playbook on a day. */
export interface Band extends Shown {
  /** `every 5 min`, `48 times`. */
  readonly words: string;
  readonly isAhead: boolean;
}
export interface Day {
  readonly day: string;
  /** In the order of time. */
  readonly items: readonly Item[];
  readonly bands: readonly Band[];
  /** How many ran, how many of them failed, how many will; and how many of all are not among the items and bands. */
  readonly ran: number;
  readonly failed: number;
  readonly ahead: number;
  readonly more: number;
  /** 23 or 25 where the clocks are put, else 24. */
  readonly hours: number;
}

/** More of one playbook on one day than this are told as one band. */
const MOST_APART = 6;

/** What there is on each day, ready to be drawn. */
export function daysOf({ timezone, days, executions, starts, bands }: CalendarAnswer): readonly Day[] {
  const clock = clockOf(timezone);
  const past = executions.map(({ executionId, playbookId, playbookName, status, mode, at }) => {
    const look = executionStatus[status];
    const shown = { key: executionId, playbookId, name: playbookName, look, executionId, isRehearsal: mode !== 'live' };
    return { ...shown, ...clock(at) };
  });
  const ahead = starts.map(({ playbookId, playbookName, triggerId, isPaused, at }) => {
    const look = plannedStatus[isPaused ? 'paused' : 'planned'];
    const key = `${playbookId}.${triggerId}.${at.getTime()}`;
    return { key, playbookId, name: playbookName, look, executionId: null, isRehearsal: false, ...clock(at) };
  });
  return days.map(({ day, from, to, executions: ran, failed, ahead: coming }) => {
    const ours = past.filter((item) => item.day === day);
    const { items, folded } = fold(ours);
    const planned = ahead.filter((item) => item.day === day);
    const often = bands.filter((band) => band.day === day);
    const bandsAhead = often.map(({ playbookId, playbookName, triggerId, count, everyMinutes, isPaused }) => ({
      key: `${playbookId}.${triggerId}`,
      playbookId,
      name: playbookName,
      look: plannedStatus[isPaused ? 'paused' : 'planned'],
      words: everyMinutes === null ? `${count} times` : everyWords(everyMinutes),
      isAhead: true,
    }));
    const told = planned.length + often.reduce((sum, { count }) => sum + count, 0);
    return {
      day,
      items: [...items, ...planned].sort((a, b) => a.minute - b.minute),
      bands: [...folded, ...bandsAhead],
      ran,
      failed,
      ahead: coming,
      more: Math.max(0, ran - ours.length) + Math.max(0, coming - told),
      hours: Math.round((to.getTime() - from.getTime()) / 3_600_000),
    };
  });
}

/** What one playbook did many times becomes a band, but for what failed: that stays in sight. */
function fold(items: readonly Item[]): { readonly items: readonly Item[]; readonly folded: readonly Band[] } {
  const byPlaybook = Map.groupBy(items, ({ playbookId, look }) => `${playbookId}.${look.word}`);
  const kept: Item[] = [];
  const folded: Band[] = [];
  for (const [key, group] of byPlaybook) {
    const [first] = group;
    if (first === undefined || group.length <= MOST_APART || first.look === executionStatus.failed) kept.push(...group);
    else {
      const { playbookId, name, look } = first;
      folded.push({ key, playbookId, name, look, words: `${group.length} times`, isAhead: false });
    }
  }
  return { items: kept, folded };
}

function everyWords(minutes: number): string {
  if (minutes === 1) return 'every minute';
  if (minutes < 60) return `every ${minutes} min`;
  if (minutes % 60 !== 0) return `every ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes === 60 ? 'every hour' : `every ${minutes / 60} hours`;
}

/** What is still to come tells more than what is over, and what failed more than what did not. */
export function rankOf({ executionId, look }: Item): number {
  if (executionId === null) return 0;
  return look.tone === 'bad' ? 1 : 2;
}

/** `9:05 AM Weekly report, Completed`: all that there is to an item, for who does not see it. */
export function itemWords({ minute, name, look, isRehearsal }: Item): string {
  return [`${minuteWords(minute)} ${name}`, look.word, isRehearsal ? 'dry run' : null]
    .filter((part) => part !== null)
    .join(', ');
}
