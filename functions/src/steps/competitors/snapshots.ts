import { z } from 'zod';
import type { Page, Validators } from '../../connectors/web-page.ts';
import { deriveId } from '../../core/derive-id.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Write } from '../../core/ports.ts';
import { type CompetitorSnapshot, type PricedProduct, pricedProductSchema } from '../../model/competitor.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';

/** What a page held when it was last read. */
export interface Remembered extends Validators {
  readonly contentHash: string;
  readonly products: PricedProduct[];
  readonly productsJson: string;
  readonly fetchedAt: Date;
}
interface Read {
  readonly name: string;
  readonly url: string;
  readonly page: Extract<Page, { kind: 'read' }>;
  readonly products: readonly PricedProduct[];
  readonly before: Remembered | null;
}

const snapshotId = ({ orgId }: StepContext, url: string) => deriveId(orgId, 'snapshot', url);
const snapshotRef = (context: StepContext, url: string) =>
  tenantPaths(context.orgId).snapshot(snapshotId(context, url));

/** The last snapshot of a page; null when there is none, when it is too old, or when it cannot be understood any more. */
export async function remembered(context: StepContext, url: string): Promise<Remembered | null> {
  const found = await context.store.find(snapshotRef(context, url));
  if (!found?.data || found.data.expireAt <= context.clock.now()) return null;
  const { etag, lastModified, contentHash, productsJson, fetchedAt } = found.data;
  const products = z.array(pricedProductSchema).safeParse(parseJson(productsJson));
  return products.success
    ? { etag, lastModified, contentHash, productsJson, fetchedAt, products: products.data }
    : null;
}

/** Keeps a snapshot for 30 more days. A dry run changes nothing. */
export async function rememberUnchanged(context: StepContext, url: string): Promise<void> {
  if (context.mode === 'dry_run') return;
  const checkedAt = context.clock.now();
  const expireAt = expiryOf('snapshot', checkedAt);
  await context.store.commit([{ op: 'update', path: snapshotRef(context, url).path, fields: { checkedAt, expireAt } }]);
}

/** Stores what was read, and an entry of history where the products differ from before. Returns the time of reading. */
export async function rememberRead(context: StepContext, { name, url, page, products, before }: Read): Promise<Date> {
  const now = context.clock.now();
  if (context.mode === 'dry_run') return now;
  const snapshot: CompetitorSnapshot = {
    competitor: name,
    url,
    etag: page.etag,
    lastModified: page.lastModified,
    contentHash: page.contentHash,
    productsJson: JSON.stringify(products),
    fetchedAt: now,
    checkedAt: now,
    expireAt: expiryOf('snapshot', now),
  };
  const history = tenantPaths(context.orgId).snapshotHistory(snapshotId(context, url));
  const entryId = deriveId(context.orgId, context.executionId, page.contentHash);
  const writes: Write[] = [{ op: 'set', path: snapshotRef(context, url).path, data: snapshot }];
  if (before?.productsJson !== snapshot.productsJson) {
    writes.push({ op: 'set', path: docIn(history, entryId).path, data: snapshot });
  }
  await context.store.commit(writes);
  return now;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
