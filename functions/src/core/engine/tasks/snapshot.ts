import type { JsonObject, JsonValue } from '../../../model/json.ts';
import { DOMAIN_COLLECTIONS, type DocRef, docIn, tenantPaths } from '../../../model/paths.ts';
import { expiryOf } from '../../../model/retention.ts';
import type { ExecutionSnapshot, Task } from '../../../model/task.ts';
import { deriveId } from '../../derive-id.ts';
import type { Store, Write } from '../../ports.ts';
import { objectIn } from './handlers.ts';

const MAX_RELATED = 10;
const MAX_BYTES = 50_000;
const TOO_LARGE = 'Too large to keep here';

/** What a field names a document of. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  itemId: 'inventory',
  productId: 'products',
  customerId: 'customers',
  memberId: 'members',
  prospectId: 'prospects',
  orderId: 'orders',
  invoiceId: 'invoices',
  reviewId: 'reviews',
  campaignId: 'campaigns',
};

/** The task and the documents that it names as they are now, to be written with what is about to be done of it. */
export async function snapshotWrite(
  store: Store,
  of: { readonly orgId: string; readonly taskId: string; readonly executionId: string },
  task: Task,
  params: JsonObject,
  now: Date,
): Promise<Write> {
  const { orgId, taskId, executionId } = of;
  const refs = relatedRefs(orgId, [params, objectIn(task.metadataJson)]);
  const found = refs.length === 0 ? [] : await store.findAll(refs);
  const related = refs.map(({ path }, index): [string, JsonValue] => [path, keepable(found[index]?.data ?? null)]);
  const data: ExecutionSnapshot = {
    taskId,
    executionId,
    taskJson: JSON.stringify(task),
    relatedJson: JSON.stringify(Object.fromEntries(related)),
    createdAt: now,
    expireAt: expiryOf('undo', now),
  };
  const id = deriveId(orgId, 'execution_snapshot', executionId);
  return { op: 'set', path: tenantPaths(orgId).executionSnapshot(id).path, data };
}

function keepable(document: JsonObject | null): JsonValue {
  return document !== null && Buffer.byteLength(JSON.stringify(document)) > MAX_BYTES ? TOO_LARGE : document;
}

/** The shop's own documents that are named: `productId`, `customer_id`, or `collection` with `id`. */
function relatedRefs(orgId: string, named: readonly JsonObject[]): DocRef<JsonObject>[] {
  const paths = tenantPaths(orgId);
  const refs = named.flatMap((given) => {
    const byName = Object.entries(given).flatMap(([name, id]): [string, JsonValue][] => {
      const collection = COLLECTIONS[name.replace(/_id$/, 'Id')];
      return collection === undefined ? [] : [[collection, id]];
    });
    const { collection, id = null } = given;
    const isData = typeof collection === 'string' && isOwnData(collection);
    return [...byName, ...(isData ? [[collection, id] as const] : [])].flatMap(([name, one]) =>
      isId(one) ? [docIn(paths.data(name), one)] : [],
    );
  });
  return [...new Map(refs.map((ref) => [ref.path, ref])).values()].slice(0, MAX_RELATED);
}

function isOwnData(collection: string): boolean {
  return DOMAIN_COLLECTIONS.some((one) => one === collection) || /^records\/[a-z][a-z0-9_]{0,62}$/.test(collection);
}

function isId(value: JsonValue): value is string {
  return typeof value === 'string' && /^(?!\.{1,2}$|__.*__$)[^/]{1,128}$/.test(value);
}
