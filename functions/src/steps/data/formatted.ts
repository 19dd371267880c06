import { isDay } from '../../core/engine/calendar.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { JsonValue } from '../../model/json.ts';
import { numberOf } from './list.ts';

export const FORMATS = [
  'trim',
  'one_line',
  'lower',
  'upper',
  'title',
  'slug',
  'number',
  'percent',
  'money',
  'date',
  'time',
  'date_time',
] as const;

/** A value, and how to write it; `digits` behind the point, for numbers and money. */
interface Asked {
  readonly value: JsonValue;
  readonly as: (typeof FORMATS)[number];
  readonly digits: number | null;
}
/** Whose way of writing it is. */
interface Place {
  readonly locale: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** Throws a `NonRetriableError` for a value that cannot be written like that. */
export function formatted(given: Asked, place: Place): string {
  const { value, as } = given;
  switch (as) {
    case 'number':
    case 'percent':
    case 'money':
      return formatNumber(given, place);
    case 'date':
      return formatInstant(value, place, { dateStyle: 'long' });
    case 'time':
      return formatInstant(value, place, { timeStyle: 'short' });
    case 'date_time':
      return formatInstant(value, place, { dateStyle: 'medium', timeStyle: 'short' });
    default:
      return formatWords(typeof value === 'string' ? value : JSON.stringify(value), as, place.locale);
  }
}

function formatWords(text: string, as: (typeof FORMATS)[number], locale: string): string {
  switch (as) {
    case 'one_line':
      return text.replaceAll(/\s+/g, ' ').trim();
    case 'lower':
      return text.toLocaleLowerCase(locale);
    case 'upper':
      return text.toLocaleUpperCase(locale);
    case 'title':
      return text.replaceAll(
        /\p{L}[\p{L}\p{M}'’]*/gu,
        (word) => word.charAt(0).toLocaleUpperCase(locale) + word.slice(1),
      );
    case 'slug':
      return text
        .normalize('NFKD')
        .replaceAll(/\p{M}/gu, '')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '');
    default:
      return text.trim();
  }
}

function formatNumber({ value, as, digits }: Asked, { locale, currency }: Place): string {
  const number = numberOf(value);
  if (number === null)
    throw new NonRetriableError(`'value' is no number, so it cannot be written as ${as}`, { code: 'not_a_number' });
  const styles = {
    number: {},
    percent: { style: 'percent', maximumFractionDigits: 1 },
    money: { style: 'currency', currency },
  } as const;
  const fixed = digits === null ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { ...styles[as as keyof typeof styles], ...fixed }).format(number);
}

function formatInstant(value: JsonValue, { locale, timeZone }: Place, style: Intl.DateTimeFormatOptions): string {
  const isGiven = typeof value === 'string' || typeof value === 'number';
  const instant = new Date(isGiven ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) {
    throw new NonRetriableError("'value' is no instant; give one such as 2026-11-21T09:00:00Z", { code: 'not_a_date' });
  }
  // A day without a time is that day everywhere.
  const zone = typeof value === 'string' && isDay(value) ? 'UTC' : timeZone;
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(instant);
}
