import type { CollectionRef } from './paths.ts';
import { idOf } from './paths.ts';

export type Operator = '==' | '<' | '<=' | '>' | '>=' | 'in' | 'array-contains';
export type FieldValue = string | number | boolean | Date | null | readonly (string | number)[];
export type Filter = readonly [field: string, operator: Operator, value: FieldValue];
export type Order = readonly [field: string, direction: 'asc' | 'desc'];

/** A bounded read. `after` holds the values of the `orderBy` fields of the last document of the page before. */
export interface Query<T> {
  readonly from: CollectionRef<T>;
  readonly where: readonly Filter[];
  readonly orderBy: readonly Order[];
  readonly limit: number;
  readonly after: readonly FieldValue[] | null;
}

/** Stands for the document's own id in `where`, `orderBy` and `after`; over all tenants, for its whole path. */
export const DOCUMENT_ID = '__name__';

export interface PageArgs {
  readonly limit: number;
  readonly after?: readonly FieldValue[] | null;
}

export function query<T>(from: CollectionRef<T>, where: Filter[], orderBy: Order[], page: PageArgs): Query<T> {
  return { from, where, orderBy, limit: page.limit, after: page.after ?? null };
}

/** The collections of that name in all tenants. */
export function everywhere<T>({ path, schema }: CollectionRef<T>): CollectionRef<T> {
  return { path: idOf(path), group: true, schema };
}

export function due<T>(collection: CollectionRef<T>, now: Date, page: PageArgs): Query<T> {
  const order: Order[] = [
    ['dueAt', 'asc'],
    [DOCUMENT_ID, 'asc'],
  ];
  return query(everywhere(collection), [['dueAt', '<=', now]], order, page);
}

export const between = (since: Date, until: Date): Filter[] => [
  ['createdAt', '>=', since],
  ['createdAt', '<=', until],
];
export const oldestFirst: Order[] = [
  ['createdAt', 'asc'],
  [DOCUMENT_ID, 'asc'],
];

export const during = (since: Date, until: Date): Filter[] => [
  ['time', '>=', since],
  ['time', '<', until],
];
export const newestEvent: Order[] = [
  ['time', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

export const newestEntry: Order[] = [
  ['at', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

/** Lists of executions leave out what belongs to something else: the shares of a loop, and what a simulation rehearsed. */
export const whole: Filter = ['isShare', '==', false];
