import type { ContractAction, SubjectId } from '../../../model/contract.ts';
import type { AuthoringFacts, CompetitorRef } from '../authoring-facts.ts';
import { takeDoings } from './actions.ts';
import { fillers } from './fillers.ts';
import { both, longest, map, name, type Parser, type Placed, phrase, Reading, token } from './grammar.ts';
import type { Hints } from './hints.ts';
import { doing } from './making.ts';
import { takeMarkers } from './markers.ts';
import { courtesy } from './reasons.ts';
import type { ScheduleReading } from './schedule.ts';
import { scheduleOf } from './schedule-answer.ts';
import { contextOf, isReminder, thoughtOf } from './tellings.ts';
import { type Threshold, threshold } from './threshold.ts';
import type { Token } from './tokens.ts';
import { turnedRound, withTurnings } from './unless.ts';
import { type Atom, placedAtoms } from './when.ts';
import { everyOne as allAtOnce } from './words/competitors.ts';
import type { Happening, Mention, SaidCondition } from './words/subject-words.ts';
import { isThere } from './words/web-page.ts';

/**
 * Something to do, as far as the words go: a step type, to whom (`user` for me), and how. `who` is a person or a group
 * without an address ("Sam", "the team"), for which one is asked.
 */
export interface SaidDoing {
  readonly action: ContractAction['action'];
  readonly to: readonly string[];
  readonly who: string | null;
  readonly details: Readonly<Record<string, string>>;
}

/** A condition of a subject; `subject` null where the words fit any ("and if it is more than 20 %"). */
export type SubjectCondition = SaidCondition & { readonly subject: SubjectId | null };

/** When a thing is to be done: which of the conditions (by index) hold for it alone, and whether with them or without. */
export interface Arranged {
  readonly doing: SaidDoing;
  readonly when: ContractAction['when'];
  readonly also: readonly number[];
}

/** Everything that was read in one sentence, each with its place; `leftover` is what was not. */
export interface Wish {
  readonly sentence: string;
  readonly tokens: readonly Token[];
  readonly urls: readonly string[];
  /** Pages with a name beside them: "Higher Level https://…". */
  readonly pages: readonly CompetitorRef[];
  readonly doings: readonly Placed<SaidDoing>[];
  readonly happenings: readonly Placed<Happening>[];
  readonly conditions: readonly Placed<SubjectCondition>[];
  /** Bounds that no condition has taken in. */
  readonly thresholds: readonly Placed<Threshold>[];
  readonly mentions: readonly Placed<Mention>[];
  /** Names that no condition has taken in. */
  readonly names: readonly Placed<Token>[];
  /** What the happenings are of, also those that were told as the reason only. */
  readonly spoken: string | null;
  readonly schedule: ScheduleReading;
  /** Where something is said about when. */
  readonly when: readonly Placed<Atom>[];
  /** "As soon as", "immediately". */
  readonly atOnce: boolean;
  /** A report, a list or a summary was asked for. */
  readonly report: boolean;
  /** All of them at once are meant. */
  readonly everyOne: boolean;
  /** Something is to be looked at, or after. */
  readonly watches: boolean;
  readonly leftover: readonly Token[];
}

/** "A report in my inbox" goes there; it is not looked at. */
export function isPlaceOfMine({ value, from }: Placed<Mention>, tokens: readonly Token[]): boolean {
  const isPlace = [tokens[from], tokens[from - 1]].some((one) => PLACES.has(one?.text ?? ''));
  return value.subject === 'inbox' && isPlace;
}
const PLACES = new Set(['in', 'into', 'to', 'at']);

/** The pages of others are looked at no more often than this. */
const LEAST_MINUTES = 5;

/** Takes the sentence apart. The order matters: what is said in more particular words is taken out first. */
export function readWish(
  sentence: string,
  said: readonly Token[],
  pages: readonly CompetitorRef[],
  facts: AuthoringFacts,
  hints: Hints,
): Wish {
  const turning = withTurnings(said);
  const { tokens } = turning;
  const reading = new Reading(tokens);
  reading.takeAll(politely);
  const eyed = reading.takeAll(eyeing).length > 0;
  // A page that is pinged is looked at; nobody is told.
  const pinged = reading.takeAll(map(both(phrase('ping|pings|pinging|poll|call|hit'), url), ([, page]) => page));
  const doings = takeDoings(reading, facts, sentence);
  const urls = [...pinged, ...reading.takeAll(url)];
  takeMarkers(reading, doings);
  const context = contextOf(reading.left, urls.length + pages.length > 0, doings.some(isReminder), facts);
  const everyOne = reading.left.some((_, at) => allAtOnce(reading.left, at) !== null);
  const found = reading.takeAllPlaced(context.telling);
  const ofPages = context.rivals || context.site || context.page;
  if (found.some(({ value }) => !('eventName' in value) && value.measure === 'says')) reading.takeAll(isThere);
  const when = placedAtoms(reading.left);
  const schedule = scheduleOf(reading, hints.time, { facts, sentence, least: ofPages ? LEAST_MINUTES : 1 });
  const inherited = reading.takeAllPlaced(again);
  const thresholds = reading.takeAllPlaced(threshold);
  const mentions = reading.takeAllPlaced(context.mention);
  const inMine =
    doings.length === 0 && mentions.length + found.length > 1
      ? mentions.find((one) => isPlaceOfMine(one, tokens))
      : undefined;
  const atOnce = reading.takeAll(hastily).length > 0;
  const report = reading.takeAll(reportNoun).length > 0;
  const names = reading.takeAllPlaced(name);
  const looked = reading.takeAll(watching).length > 0;
  const watches = eyed || looked || tokens.some(({ text }) => text.startsWith('automat'));
  const leftover = withoutSlipsOfTongue(reading.left, tokens).filter((one) => !joins(one, [...found, ...names]));
  const meant = turnedRound(
    [...found, ...inherited].sort((a, b) => a.from - b.from),
    thresholds,
    turning,
  );
  const all = withoutBackground(meant.found, doings, tokens);
  const idle = meant.idle.filter(({ place }) => !doings.some(({ from, to }) => place >= from && place < to));
  return {
    sentence,
    tokens,
    urls,
    pages,
    doings: inMine === undefined ? doings : [{ ...inMine, value: doing('notify', {}, ['user']) }],
    happenings: all.flatMap(({ value, ...place }) => ('eventName' in value ? [{ value, ...place }] : [])),
    conditions: all.flatMap(({ value, ...place }) => ('eventName' in value ? [] : [{ value, ...place }])),
    thresholds: meant.bounds,
    mentions,
    names,
    spoken: spokenOf(found),
    schedule,
    when: schedule === null ? [] : when,
    atOnce,
    report,
    everyOne,
    watches,
    leftover: leftover
      .filter((one) => matters(one, tokens, [...all, ...mentions]))
      .filter(({ place }) => !idle.some((one) => one.place === place))
      .concat(idle)
      .sort((a, b) => a.place - b.place),
  };
}

const url: Parser<string> = map(
  token(({ kind }) => kind === 'url'),
  ({ text }) => text,
);

function spokenOf(found: readonly Placed<Happening | SubjectCondition>[]): string | null {
  const conditions = found.flatMap(({ value }) => ('eventName' in value ? value.conditions : [value]));
  return conditions.find(({ of }) => of !== null)?.of ?? null;
}

/** "We keep running out of it. Alert me when …": what is told without asking for anything is why, not when. */
function withoutBackground<T extends Placed<Happening | SubjectCondition>>(
  found: readonly T[],
  doings: readonly Placed<SaidDoing>[],
  tokens: readonly Token[],
): T[] {
  const cued = (one: T) => tokens.slice(Math.max(0, one.from - 4), one.to).some(({ text }) => CONDITIONAL.has(text));
  const acting = new Set(doings.map(({ from }) => thoughtOf(tokens, from)));
  if (!found.some((one) => cued(one) && acting.has(thoughtOf(tokens, one.from)))) return [...found];
  return found.filter((one) => cued(one) || acting.has(thoughtOf(tokens, one.from)));
}
const CONDITIONAL = new Set('if when whenever once unless should case soon time moment minute'.split(' '));

/** "Jede Bestellung, I mean every order": what was not understood is said again in other words. */
function withoutSlipsOfTongue(left: readonly Token[], tokens: readonly Token[]): readonly Token[] {
  const said = tokens.findIndex(
    ({ text, gap }, at) => gap !== '' && (text === 'sorry' || (text === 'i' && tokens[at + 1]?.text === 'mean')),
  );
  if (said < 0) return left;
  let from = said;
  while (left.some(({ place }) => place === from - 1)) from -= 1;
  return left.filter(({ place }) => place < from || place >= said);
}

/** "Out of stock or low": either of two that are both understood. */
function joins({ text, place }: Token, found: readonly Placed<unknown>[]): boolean {
  return text === 'or' && found.some(({ to }) => to === place) && found.some(({ from }) => from === place + 1);
}

/** Whether what is left over could change the meaning. */
function matters(
  { text, kind, place }: Token,
  tokens: readonly Token[],
  understood: readonly Placed<unknown>[],
): boolean {
  return (
    kind === 'quote' ||
    (kind !== 'sign' && !fillers.has(text)) ||
    (text === 'but' && excludes(tokens, place)) ||
    (text === 'if' && !leads(place, understood))
  );
}

/** "Any product but Blue Dream": what it leaves out; after a comma it only goes on. */
function excludes(tokens: readonly Token[], place: number): boolean {
  const [but, next, after] = [tokens[place], tokens[place + 1], tokens[place + 2]];
  if (but === undefined || but.gap !== '' || next === undefined) return false;
  const isNamed = (one: Token | undefined) => one !== undefined && ['name', 'quote', 'number'].includes(one.kind);
  return (
    isNamed(next) ||
    (['the', 'our', 'a', 'those', 'not', 'for', 'from'].includes(next.text) &&
      (isNamed(after) || next.text === 'those'))
  );
}

/** Whether an "if" has its condition right behind it. */
function leads(place: number, found: readonly Placed<unknown>[]): boolean {
  return found.some(({ from, to }) => to > place && from <= place + 6);
}

const itIs = phrase(
  'and|but|or|even|if|when|whenever|once|its|it|thats|that|they|theyre|the|difference|amount|total|sum|is|are|gets|goes|gap|even|also|drop|by|price*',
);
/** Politeness, but in a text: "saying hello", "post hi all in #team". */
const politely: Parser<string> = (tokens, at) =>
  TEXTUAL.has(tokens[at - 1]?.text ?? '') && tokens[at]?.gap !== '.' ? null : courtesy(tokens, at);
const TEXTUAL = new Set(
  'saying say says text message words reading reads wish post send write : to about of'.split(' '),
);

/** "And if it's more than 20%": the same measure as before, by more. */
const again: Parser<SubjectCondition> = (tokens, at) => {
  const begin = itIs(tokens, at);
  const cued = begin && tokens.slice(at, begin[1]).some(({ text }) => CUES.has(text));
  const bound = begin && cued ? threshold(tokens, begin[1]) : null;
  if (!bound || !tokens.slice(at, begin?.[1]).some(({ text }) => IT.has(text))) return null;
  const { operator, value, unit, currency } = bound[0];
  const amount = { value, unit: unit ?? (currency === null ? null : ('currency' as const)), currency };
  const run = tokens.slice(at, bound[1]);
  // What stood between two words and was taken out was about something else.
  if (run.some(({ place }, index) => index > 0 && place !== (run[index - 1]?.place ?? 0) + 1)) return null;
  const read = { measure: 'value', operator, amount, text: null, base: null, of: null, isVague: false } as const;
  return [{ ...read, subject: null }, bound[1]];
};
const CUES = new Set('if when whenever once'.split(' '));
const IT = new Set('it its thats that they theyre gap difference amount total sum'.split(' '));

/** What is to happen at once, for which there must be an event. */
const hastily: Parser<string> = longest(
  phrase('as soon as'),
  phrase('immediately|instantly|constantly|continuously|always|asap|whenever'),
  phrase('the moment|minute|second|instant'),
  phrase('in real-time'),
  phrase('in? real time'),
  phrase('right away'),
  phrase('at once'),
  phrase('every|each|any time'),
  phrase('anytime'),
);
const reportNoun = phrase(
  'an|a|the|my|our|short|quick|full|brief|weekly|daily|monthly* report|reports|summary|summaries|overview|digest|analysis|roundup|recap|briefing|breakdown|comparison|list|rundown|update|snapshot of|on|about|for|with|over?',
);
/** "Keep an eye on it for me": nothing is kept. */
const eyeing = phrase(
  'keep|keeping|have an|a? close|closer|good|sharp|watchful? eye|eyes|track|tabs|watch on|of|over for|me|us*',
);
/** Looking at something, which every playbook does that has a schedule. */
const watching: Parser<string> = longest(
  phrase(
    'write|prepare|generate|compile|produce|create|make|draft|track|tracks|tracking|monitor|monitors|monitoring|watch|watches|watching|check|checks|checking|scan|scans|scanning|compare|compares|comparing|follow|follows|observe|analyze|analyse|look|looks|looking|scrape|review|see|ping|test|read|reads|reading|fetch|visit|go|keep out|up|on|at|for|over|into|against|through|in|whether|that*',
  ),
  phrase('take|have a look|peek|glance at|into|over?'),
);
