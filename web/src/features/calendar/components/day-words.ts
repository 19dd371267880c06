import { dayWords } from './calendar-dates.ts';
import type { Day } from './calendar-items.ts';

/** `20 ran, 4 failed · 3 to come`; null where there is nothing. */
export function totalsWords({ ran, failed, ahead }: Day): string | null {
  const past = ran === 0 ? null : failed === 0 ? `${ran} ran` : `${ran} ran, ${failed} failed`;
  return [past, ahead === 0 ? null : `${ahead} to come`].filter((part) => part !== null).join(' · ') || null;
}

/** `Sunday, November 1: 3 to come, 25 hours since the clocks go back`. */
export function dayLabel(day: Day): string {
  const name = dayWords(day.day, { weekday: 'long', month: 'long', day: 'numeric' });
  return [`${name}: ${totalsWords(day) ?? 'nothing'}`, clockWords(day)].filter((part) => part !== null).join(', ');
}

export function clockWords({ hours }: Day): string | null {
  if (hours === 24) return null;
  return `${hours} hours, since the clocks go ${hours < 24 ? 'forward' : 'back'}`;
}
