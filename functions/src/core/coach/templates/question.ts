import type { DomainCollection } from '../../../model/paths.ts';
import { UNPAID, type Where } from '../../authoring/planner/data-topics.ts';

/** A day so many days back, or, below nothing, ahead. */
interface DaysAgo {
  readonly daysAgo: number;
}
/** What has to hold of a document, as `query_data` takes it, but for days. */
interface Filter extends Omit<Where, 'value'> {
  readonly value: Where['value'] | DaysAgo;
}
interface Order {
  readonly field: string;
  /** By the product of both: a quantity times what one costs. */
  readonly times?: string;
  /** By the quotient of both: a price per cost. What has none comes last. */
  readonly per?: string;
  readonly direction: 'asc' | 'desc';
}

/** A look into the business's own data: the first few of those that fit, as a table. */
export interface Look {
  readonly kind: 'look';
  readonly collection: DomainCollection;
  /** All of them have to hold. */
  readonly filter: readonly Filter[];
  readonly order: Order;
  /** At most 10. */
  readonly limit: number;
  readonly columns: readonly string[];
  /** What stands in the table, and what it says. */
  readonly words: string;
}
/** The open tasks, the most urgent first. */
interface TaskLook {
  readonly kind: 'tasks';
  readonly words: string;
}

/** What may be asked of a recommendation, and what is answered without a language model. */
export interface QuickQuestion {
  readonly ask: string;
  /** A text like that of the recommendation, with `{name}` for a figure; or what is to be looked up. */
  readonly answer: string | Look | TaskLook;
}

const SHOWN = 10;

/** A question that a look into the data answers. */
export function look(
  ask: string,
  words: string,
  { limit = SHOWN, filter = [], ...more }: Pick<Look, 'collection' | 'order' | 'columns'> & Partial<Look>,
): QuickQuestion {
  return { ask, answer: { ...more, kind: 'look', words, limit, filter } };
}

const by = (field: string, direction: Order['direction']): Order => ({ field, direction });

/** Invoices that are to be paid; `isLate`: past due, or (false) due yet. */
export function unpaid(ask: string, words: string, order: 'largest' | 'oldest', isLate?: boolean): QuickQuestion {
  const due = { field: 'dueAt', value: { daysAgo: 0 } } as const;
  return look(ask, words, {
    collection: 'invoices',
    filter: [...UNPAID, ...(isLate === undefined ? [] : [{ ...due, op: isLate ? ('<' as const) : ('>=' as const) }])],
    order: order === 'largest' ? by('amount', 'desc') : by('dueAt', 'asc'),
    columns: ['number', 'name', 'email', 'amount', 'dueAt'],
  });
}

/** Of what is in stock. */
export function stocked(
  ask: string,
  words: string,
  { filter = [], ...more }: Pick<Look, 'order' | 'columns'> & Partial<Look>,
): QuickQuestion {
  const there: Filter = { field: 'quantity', op: '>', value: 0 };
  return look(ask, words, { collection: 'inventory', ...more, filter: [there, ...filter] });
}

export function customers(
  ask: string,
  words: string,
  { filter = [], order = by('totalSpent', 'desc'), limit = SHOWN }: Partial<Look> = {},
): QuickQuestion {
  const columns = ['name', 'email', 'totalSpent', 'orderCount', 'lastOrderAt'];
  return look(ask, words, { collection: 'customers', filter, order, limit, columns });
}

/** The newest reviews with so many stars. */
export function reviewed(ask: string, words: string, filter: readonly Filter[] = []): QuickQuestion {
  const columns = ['author', 'rating', 'text', 'createdAt'];
  return look(ask, words, { collection: 'reviews', filter, order: by('createdAt', 'desc'), columns });
}

export function openTasks(ask: string, words: string): QuickQuestion {
  return { ask, answer: { kind: 'tasks', words } };
}
