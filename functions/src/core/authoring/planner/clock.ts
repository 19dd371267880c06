import { both, listOf, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** A time of day in minutes. `loose` marks one that was written without am or pm and could be of either half. */
export interface ClockTime {
  readonly minutes: number;
  readonly loose: boolean;
}

/** Parts of the day without a time, and when they are taken to be. */
export const dayPart: Parser<number> = longest(
  means(9 * 60, 'morning|mornings'),
  means(12 * 60, 'noon|midday|lunchtime'),
  means(15 * 60, 'afternoon|afternoons'),
  means(18 * 60, 'evening|evenings'),
  means(21 * 60, 'night|nights'),
);

const meridiem = longest(
  means('am' as const, 'am', 'in the morning'),
  means('pm' as const, 'pm', 'in the afternoon|evening', 'at night'),
);
const colon = token(({ text }) => text === ':');

/** A number with one of these after it is no time of day. */
const NO_TIME = new Set(
  '% percent pct $ € £ dollar dollars euro euros pound pounds buck bucks cents of or times x st nd rd th competitors rivals shops stores'.split(
    ' ',
  ),
);

const digits: Parser<ClockTime> = unlessFollowed(
  map(
    both(
      both(
        token(({ kind }) => kind === 'number'),
        maybe(both(colon, number)),
      ),
      maybe(longest(meridiem, means('exact' as const, 'oclock', 'h|hrs|hours'))),
    ),
    ([[hourToken, past], half]) =>
      clockTime(hourToken.number ?? -1, past?.[1] ?? 0, half, hourToken.raw.startsWith('0')),
  ),
);

function unlessFollowed<T>(parser: Parser<T>): Parser<T> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    return read && NO_TIME.has(tokens[read[1]]?.text ?? '') ? null : read;
  };
}

const fraction = longest(
  means(30, 'half past'),
  means(15, 'quarter past', 'a quarter past'),
  means(-15, 'quarter to', 'a quarter to'),
);
const spoken: Parser<ClockTime> = map(both(both(fraction, number), maybe(meridiem)), ([[offset, hour], half]) => {
  const base = clockTime(hour, 0, half, false);
  return base && { ...base, minutes: (base.minutes + offset + 1440) % 1440 };
});

const named: Parser<ClockTime> = map(longest(means(720, 'noon|midday'), means(0, 'midnight')), (minutes) => ({
  minutes,
  loose: false,
}));

function clockTime(
  hour: number,
  minute: number,
  half: 'am' | 'pm' | 'exact' | null,
  leadingZero: boolean,
): ClockTime | null {
  if (!Number.isInteger(hour) || !Number.isInteger(minute) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return null;
  if (half === 'am' || half === 'pm') {
    if (hour < 1 || hour > 12) return null;
    return { minutes: ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute, loose: false };
  }
  return { minutes: hour * 60 + minute, loose: hour >= 1 && hour <= 12 && !leadingZero && half !== 'exact' };
}

/** `8am`, `8:30`, `half past 8`, `noon`. */
export const time: Parser<ClockTime> = longest(digits, spoken, named);

const clearTime: Parser<ClockTime> = (tokens, at) => {
  const read = time(tokens, at);
  const bare = read !== null && read[1] === at + 1 && tokens[at]?.kind === 'number';
  return bare ? null : read;
};

/** `at 8am and 6pm`; without `at` only what cannot be another number. A lone `pm` at the end is for all of them. */
export const timesOfDay: Parser<ClockTime[]> = longest(
  map(both(phrase('at|@|around'), listOf(time)), ([, times]) => settled(times)),
  map(both(phrase('by'), listOf(clearTime)), ([, times]) => settled(times)),
  map(listOf(clearTime), settled),
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

export function inHalf(one: ClockTime, part: number | null): ClockTime {
  if (!one.loose || part === null) return one;
  const moves = part >= 720 && one.minutes < 720;
  return { minutes: one.minutes + (moves ? 720 : 0), loose: false };
}
