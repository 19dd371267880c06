import type { Route } from '../../src/entrypoints/http/route.ts';
import { ROWS } from '../emulator/api-matrix.fixture.ts';
import type { Row } from '../emulator/api-matrix-row.ts';
import type { Answer, ApiKit, CallOptions } from './api-kit.ts';
import type { Place } from './api-world.ts';

export const named = (route: Route) => `${route.method} ${route.path}`;
export const rowOf = (route: Route): Row => ROWS[named(route)] ?? { status: -1 };

/** Calls a route with what its row says of it, about what is in a place. */
export function send(
  api: ApiKit,
  { method, path }: Route,
  row: Row,
  place: Place,
  caller: CallOptions,
): Promise<Answer> {
  const params = row.params?.(place) ?? {};
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '-'));
  const query = typeof row.query === 'function' ? row.query(place) : (row.query ?? '');
  const url = `${address}${query}`;
  const isRead = method === 'get' || method === 'delete';
  const { token, key, headers } = caller;
  const who = { ...(token !== undefined && { token }), ...(key !== undefined && { key }), ...(headers && { headers }) };
  return api.call(method.toUpperCase(), url, { ...who, ...(!isRead && { body: row.body?.(place) ?? {} }) });
}
