import { editDistance } from '../nearest.ts';

/**
 * A word, number, sign, address, name, date in figures, phone number, `#channel` or quoted text in a sentence. `text` is
 * in lower case (of a phone number only the digits and a plus), `raw` as it was written, a quote without its marks.
 */
export interface Token {
  readonly text: string;
  readonly raw: string;
  readonly number: number | null;
  readonly kind: 'word' | 'number' | 'sign' | 'url' | 'email' | 'name' | 'date' | 'phone' | 'channel' | 'quote';
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
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

const SORTS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['url', /https?:\/\/[^\s,;"'<>]+[^\s,;"'<>.!?)]/],
  ['email', /[^\s,;:<>()"']+@[^\s,;:<>()"']+\.[a-z]{2,}/],
  ['url', /(?:[a-z0-9-]+\.)+(?:com|net|org|shop|store|io|co|us|de|uk|ca)(?:\/[^\s,;]*)?/],
  ['word', /(?:africa|america|asia|australia|europe|pacific|atlantic|indian|us|etc)\/[a-z_/]+/],
  ['channel', /#(?=[\p{L}\d_-]*\p{L})[\p{L}\d_-]+/u],
  ['date', /\b\d{4}-\d{2}-\d{2}\b|(?<![\d/])\d{1,2}\/\d{1,2}(?:\/\d{4}|\/\d{2})?(?![\d/])/],
  // A day and a month in figures, not an amount at the end of a sentence: "am 24.12.", "on 24.12".
  [
    'date',
    /(?<![$€£.\d])(?<!\b(?:than|over|under|above|below|least|most|by)\s)\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?(?![\d.])|(?<=\b(?:on|until|till)\s)\d{1,2}\.\d{1,2}(?![.\d])/,
  ],
  ['phone', /\+\d[\d ().-]{6,}\d|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/],
  ['number', /-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?/],
  ['word', /[\p{L}][\p{L}\p{M}-]*/u],
  ['sign', /[%$€£#@:+]/],
];
const PIECES = new RegExp(SORTS.map(([, { source }]) => `(${source})`).join('|'), 'giu');

/** Splits a sentence; punctuation that means nothing is dropped. Names are words that stay together whatever is in them. */
export function tokenize(sentence: string, names: readonly string[]): Token[] {
  const parts = sentence.replace(/[“”„«»]/g, '"').split(/"([^"]{1,2000})"/);
  return parts.flatMap((part, index) =>
    index % 2 === 1 ? [quoted(part, names)] : splitNames(tidied(part), names).flatMap(partTokens),
  );
}

function partTokens(part: string | { name: string }): Token[] {
  return typeof part === 'string' ? pieces(part) : [nameToken(part.name)];
}

function quoted(text: string, names: readonly string[]): Token {
  const name = names.find((known) => known.toLowerCase() === text.trim().toLowerCase());
  return name === undefined
    ? { text: text.toLowerCase(), raw: text.trim(), number: null, kind: 'quote' }
    : nameToken(name);
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT_DAYS = 'mo|mon|di|tue|tues|mi|wed|do|thu|thur|thurs|fr|fri|sa|sat|so|su|sun';
const GERMAN_DAYS: Readonly<Record<string, string>> = { di: 'tu', mi: 'we', do: 'th', so: 'su' };

function dayName(short: string): string {
  const begin = GERMAN_DAYS[short.toLowerCase()] ?? short.toLowerCase();
  return DAYS.find((day) => day.startsWith(begin)) ?? short;
}

/** Other habits of writing are brought into one: `Mo-Fr`, `8.30 Uhr`, `9am–5pm`, `e-mail`, `- 10 %`. */
function tidied(text: string): string {
  return text
    .replace(/[‘’`´]/g, "'")
    .replace(new RegExp(`\\b(${SHORT_DAYS})\\.?\\s?[-‒–—]\\s?(${SHORT_DAYS})\\b\\.?`, 'gi'), (said, from, to) =>
      dayName(from) === dayName(to) ? said : `${dayName(from)} to ${dayName(to)}`,
    )
    .replace(/\bM\s?[-‒–—]\s?F\b/g, 'Monday to Friday')
    .replace(/\bam (?=\d{1,2}\.\s?(?:\d|\p{L}))/giu, 'on ')
    .replace(/\b24\s?\/\s?7\b/g, 'always')
    .replace(/\b(\d{1,2})[.h](\d{2})(?=\s?(?:uhr|h)\b)/gi, '$1:$2')
    .replace(
      /(?<=\b(?:at|um)\s)([01]?\d|2[0-3])\.([0-5]\d)(?!\d|\.\d|\s?[%$€£]|\s?(?:per|eur|usd|dollar|pound))/gi,
      '$1:$2',
    )
    .replace(
      /(?<![-\d.])(\d{1,2}(?::\d{2})?(?:\s?[ap]m)?)\s?[-‒–—]\s?(\d{1,2}(?::\d{2})?(?:\s?[ap]m)?)\b(?![-\d%.:]\d|\s*[%$€£])/gi,
      '$1 to $2',
    )
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
}

function pieces(text: string): Token[] {
  return [...text.matchAll(PIECES)].map((match): Token => {
    const raw = match[0];
    const kind = SORTS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? 'word';
    if (kind === 'url') return { text: /^https?:/i.test(raw) ? raw : `https://${raw}`, raw, number: null, kind };
    if (kind === 'phone') return { text: raw.replace(/[^\d+]/g, ''), raw, number: null, kind };
    if (kind === 'number') return { text: raw, raw, number: Number(raw.replaceAll(',', '')), kind };
    if (kind !== 'word') return { text: raw.toLowerCase(), raw, number: null, kind };
    const word = raw.toLowerCase().replace(/^-+|-+$/g, '');
    const number = numberWord(word);
    return { text: word, raw, number, kind: number === null ? 'word' : 'number' };
  });
}

function numberWord(word: string): number | null {
  const index = NUMBERS.indexOf(word);
  if (index >= 0) return index;
  const [ten = '', one = ''] = word.split('-');
  const tens = TENS[ten] ?? null;
  return tens === null || one === '' ? tens : tens + Math.max(0, NUMBERS.indexOf(one));
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
      .filter((word) => word.length >= 4 && (token.text.length > 4 || word.length > 4) && beginsAlike(token.text, word))
      .map((word) => ({ word, distance: editDistance(token.text, word, limit) }))
      .filter(({ distance }) => distance < limit)
      .sort((a, b) => a.distance - b.distance);
    const [best, second] = near;
    if (!best || (second && second.distance === best.distance && !sameStem(best.word, second.word))) return token;
    return { ...token, text: best.word };
  });
}

/** Fingers seldom slip on the first letter: "lights" are no "nights". */
function beginsAlike(said: string, word: string): boolean {
  return said.charAt(0) === word.charAt(0) || (said.charAt(0) === word.charAt(1) && said.charAt(1) === word.charAt(0));
}

function sameStem(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
