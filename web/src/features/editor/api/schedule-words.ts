import type { PlaybookDraft } from '@model/playbook.ts';

type Trigger = PlaybookDraft['triggers'][number];
export type ScheduleTrigger = Extract<Trigger, { type: 'schedule' }>;

/** How often, as people choose it; `cron` is what has no such words. */
export const OFTEN = {
  minutes: 'Every few minutes',
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every week, on some days',
  monthly: 'Every month, on a day',
  last: 'On the last day of the month',
  cron: 'As a cron expression',
} as const;
export type Often = keyof typeof OFTEN;

/** A schedule as its form shows it. */
export interface ScheduleForm {
  readonly often: Often;
  /** `HH:MM`; of `hourly` only the minute counts. */
  readonly time: string;
  /** 0 (Sunday) to 6. */
  readonly days: readonly number[];
  readonly dayOfMonth: number;
  readonly minutes: number;
  readonly cron: string;
}

const START: ScheduleForm = { often: 'daily', time: '09:00', days: [1], dayOfMonth: 1, minutes: 15, cron: '0 9 * * *' };
const two = (value: string | number) => String(value).padStart(2, '0');

/** What a cron expression means in the words of the form. */
export function readSchedule({ cron, dayOfMonth }: Pick<ScheduleTrigger, 'cron' | 'dayOfMonth'>): ScheduleForm {
  const own = { ...START, cron, often: 'cron' as const };
  const parts = cron.trim().split(/\s+/);
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = parts;
  if (parts.length !== 5 || month !== '*') return own;
  const step = /^\*\/(\d+)$/.exec(minute)?.[1];
  const isDaily = date === '*' && weekday === '*';
  if (step !== undefined && hour === '*' && isDaily) return { ...own, often: 'minutes', minutes: Number(step) };
  if (!/^\d{1,2}$/.test(minute)) return own;
  if (hour === '*' && isDaily) return { ...own, often: 'hourly', time: `00:${two(minute)}` };
  if (!/^\d{1,2}$/.test(hour)) return own;
  const at = { ...own, time: `${two(hour)}:${two(minute)}` };
  if (dayOfMonth === 'last') return weekday === '*' && date === '28-31' ? { ...at, often: 'last' } : own;
  if (isDaily) return { ...at, often: 'daily' };
  const days = daysIn(weekday);
  if (date === '*' && days !== null) return { ...at, often: 'weekly', days };
  if (/^\d{1,2}$/.test(date) && weekday === '*') return { ...at, often: 'monthly', dayOfMonth: Number(date) };
  return own;
}

/** `1-5`, `1,3`, `7` → days from 0 (Sunday) on; null where it says something else. */
function daysIn(weekday: string): number[] | null {
  const days = weekday.split(',').flatMap((part) => {
    const [, from, to = from] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from)) return [Number.NaN];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => (Number(from) + index) % 7);
  });
  return days.some(Number.isNaN) ? null : [...new Set(days)].sort();
}

/** The form as cron. */
export function writeSchedule(form: ScheduleForm): Pick<ScheduleTrigger, 'cron' | 'dayOfMonth'> {
  const [hour = 9, minute = 0] = form.time.split(':').map(Number);
  switch (form.often) {
    case 'minutes':
      return { cron: `*/${form.minutes} * * * *`, dayOfMonth: null };
    case 'hourly':
      return { cron: `${minute} * * * *`, dayOfMonth: null };
    case 'daily':
      return { cron: `${minute} ${hour} * * *`, dayOfMonth: null };
    case 'weekly': {
      const days = form.days.length === 0 ? [1] : form.days.toSorted();
      return { cron: `${minute} ${hour} * * ${days.join(',')}`, dayOfMonth: null };
    }
    case 'monthly':
      return { cron: `${minute} ${hour} ${form.dayOfMonth} * *`, dayOfMonth: null };
    case 'last':
      return { cron: `${minute} ${hour} 28-31 * *`, dayOfMonth: 'last' };
    case 'cron':
      return { cron: form.cron, dayOfMonth: null };
  }
}
