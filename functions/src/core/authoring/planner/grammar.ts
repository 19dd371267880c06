import type { Token } from './tokens.ts';

/** Reads something from the tokens at an index: the meaning, and where the next begins. Null when it is not there. */
export type Parser<T> = (tokens: readonly Token[], at: number) => readonly [meaning: T, next: number] | null;

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
  const read = (tokens: readonly Token[], at: number, index: number): number | null => {
    const element = elements[index];
    if (!element) return at;
    const token = tokens[at];
    if (token && PLAIN.has(token.kind) && element.words.has(token.text)) {
      const rest = element.repeats ? read(tokens, at + 1, index) : read(tokens, at + 1, index + 1);
      if (rest !== null) return rest;
    }
    return element.optional ? read(tokens, at, index + 1) : null;
  };
  return (tokens, at) => {
    const next = read(tokens, at, 0);
    return next === null || next === at ? null : [words(tokens.slice(at, next)), next];
  };
}

export function words(tokens: readonly Token[]): string {
  return tokens.map(({ raw }) => raw).join(' ');
}

/** The reading that takes in the most tokens; of equal ones the first. */
export function longest<T>(...parsers: readonly Parser<T>[]): Parser<T> {
  return (tokens, at) => {
    let best: readonly [T, number] | null = null;
    for (const parser of parsers) {
      const read = parser(tokens, at);
      if (read && (best === null || read[1] > best[1])) best = read;
    }
    return best;
  };
}

export function map<T, U>(parser: Parser<T>, meaning: (value: T) => U | null): Parser<U> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    const value = read && meaning(read[0]);
    return read && value !== null ? [value, read[1]] : null;
  };
}

export function means<T>(value: T, ...notations: readonly string[]): Parser<T> {
  return map(longest(...notations.map(phrase)), () => value);
}

export function both<A, B>(first: Parser<A>, second: Parser<B>): Parser<readonly [A, B]> {
  return (tokens, at) => {
    const a = first(tokens, at);
    const b = a && second(tokens, a[1]);
    return a && b ? [[a[0], b[0]], b[1]] : null;
  };
}

/** Reads the parser where it is there, and nothing (null) where it is not. */
export function maybe<T>(parser: Parser<T>): Parser<T | null> {
  return (tokens, at) => parser(tokens, at) ?? [null, at];
}

/** One or more, with commas dropped and `and` between. `or` is left standing: it is a choice that is not ours to make. */
export function listOf<T>(item: Parser<T>): Parser<T[]> {
  const separator = phrase('and|plus');
  return (tokens, at) => {
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
}

export function token(test: (token: Token) => boolean): Parser<Token> {
  return (tokens, at) => {
    const here = tokens[at];
    return here && test(here) ? [here, at + 1] : null;
  };
}

export const number: Parser<number> = map(
  token(({ kind }) => kind === 'number'),
  ({ number: value }) => value,
);

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
    for (let at = 0; at < this.#left.length; at++) {
      const read = parser(this.#left, at);
      if (!read) continue;
      this.#left = [...this.#left.slice(0, at), ...this.#left.slice(read[1])];
      return read[0];
    }
    return null;
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
    const found: T[] = [];
    for (let next = this.take(parser); next !== null; next = this.take(parser)) found.push(next);
    return found;
  }
}
