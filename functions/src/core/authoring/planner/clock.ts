import { both, listOf, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** A time of day in minutes. `open` marks one that could be morning or evening. */
export interface ClockTime {
  readonly minutes: number;
  readonly open: boolean;
}

/** Parts of the day without a time, and when they are taken to be. */
export const dayPart: Parser<number> = longest(
  means(9 * 60, 'morning|mornings|am'),
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

const digits: Parser<ClockTime> = map(
  both(
    both(
      token(({ kind }) => kind === 'number'),
      maybe(both(colon, number)),
    ),
    maybe(longest(meridiem, means('exact' as const, 'oclock', 'h|hrs|hours'))),
  ),
  ([[hourToken, past], half]) => clockTime(hourToken.number ?? -1, past?.[1] ?? 0, half, hourToken.raw.startsWith('0')),
);

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
  open: false,
}));

/** Bare hours from 7 to 12 are the working day's; 1 to 6 could be either. */
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
    return { minutes: ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute, open: false };
  }
  return { minutes: hour * 60 + minute, open: hour >= 1 && hour <= 6 && !leadingZero };
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
  map(both(phrase('at|@|around|by'), listOf(time)), ([, times]) => settled(times)),
  map(listOf(clearTime), settled),
);

function settled(times: ClockTime[]): ClockTime[] {
  const last = times.at(-1);
  const afternoon = last !== undefined && !last.open && last.minutes >= 720;
  return times.map((one, index) =>
    one.open && afternoon && index > 0 ? { minutes: one.minutes + 720, open: false } : one,
  );
}
