import { editDistance } from '../nearest.ts';

/** A word, number, sign, address or name in a sentence. `text` is in lower case, `raw` as it was written. */
export interface Token {
  readonly text: string;
  readonly raw: string;
  readonly number: number | null;
  readonly kind: 'word' | 'number' | 'sign' | 'url' | 'email' | 'name';
}

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const TENS: Readonly<Record<string, number>> = {
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
};

const PIECES =
  /(?<url>https?:\/\/[^\s,;"'<>]+[^\s,;"'<>.!?)])|(?<email>[^\s,;:<>()"']+@[^\s,;:<>()"']+\.[a-z]{2,})|(?<host>(?:[a-z0-9-]+\.)+(?:com|net|org|shop|store|io|co|us|de|uk|ca)(?:\/[^\s,;]*)?)|(?<zone>(?:africa|america|asia|australia|europe|pacific|atlantic|indian|us|etc)\/[a-z_/]+)|(?<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)|(?<word>[\p{L}][\p{L}\p{M}-]*)|(?<sign>[%$€£#@:+])/giu;

/** Splits a sentence; punctuation that means nothing is dropped. Names are words that stay together whatever is in them. */
export function tokenize(sentence: string, names: readonly string[]): Token[] {
  const tidy = sentence
    .replace(/[‘’`´]/g, "'")
    .replace(/−|(?<=\s)[‒–—](?=\d)/g, '-')
    .replace(/(?<=\b(?:than|by|least|most|over|above|exceeding|exceeds|of)\s)[-‒–—]\s+(?=[\d$€£])/gi, '-')
    .replace(/-\s*([$€£])\s*(?=\d)/g, '$1-')
    .replace(/\b([ap])\.\s?m\b\.?/gi, '$1m')
    .replace(/\be-mail/gi, 'email')
    .replace(/\b(\d{1,2})\.(\d{2})(?=\s?[ap]m\b)/gi, '$1:$2')
    .replace(/\bper cent\b/gi, 'percent')
    .replace(/(\d)(?=(?:am|pm|k)\b)/gi, '$1 ')
    .replace(/(\p{L})'s\b/giu, '$1')
    .replace(/(\p{L})'(\p{L}+)/gu, '$1$2');
  return splitNames(tidy, names).flatMap((part) => (typeof part === 'string' ? pieces(part) : [nameToken(part.name)]));
}

function pieces(text: string): Token[] {
  return [...text.matchAll(PIECES)].map((match): Token => {
    const raw = match[0];
    const groups = match.groups ?? {};
    if (groups.url !== undefined) return { text: raw, raw, number: null, kind: 'url' };
    if (groups.email !== undefined) return { text: raw.toLowerCase(), raw, number: null, kind: 'email' };
    if (groups.host !== undefined) return { text: `https://${raw}`, raw, number: null, kind: 'url' };
    if (groups.number !== undefined) {
      return { text: raw, raw, number: Number(raw.replaceAll(',', '')), kind: 'number' };
    }
    const word = raw.toLowerCase().replace(/^-+|-+$/g, '');
    const number = numberWord(word);
    return {
      text: word,
      raw,
      number,
      kind: groups.sign === undefined ? (number === null ? 'word' : 'number') : 'sign',
    };
  });
}

function numberWord(word: string): number | null {
  const index = NUMBERS.indexOf(word);
  return index >= 0 ? index : (TENS[word] ?? null);
}

/** How a number may stand in a sentence, as the source of a regular expression: `(?:10|ten)`. */
export function numberSource(value: number): string {
  const digits = String(value).replace('.', '\\.');
  const word = NUMBERS[value] ?? Object.keys(TENS).find((ten) => TENS[ten] === value);
  return word === undefined ? digits : `(?:${digits}|${word})`;
}

function nameToken(name: string): Token {
  return { text: name.toLowerCase(), raw: name, number: null, kind: 'name' };
}

function splitNames(text: string, names: readonly string[]): (string | { name: string })[] {
  let parts: (string | { name: string })[] = [text];
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    if (name.trim().length < 3) continue;
    parts = parts.flatMap((part) => (typeof part === 'string' ? splitName(part, name) : [part]));
  }
  return parts;
}

function splitName(text: string, name: string): (string | { name: string })[] {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  const isWhole = at >= 0 && !/[\p{L}\d]/u.test((text[at - 1] ?? '') + (text[at + name.length] ?? ''));
  if (!isWhole) return [text];
  return [text.slice(0, at), { name }, ...splitName(text.slice(at + name.length), name)];
}

/** Words that turn a sentence round, each a slip away from one that does not. */
const AS_WRITTEN = new Set(
  'never not none nobody nothing neither nor without unless except until hardly rarely seldom increase increases increased increasing inexpensive'.split(
    ' ',
  ),
);

/** Puts right a word that is one known word with a slip of the fingers, and leaves alone what could be two. */
export function corrected(tokens: readonly Token[], known: ReadonlySet<string>): Token[] {
  return tokens.map((token) => {
    if (token.kind !== 'word' || token.text.length < 4 || known.has(token.text) || AS_WRITTEN.has(token.text))
      return token;
    const limit = token.text.length >= 9 ? 3 : 2;
    const near = [...known]
      .filter((word) => word.length >= 4 && (token.text.length > 4 || word.length > 4))
      .map((word) => ({ word, distance: editDistance(token.text, word, limit) }))
      .filter(({ distance }) => distance < limit)
      .sort((a, b) => a.distance - b.distance);
    const [best, second] = near;
    if (!best || (second && second.distance === best.distance && !sameStem(best.word, second.word))) return token;
    return { ...token, text: best.word };
  });
}

function sameStem(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
