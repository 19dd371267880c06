import type { SubjectId } from '../../../model/contract.ts';
import type { DomainCollection } from '../../../model/paths.ts';
import { DAY_MS, dayIndexAt, startOfDay } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { titleOf } from './data-title.ts';
import { NEAREST, type OrderBy, type State, states, TAKEN, type Topic, topics, type Where } from './data-topics.ts';
import {
  AROUND,
  adding,
  computing,
  counting,
  oneThing,
  owedBy,
  type Ranking,
  ranking,
  selling,
  stateOf,
  takings,
  things,
} from './data-words.ts';
import { isoDate } from './dates.ts';
import { fillers } from './fillers.ts';
import { longest, map, type Parser, Reading, token, vocabulary } from './grammar.ts';
import { type Period, period } from './period.ts';
import { corrected } from './slips.ts';
import { type Threshold, threshold } from './threshold.ts';
import { type KnownName, type Token, tokenize } from './tokens.ts';
import { campaigns } from './words/campaigns.ts';
import { customers } from './words/customers.ts';
import { invoices } from './words/invoices.ts';
import { members } from './words/members.ts';
import { metricName, metrics } from './words/metrics.ts';
import { orders } from './words/orders.ts';
import { prospects } from './words/prospects.ts';
import { reviews } from './words/reviews.ts';
import type { Happening, SaidCondition } from './words/subject-words.ts';

/** A question about the shop's own data, as `query_data` is asked. `title` says what is shown: "orders, 2026-11-19". */
export interface DataQuestion {
  readonly kind: 'query';
  readonly title: string;
  readonly params: {
    readonly collection: DomainCollection;
    readonly where?: readonly Where[];
    readonly orderBy?: OrderBy;
    readonly limit?: number;
    readonly aggregate?: 'count' | { readonly sum: string };
  };
}
/** Understood, but the data does not hold it; with the nearest that can be asked. */
export interface NoAnswer {
  readonly kind: 'refuse';
  readonly message: string;
  readonly examples: readonly string[];
}

const subjects = [members, prospects, customers, orders, invoices, reviews, campaigns, metrics];
const happening: Parser<Happening> = longest(...subjects.flatMap((one) => one.happening ?? []));
const condition = longest(
  ...subjects.flatMap(({ subject, condition: read }) => (read ? [map(read, (said) => ({ subject, said }))] : [])),
);
const mention = longest(...subjects.map((one) => one.mention));
const known = token(({ kind }) => kind === 'name');
const email = token(({ kind }) => kind === 'email');

/** What a question says, and what of it was not understood. */
interface Asked {
  readonly topic: Topic;
  readonly state: State;
  readonly told: readonly SaidCondition[];
  readonly bounds: readonly Threshold[];
  readonly names: readonly Token[];
  /** What a metric is called. */
  readonly figure: string | null;
  readonly span: Period | null;
  readonly aggregate: 'count' | 'sum' | null;
  readonly rank: Ranking | null;
  readonly left: readonly Token[];
}

/** What is to be looked up for a question; null where it is about nothing that is kept. */
export function readDataQuestion(question: string, facts: AuthoringFacts): DataQuestion | NoAnswer | null {
  const reading = new Reading(corrected(tokenize(question, namesOf(facts)), vocabulary));
  if (reading.take(selling) !== null) return refuse('Orders do not say which products were in them.', NEAREST.orders);
  if (reading.take(computing) !== null)
    return refuse('I can count, add up and list what is there, not work out more.', NEAREST.orders);
  const asked = read(reading, dayIndexAt(facts.now.getTime(), facts.timezone));
  return asked === null ? null : answer(asked, facts);
}

function namesOf({ products, competitors }: AuthoringFacts): KnownName[] {
  return [
    ...products.map((name): KnownName => ({ name, sort: 'product' })),
    ...competitors.map(({ name }): KnownName => ({ name, sort: 'competitor' })),
  ];
}

function read(reading: Reading, today: number): Asked | null {
  const names = reading.takeAll(longest(known, email));
  const event = reading.take(happening);
  const alone = reading.take(condition);
  const counted = reading.take(counting);
  const taken = event === null ? reading.take(takings) : null;
  const added = reading.take(adding);
  const span = reading.take(period(today));
  const rank = reading.take(ranking);
  const bounds = reading.takeAll(threshold);
  const collection = topicOf(reading.left, names, { event, alone: alone?.subject ?? null, isTakings: taken !== null });
  if (collection === null) return null;
  const said = reading.take(stateOf(collection));
  const figure = collection === 'metrics' && event === null ? reading.take(metricName) : null;
  reading.takeAll(mention);
  reading.takeAll(oneThing);
  reading.takeAll(things);
  const state = (event && states[event.eventName]) ??
    said ??
    (taken !== null && collection === 'orders' ? TAKEN : null) ?? {
      words: '',
      where: [],
      time: topics[collection].time,
    };
  const isSum = taken !== null || (added !== null && counted === null);
  return {
    topic: topics[collection],
    state,
    told: [...(event?.conditions ?? []), ...(alone ? [alone.said] : [])],
    bounds,
    names,
    figure,
    span,
    aggregate: counted ?? (isSum && rank === null ? 'sum' : null),
    rank,
    left: reading.left.filter(({ text, kind }) => kind === 'quote' || (!fillers.has(text) && !AROUND.has(text))),
  };
}

interface Hints {
  readonly event: Happening | null;
  readonly alone: SubjectId | null;
  readonly isTakings: boolean;
}

/** What it is about: what happened, before what is named. A product alone is asked for in the stock. */
function topicOf(
  left: readonly Token[],
  names: readonly Token[],
  { event, alone, isTakings }: Hints,
): DomainCollection | null {
  const all = (parser: Parser<SubjectId>) => left.flatMap((_, at) => parser(left, at)?.[0] ?? []);
  const kept = left.flatMap((_, at) => things(left, at)?.[0] ?? []);
  if (names.some(({ sort }) => sort === 'competitor') || kept.includes('competitor_prices')) return 'competitor_prices';
  const told = event?.subject ?? alone;
  if (told !== null && isKept(told)) return told;
  if (kept.includes('inventory')) return 'inventory';
  const named = all(map(mention, ({ subject }) => subject)).filter(isKept);
  const single = left.flatMap((_, at) => oneThing(left, at)?.[0] ?? []);
  const [subject = null] = [...named.filter((one) => one !== 'customers'), ...named, ...single];
  if (isTakings) return subject === 'invoices' ? 'invoices' : 'orders';
  const isOwed = left.some((_, at) => owedBy(left, at) !== null);
  if (subject !== null) return subject === 'customers' && isOwed ? 'invoices' : subject;
  if (kept[0] !== undefined || !names.some(({ sort }) => sort === 'product'))
    return kept[0] ?? (isOwed ? 'invoices' : null);
  return 'inventory';
}

function isKept(subject: SubjectId): subject is SubjectId & DomainCollection {
  return Object.hasOwn(topics, subject);
}

function answer(asked: Asked, facts: AuthoringFacts): DataQuestion | NoAnswer {
  const { topic, state, span, aggregate, rank, left } = asked;
  const nearest = NEAREST[topic.collection];
  if (left.length > 0) {
    const words = left.map(({ raw }) => `“${raw}”`).join(', ');
    return refuse(`I do not know what ${words} means for your ${topic.many}.`, nearest);
  }
  const filters = [
    ...asked.told.map((one) => ofCondition(one, topic, facts)),
    ...asked.bounds.map((one) => ofBound(one, topic, facts)),
    ...asked.names.map((one) => ofName(one, topic)),
    called(asked.figure),
  ];
  const unclear = filters.find((one) => typeof one === 'string');
  if (unclear !== undefined) return refuse(unclear, nearest);
  if (span !== null && state.time === null)
    return refuse(`I do not keep when that was, of ${topic.many}; I can tell what is so now.`, nearest);
  const spanned =
    state.time === null ? [] : span === null ? soon(state, facts) : within(state.time, span, facts.timezone);
  const where = [...state.where, ...filters.flatMap((one) => (typeof one === 'string' ? [] : one)), ...spanned];
  const order = orderOf(rank, asked);
  // Of one product it is asked how much there is, not how many documents tell of it.
  const isStock = topic.collection === 'inventory' && asked.names.length > 0;
  const figure = isStock || aggregate === 'sum' ? topic.sum : null;
  return {
    kind: 'query',
    title: titleOf(asked),
    params: {
      collection: topic.collection,
      ...(where.length > 0 && { where }),
      ...(figure !== null && { aggregate: { sum: figure } }),
      ...(figure === null && aggregate === 'count' && { aggregate }),
      ...(figure === null &&
        aggregate !== 'count' && { orderBy: order, limit: Math.min(50, Math.max(1, rank?.count ?? 20)) }),
    },
  };
}

function orderOf(rank: Ranking | null, { topic, state }: Asked): OrderBy {
  const field = rank?.by === 'size' ? topic.sum : topic.time;
  return rank === null || field === null ? (state.orderBy ?? topic.orderBy) : { field, direction: rank.direction };
}

function soon({ time, ahead }: State, { now }: AuthoringFacts): readonly Where[] {
  if (ahead === undefined || time === null) return [];
  return [
    { field: time, op: '>=', value: now.toISOString() },
    { field: time, op: '<=', value: new Date(now.getTime() + ahead * DAY_MS).toISOString() },
  ];
}

/** From the first moment of the first day to the last of the last, in the shop's zone. */
function within(field: string, { from, to }: Period, zone: string): readonly Where[] {
  const next = isoDate(Math.round(Date.parse(`${to}T00:00:00Z`) / DAY_MS) + 1);
  return [
    { field, op: '>=', value: startOfDay(from, zone).toISOString() },
    { field, op: '<', value: startOfDay(next, zone).toISOString() },
  ];
}

/** What has to hold for a condition; or why it cannot be asked. */
function ofCondition(said: SaidCondition, topic: Topic, facts: AuthoringFacts): readonly Where[] | string {
  const { measure, operator, amount, text, of, isVague } = said;
  const named: readonly Where[] = of === null ? [] : [{ field: 'name', op: 'contains', value: of }];
  if (text !== null)
    return [{ field: topic.collection === 'reviews' ? 'text' : 'status', op: 'contains', value: text }];
  if (isVague || amount === null || operator === 'contains') return 'That needs a figure: how much, or how long?';
  if (measure === 'days_inactive') return daysAgo('lastOrderAt', operator, amount.value, facts);
  if (measure === 'days_past_due') return daysAgo('dueAt', operator, amount.value, facts);
  const field = measure === 'rating' ? 'rating' : topic.sum;
  if (field === null) return `There is no amount in your ${topic.many}.`;
  return wrongMoney(amount.currency, facts) ?? [...named, { field, op: operator, value: amount.value }];
}

/** More than 14 days ago is before the day 14 days back. */
function daysAgo(
  field: string,
  operator: Exclude<SaidCondition['operator'], 'contains'>,
  days: number,
  { now }: AuthoringFacts,
): readonly Where[] {
  const op = ({ '>': '<', '>=': '<=', '==': '<=', '<': '>', '<=': '>=' } as const)[operator];
  const late = field === 'dueAt' && days === 1 && operator === '>=' ? 0 : days;
  return [{ field, op, value: new Date(now.getTime() - late * DAY_MS).toISOString() }];
}

function ofBound(
  { operator, value, unit, currency }: Threshold,
  topic: Topic,
  facts: AuthoringFacts,
): readonly Where[] | string {
  const field = topic.collection === 'reviews' ? 'rating' : topic.sum;
  if (field === null || unit === 'percent') return `I cannot compare your ${topic.many} with that.`;
  return wrongMoney(currency, facts) ?? [{ field, op: operator, value }];
}

function called(figure: string | null): readonly Where[] {
  return figure === null ? [] : [{ field: 'name', op: 'contains', value: figure }];
}

function wrongMoney(currency: string | null, facts: AuthoringFacts): string | null {
  return currency === null || currency === facts.currency
    ? null
    : `Your amounts are in ${facts.currency}; I cannot compare them with an amount in ${currency}.`;
}

function ofName({ kind, raw, sort }: Token, { collection, many }: Topic): readonly Where[] | string {
  const field = kind === 'email' ? EMAILED.has(collection) && 'email' : NAMED[collection]?.[sort ?? 'product'];
  return field
    ? [{ field, op: kind === 'email' ? '==' : 'contains', value: raw }]
    : `Your ${many} say nothing of ${raw}.`;
}
const EMAILED: ReadonlySet<DomainCollection> = new Set(['orders', 'customers', 'members', 'prospects', 'invoices']);
const NAMED: Partial<Record<DomainCollection, Partial<Record<string, string>>>> = {
  inventory: { product: 'name' },
  products: { product: 'name' },
  competitor_prices: { product: 'product', competitor: 'competitor' },
};

function refuse(message: string, examples: readonly string[]): NoAnswer {
  return { kind: 'refuse', message, examples };
}
