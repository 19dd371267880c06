import { inEnglish } from './foreign.ts';

/** A name that is known, so that it is read as one thing whatever words are in it. */
export interface KnownName {
  readonly name: string;
  readonly sort: 'competitor' | 'product' | 'person' | 'playbook' | null;
  /** What it is also called, with a capital letter; absent where it has its name only. */
  readonly short?: string;
}

/**
 * A word, number, sign, address, name, date in figures, phone number, `#channel` or quoted text in a sentence. `text` is
 * in lower case (of a phone number only the digits and a plus), `raw` as it was written, a quote without its marks.
 */
export interface Token {
  readonly text: string;
  readonly raw: string;
  readonly number: number | null;
  readonly kind: 'word' | 'number' | 'sign' | 'url' | 'email' | 'name' | 'date' | 'phone' | 'channel' | 'quote';
  /** Where it stands in the sentence, from 0. It keeps that when others are taken out (`Reading`). */
  readonly place: number;
  /** What parts it from the one before: `order -> email me` is `→` before "email". */
  readonly gap: Gap;
  /** What a name is the name of, where that is known. */
  readonly sort: KnownName['sort'];
}

/** Marks between words, the strongest of them; a dash is one with blanks around it. */
export type Gap = '' | ',' | ':' | '–' | '(' | ')' | ';' | '.' | '?' | '→';

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
  // 1,000.50 and 1.000,50; a thousand is never written 1.000 by those who mean one.
  ['number', /-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?(?![\d,.]*\d)|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?/],
  ['word', /[\p{L}][\p{L}\p{M}-]*/u],
  ['sign', /[%$€£¥₹#@:+≤≥]|(?<![-=~<>])[<>]=?(?!-|!)/],
];
const PIECES = new RegExp(SORTS.map(([, { source }]) => `(${source})`).join('|'), 'giu');

/** Splits a sentence; punctuation that means nothing is dropped. Names are words that stay together whatever is in them. */
export function tokenize(sentence: string, known: readonly (string | KnownName)[]): Token[] {
  const names = known.map((name) => (typeof name === 'string' ? { name, sort: null } : name));
  const quotes = sentence
    .replace(/[“”„«»]/g, '"')
    .replace(/(?<=^|[\s(:,])['‘]([^'‘’"]{2,300})['’](?=$|[\s,.;:!?)])/g, '"$1"');
  const parts = quotes.split(/"([^"]{1,2000})"/);
  const found: Token[] = [];
  let between = '';
  for (const [index, part] of parts.entries()) {
    for (const piece of index % 2 === 1 ? [quoted(part, names)] : splitNames(tidied(part), names)) {
      const { tokens, rest } =
        typeof piece === 'string' ? pieces(piece) : { tokens: [{ ...piece, between: '' }], rest: '' };
      for (const { between: mark, ...token } of tokens) {
        found.push({ ...token, place: found.length, gap: gapOf(between + mark) });
        between = '';
      }
      between += rest;
    }
  }
  return found;
}

/** A token that does not know its place yet, and what stands before it. */
type Piece = Omit<Token, 'place' | 'gap'>;

const GAPS: readonly (readonly [Gap, RegExp])[] = [
  ['→', /[-=~]+>|[→⇒➜➔⟶»]/],
  ['?', /\?/],
  ['.', /[.!…\n]/],
  [';', /[;|•]/],
  [')', /\)/],
  ['(', /\(/],
  [':', /:/],
  ['–', /[–—]|(?:^|\s)-+(?:\s|$)|--/],
  [',', /,/],
];

function gapOf(between: string): Gap {
  return GAPS.find(([, mark]) => mark.test(between))?.[0] ?? '';
}

function quoted(text: string, names: readonly KnownName[]): Piece {
  const name = names.find((known) => known.name.toLowerCase() === text.trim().toLowerCase());
  return name === undefined
    ? { text: text.toLowerCase(), raw: text.trim(), number: null, kind: 'quote', sort: null }
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
  return (
    inEnglish(text)
      .replace(/[‘’`´]/g, "'")
      // Without its mark it would be a Wednesday.
      .replace(/\bwe'd\b/gi, 'we would')
      .replace(/\bi\.\s?e\.(?!\p{L})/giu, ', ')
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
      .replace(/(?<=(?:\b(?:e-?mail|text|me|us|slack|sms|telegram|teams|discord)|[#@]\S+)\s)&(?=\s)/gi, 'and')
      .replace(/−|(?<=\s)[‒–—](?=\d)/g, '-')
      .replace(/(?<=\b(?:than|by|least|most|over|above|exceeding|exceeds|of)\s)[-‒–—]\s+(?=[\d$€£])/gi, '-')
      .replace(/-\s*([$€£])\s*(?=\d)/g, '$1-')
      .replace(/\b([ap])\.\s?m\b\.?/gi, '$1m')
      .replace(/\be-mail/gi, 'email')
      .replace(/\b(\d{1,2})\.(\d{2})(?=\s?[ap]m\b)/gi, '$1:$2')
      .replace(/(?<![.,\d])(\d{1,3}),(\d{1,2})(?=\s?(?:%|€|£|\$|percent|euros?|eur)(?!\p{L}))/giu, '$1.$2')
      .replace(/\bper cent\b/gi, 'percent')
      .replace(
        /\b(more|less|fewer|greater|higher|lower|larger|bigger|smaller|longer|cheaper|better|worse|older) then\b/gi,
        '$1 than',
      )
      .replace(/(\d)(?=(?:am|pm|k)\b)/gi, '$1 ')
      .replace(/(\p{L})'s\b/giu, '$1')
      .replace(/(\p{L})'(\p{L}+)/gu, '$1$2')
  );
}

function pieces(text: string): { readonly tokens: readonly (Piece & { between: string })[]; readonly rest: string } {
  let end = 0;
  const tokens = [...text.matchAll(PIECES)].map((match) => {
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    return { ...pieceOf(match), between };
  });
  return { tokens, rest: text.slice(end) };
}

function pieceOf(match: RegExpExecArray): Piece {
  const raw = match[0];
  const kind = SORTS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? 'word';
  if (kind === 'url')
    return { text: /^https?:/i.test(raw) ? raw : `https://${raw}`, raw, number: null, kind, sort: null };
  if (kind === 'phone') return { text: raw.replace(/[^\d+]/g, ''), raw, number: null, kind, sort: null };
  if (kind === 'number') return { text: raw, raw, number: figureOf(raw), kind, sort: null };
  if (kind !== 'word') return { text: raw.toLowerCase(), raw, number: null, kind, sort: null };
  const word = raw.toLowerCase().replace(/^-+|-+$/g, '');
  const number = numberWord(word);
  return { text: word, raw, number, kind: number === null ? 'word' : 'number', sort: null };
}

const THOUSANDS = /^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/;

function figureOf(raw: string): number {
  return Number(THOUSANDS.test(raw) ? raw.replaceAll('.', '').replace(',', '.') : raw.replaceAll(',', ''));
}

/** Numbers that are written as one word. */
export const numberWords: readonly string[] = [...NUMBERS, ...Object.keys(TENS)];

export function numberWord(word: string): number | null {
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

function nameToken({ name, sort }: Pick<KnownName, 'name' | 'sort'>): Piece {
  return { text: name.toLowerCase(), raw: name, number: null, kind: 'name', sort };
}

function splitNames(text: string, names: readonly KnownName[]): (string | Piece)[] {
  let parts: (string | Piece)[] = [text];
  for (const known of [...names].sort((a, b) => b.name.length - a.name.length)) {
    if (known.name.trim().length < 3) continue;
    parts = parts.flatMap((part) => (typeof part === 'string' ? splitName(part, known) : [part]));
  }
  for (const known of names.filter(({ short }) => short !== undefined)) {
    parts = parts.flatMap((part) => (typeof part === 'string' ? splitShort(part, known) : [part]));
  }
  return parts;
}

function splitShort(text: string, known: KnownName): (string | Piece)[] {
  const short = known.short ?? '';
  for (let at = text.indexOf(short); at >= 0; at = text.indexOf(short, at + 1)) {
    const end = at + short.length;
    const isWhole = !/[\p{L}\d]/u.test((text[at - 1] ?? '') + (text[end] ?? ''));
    if (isWhole) return [text.slice(0, at), nameToken(known), ...splitShort(text.slice(end), known)];
  }
  return [text];
}

/** A name may stand with an `s` more ("two Camp Blankets"). */
function splitName(text: string, known: KnownName): (string | Piece)[] {
  const name = known.name.toLowerCase();
  for (let at = text.toLowerCase().indexOf(name); at >= 0; at = text.toLowerCase().indexOf(name, at + 1)) {
    const many = /^e?s(?![\p{L}\d])/iu.exec(text.slice(at + name.length))?.[0] ?? '';
    const end = at + name.length + many.length;
    const isWhole = !/[\p{L}\d]/u.test((text[at - 1] ?? '') + (text[end] ?? ''));
    if (isWhole) return [text.slice(0, at), nameToken(known), ...splitName(text.slice(end), known)];
  }
  return [text];
}
