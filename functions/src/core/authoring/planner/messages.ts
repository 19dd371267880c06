import { phrase, Reading } from './grammar.ts';
import type { Token } from './tokens.ts';
import { type Atom, readAtoms } from './when.ts';

/** A text within a sentence: as it was written, from where to where its tokens stand, and where the reading goes on. */
export interface Text {
  readonly text: string;
  /** Indices of its first token and after its last. */
  readonly from: number;
  readonly to: number;
}

const LETTERS = /[\p{L}]/u;

/** Tokens as they stand in the sentence, with the marks and blanks between them. */
export function asWritten(sentence: string, tokens: readonly Token[]): string {
  const source = tokens
    .map(({ raw }) =>
      [...raw]
        .map((sign) => (LETTERS.test(sign) ? `${sign}['’‘´\`]?` : sign.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
        .join(''),
    )
    .join('(?:s\\b)?[^\\p{L}\\p{N}#$€£@]{0,6}?');
  const found = tokens.length <= 200 ? new RegExp(`${source}(?:s\\b)?`, 'u').exec(sentence) : null;
  const plain = tokens.map(({ raw, gap }, index) => `${index > 0 && gap === ',' ? ', ' : index > 0 ? ' ' : ''}${raw}`);
  return (found?.[0] ?? plain.join('')).replace(/\s+/g, ' ').trim();
}

const CONDITIONAL = new Set(['if', 'when', 'whenever', 'unless', 'otherwise', 'else']);
const condition = phrase('as soon as');
const everyTime = phrase('every|each|any time');
const POLITE = new Set(['please', 'pls', 'plz', 'thanks', 'thx', 'thank', 'cheers']);
const CONNECTS = new Set(
  'at on in the of from by for and or each every sharp whatever also just please a to'.split(' '),
);

/** Whether something to do, a condition or a new thought begins at an index. */
export type Begins = (tokens: readonly Token[], at: number) => boolean;

/** Where a condition begins, whatever it says. */
export function beginsCondition(tokens: readonly Token[], at: number): boolean {
  const here = tokens[at];
  return (
    here !== undefined &&
    here.kind === 'word' &&
    (CONDITIONAL.has(here.text) || condition(tokens, at) !== null || everyTime(tokens, at) !== null)
  );
}

/**
 * The words from an index up to the end of the thought, without the time that was said at its end: "call Tom every
 * Friday at 9" is "call Tom". What was said about when before it limits what can be said after it.
 */
export function tail(sentence: string, tokens: readonly Token[], from: number, begins: Begins): Text | null {
  const quote = tokens[from];
  if (quote?.text === ':') return tail(sentence, tokens, from + 1, begins);
  if (quote?.kind === 'quote') return { text: quote.raw, from, to: from + 1 };
  let end = from;
  while (end < tokens.length && !(end > from && isEnd(tokens, end, begins))) end += 1;
  const to = withoutTime(tokens, from, withoutPoliteness(tokens, from, end));
  if (to <= from || beginsCondition(tokens, from)) return null;
  return { text: asWritten(sentence, tokens.slice(from, to)), from, to };
}

function isEnd(tokens: readonly Token[], at: number, begins: Begins): boolean {
  const here = tokens[at];
  if (!here) return true;
  if (here.gap === '.' || here.gap === ';' || here.gap === '→' || here.gap === '?' || here.gap === ')') return true;
  return beginsCondition(tokens, at) || begins(tokens, at);
}

function withoutPoliteness(tokens: readonly Token[], from: number, end: number): number {
  let to = end;
  while (to > from && POLITE.has(tokens[to - 1]?.text ?? '')) to -= 1;
  return to;
}

/** Which of the tokens say when, by index from the first. */
export function saysWhen(tokens: readonly Token[]): readonly boolean[] {
  const reading = new Reading(tokens);
  readAtoms(reading);
  const left = new Set(reading.left.map(({ place }) => place));
  return tokens.map(({ place }) => !left.has(place));
}

export function connects({ text }: Token): boolean {
  return CONNECTS.has(text);
}

function withoutTime(tokens: readonly Token[], from: number, end: number): number {
  const said = tokens.slice(from, end);
  const when = saysWhen(said);
  let at = said.length;
  while (at > 0 && (when[at - 1] || (at < said.length && connects(said[at - 1] as Token)))) at -= 1;
  // Not a word that belongs to the text before: "hand it in | on Friday".
  while (
    at < said.length &&
    !when[at] &&
    !['at', 'on', 'from', 'by', 'for', 'in', 'the'].includes(said[at]?.text ?? '')
  )
    at += 1;
  // "We are closed on Sundays, every Saturday at 6": the last of them, where that says on which days.
  for (let mark = said.length - 1; mark > at; mark--) {
    if (said[mark]?.gap === ',' && readAtoms(new Reading(said.slice(mark))).some(({ kind }) => DAYS.has(kind)))
      at = mark;
  }
  if (at === said.length || !mayBeTime(tokens, from, end, said.slice(at))) return end;
  return from + at;
}

const CLOCK: ReadonlySet<Atom['kind']> = new Set(['times', 'part', 'window', 'zone', 'until', 'except', 'nothing']);
const DAYS: ReadonlySet<Atom['kind']> = new Set(['days', 'date', 'interval', 'delay', 'perDay', 'months', 'trouble']);

/** How many words around a text can say when it is due. */
const NEAR = 30;

/** Where the days were named before, only a time of day can still follow; after both, all of it is text. */
function mayBeTime(tokens: readonly Token[], from: number, end: number, last: readonly Token[]): boolean {
  const before = readAtoms(
    new Reading([...tokens.slice(Math.max(0, from - NEAR), from), ...tokens.slice(end, end + NEAR)]),
  );
  const after = readAtoms(new Reading(last));
  if (after.length === 0) return false;
  const hasDays = before.some(({ kind }) => DAYS.has(kind)) || before.some((one) => one.kind === 'part' && one.daily);
  const hasTime = before.some(({ kind }) => kind === 'times' || kind === 'interval');
  if (hasDays && hasTime) return after.every(({ kind }) => kind === 'zone' || kind === 'until' || kind === 'except');
  return !hasDays || after.every(({ kind }) => CLOCK.has(kind));
}

const introductions = [
  'saying|reading that?',
  'that|which|and|to says|reads|say|read that?',
  'with the? text|message|words|wording|note|body|following text|message?',
  'the? text|message|wording is|reads|should|says be|read|say?',
  'with the? following',
];
/** `saying …`, `with the text …`, `that says: …`. */
const introduction = introductions.map(phrase);

export function introduced(tokens: readonly Token[], at: number): number | null {
  let next: number | null = null;
  for (const read of introduction) {
    const said = read(tokens, at);
    if (said && said[1] > (next ?? at)) next = said[1];
  }
  return next;
}

/** Whether a thought begins here: at the begin, after a mark, after a word that joins, or after what was said about when. */
export function starts(tokens: readonly Token[], at: number): boolean {
  const here = tokens[at];
  const before = tokens[at - 1];
  if (!here || !before || here.gap !== '') return here !== undefined;
  if (here.place !== before.place + 1) return true;
  return STARTERS.has(before.text) || timesIn(tokens)[at - 1] === true;
}

const times = new WeakMap<readonly Token[], readonly boolean[]>();
/** Which words of a sentence say when: "on Fridays at 9 | post …". */
export function timesIn(tokens: readonly Token[]): readonly boolean[] {
  const known = times.get(tokens) ?? saysWhen(tokens);
  times.set(tokens, known);
  return known;
}
const STARTERS = new Set(
  'and then also please to plus just should can could you otherwise else now lets automatically must will want that it case way so : +'.split(
    ' ',
  ),
);
