import type { JsonObject } from '@model/json.ts';
import type { Recurrence } from '@model/trigger.ts';
import type { SkillSchedule } from './schedules.ts';

export const OFTEN = {
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every week',
  'bi-weekly': 'Every other week',
  monthly: 'Every month',
} as const;
type Often = keyof typeof OFTEN;

export const MISSED = {
  latest: 'Catch up once',
  all: 'Catch up on each, up to 24',
  none: 'Leave it',
} as const;

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Every month has so many days. */
export const SURE_DAYS = 28;

/** A schedule as its dialog shows it: every field is a text. */
export interface ScheduleForm {
  readonly often: Often;
  /** `HH:MM`. */
  readonly time: string;
  /** Of an hour, where it comes every hour. */
  readonly minute: string;
  /** 0 (Sunday) to 6. */
  readonly weekday: string;
  /** 1 to 28, or `last`. */
  readonly day: string;
  readonly timezone: string;
  readonly catchUp: keyof typeof MISSED;
}

/** Every day at nine, where the business is. */
export function newSchedule(timezone: string): ScheduleForm {
  return { often: 'daily', time: '09:00', minute: '0', weekday: '1', day: '1', timezone, catchUp: 'latest' };
}

/** What `POST /api/schedules/create` takes. */
export interface ScheduleBody {
  readonly skill_id: string;
  readonly frequency: Often;
  readonly time: string;
  readonly day_of_week?: number;
  readonly day_of_month?: number | 'last';
  readonly timezone: string;
  readonly catchUp: keyof typeof MISSED;
  readonly inputs: JsonObject;
}

export function scheduleBody(skillId: string, form: ScheduleForm, inputs: JsonObject): ScheduleBody {
  const { often, time, minute, weekday, day, timezone, catchUp } = form;
  const isWeekly = often === 'weekly' || often === 'bi-weekly';
  return {
    skill_id: skillId,
    frequency: often,
    time: often === 'hourly' ? `00:${minute.padStart(2, '0')}` : time,
    ...(isWeekly && { day_of_week: Number(weekday) }),
    ...(often === 'monthly' && { day_of_month: day === 'last' ? 'last' : Number(day) }),
    timezone,
    catchUp,
    inputs,
  };
}

/** When it comes, as recurrences are told in words. */
export function recurrenceOf({ cron, timezone, frequency, day_of_month }: SkillSchedule): Recurrence {
  return {
    cron,
    timezone,
    every: frequency === 'bi-weekly' ? 2 : 1,
    anchor: null,
    dayOfMonth: day_of_month === 'last' ? 'last' : null,
    weekOfMonth: null,
    until: null,
  };
}
