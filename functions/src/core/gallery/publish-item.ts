import type { Actor } from '../../model/audit.ts';
import {
  type GalleryItem,
  type GalleryVersion,
  type ItemPrice,
  type ItemWords,
  itemWordsSchema,
} from '../../model/gallery.ts';
import { top } from '../../model/paths.ts';
import { contentJsonOf } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import { scoreOf } from './facets.ts';
import { type ItemPreview, itemIdFor, previewItem } from './preview-item.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';

const MAX_ITEMS = 100;
const MAX_VERSIONS = 100;
const NO_STARS: GalleryItem['stars'] = [0, 0, 0, 0, 0];

type Ports = Pick<Engine, 'store' | 'clock' | 'random' | 'catalog'>;

/** What is to be published, and who says so. */
export interface Publication {
  readonly orgId: string;
  readonly actor: Actor;
  readonly words: ItemWords;
  readonly price: ItemPrice | null;
  /** What is new. */
  readonly changes: string;
  /** Of the preview that was seen. */
  readonly versionId: string;
}

export interface OwnItem {
  readonly itemId: string;
  readonly item: GalleryItem;
}

/** Puts a playbook up for the gallery; moderators let it in. Throws `GalleryRefusedError`. */
export async function publishItem(ports: Ports, playbookId: string, publication: Publication): Promise<OwnItem> {
  const { orgId, actor, words, price } = publication;
  const { store, clock } = ports;
  const itemId = itemIdFor(orgId, playbookId);
  const own = await store.query(queries.galleryItemsOf(orgId, { limit: MAX_ITEMS }));
  if (own.length >= MAX_ITEMS)
    throw new GalleryRefusedError('too_many', `A business shares at most ${MAX_ITEMS} playbooks`);
  const preview = await checked(ports, playbookId, publication);
  const now = clock.now();
  const item: GalleryItem = {
    ...words,
    ...{ orgId, playbookId, createdBy: actor.id, status: 'pending', reason: null, price },
    ...{ version: null, lastVersion: 1, facets: [], installs: 0, stars: NO_STARS, score: scoreOf(NO_STARS) },
    ...{ openReports: 0, publishedAt: null, createdAt: now, updatedAt: now },
  };
  const after = { name: words.name, publisher: words.publisher, playbookId };
  try {
    await store.commit([
      { op: 'create', path: top.galleryItem(itemId).path, data: item },
      versionWrite(itemId, 1, preview, publication, now),
      auditWrite(ports, orgId, actor, { action: 'gallery_item.submitted', target: targetOf(itemId), after }),
    ]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    throw new GalleryRefusedError('already_published', 'It is in the gallery already: publish a new version of it');
  }
  return { itemId, item };
}

/**
 * Puts up what the playbook of an item does now as its next version; one that still waits is withdrawn by that. The
 * version in the gallery stays until a moderator lets the new one in. Throws `GalleryRefusedError`.
 */
export async function publishVersion(ports: Ports, itemId: string, publication: Publication): Promise<OwnItem> {
  const { orgId, actor, changes } = publication;
  const { playbookId } = (await ownItem(ports, orgId, itemId)).data;
  const preview = await checked(ports, playbookId, publication);
  return retryConflicts(async () => {
    const { data: before, version, ref } = await ownItem(ports, orgId, itemId);
    const number = before.lastVersion + 1;
    if (number > MAX_VERSIONS)
      throw new GalleryRefusedError('too_many', `An item has at most ${MAX_VERSIONS} versions`);
    const now = ports.clock.now();
    // Before the first is let in, the words of the newest are its words.
    const { words: said, price } = publication;
    const words = before.version === null ? { ...said, price } : {};
    const status = before.status === 'published' ? ('published' as const) : ('pending' as const);
    const fields = { ...words, lastVersion: number, status, reason: null, updatedAt: now };
    const after = { number, changes };
    await createOrConflict(ports, [
      { op: 'update', path: ref.path, fields, ifVersion: version },
      versionWrite(itemId, number, preview, publication, now),
      ...(await withdrawWaiting(ports, itemId, before.lastVersion)),
      auditWrite(ports, orgId, actor, { action: 'gallery_item.version_submitted', target: targetOf(itemId), after }),
    ]);
    return { itemId, item: { ...before, ...fields } };
  });
}

/** Takes an item out of the gallery; who has installed it keeps his playbook. Throws `GalleryRefusedError`. */
export function withdrawItem(ports: Ports, orgId: string, itemId: string, actor: Actor): Promise<OwnItem> {
  return retryConflicts(async () => {
    const { data: before, version, ref } = await ownItem(ports, orgId, itemId);
    const fields = { status: 'withdrawn' as const, facets: [], reason: null, updatedAt: ports.clock.now() };
    await ports.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      ...(await withdrawWaiting(ports, itemId, before.lastVersion)),
      auditWrite(ports, orgId, actor, { action: 'gallery_item.withdrawn', target: targetOf(itemId) }),
    ]);
    return { itemId, item: { ...before, ...fields } };
  });
}

/** An item of this tenant. One of another is told apart from one that there is not only where it is shown. */
export async function ownItem(
  { store }: Pick<Engine, 'store'>,
  orgId: string,
  itemId: string,
): Promise<Stored<GalleryItem>> {
  const stored = await store.get(top.galleryItem(itemId));
  if (stored === null || stored.data.orgId !== orgId) throw itemMissing(itemId);
  return stored;
}

export function targetOf(itemId: string): { readonly kind: string; readonly id: string } {
  return { kind: 'gallery_item', id: itemId };
}

async function checked(ports: Ports, playbookId: string, { orgId, words, changes, versionId }: Publication) {
  const { name, description, category } = itemWordsSchema.parse(words);
  const preview = await previewItem(ports, orgId, playbookId, { name, description, category, changes });
  if (preview.problems.length > 0) {
    const [first] = preview.problems;
    const message = `It cannot be published as it is: ${first?.path}: ${first?.message}`;
    throw new GalleryRefusedError('private_data', message, preview.problems);
  }
  if (preview.versionId !== versionId) {
    throw new GalleryRefusedError('changed_meanwhile', 'The playbook was changed since you looked; look at it again');
  }
  return preview;
}

function versionWrite(itemId: string, number: number, { content }: ItemPreview, by: Publication, now: Date): Write {
  const data: GalleryVersion = {
    ...by.words,
    ...{ number, versionId: by.versionId, contentJson: contentJsonOf(content), changes: by.changes, price: by.price },
    ...{ status: 'pending', reason: null, createdBy: by.actor.id, createdAt: now, decidedBy: null, decidedAt: null },
  };
  return { op: 'create', path: top.galleryVersion(itemId, number).path, data };
}

async function withdrawWaiting({ store }: Ports, itemId: string, number: number): Promise<Write[]> {
  const last = await store.get(top.galleryVersion(itemId, number));
  if (last?.data.status !== 'pending') return [];
  return [{ op: 'update', path: last.ref.path, fields: { status: 'withdrawn' }, ifVersion: last.version }];
}

/** What another has created meanwhile under the same number is a conflict like any. */
async function createOrConflict({ store }: Ports, writes: readonly Write[]): Promise<void> {
  try {
    await store.commit(writes);
  } catch (error) {
    if (error instanceof AlreadyExistsError) throw new ConflictError(error.message);
    throw error;
  }
}
