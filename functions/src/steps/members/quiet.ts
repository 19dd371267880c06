import { dayOf } from '../../core/engine/calendar.ts';
import { timeIn } from '../../core/engine/fields.ts';
import type { JsonObject } from '../../model/json.ts';

interface Calendar {
  /** As `dayOf` counts, in `zone`. */
  readonly today: number;
  readonly zone: string;
}

/** Whether nothing was sent to somebody in so many days of the calendar, no campaign and no reminder. */
export function isQuiet(document: JsonObject, days: number, { today, zone }: Calendar): boolean {
  if (days === 0) return true;
  const sent = [timeIn(document, 'lastContactedAt', 'last_contacted_at'), timeIn(document, 'lastReminderAt')];
  return sent.every((time) => {
    const day = time === null ? null : dayOf(time, zone);
    return day === null || day <= today - days;
  });
}
