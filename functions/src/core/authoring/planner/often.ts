import { type ClockTime, time } from './clock.ts';
import { both, longest, map, means, number, type Parser, phrase } from './grammar.ts';
import type { Trouble } from './schedule-trouble.ts';
import type { Token } from './tokens.ts';

/** Again and again: every `count` minutes or hours. */
export interface Interval {
  readonly count: number;
  readonly unit: 'second' | 'minute' | 'hour';
  /** Minutes past the hour at which a round of hours begins. */
  readonly past: number;
}

const unit = longest<Interval['unit']>(
  means('second', 'second|seconds|sec|secs'),
  means('minute', 'minute|minutes|min|mins|minuten'),
  means('hour', 'hour|hours|hr|hrs|stunde|stunden'),
);

function every(count: number, word: Interval['unit'], ...notations: readonly string[]): Parser<Interval> {
  return means({ count, unit: word, past: 0 }, ...notations);
}

const counted: Parser<Interval> = map(both(phrase('every|each'), both(number, unit)), ([, [count, word]]) => ({
  count,
  unit: word,
  past: 0,
}));
const perHour: Parser<Interval> = map(
  both(
    number,
    longest<Interval['unit']>(
      means('hour', 'times|x an|per|every|each hour'),
      means('minute', 'times|x a|per|every|each minute'),
      means('second', 'times|x a|per|every|each second'),
    ),
  ),
  ([count, word]) =>
    word === 'hour' && 60 % count === 0
      ? { count: 60 / count, unit: 'minute', past: 0 }
      : { count: 1, unit: 'second', past: 0 },
);

/** `every 15 minutes`, `hourly`, `every hour at 15 minutes past`. */
export const interval: Parser<Interval> = longest<Interval>(
  every(
    1,
    'hour',
    'hourly|stündlich',
    'once an|per|every hour',
    'every|each hour',
    'on the hour',
    'every hour on the hour',
    'at? the top of the|every|each hour',
  ),
  every(30, 'minute', 'every half hour', 'half-hourly', 'every half an hour', 'twice an hour'),
  every(15, 'minute', 'every quarter hour', 'every quarter of an hour'),
  every(1, 'minute', 'every|each minute'),
  every(1, 'second', 'every|each second'),
  every(2, 'hour', 'every other|second hour'),
  map(both(phrase('every|each hour at'), both(number, phrase('minutes|minute? past'))), ([, [past]]) => ({
    count: 1,
    unit: 'hour',
    past,
  })),
  map(both(longest(number, means(15, 'a? quarter')), phrase('minutes|minute? past every|each|the hour')), ([past]) => ({
    count: 1,
    unit: 'hour',
    past,
  })),
  counted,
  perHour,
);

/** From when to when; `to` null where only the beginning was said. */
export interface Window {
  readonly from: ClockTime;
  readonly to: ClockTime | null;
  /** The usual hours of a business were named, not their times. */
  readonly business: boolean;
}
const clock = (minutes: number): ClockTime => ({ minutes, loose: false });

export const window: Parser<Window> = longest<Window>(
  map(
    both(phrase('between|from'), both(time, both(phrase('and|to|until|till|through|bis'), time))),
    ([, [from, [, to]]]) => ({
      from,
      to,
      business: false,
    }),
  ),
  map(both(time, both(phrase('to|until|till|through|bis'), time)), ([from, [, to]]) => ({ from, to, business: false })),
  map(both(phrase('from|starting at?'), time), ([, from]) => ({ from, to: null, business: false })),
  means(
    { from: clock(9 * 60), to: clock(17 * 60), business: true },
    'during|in|within our|the|normal|regular? business|office|working|work|opening hours',
    'business|office|working hours only?',
  ),
);

/** How many times a day. */
export const timesADay: Parser<number> = longest(
  means(2, 'twice a|per|every|each day', 'twice daily', '2x a|per day', 'twice-daily'),
  means(3, 'thrice a|per day'),
  map(both(number, longest(phrase('times|x a|per|every|each day'), phrase('times|x daily'))), ([count]) => count),
);
/** "Remind me occasionally", not "we sometimes run out of it". */
function vaguely(tokens: readonly Token[], at: number): readonly [string, number] | null {
  const here = tokens[at];
  if (!here || !['occasionally', 'periodically', 'sometimes'].includes(here.text)) return null;
  const isFree = at === 0 || here.gap !== '' || ['me', 'us', 'them', 'and'].includes(tokens[at - 1]?.text ?? '');
  return isFree || at === tokens.length - 1 ? [here.text, at + 1] : null;
}
export const fewTimes: Parser<string> = longest(
  phrase('a? few|several|couple|multiple of? times a|per|each|every day|hour'),
  phrase('every few|couple of? hours|minutes'),
  phrase('from time to time'),
  phrase('every? now and then|again'),
  phrase('every once in a while'),
  phrase('once in a while'),
  phrase('every so often'),
  phrase('or so'),
  phrase('at? regular|irregular intervals'),
  vaguely,
);

/** The minute and hour fields of cron; `last` those of the end of the window, where one cron cannot say both. */
interface Fields {
  readonly fields: string;
  readonly last: string | null;
  readonly overnight: boolean;
  readonly assumed: string | null;
}

/** The fields of cron, or why there are none. `least` is the fewest minutes between two times. */
export function intervalFields(
  { count, unit: word, past }: Interval,
  between: Window | null,
  least: number,
): Fields | Trouble {
  const whole = word === 'hour' ? 24 : 60;
  const tooOften = word === 'second' || (word === 'minute' && count < least);
  if (!Number.isInteger(count) || count < 1 || count > whole || whole % count !== 0 || tooOften) {
    return refused(count, word, tooOften, least);
  }
  if (word === 'minute' && count === 60) return intervalFields({ count: 1, unit: 'hour', past: 0 }, between, least);
  const step = count === 1 ? '' : `/${count}`;
  if (between === null) {
    const fields = word === 'minute' ? `*${step} *` : `${past} ${count === 24 ? '0' : `*${step}`}`;
    return { fields, last: null, overnight: false, assumed: null };
  }
  return windowFields({ count, unit: word }, step, between);
}

function refused(count: number, word: Interval['unit'], tooOften: boolean, least: number): Trouble {
  const [one, fits, most] =
    word === 'hour' ? ['hour', [1, 2, 3, 4, 6, 8, 12], 'a day'] : ['minute', [5, 10, 15, 20, 30], 'an hour'];
  const usable = fits.filter((size) => word === 'hour' || size >= least);
  const near = tooOften
    ? least
    : usable.reduce((best, size) => (Math.abs(size - count) < Math.abs(best - count) ? size : best));
  const nearest = near === 1 ? `every ${one}` : `every ${near} ${one}s`;
  const oftenest = least === 1 ? 'Once a minute' : `Every ${least} minutes`;
  const why = tooOften
    ? `${oftenest} is the most often that I look.`
    : `I can only do parts of ${most} that come out even.`;
  return { refuse: `${why} Try “${nearest}”.`, examples: [], about: 'time' };
}

function windowFields(
  { count, unit: word }: Pick<Interval, 'count' | 'unit'>,
  step: string,
  { from, to, business }: Window,
): Fields | Trouble {
  const begin = from.minutes;
  const past = begin % 60;
  const first = Math.floor(begin / 60);
  const unclear = { ask: 'From which full hour to which?', choices: [], about: 'time' } as const;
  if (to === null) {
    if (word !== 'hour' || first >= count) return { ask: 'Until when?', choices: [], about: 'time' };
    const fields = first === 0 ? `${past} *${step}` : `${past} ${first}-23${step}`;
    return { fields, last: null, overnight: false, assumed: null };
  }
  const half = to.loose && to.minutes <= begin ? 720 : 0;
  const end = to.minutes + half === 0 ? 1440 : to.minutes + half;
  if (end === begin) return unclear;
  // "Every 15 minutes to 5:45 PM" names the last time itself; to a full hour, that hour has ended.
  const namesLast = word === 'minute' && end % 60 === 60 - count;
  if (word === 'minute' && (past !== 0 || (end % 60 !== 0 && !namesLast))) return unclear;
  const last = word === 'minute' ? Math.ceil(end / 60) - 1 : Math.floor((end - past) / 60);
  const overnight = end < begin;
  if (overnight && count > 1 && word === 'hour') return unclear;
  const hours = overnight ? `0-${last},${first}-23` : `${first}-${Math.min(last, 23)}`;
  const fields = word === 'minute' ? `${count === 1 ? '*' : `*${step}`} ${hours}` : `${past} ${hours}${step}`;
  // "Every half hour between 9 and 5" is at 5 as well.
  const endsAt = word === 'minute' && !business && !overnight && end % 60 === 0 && end < 1440 ? `0 ${end / 60}` : null;
  return {
    fields,
    last: endsAt,
    overnight,
    assumed: business ? 'business hours are taken as 9:00 AM to 5:00 PM' : null,
  };
}
