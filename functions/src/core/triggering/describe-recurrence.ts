import { type Cron, parseCron } from './cron.ts';
import type { Timing } from './next-occurrence.ts';

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** More times of day than this are told by their pattern instead of one by one. */
const TIMES_TOLD = 6;

/**
 * A recurrence in words: `every weekday at 9:00 AM Eastern Time`. The zone is named by its name for the whole year,
 * never as EST in summer. Throws on a cron that is not valid.
 */
export function describeRecurrence(recurrence: Timing, locale = 'en-US'): string {
  const result = parseCron(recurrence.cron);
  if (!result.ok) throw new RangeError(result.problem);
  const { cron } = result;
  const last = recurrence.until == null ? null : untilInWords(recurrence.until, locale);
  if (last !== null && isOnce(cron, recurrence)) {
    const told = joinWords(timesOfDay(cron).map((minutes) => clockTime(minutes, locale)));
    return `once, on ${last} at ${told} ${zoneName(recurrence.timezone, locale)}`;
  }
  return `${repeated(cron, recurrence, locale)}${last === null ? '' : `, until ${last}`}`;
}

/** Whether its last day is the only one on which it can be due. */
function isOnce(cron: Cron, { until }: Timing): boolean {
  const [, month = '', day = ''] = until?.split('-') ?? [];
  const isThatDay = cron.daysOfMonth.size === 1 && cron.daysOfMonth.has(Number(day)) && cron.daysOfWeek.size === 7;
  return isThatDay && cron.months.size === 1 && cron.months.has(Number(month)) && timesOfDay(cron).length <= TIMES_TOLD;
}

function untilInWords(until: string, locale: string): string {
  return dateInWords(new Date(`${until}T12:00:00Z`), 'UTC', locale);
}

function repeated(cron: Cron, recurrence: Timing, locale: string): string {
  const days = daysInWords(cron, recurrence);
  const isDaily = days === 'every day';
  const times = timesOfDay(cron);
  if (times.length <= TIMES_TOLD) {
    const told = joinWords(times.map((minutes) => clockTime(minutes, locale)));
    return `${days} at ${told} ${zoneName(recurrence.timezone, locale)}`;
  }
  const pattern = patternInWords(cron, locale);
  if (isDaily && cron.hours.length === 24) return pattern;
  return `${pattern}${isDaily ? '' : `, ${days},`} ${zoneName(recurrence.timezone, locale)}`;
}

/** The zone's name for the whole year, such as `Eastern Time`, or its city where it has none. */
export function zoneName(zone: string, locale = 'en-US'): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  const format = new Intl.DateTimeFormat(knownLocale(locale), { timeZone: zone, timeZoneName: 'longGeneric' });
  const name = format.formatToParts(Date.UTC(2026, 0, 1)).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return name === '' || /^(GMT|UTC)/.test(name) ? `${city} time` : name;
}

const DAY = { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' } as const;

/** An instant as people in `zone` write it, with the abbreviation that is right on that day: `Mon, Nov 23, 9:00 AM EST`. */
export function localTime(date: Date, zone: string, locale = 'en-US'): string {
  return new Intl.DateTimeFormat(knownLocale(locale), {
    ...DAY,
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
    .format(date)
    .replaceAll('\u202f', ' ');
}

/** The day of an instant in `zone`: `Sun, Oct 25, 2026`. */
export function dateInWords(date: Date, zone: string, locale = 'en-US'): string {
  return new Intl.DateTimeFormat(knownLocale(locale), { ...DAY, timeZone: zone }).format(date);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** Words are English; only the clock and the names of zones follow the locale. */
function knownLocale(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

function timesOfDay(cron: Cron): number[] {
  return cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
}

/** A time of day, in minutes: `9:00 AM`. */
export function clockTime(minutesOfDay: number, locale: string): string {
  const format = new Intl.DateTimeFormat(knownLocale(locale), {
    timeZone: 'UTC',
    hour: 'numeric',
    minute: '2-digit',
  });
  return format.format(minutesOfDay * 60_000).replaceAll('\u202f', ' ');
}

function patternInWords(cron: Cron, locale: string): string {
  const minutes = minutesInWords(cron.minutes);
  const { hours } = cron;
  const step = stepOf(hours);
  if (hours.length === 24) return cron.minutes.length === 1 ? everyHour(cron.minutes[0] ?? 0) : minutes;
  if (step === 1) {
    const first = clockTime((hours[0] ?? 0) * 60 + (cron.minutes[0] ?? 0), locale);
    const last = clockTime((hours.at(-1) ?? 0) * 60 + (cron.minutes.at(-1) ?? 0), locale);
    const often = cron.minutes.length === 1 ? 'every hour' : minutes;
    return `${often} from ${first} to ${last}`;
  }
  if (step !== null && hours.length * step === 24 && cron.minutes.length === 1) {
    return `every ${step} hours from ${clockTime((hours[0] ?? 0) * 60 + (cron.minutes[0] ?? 0), locale)}`;
  }
  const told = joinWords(hours.map((hour) => clockTime(hour * 60, locale)));
  return `${minutes} in the hours that begin at ${told}`;
}

function everyHour(minute: number): string {
  return minute === 0 ? 'every hour' : `every hour at ${minute} ${minute === 1 ? 'minute' : 'minutes'} past`;
}

function minutesInWords(minutes: readonly number[]): string {
  if (minutes.length === 60) return 'every minute';
  const step = stepOf(minutes);
  if (step !== null && minutes[0] === 0 && minutes.length * step === 60) return `every ${step} minutes`;
  return `at ${minutes.length === 1 ? 'minute' : 'minutes'} ${joinWords(minutes.map(String))} of the hour`;
}

/** The distance between neighbours, where it is always the same. */
function stepOf(values: readonly number[]): number | null {
  const [first, second] = values;
  if (first === undefined || second === undefined) return null;
  const step = second - first;
  return values.every((value, index) => value === first + index * step) ? step : null;
}

function daysInWords(cron: Cron, recurrence: Timing): string {
  const months = cron.months.size === 12 ? null : [...cron.months].map((month) => MONTH_NAMES[month - 1] ?? '');
  const inMonths = months === null ? '' : ` in ${joinWords(months)}`;
  const everyNth = recurrence.every > 1;
  const anyDayOfMonth = cron.daysOfMonth.size === 31;
  const anyDayOfWeek = cron.daysOfWeek.size === 7;
  if (recurrence.dayOfMonth === 'last')
    return `on the last day of ${months === null ? 'every month' : `${joinWords(months)} every year`}`;
  const week =
    recurrence.weekOfMonth == null
      ? weekdaysInWords(cron.daysOfWeek, recurrence.every)
      : weekOfMonthInWords(cron.daysOfWeek, recurrence.weekOfMonth, months);
  const month = `on the ${joinWords([...cron.daysOfMonth].map(ordinal))} of ${months === null ? 'every month' : `${joinWords(months)} every year`}`;
  if (anyDayOfMonth && anyDayOfWeek)
    return `${everyNth ? `every day of ${everyNthWeek(recurrence.every)}` : 'every day'}${inMonths}`;
  if (anyDayOfMonth) return `${week}${recurrence.weekOfMonth == null ? inMonths : ''}`;
  if (anyDayOfWeek) return `${month}${everyNth ? `, in ${everyNthWeek(recurrence.every)}` : ''}`;
  if (cron.eitherDay) return `${month} and also ${week}${inMonths}`;
  return `${month}, if that is ${joinWords(namesOfDays(cron.daysOfWeek), 'or')}`;
}

function weekdaysInWords(days: ReadonlySet<number>, every: number): string {
  const names = namesOfDays(days);
  if (every === 2) return `every other ${joinWords(names)}`;
  if (every > 2) return `on ${joinWords(names)} of ${everyNthWeek(every)}`;
  if (names.join() === 'Monday,Tuesday,Wednesday,Thursday,Friday') return 'every weekday';
  return `every ${joinWords(names)}`;
}

function weekOfMonthInWords(
  days: ReadonlySet<number>,
  week: number | 'last',
  months: readonly string[] | null,
): string {
  const which = `on the ${week === 'last' ? week : (WEEKS[week - 1] ?? '')} ${joinWords(namesOfDays(days))}`;
  return `${which} of ${months === null ? 'every month' : `${joinWords(months)} every year`}`;
}
const WEEKS = ['first', 'second', 'third', 'fourth'];

function everyNthWeek(every: number): string {
  return every === 2 ? 'every other week' : `every ${ordinal(every)} week`;
}

/** Monday first, as a week of work goes. */
function namesOfDays(days: ReadonlySet<number>): string[] {
  return [1, 2, 3, 4, 5, 6, 0].filter((day) => days.has(day)).map((day) => DAY_NAMES[day] ?? '');
}

function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}
