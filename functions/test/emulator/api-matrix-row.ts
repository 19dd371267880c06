import type { Place } from '../kit/api-world.ts';

/** An example of a route, and what becomes of it for those who may. */
export interface Row {
  /** Values for the `{…}` of its path. With some, the route is about one thing, which is not there for other tenants. */
  readonly params?: (place: Place) => Readonly<Record<string, string>>;
  readonly query?: string | ((place: Place) => string);
  readonly body?: (place: Place) => unknown;
  readonly status: number;
  /** The action and the id of the target of the one entry that it leaves; null where there is nothing to tell. */
  readonly audit?: readonly [action: string, target: (place: Place) => string] | null;
  /** Why members whose role allows the route are refused (403) all the same, for what they do by the example. */
  readonly refused?: readonly ('editor' | 'viewer')[];
  /** Whether fields are left alone that nobody knows: what others send as they like. */
  readonly takesMore?: true;
  /** The action of the entry that a member's refusal leaves, too. */
  readonly refusal?: string;
  /** What the thing of another tenant is answered with, where that is no 404. */
  readonly absent?: number;
}

/** The id of what the call has made: whatever it is, it is no empty text. */
export const made = () => '';
