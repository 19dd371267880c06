import { both, listOf, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/**
 * A time of day in minutes. `loose` marks one that was written without am or pm and could be of either half, `figures`
 * one in hours and minutes (`6:30`), which is no riddle where people count to 24.
 */
export interface ClockTime {
  readonly minutes: number;
  readonly loose: boolean;
  readonly figures?: boolean;
}

const NIGHT = 21 * 60;

/** Parts of the day without a time, and when they are taken to be. */
export const dayPart: Parser<number> = longest(
  means(9 * 60, 'morning|mornings'),
  means(12 * 60, 'noon|midday|lunchtime'),
  means(15 * 60, 'afternoon|afternoons'),
  means(18 * 60, 'evening|evenings'),
  means(NIGHT, 'night|nights|tonight'),
);

const meridiem = longest(
  means('am' as const, 'am', 'in the morning', 'uhr morgens'),
  means('pm' as const, 'pm', 'in the afternoon|evening', 'at night', 'tonight', 'uhr abends'),
);
const colon = token(({ text }) => text === ':');

/** A number with one of these after it is no time of day. */
const NO_TIME = new Set(
  '% percent pct $ € £ dollar dollars euro euros pound pounds buck bucks cents of or times x st nd rd th competitors rivals shops stores stars star days day weeks week months month minutes minute mins min units items orders members customers people'.split(
    ' ',
  ),
);

type Half = 'am' | 'pm' | 'exact' | 'said';

const figures: Parser<ClockTime> = map(
  both(
    both(
      token(({ kind }) => kind === 'number'),
      maybe(both(colon, both(number, maybe(phrase('hrs|hours'))))),
    ),
    maybe(
      longest<Half>(meridiem, means('exact', 'h|uhr'), means('said', 'oclock|sharp', 'oclock sharp', 'on the dot')),
    ),
  ),
  ([[hourToken, past], half]) =>
    inFigures(clockTime(hourToken.number ?? -1, past?.[1][0] ?? 0, half, hourToken.raw.startsWith('0')), past !== null),
);
const digits: Parser<ClockTime> = unlessFollowed(figures);
const wordNumber = token(({ kind, raw }) => kind === 'number' && /^\p{L}/u.test(raw));
/** `nine thirty`, `seven forty-five pm`. */
const inWords: Parser<ClockTime> = unlessFollowed(
  map(both(wordNumber, both(wordNumber, maybe(meridiem))), ([hour, [minute, half]]) => {
    const [hours, minutes] = [hour.number ?? 0, minute.number ?? 0];
    return hours >= 1 && hours <= 12 && minutes >= 10 ? clockTime(hours, minutes, half, false) : null;
  }),
);
/** `0730`, `1800 hours`: all four figures are a time. */
const military: Parser<ClockTime> = map(
  both(
    token(({ kind, raw }) => kind === 'number' && /^([01]\d|2[0-3])[0-5]\d$/.test(raw)),
    maybe(phrase('h|hrs|hours')),
  ),
  ([{ raw }, hours]) =>
    raw.startsWith('0') || hours !== null
      ? { minutes: Number(raw.slice(0, 2)) * 60 + Number(raw.slice(2)), loose: false }
      : null,
);

function inFigures(one: ClockTime | null, figures: boolean): ClockTime | null {
  return one && figures ? { ...one, figures } : one;
}

function unlessFollowed<T>(parser: Parser<T>): Parser<T> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    return read && NO_TIME.has(tokens[read[1]]?.text ?? '') ? null : read;
  };
}

const fraction = longest(
  means(30, 'half past?'),
  means(15, 'quarter past', 'a quarter past'),
  means(-15, 'quarter to|before', 'a quarter to|before'),
  means(5, 'five past'),
  means(10, 'ten past'),
  means(20, 'twenty past'),
  means(-5, 'five to'),
  means(-10, 'ten to'),
  means(-20, 'twenty to'),
);
const spoken: Parser<ClockTime> = map(both(both(fraction, number), maybe(meridiem)), ([[offset, hour], half]) => {
  const base = clockTime(hour, 0, half, false);
  return base && { ...base, minutes: (base.minutes + offset + 1440) % 1440 };
});

const named: Parser<ClockTime> = map(longest(means(720, 'noon|midday'), means(0, 'midnight')), (minutes) => ({
  minutes,
  loose: false,
}));

function clockTime(hour: number, minute: number, half: Half | null, leadingZero: boolean): ClockTime | null {
  if (!Number.isInteger(hour) || !Number.isInteger(minute) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return null;
  if (half === 'am' || half === 'pm') {
    if (hour < 1 || hour > 12) return null;
    return { minutes: ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute, loose: false };
  }
  return { minutes: hour * 60 + minute, loose: hour >= 1 && hour <= 12 && !leadingZero && half !== 'exact' };
}

/** `8am`, `8:30`, `half past 8`, `noon`. */
export const time: Parser<ClockTime> = longest(digits, military, inWords, spoken, named);

const clearTime: Parser<ClockTime> = (tokens, at) => {
  const read = time(tokens, at);
  const bare = read !== null && read[1] === at + 1 && tokens[at]?.kind === 'number';
  return bare ? null : read;
};

const at = phrase('at|@|around|um');

/** `at 6 or 7`: a choice that is not ours to make. */
export const eitherTime: Parser<string> = map(
  both(both(at, longest(figures, time)), both(phrase('or at?'), time)),
  () => 'or',
);

/** What has to come next, and is left standing. */
function ahead(parser: Parser<unknown>): Parser<true> {
  return (tokens, index) => (parser(tokens, index) ? [true, index] : null);
}

/** `at 8am and 6pm`; without `at` only what cannot be another number. A lone `pm` at the end is for all of them. */
export const timesOfDay: Parser<ClockTime[]> = longest(
  map(both(at, listOf(map(both(maybe(at), time), ([, one]) => one))), ([, times]) => settled(times)),
  map(both(phrase('by'), listOf(clearTime)), ([, times]) => settled(times)),
  map(
    both(phrase('by'), both(time, ahead(longest(phrase('every|each|daily'), phrase('on weekdays|weekends'))))),
    ([, [one]]) => [one],
  ),
  map(both(maybe(at), both(longest(figures, time), phrase('or so'))), ([, [one]]) => [one]),
  map(listOf(map(both(maybe(at), clearTime), ([, one]) => one)), settled),
);

/** `at 9 and 5pm`: what comes after a clear time of the afternoon, or before one in a list, is told by its order. */
function settled(times: ClockTime[]): ClockTime[] {
  let earliest = 0;
  return times.map((one) => {
    const later = one.loose && one.minutes < earliest ? { minutes: one.minutes + 720, loose: false } : one;
    earliest = later.minutes;
    return later;
  });
}

/** Hours from 7 to 12 are taken as the working day's; 1 to 6 without am or pm could be either. */
export function isUnclear({ minutes, loose }: ClockTime): boolean {
  return loose && minutes < 7 * 60;
}

/** The time as people of the locale write it: `6:30` is the morning's where the evening's is `18:30`. */
export function asWritten(one: ClockTime, locale: string): ClockTime {
  return one.figures === true && countsTo24(locale) ? { ...one, loose: false } : one;
}

function countsTo24(locale: string): boolean {
  const known = Intl.DateTimeFormat.supportedLocalesOf(locale.replace('_', '-'))[0] ?? 'en-US';
  return new Intl.DateTimeFormat(known, { hour: 'numeric' }).resolvedOptions().hour12 === false;
}

export function inHalf(one: ClockTime, part: number | null): ClockTime {
  if (!one.loose || part === null) return one;
  if (part === NIGHT && one.minutes === 720) return { minutes: 0, loose: false };
  if (part === NIGHT && one.minutes < 6 * 60) return { minutes: one.minutes, loose: false };
  const moves = part >= 720 && one.minutes < 720;
  return { minutes: one.minutes + (moves ? 720 : 0), loose: false };
}

/** Whether a time is in a part of the day, so that both can be said of it: "every evening at 8". */
export function isWithin(minutes: number, part: number): boolean {
  if (part === NIGHT) return minutes >= 18 * 60 || minutes < 6 * 60;
  if (part < 720) return minutes < 720;
  return part === 18 * 60 ? minutes >= 16 * 60 : minutes >= 11 * 60 && minutes < 19 * 60;
}
