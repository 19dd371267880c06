import type { StoredError } from './execution.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { JsonValue } from './json.ts';

/** An execution is found by so many words at most; each is an entry of an index. */
export const MAX_TERMS = 40;
/** Of them for why it failed, which is known in the end only. */
const OF_ERROR = 10;
const OF_NAME = 8;
const OF_TEXT = 4;
const MAX_LENGTH = 64;
/** What is longer is prose, and no number, name or address. */
const LONGEST_TEXT = 80;
const DEEPEST = 5;
const MOST_VALUES = 300;

const COMMON = new Set(
  'a an and are as at be but by could for from has have in is it its no not of on or so that the this to was were with you your'.split(
    ' ',
  ),
);
/** What people look for by, before all else. */
const TELLING = /(^|_|[a-z])(id|number|no|sku|e?mail|name|code|ref|reference|phone|customer|order|invoice)$/i;
const SECRET =
  /pass(word|phrase|code)|secret|token|(api|access|private)[-_]?key|authorization|signature|cookie|credential/i;
/** From the first letter or digit to the last. */
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su;
const TIME_OR_ADDRESS = /^(\d{4}-\d\d-\d\dT|[a-z]{2,10}:\/\/|data:)/i;

/** The words of a text as they are looked for: in small letters, without accents and what stands around them. */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain
    .split(/[\s,;:|"'`“”‘’()[\]{}<>=]+/u)
    .map((word) => CORE.exec(word)?.[0] ?? '')
    .filter((word) => word.length > 1 && word.length <= MAX_LENGTH);
  return [...new Set(words)];
}

interface Searchable {
  readonly playbookName: string;
  readonly eventName?: string | null;
  readonly context: Pick<ExecutionContext, 'event' | 'inputs'>;
}

/**
 * What an execution is found by: the name of its playbook, that of its event, and the short values that it was started
 * with. Nothing but what whoever may read the execution reads in it.
 */
export function searchTerms({ playbookName, eventName = null, context }: Searchable): string[] {
  const values = valuesOf({ event: context.event, inputs: context.inputs });
  const texts = [...values.filter(({ isTelling }) => isTelling), ...values.filter(({ isTelling }) => !isTelling)];
  const words = [
    ...telling(playbookName).slice(0, OF_NAME),
    ...(eventName === null ? [] : [eventName, ...telling(eventName.replaceAll(/[._]/g, ' '))]),
    ...texts.flatMap(({ text }) => searchWords(text).slice(0, OF_TEXT).flatMap(withNumber)),
  ];
  return [...new Set(words)].slice(0, MAX_TERMS - OF_ERROR);
}

/** The same, and why it failed. */
export function withError(terms: readonly string[], { code, message }: StoredError): string[] {
  const words = [code.toLowerCase().slice(0, MAX_LENGTH), ...telling(message)].slice(0, OF_ERROR);
  return [...new Set([...terms, ...words])].slice(0, MAX_TERMS);
}

function telling(text: string): string[] {
  return searchWords(text).filter((word) => !COMMON.has(word));
}

/** `ord-1042`, and `1042` alone. */
function withNumber(word: string): string[] {
  const isName = /\p{L}/u.test(word) && !word.includes('@');
  return [word, ...((isName && word.match(/\d{3,}/g)) || [])];
}

interface Value {
  readonly text: string;
  readonly isTelling: boolean;
}

/** Its short texts and numbers, what stands higher first. */
function valuesOf(root: JsonValue): Value[] {
  const found: Value[] = [];
  let level: [string, JsonValue][] = [['', root]];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const below: [string, JsonValue][] = [];
    const add = (values: readonly [string, JsonValue][]) => below.push(...values.slice(0, MOST_VALUES - below.length));
    for (const [name, value] of level) {
      if (SECRET.test(name) || value === null || typeof value === 'boolean') continue;
      if (Array.isArray(value)) add(value.slice(0, MOST_VALUES).map((one) => [name, one]));
      else if (typeof value === 'object') add(Object.entries(value));
      else if (isShort(value, name)) found.push({ text: String(value), isTelling: TELLING.test(name) });
    }
    level = below;
  }
  return found.slice(0, MOST_VALUES);
}

function isShort(value: string | number, name: string): boolean {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT && !TIME_OR_ADDRESS.test(value);
  return TELLING.test(name) || Math.abs(value) >= 100;
}
