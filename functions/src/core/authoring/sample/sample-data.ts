import type { Actor } from '../../../model/audit.ts';
import type { Business } from '../../../model/business.ts';
import { DOMAIN_COLLECTIONS, docIn, tenantPaths, top } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import type { Tenant } from '../../../model/tenant.ts';
import { isDay } from '../../engine/calendar.ts';
import type { Engine } from '../../engine/engine.ts';
import { auditWrite } from '../../governance/audit.ts';
import type { Found, Write } from '../../ports.ts';
import { sampleDocuments } from './documents.ts';
import type { SampleDocument } from './making.ts';

/** Writes of one commit: far below what a commit may hold, so that it stays short. */
const BATCH = 200;
const COLLECTIONS: readonly string[] = [...DOMAIN_COLLECTIONS, 'records/training_clients'];
/** What the coach has seen in it, and made of it. */
const MADE_OF_IT: readonly string[] = ['recommendations', 'insights'];
const target = (orgId: string) => ({ kind: 'tenant', id: orgId });

/** There is made-up data already, or none. */
export class SampleDataError extends Error {
  override readonly name = 'SampleDataError';
}

/**
 * Puts the data of a made-up business among that of the tenant, in commits of at most 200. It tells of no events, so
 * nothing starts by it. The tenant is marked first: what breaks off half-way can be taken out. Throws `SampleDataError`.
 */
export async function putSampleData(
  engine: Engine,
  orgId: string,
  { business, isLarge }: { readonly business: Business; readonly isLarge: boolean },
  actor: Actor,
): Promise<NonNullable<Tenant['sample']>> {
  const { store, clock } = engine;
  const stored = await store.get(top.tenant(orgId));
  if (stored === null) throw new SampleDataError('The team is gone');
  if (stored.data.sample !== null) throw new SampleDataError('There is sample data already; remove it first');
  const now = clock.now();
  const made = sampleDocuments(business, { now, currency: stored.data.currency }, isLarge);
  const documents = await withoutOwnDays(engine, orgId, made);
  const sample = { business, since: now, documents: documents.length };
  const after = { business, documents: documents.length };
  const paths = tenantPaths(orgId);
  const writes = documents.map(({ collection, id, data }): Write => {
    return { op: 'set', path: docIn(paths.data(collection), id).path, data };
  });
  await store.commit([
    { op: 'update', path: stored.ref.path, fields: { sample }, ifVersion: stored.version },
    auditWrite(engine, orgId, actor, { action: 'sample_data.added', target: target(orgId), after }),
  ]);
  for (let from = 0; from < writes.length; from += BATCH) await store.commit(writes.slice(from, from + BATCH));
  // Somebody who had it removed meanwhile removed what was there by then.
  if ((await store.get(stored.ref))?.data.sample === null) await removeAll(engine, orgId);
  return sample;
}

/** Takes out exactly what was put in, changed or not, and says how many documents that were. */
export async function removeSampleData(engine: Engine, orgId: string, actor: Actor): Promise<number> {
  const { store } = engine;
  const stored = await store.get(top.tenant(orgId));
  if (stored === null || stored.data.sample === null) return 0;
  const removed = await removeAll(engine, orgId);
  const before = { business: stored.data.sample.business, documents: removed };
  await store.commit([
    { op: 'update', path: stored.ref.path, fields: { sample: null } },
    auditWrite(engine, orgId, actor, { action: 'sample_data.removed', target: target(orgId), before }),
  ]);
  return removed;
}

/** A day of which somebody has written something down is not theirs to be made up. */
async function withoutOwnDays(
  { store }: Engine,
  orgId: string,
  made: readonly SampleDocument[],
): Promise<readonly SampleDocument[]> {
  const metrics = tenantPaths(orgId).data('metrics');
  const days = made.filter(({ collection, id }) => isDaysFigures(collection, id));
  const found = await store.findAll(days.map(({ id }) => docIn(metrics, id)));
  const own = new Set(days.filter((_, index) => found[index] != null));
  return made.filter((one) => !own.has(one));
}

const isDaysFigures = (collection: string, id: string) => collection === 'metrics' && isDay(id);

async function removeAll(engine: Engine, orgId: string): Promise<number> {
  let removed = 0;
  for (const collection of COLLECTIONS) removed += await removeFrom(engine, orgId, collection);
  for (const collection of MADE_OF_IT) await removeFrom(engine, orgId, collection);
  return removed;
}

/** Page by page to the end: what the shop has marked so itself, as a copy of an import is, stays and hides nothing. */
async function removeFrom({ store }: Engine, orgId: string, collection: string): Promise<number> {
  let removed = 0;
  for (let after: readonly string[] | null = null; ; ) {
    const page: readonly Found<unknown>[] = await store.query(
      queries.documents(orgId, collection, { isSample: true }, { limit: BATCH, after }),
    );
    const isMadeOfIt = MADE_OF_IT.includes(collection);
    const own = page.filter(({ id }) => id.startsWith('sample-') || isDaysFigures(collection, id) || isMadeOfIt);
    if (own.length > 0) await store.commit(own.map(({ ref }) => ({ op: 'delete', path: ref.path })));
    removed += own.length;
    const last = page.at(-1);
    if (last === undefined || page.length < BATCH) return removed;
    after = [last.id];
  }
}
