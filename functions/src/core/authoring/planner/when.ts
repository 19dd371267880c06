import { type ClockTime, dayPart, eitherTime, timesOfDay } from './clock.ts';
import { certainDate, delayedDate, lastDate, nextSpan, type SpokenDate } from './dates.ts';
import { type Days, type DaysReading, type DayTrouble, exceptDays } from './days.ts';
import { daysReading } from './days-reading.ts';
import {
  beginning,
  both,
  longest,
  map,
  maybe,
  means,
  number,
  type Parser,
  type Placed,
  phrase,
  Reading,
  remembered,
} from './grammar.ts';
import { inMonths } from './month-days.ts';
import { fewTimes, type Interval, interval, timesADay, type Window, window } from './often.ts';
import type { Token } from './tokens.ts';
import { type ZoneReading, zone } from './zone.ts';

/** The smallest thing that a sentence says about when. */
export type Atom =
  | { readonly kind: 'days'; readonly days: readonly Days[] }
  | { readonly kind: 'times'; readonly times: readonly ClockTime[] }
  | { readonly kind: 'part'; readonly minutes: number; readonly daily: boolean }
  | { readonly kind: 'trouble'; readonly trouble: DayTrouble }
  | { readonly kind: 'interval'; readonly interval: Interval }
  | { readonly kind: 'window'; readonly window: Window }
  | { readonly kind: 'perDay'; readonly count: number }
  | { readonly kind: 'zone'; readonly zone: ZoneReading }
  | { readonly kind: 'except'; readonly days: readonly number[] }
  | { readonly kind: 'months'; readonly months: string }
  /** `part`: the time of day in "tonight", in minutes. */
  | { readonly kind: 'date'; readonly date: SpokenDate; readonly yearly: boolean; readonly part: number | null }
  | { readonly kind: 'delay'; readonly minutes: number }
  | { readonly kind: 'until'; readonly date: SpokenDate }
  | { readonly kind: 'start'; readonly date: SpokenDate }
  | { readonly kind: 'passed' | 'once' | 'often' | 'either' | 'nothing' };

const only = maybe(phrase('only|just'));

const days: Parser<Atom> = map(both(both(only, daysReading), only), ([[, read]]) => ofReading(read));

function ofReading(read: DaysReading): Atom {
  return 'trouble' in read ? { kind: 'trouble', trouble: read } : { kind: 'days', days: read };
}

const part: Parser<Atom> = longest(
  map(both(phrase('every|each|daily|jeden single?'), dayPart), ([, minutes]) => partAtom(minutes, true)),
  means(
    partAtom(9 * 60, true),
    'every|each single? day in the morning',
    'in? the? mornings',
    'first thing every|each morning',
  ),
  means(partAtom(15 * 60, true), 'in? the? afternoons'),
  means(partAtom(18 * 60, true), 'in? the? evenings'),
  means(partAtom(21 * 60, true), 'at? nights'),
  means(partAtom(21 * 60, true), 'nightly'),
  means(partAtom(18 * 60, true), 'at? the? close|end of business|trading|work each|every day'),
  means(partAtom(18 * 60, true), 'at? the? end of the|every|each day'),
  map(both(phrase('in|at|during|around the?'), dayPart), ([, minutes]) => partAtom(minutes, false)),
  map(dayPart, (minutes) => partAtom(minutes, false)),
);

function partAtom(minutes: number, daily: boolean): Atom {
  return { kind: 'part', minutes, daily };
}

const TODAY: SpokenDate = { kind: 'in', days: 0, months: 0 };
const date: Parser<Atom> = longest<Atom>(
  map(both(maybe(phrase('on|for')), certainDate), ([, spoken]) => on(spoken, false)),
  map(both(longest(phrase('every|each'), phrase('yearly|annually|every|each year? on?')), certainDate), ([, spoken]) =>
    spoken.kind === 'calendar' && spoken.year === null ? on(spoken, true) : null,
  ),
  map(
    both(maybe(phrase('on')), both(certainDate, phrase('yearly|annually|every|each year?'))),
    ([, [spoken, again]]) =>
      spoken.kind === 'calendar' && spoken.year === null && !/^(every|each)$/i.test(again) ? on(spoken, true) : null,
  ),
  means(on(TODAY, false, 21 * 60), 'tonight'),
  map(both(phrase('this'), dayPart), ([, minutes]) => on(TODAY, false, minutes)),
);

function on(spoken: SpokenDate, yearly: boolean, minutes: number | null = null): Atom {
  return { kind: 'date', date: spoken, yearly, part: minutes };
}

const minutesAhead: Parser<number> = longest(
  map(both(number, phrase('minute|minutes|min|mins')), ([count]) => count),
  map(both(number, phrase('hour|hours|hr|hrs')), ([count]) => 60 * count),
  means(60, 'an|one hour'),
  means(30, 'half an hour'),
  means(90, 'an hour and a half'),
);
const delay: Parser<Atom> = longest<Atom>(
  map(both(phrase('in'), minutesAhead), ([, minutes]) => ({ kind: 'delay', minutes })),
  map(both(minutesAhead, phrase('from now')), ([minutes]) => ({ kind: 'delay', minutes })),
  map(delayedDate, (spoken) => on(spoken, false)),
);
const ABOUT_US = new Set('me us it that this again them'.split(' '));
const CONDITIONAL = new Set('if when whenever once more less fewer than over under above below within'.split(' '));
/** `in 3 hours` says when only at the begin, after "remind me", or at the end of what has no condition: "10 orders in a day". */
const ahead: Parser<Atom> = (tokens, at) => {
  const read = delay(tokens, at);
  if (!read) return null;
  const begins = tokens.slice(0, at).every(({ text }) => text === 'please' || text === 'and');
  const ends = read[1] === tokens.length && !tokens.some(({ text }) => CONDITIONAL.has(text));
  return begins || ends || ABOUT_US.has(tokens[at - 1]?.text ?? '') ? read : null;
};

const until: Parser<Atom> = longest<Atom>(
  map(
    both(phrase('and? until|till|til|through'), both(maybe(phrase('and including')), lastDate)),
    ([, [, spoken]]) => ({
      kind: 'until',
      date: spoken,
    }),
  ),
  map(nextSpan, (spoken) => ({ kind: 'until', date: spoken })),
  means(
    { kind: 'nothing' },
    'until further notice',
    'from now on',
    'starting|beginning now|immediately',
    'from today on?',
  ),
);
const start: Parser<Atom> = map(
  both(longest(phrase('starting|beginning|effective|from|as on|from|of? the?'), phrase('from')), lastDate),
  ([, spoken]) => ({ kind: 'start', date: spoken }),
);

/** "At 9 [mail me] 3 items": no further than where something was taken out. */
function together<T>(parser: Parser<T>): Parser<T> {
  const read: Parser<T> = (tokens, at) => {
    const found = parser(tokens, at);
    if (found === null) return null;
    const apart = tokens.findIndex(
      ({ place }, index) => index > at && index < found[1] && place !== (tokens[index - 1]?.place ?? 0) + 1,
    );
    return apart < 0 ? found : parser(tokens.slice(0, apart), at);
  };
  return beginning(read, parser.begins, parser.mayBeEmpty);
}

const simple: Parser<Atom> = longest<Atom>(
  map(zone, (read) => ({ kind: 'zone', zone: read })),
  map(both(only, window), ([, read]) => ({ kind: 'window', window: read })),
  map(interval, (read) => ({ kind: 'interval', interval: read })),
  map(timesADay, (count) => ({ kind: 'perDay', count })),
  means({ kind: 'nothing' }, 'good morning|afternoon|evening|night|day'),
  means({ kind: 'once' }, 'just|only once', 'one time only?'),
  map(fewTimes, () => ({ kind: 'often' }) as const),
  map(eitherTime, () => ({ kind: 'either' }) as const),
  map(together(timesOfDay), (times) => ({ kind: 'times', times })),
  map(both(phrase('yesterday'), phrase('at|in|morning|evening|around|afternoon')), () => ({ kind: 'passed' }) as const),
);

const onceOn: Parser<Atom> = map(both(phrase('once|einmal'), date), ([, read]) => read);

/** Of two readings of equal length the first counts. */
const atom: Parser<Atom> = remembered(
  longest<Atom>(
    map(exceptDays, (list) => ({ kind: 'except', days: list })),
    until,
    simple,
    onceOn,
    date,
    ahead,
    part,
    days,
    map(both(only, inMonths), ([, months]) => ({ kind: 'months', months })),
    start,
  ),
);

export interface SaidAtom {
  readonly value: Atom;
  /** It was offered as a choice, after an "or". */
  readonly or: boolean;
}

/**
 * Everything that was said about when, in its order, taken out of the sentence; nothing is taken where it makes no time.
 * Beside what recurs, "today" and "tomorrow" belong to something else ("every evening mail me tomorrow's orders").
 */
export function takeAtoms(reading: Reading): SaidAtom[] {
  const said = new Reading(reading.left).sweep(atom);
  const atoms = said.map(({ value }) => value);
  if (!setsATime(atoms)) return [];
  return reading.sweep(recurs(atoms) ? map(atom, (one) => (isNear(one) ? null : one)) : atom);
}

/** Whatever is said about when, each with its place. */
export function placedAtoms(tokens: readonly Token[]): Placed<Atom>[] {
  return new Reading(tokens).takeAllPlaced(atom);
}

/** Whatever is said about when, also where it is only a part ("in Berlin time", "not on Sundays"). */
export function readAtoms(reading: Reading): Atom[] {
  return reading.sweep(atom).map(({ value }) => value);
}

function isNear(one: Atom): boolean {
  return one.kind === 'date' && one.date.kind === 'in';
}

/** Whether what was said comes again and again. */
export function recurs(atoms: readonly Atom[]): boolean {
  return atoms.some(
    (one) =>
      ['days', 'interval', 'perDay', 'window'].includes(one.kind) ||
      (one.kind === 'part' && one.daily) ||
      (one.kind === 'date' && one.yearly),
  );
}

const SETS_A_TIME: ReadonlySet<Atom['kind']> = new Set([
  'days',
  'times',
  'interval',
  'perDay',
  'date',
  'delay',
  'trouble',
  'passed',
  'once',
  'often',
  'either',
  'window',
]);

/** Whether the atoms make a time: "morning" and "Berlin time" alone do not. */
function setsATime(atoms: readonly Atom[]): boolean {
  return atoms.some((one) => SETS_A_TIME.has(one.kind) || (one.kind === 'part' && one.daily));
}

/** Whether the words speak of when; nothing is taken out. */
export function speaksOfTime(tokens: readonly Token[]): boolean {
  return setsATime(new Reading(tokens).sweep(atom).map(({ value }) => value));
}
