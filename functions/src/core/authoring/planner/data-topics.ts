import type { DomainCollection } from '../../../model/paths.ts';

/** What has to hold of a field of a document; as `query_data` takes it. Times are ISO text. */
export interface Where {
  readonly field: string;
  readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'contains' | 'exists';
  readonly value: string | number | boolean | readonly string[];
}
export interface OrderBy {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** A collection as people ask for it. */
export interface Topic {
  readonly collection: DomainCollection;
  /** For titles: `orders`. */
  readonly many: string;
  /** The time by which "last week" is meant; null where none is kept. */
  readonly time: string | null;
  /** What adds up, and what "over $500" and "the biggest" are meant of. */
  readonly sum: string | null;
  readonly orderBy: OrderBy;
}

const newest: OrderBy = { field: 'createdAt', direction: 'desc' };
const largest = (field: string): OrderBy => ({ field, direction: 'desc' });

/** What can be asked for. */
export const topics: Readonly<Record<DomainCollection, Topic>> = {
  orders: { collection: 'orders', many: 'orders', time: 'createdAt', sum: 'total', orderBy: newest },
  customers: {
    collection: 'customers',
    many: 'customers',
    time: 'createdAt',
    sum: 'totalSpent',
    orderBy: largest('totalSpent'),
  },
  members: {
    collection: 'members',
    many: 'members',
    time: 'createdAt',
    sum: 'balanceDue',
    orderBy: { field: 'name', direction: 'asc' },
  },
  prospects: { collection: 'prospects', many: 'prospects', time: 'createdAt', sum: null, orderBy: newest },
  invoices: {
    collection: 'invoices',
    many: 'invoices',
    time: 'createdAt',
    sum: 'amount',
    orderBy: { field: 'dueAt', direction: 'asc' },
  },
  reviews: { collection: 'reviews', many: 'reviews', time: 'createdAt', sum: null, orderBy: newest },
  metrics: {
    collection: 'metrics',
    many: 'figures',
    time: null,
    sum: 'value',
    orderBy: { field: 'name', direction: 'asc' },
  },
  campaigns: {
    collection: 'campaigns',
    many: 'campaigns',
    time: 'createdAt',
    sum: 'sent',
    orderBy: { field: 'name', direction: 'asc' },
  },
  inventory: {
    collection: 'inventory',
    many: 'stock',
    time: null,
    sum: 'quantity',
    orderBy: { field: 'quantity', direction: 'asc' },
  },
  products: {
    collection: 'products',
    many: 'products',
    time: null,
    sum: 'price',
    orderBy: { field: 'name', direction: 'asc' },
  },
  competitor_prices: {
    collection: 'competitor_prices',
    many: "competitors' prices",
    time: null,
    sum: 'price',
    orderBy: { field: 'price', direction: 'asc' },
  },
};

/** What an event stands for in the data: those of which it was told, and when that was. */
export interface State {
  readonly words: string;
  readonly where: readonly Where[];
  /** Null: no time of it is kept, so a period cannot be asked for. */
  readonly time: string | null;
  readonly orderBy?: OrderBy;
  /** It lies within so many days from now, where no period is said. */
  readonly ahead?: number;
}

const oneOf = (...values: readonly string[]): readonly Where[] => [{ field: 'status', op: 'in', value: values }];
export const UNPAID: readonly Where[] = [
  { field: 'status', op: '!=', value: 'paid' },
  { field: 'paidAt', op: 'exists', value: false },
  ...['draft', 'void', 'canceled', 'cancelled'].map((value): Where => ({ field: 'status', op: '!=', value })),
];
const all = (time: string): State => ({ words: '', where: [], time });

export const states: Readonly<Record<string, State>> = {
  'order.created': all('createdAt'),
  'order.paid': { words: 'paid', where: oneOf('paid', 'Paid'), time: 'createdAt' },
  'order.fulfilled': { words: 'fulfilled', where: oneOf('fulfilled', 'shipped', 'delivered'), time: 'createdAt' },
  'order.refunded': { words: 'refunded', where: oneOf('refunded'), time: 'createdAt' },
  'order.canceled': { words: 'canceled', where: oneOf('canceled', 'cancelled'), time: 'createdAt' },
  'customer.created': all('createdAt'),
  'customer.inactive': {
    words: 'without an order',
    where: [],
    time: null,
    orderBy: { field: 'lastOrderAt', direction: 'asc' },
  },
  'member.joined': all('createdAt'),
  'member.canceled': { words: 'who left', where: oneOf('canceled', 'cancelled', 'inactive'), time: null },
  'member.past_due': {
    words: 'who owe something',
    where: [{ field: 'balanceDue', op: '>', value: 0 }],
    time: null,
    orderBy: largest('balanceDue'),
  },
  'member.trial_ending': {
    words: 'whose trial ends soon',
    where: [],
    time: 'trialEndsAt',
    ahead: 7,
    orderBy: { field: 'trialEndsAt', direction: 'asc' },
  },
  'prospect.created': all('createdAt'),
  'prospect.status_changed': { words: '', where: [], time: null },
  'invoice.created': all('createdAt'),
  'invoice.paid': { words: 'paid', where: [], time: 'paidAt' },
  'invoice.past_due': { words: 'past due', where: UNPAID, time: null },
  'review.created': all('createdAt'),
  'review.negative': {
    words: 'of two stars or less',
    where: [{ field: 'rating', op: '<=', value: 2 }],
    time: 'createdAt',
  },
  'campaign.started': { words: 'running', where: oneOf('running', 'active', 'sending'), time: null },
  'campaign.completed': { words: 'completed', where: oneOf('completed', 'sent', 'finished'), time: null },
  'metric.threshold_crossed': { words: '', where: [], time: null },
};

/** What was sold, without what was given back. */
export const TAKEN: State = {
  words: 'neither canceled nor refunded',
  where: ['canceled', 'cancelled', 'refunded'].map((value) => ({ field: 'status', op: '!=', value })),
  time: 'createdAt',
};

/** What can surely be answered, of each. */
export const NEAREST: Readonly<Record<DomainCollection, readonly string[]>> = {
  orders: ['How many orders did we have last week?', 'What is our revenue this month?', 'Show me orders over 100'],
  customers: ['Who are my top 5 customers?', "Which customers haven't ordered for 60 days?"],
  members: ['Which members are past due?', 'How many active members do we have?'],
  prospects: ['How many new leads did we get this week?', 'Which leads are won?'],
  invoices: ['Which invoices are overdue?', 'How much is outstanding?'],
  reviews: ['Show me reviews below 3 stars', 'How many reviews did we get last month?'],
  metrics: ['What are our metrics?'],
  campaigns: ['Which campaigns are running?'],
  inventory: ['Which items are low in stock?', 'What is out of stock?'],
  products: ['What are our prices?', 'Which products cost over 50?'],
  competitor_prices: ["What are our competitors' prices?"],
};
