import type { Token } from './tokens.ts';

/** Reads something from the tokens at an index: the meaning, and where the next begins. Null when it is not there. */
export interface Parser<T> {
  (tokens: readonly Token[], at: number): readonly [meaning: T, next: number] | null;
  /** The words of which one has to stand first; absent where that is not told by words. */
  readonly begins?: ReadonlySet<string>;
  /** It also reads nothing at all, so that what comes behind may stand first. */
  readonly mayBeEmpty?: boolean;
}

/** A new parser, and what it begins with, so that it is not asked in vain. */
export function beginning<T>(
  parser: Parser<T>,
  begins: ReadonlySet<string> | undefined,
  mayBeEmpty = false,
): Parser<T> {
  return Object.assign(parser, { ...(begins === undefined ? {} : { begins }), mayBeEmpty });
}

/** What a sequence begins with: the words of its first, and of the next where that may be missing. */
export function firstOf(parsers: readonly Parser<unknown>[]): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { begins, mayBeEmpty } of parsers) {
    if (begins === undefined) return undefined;
    for (const word of begins) all.add(word);
    if (mayBeEmpty !== true) return all;
  }
  return undefined;
}

/** Every word that some phrase of the grammar uses; what a misspelt word is compared with. */
export const vocabulary = new Set<string>();

/** What a phrase can be made of: a name or a quoted text is not, whatever it says. */
const PLAIN: ReadonlySet<Token['kind']> = new Set(['word', 'number', 'sign']);

/**
 * A sequence of words in a small notation: `drop|drops below|under` is one of the first and one of the second,
 * `the?` may be left out, `word*` any number of times.
 */
export function phrase(notation: string): Parser<string> {
  const elements = notation.split(' ').map((element) => {
    const mark = element.at(-1);
    const words = (mark === '?' || mark === '*' ? element.slice(0, -1) : element).split('|');
    for (const word of words) vocabulary.add(word);
    return { words: new Set(words), optional: mark === '?' || mark === '*', repeats: mark === '*' };
  });
  const read = (tokens: readonly Token[], at: number, index: number, times: number): number | null => {
    const element = elements[index];
    if (!element) return at;
    const token = tokens[at];
    if (token && times < MOST_TIMES && PLAIN.has(token.kind) && element.words.has(token.text)) {
      const rest = element.repeats ? read(tokens, at + 1, index, times + 1) : read(tokens, at + 1, index + 1, 0);
      if (rest !== null) return rest;
    }
    return element.optional ? read(tokens, at, index + 1, 0) : null;
  };
  const needed = elements.filter(({ optional }) => !optional);
  const required = elements.findIndex(({ optional }) => !optional);
  const begins = new Set(elements.slice(0, required < 0 ? undefined : required + 1).flatMap((one) => [...one.words]));
  let seen: readonly Token[] | null = null;
  let isPossible = false;
  return beginning((tokens, at) => {
    const first = tokens[at];
    if (!first || !begins.has(first.text)) return null;
    if (tokens !== seen) {
      const said = textsOf(tokens);
      isPossible = needed.every((one) => said.some((word) => one.words.has(word)));
      seen = tokens;
    }
    const next = isPossible ? read(tokens, at, 0, 0) : null;
    return next === null || next === at ? null : [words(tokens.slice(at, next)), next];
  }, begins);
}

/** Nobody says more of them in a row; a text of nothing else takes no time to read. */
const MOST_TIMES = 8;
const texts = new WeakMap<readonly Token[], readonly string[]>();

/** All that is said: where a word is missing that a phrase needs, the phrase need not be looked for. */
function textsOf(tokens: readonly Token[]): readonly string[] {
  const known = texts.get(tokens);
  if (known) return known;
  const made = [...new Set(tokens.map(({ text }) => text))];
  texts.set(tokens, made);
  return made;
}

export function words(tokens: readonly Token[]): string {
  return tokens.map(({ raw }) => raw).join(' ');
}

/** The reading that takes in the most tokens; of equal ones the first. */
export function longest<T>(...parsers: readonly Parser<T>[]): Parser<T> {
  const open = parsers.filter(({ begins, mayBeEmpty }) => begins === undefined || mayBeEmpty === true);
  let byWord: Map<string, Parser<T>[]> | null = null;
  const read: Parser<T> = (tokens, at) => {
    byWord ??= parsersByWord(parsers);
    let best: readonly [T, number] | null = null;
    for (const parser of byWord.get(tokens[at]?.text ?? '') ?? open) {
      const found = parser(tokens, at);
      if (found && (best === null || found[1] > best[1])) best = found;
    }
    return best;
  };
  const isTold = parsers.every(({ begins }) => begins !== undefined);
  const begins = isTold ? new Set(parsers.flatMap((one) => [...(one.begins ?? [])])) : undefined;
  return beginning(
    read,
    begins,
    parsers.some(({ mayBeEmpty }) => mayBeEmpty === true),
  );
}

/** Which parsers can begin with a word, in their order; those that do not tell can with any. */
function parsersByWord<T>(parsers: readonly Parser<T>[]): Map<string, Parser<T>[]> {
  const byWord = new Map<string, Parser<T>[]>();
  for (const word of new Set(parsers.flatMap(({ begins }) => [...(begins ?? [])]))) {
    byWord.set(
      word,
      parsers.filter(({ begins, mayBeEmpty }) => begins === undefined || mayBeEmpty === true || begins.has(word)),
    );
  }
  return byWord;
}

export function map<T, U>(parser: Parser<T>, meaning: (value: T) => U | null): Parser<U> {
  const mapped: Parser<U> = (tokens, at) => {
    const read = parser(tokens, at);
    const value = read && meaning(read[0]);
    return read && value !== null ? [value, read[1]] : null;
  };
  return beginning(mapped, parser.begins, parser.mayBeEmpty);
}

export function means<T>(value: T, ...notations: readonly string[]): Parser<T> {
  return map(longest(...notations.map(phrase)), () => value);
}

export function both<A, B>(first: Parser<A>, second: Parser<B>): Parser<readonly [A, B]> {
  const joined: Parser<readonly [A, B]> = (tokens, at) => {
    const a = first(tokens, at);
    const b = a && second(tokens, a[1]);
    return a && b ? [[a[0], b[0]], b[1]] : null;
  };
  return beginning(joined, firstOf([first, second]), first.mayBeEmpty === true && second.mayBeEmpty === true);
}

/** Reads the parser where it is there, and nothing (null) where it is not. */
export function maybe<T>(parser: Parser<T>): Parser<T | null> {
  return beginning((tokens, at) => parser(tokens, at) ?? [null, at], parser.begins, true);
}

/** One or more, with commas dropped and `and` between. `or` is left standing: it is a choice that is not ours to make. */
export function listOf<T>(item: Parser<T>): Parser<T[]> {
  const separator = phrase('and|plus');
  const list: Parser<T[]> = (tokens, at) => {
    const first = item(tokens, at);
    if (!first) return null;
    const values = [first[0]];
    let next = first[1];
    for (;;) {
      const more = item(tokens, next) ?? item(tokens, separator(tokens, next)?.[1] ?? next);
      if (!more) return [values, next];
      values.push(more[0]);
      next = more[1];
    }
  };
  return beginning(list, item.begins);
}

/** The parser, which is asked but once for each place of a sentence: for what stands in many phrases. */
export function remembered<T>(parser: Parser<T>): Parser<T> {
  let sentence: readonly Token[] = [];
  let known: (ReturnType<Parser<T>> | undefined)[] = [];
  const asked: Parser<T> = (tokens, at) => {
    if (tokens !== sentence) {
      sentence = tokens;
      known = [];
    }
    const before = known[at];
    if (before !== undefined) return before;
    const read = parser(tokens, at);
    known[at] = read;
    return read;
  };
  return beginning(asked, parser.begins, parser.mayBeEmpty);
}

export function token(test: (token: Token) => boolean): Parser<Token> {
  return (tokens, at) => {
    const here = tokens[at];
    return here && test(here) ? [here, at + 1] : null;
  };
}

/** A name that is known: of a product, a competitor, a person, a playbook. */
export const name: Parser<Token> = token(({ kind }) => kind === 'name');

export const number: Parser<number> = map(
  token(({ kind }) => kind === 'number'),
  ({ number: value }) => value,
);

/** Something that was read, and where: the places of its first token and after its last (`Token.place`). */
export interface Placed<T> {
  readonly value: T;
  readonly from: number;
  readonly to: number;
}

/** A sentence that is read piece by piece: what was understood is taken out, what is left is not understood. */
export class Reading {
  #left: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#left = tokens;
  }

  get left(): readonly Token[] {
    return this.#left;
  }

  /** Takes the first place where the parser reads something; null when there is none. */
  take<T>(parser: Parser<T>): T | null {
    return this.takePlaced(parser)?.value ?? null;
  }

  /** As `take`, and tells where it was. */
  takePlaced<T>(parser: Parser<T>): Placed<T> | null {
    for (let at = 0; at < this.#left.length; at++) {
      const read = parser(this.#left, at);
      if (!read || read[1] === at) continue;
      const from = this.#left[at]?.place ?? 0;
      const to = (this.#left[read[1] - 1]?.place ?? from) + 1;
      this.#left = [...this.#left.slice(0, at), ...this.#left.slice(read[1])];
      return { value: read[0], from, to };
    }
    return null;
  }

  /** Everything that the parser reads in one go from left to right, with its place; what it made of two ends is not read again. */
  takeAllPlaced<T>(parser: Parser<T>): Placed<T>[] {
    const found: Placed<T>[] = [];
    const left: Token[] = [];
    for (let at = 0; at < this.#left.length; ) {
      const read = parser(this.#left, at);
      const here = this.#left[at];
      if (read && here && read[1] > at) {
        found.push({ value: read[0], from: here.place, to: (this.#left[read[1] - 1]?.place ?? here.place) + 1 });
        at = read[1];
      } else {
        if (here) left.push(here);
        at += 1;
      }
    }
    this.#left = left;
    return found;
  }

  /** Takes out what stands at these places, whatever it is. */
  drop(from: number, to: number): void {
    this.#left = this.#left.filter(({ place }) => place < from || place >= to);
  }

  /** Takes everything that the parser reads in one go from left to right; `or` tells what stands after an "or". */
  sweep<T>(parser: Parser<T>): { readonly value: T; readonly or: boolean }[] {
    const found: { value: T; or: boolean }[] = [];
    const left: Token[] = [];
    let end = -1;
    for (let at = 0; at < this.#left.length; ) {
      const read = parser(this.#left, at);
      const here = this.#left[at];
      if (read) {
        found.push({ value: read[0], or: end >= 0 && at === end + 1 && this.#left[end]?.text === 'or' });
        end = at = read[1];
      } else {
        if (here) left.push(here);
        at += 1;
      }
    }
    this.#left = left;
    return found;
  }

  takeAll<T>(parser: Parser<T>): T[] {
    return this.takeAllPlaced(parser).map(({ value }) => value);
  }
}
