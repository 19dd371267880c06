import type { Store } from '../../src/core/ports.ts';
import type { Insight } from '../../src/model/insight.ts';
import { docIn, tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Recommendation } from '../../src/model/recommendation.ts';
import { orgId } from './engine-kit.ts';

/** Writes figures of a day down, `metrics/{date}`. */
export async function writeFigures(store: Store, date: string, figures: object, tenant = orgId): Promise<void> {
  const { path } = docIn(tenantPaths(tenant).domain('metrics'), date);
  await store.commit([{ op: 'set', path, data: figures }]);
}

/** The newest first. */
export async function insightsOf(store: Store, tenant = orgId): Promise<Insight[]> {
  return (await store.query(queries.insights(tenant, { limit: 100 }))).flatMap(({ data }) => data ?? []);
}

/** The newest first. */
export async function adviceOf(store: Store, tenant = orgId): Promise<Recommendation[]> {
  return (await store.query(queries.recommendations(tenant, { limit: 100 }))).flatMap(({ data }) => data ?? []);
}

/** What somebody sees in the app: types and titles. */
export async function toldTo(store: Store, uid: string, tenant = orgId): Promise<string[]> {
  const found = await store.query(queries.notifications(tenant, uid, { limit: 100 }));
  return found.flatMap(({ data }) => (data === null ? [] : [`${data.type}: ${data.title}`]));
}

/** A cash that lasts for 20 days, and one that lasts for 300. */
export const short = { cash: 6_000, monthlyBurn: 9_000 };
export const well = { cash: 90_000, monthlyBurn: 9_000 };
