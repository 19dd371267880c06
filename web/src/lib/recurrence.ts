import type { Recurrence } from '@model/trigger.ts';
import cronstrue from 'cronstrue';
import { zoneName } from './time.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A recurrence in words, for lists: `Every Monday at 9:00 AM, New York time`. The server's forecast says it in full. */
export function recurrenceWords({ cron, timezone, every, dayOfMonth, weekOfMonth, until }: Recurrence): string {
  const often = dayOfMonth === 'last' ? lastDayWords(cron) : (plainWords(cron) ?? cronWords(cron));
  const words = `${weekOfMonth === null ? often : inWeekOfMonth(often, weekOfMonth)}${until === null ? '' : `, until ${until}`}`;
  const spaced = every > 1 ? `${words}, every ${every === 2 ? 'other week' : `${every} weeks`}` : words;
  return isByTheClock(words) ? `${spaced}, ${zoneName(timezone)}` : spaced;
}

/** False of `Every 30 minutes`, which is the same in every zone. */
function isByTheClock(words: string): boolean {
  return !/^Every (minute|hour|\d+ (minutes|hours))$/.test(words);
}

/** `Every Monday at 9:00 AM` → `On the first Monday of the month at 9:00 AM`. */
function inWeekOfMonth(words: string, week: number | 'last'): string {
  const which = week === 'last' ? week : (['first', 'second', 'third', 'fourth'][week - 1] ?? '');
  const [, day, rest = ''] = /^Every (\w+day)( at .*)?$/.exec(words) ?? [];
  return day === undefined
    ? `${words}, in the ${which} week of the month`
    : `On the ${which} ${day} of the month${rest}`;
}

function clock(hour: string, minute: string): string | null {
  if (!/^\d{1,2}$/.test(hour) || !/^\d{1,2}$/.test(minute)) return null;
  const h = Number(hour);
  return `${h % 12 === 0 ? 12 : h % 12}:${minute.padStart(2, '0')} ${h < 12 ? 'AM' : 'PM'}`;
}

/** The common cases in the words that people use for them. */
function plainWords(cron: string): string | null {
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = cron.trim().split(/\s+/);
  const at = clock(hour, minute);
  if (at === null || month !== '*') return null;
  if (date === '*' && weekday === '*') return `Every day at ${at}`;
  if (date === '*' && weekday === '1-5') return `Every weekday at ${at}`;
  if (date === '*' && /^[0-7]$/.test(weekday)) return `Every ${DAYS[Number(weekday) % 7]} at ${at}`;
  if (date === '*' && /^[0-7](,[0-7])+$/.test(weekday)) return `Every ${daysWords(weekday)} at ${at}`;
  if (/^\d{1,2}$/.test(date) && weekday === '*') return `On day ${date} of the month at ${at}`;
  return null;
}

/** `1,4` → `Monday and Thursday`. */
function daysWords(weekdays: string): string {
  return new Intl.ListFormat('en-US').format(weekdays.split(',').map((day) => DAYS[Number(day) % 7] ?? day));
}

function lastDayWords(cron: string): string {
  const [minute = '', hour = ''] = cron.trim().split(/\s+/);
  const at = clock(hour, minute);
  return at === null ? 'On the last day of the month' : `On the last day of the month at ${at}`;
}

function cronWords(cron: string): string {
  try {
    return cronstrue
      .toString(cron, { use24HourTimeFormat: false, verbose: false })
      .replace(/\b0(\d:\d\d)/g, '$1')
      .replace('On the hour, every', 'Every')
      .replace('only on ', 'on ')
      .replace(/^At (\d[^a-z]*(and[^a-z]*)?)$/, 'Every day at $1');
  } catch {
    return `On the schedule ${cron}`;
  }
}
