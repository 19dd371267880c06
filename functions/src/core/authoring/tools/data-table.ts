import type { ChatPart } from '../../../model/chat-part.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Tenant } from '../../../model/tenant.ts';

type Table = Extract<ChatPart, { type: 'table' }>;
/** How amounts and times are written. */
type Manner = Pick<Tenant, 'currency' | 'timezone' | 'locale'>;

const COLUMNS = 6;
const MAX_TEXT = 300;
/** What people ask for, the most telling first; after these comes whatever else there is. */
const FIRST = `number name product competitor author customerName customer price ourPrice amount total balanceDue
  plan quantity reorderPoint value unit rating text status dueAt trialEndsAt lastOrderAt totalSpent createdAt at email phone`
  .split(/\s+/)
  .map((name, place) => [name, place] as const);
const PLACES: ReadonlyMap<string, number> = new Map(FIRST);
/** What programs need, and people do not; `sku` stands in for a name. */
const TECHNICAL = /^(?:id|sku|currency|lastWrite|.+Ids?)$/;
const MONEY =
  /^(?:total|amount|price|cost|revenue|spent|balance)|(?:Total|Amount|Price|Cost|Revenue|Spent|Due)$|^discount$/;
const NAMES = ['name', 'number', 'product', 'author', 'customerName'];

interface Looked {
  readonly collection: string;
  /** The fields that were asked by: they are shown before others. */
  readonly fields: readonly string[];
  readonly more: number;
  /** Exactly these, in this order, as far as any row has them; left out: the most telling. */
  readonly columns?: readonly string[] | undefined;
}

/** Rows for people: what says something to them, amounts with their currency, days instead of instants. */
export function tableOf(
  items: readonly JsonObject[],
  { collection, fields, more, columns: wanted }: Looked,
  manner: Manner,
): Table {
  const filled = filledIn(items);
  const columns = wanted === undefined ? columnsOf(filled, fields) : wanted.filter((name) => filled.has(name));
  return {
    type: 'table',
    title: collection
      .replace(/^records\//, '')
      .replaceAll('_', ' ')
      .slice(0, 200),
    columns: columns.map((name) => inWords(name).slice(0, 60)),
    rows: items.map((item) => ({
      cells: columns.map((name) => written(name, item[name] ?? null, item, manner).slice(0, MAX_TEXT)),
    })),
    more,
  };
}

function filledIn(items: readonly JsonObject[]): ReadonlySet<string> {
  const filled = items.flatMap((item) =>
    Object.entries(item).flatMap(([name, value]) => (value === null || value === '' ? [] : [name])),
  );
  return new Set(filled);
}

function columnsOf(filled: ReadonlySet<string>, fields: readonly string[]): string[] {
  const all = [...filled];
  const telling = all.filter((name) => !TECHNICAL.test(name));
  const isNamed = telling.some((name) => NAMES.includes(name));
  const named = isNamed ? telling : [...all.filter((name) => name === 'sku' || name === 'id').slice(0, 1), ...telling];
  const isWanted = (name: string) =>
    NAMES.includes(name) || name === 'sku' || name === 'id' || MONEY.test(name) || fields.includes(name);
  const place = (name: string) => (PLACES.get(name) ?? FIRST.length) - (isWanted(name) ? FIRST.length : 0);
  return named.toSorted((a, b) => place(a) - place(b)).slice(0, COLUMNS);
}

/** `lastOrderAt` → `Last order`, `balanceDue` → `Balance due`. */
function inWords(name: string): string {
  const words = name
    .replace(/(?<=[a-z])At$/, '')
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .replaceAll(/[_.-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function written(name: string, value: JsonValue, { currency }: JsonObject, manner: Manner): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    return MONEY.test(name)
      ? money(value, typeof currency === 'string' ? currency : manner.currency, manner.locale)
      : value.toLocaleString(manner.locale);
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(value) ? day(value, manner) : value;
}

function money(value: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
  } catch {
    return `${value.toLocaleString(locale)} ${currency}`;
  }
}

/** A day without a time is the same everywhere; an instant is a day in the shop's zone. */
function day(text: string, { timezone, locale }: Manner): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const timeZone = text.length === 10 ? 'UTC' : timezone;
  return at.toLocaleDateString(locale, { dateStyle: 'medium', timeZone });
}
