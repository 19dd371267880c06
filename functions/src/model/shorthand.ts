import { z } from 'zod';

/** A schedule said in a word, as the seeds write it. */
export const frequencySchema = z.enum(['hourly', 'daily', 'weekly', 'bi-weekly', 'monthly']);

/** `time` is HH:MM, `dayOfWeek` 0 (Sunday) to 6, `dayOfMonth` 1 to 31 or `last`. */
export interface Shorthand {
  readonly frequency: z.infer<typeof frequencySchema>;
  readonly time?: string | undefined;
  readonly dayOfWeek?: number | undefined;
  readonly dayOfMonth?: number | 'last' | null | undefined;
}

export interface PlainTiming {
  readonly cron: string;
  /** Every how many weeks. */
  readonly every: number;
  readonly dayOfMonth: 'last' | null;
}

export type ShorthandResult =
  | { readonly timing: PlainTiming }
  | { readonly field: 'time' | 'dayOfWeek' | 'dayOfMonth'; readonly problem: string };

/** Not every month has these; who names one means the end of the month. */
const FIRST_UNSURE_DAY = 29;

/**
 * What a shorthand means as cron. `hourly` takes the minute of `time`, or the full hour; the 29th, 30th and 31st of
 * `monthly` are the month's last day. Or else the field that is missing or too much, and what to write.
 */
export function readShorthand({ frequency, time, dayOfWeek, dayOfMonth }: Shorthand): ShorthandResult {
  const isWeekly = frequency === 'weekly' || frequency === 'bi-weekly';
  const day = dayOfMonth ?? undefined;
  if (!isWeekly && dayOfWeek !== undefined) {
    return {
      field: 'dayOfWeek',
      problem: `With frequency: '${frequency}' leave dayOfWeek out; it belongs to 'weekly'`,
    };
  }
  if (frequency !== 'monthly' && day !== undefined) {
    return {
      field: 'dayOfMonth',
      problem: `With frequency: '${frequency}' leave dayOfMonth out; it belongs to 'monthly'`,
    };
  }
  if (time === undefined && frequency !== 'hourly') {
    return { field: 'time', problem: `With frequency: '${frequency}' give the time of day, such as time: '09:00'` };
  }
  const [hour = 0, minute = 0] = (time ?? '').split(':').map(Number);
  const plain = (cron: string, rest: Partial<PlainTiming> = {}): ShorthandResult => ({
    timing: { cron, every: 1, dayOfMonth: null, ...rest },
  });
  switch (frequency) {
    case 'hourly':
      return plain(`${minute} * * * *`);
    case 'daily':
      return plain(`${minute} ${hour} * * *`);
    case 'weekly':
    case 'bi-weekly':
      if (dayOfWeek === undefined) {
        return { field: 'dayOfWeek', problem: `With frequency: '${frequency}' give dayOfWeek, 0 (Sunday) to 6` };
      }
      return plain(`${minute} ${hour} * * ${dayOfWeek}`, { every: frequency === 'weekly' ? 1 : 2 });
    case 'monthly':
      if (day === undefined) {
        return { field: 'dayOfMonth', problem: "With frequency: 'monthly' give dayOfMonth, 1 to 31 or 'last'" };
      }
      if (day === 'last' || day >= FIRST_UNSURE_DAY) {
        return plain(`${minute} ${hour} 28-31 * *`, { dayOfMonth: 'last' });
      }
      return plain(`${minute} ${hour} ${day} * *`);
  }
}

/** The shorthand that means a recurrence; null where none does. */
export function shorthandOf({ cron, every, dayOfMonth }: PlainTiming): Shorthand | null {
  const [minute = '', hour = '', day = '', , weekday = ''] = cron.split(' ');
  const time = `${(hour === '*' ? '0' : hour).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  const dayOfWeek = Number(weekday);
  const meant: readonly Shorthand[] = [
    { frequency: 'hourly', time },
    { frequency: 'daily', time },
    { frequency: 'weekly', time, dayOfWeek },
    { frequency: 'bi-weekly', time, dayOfWeek },
    { frequency: 'monthly', time, dayOfMonth: dayOfMonth ?? Number(day) },
  ];
  const isSame = (one: Shorthand) => {
    const read = readShorthand(one);
    return (
      'timing' in read &&
      read.timing.cron === cron &&
      read.timing.every === every &&
      read.timing.dayOfMonth === dayOfMonth
    );
  };
  return meant.find(isSame) ?? null;
}
