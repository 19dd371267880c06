import type { Actor } from '../../model/audit.ts';
import type { GalleryInstall, GalleryItem, GalleryReview } from '../../model/gallery.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Store, Write } from '../ports.ts';
import { scoreOf } from './facets.ts';
import { newsOfItem } from './news.ts';
import { ownItem, targetOf } from './publish-item.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';

type Ports = Pick<Engine, 'store' | 'clock' | 'random'>;
export type ReviewHurdle = 'own' | 'not_installed' | 'not_run';
/** Many may rate at once, and each must see the others' stars. */
const MOST_CONFLICTS = 30;

const HURDLES: Readonly<Record<ReviewHurdle, string>> = {
  own: 'It is your own',
  not_installed: 'Install it first, and let it run once',
  not_run: 'Let it run once first: a dry run does not count',
};

/** One for each tenant and item; it tells nobody which tenant. */
export function reviewIdFor(orgId: string, itemId: string): string {
  return deriveId(orgId, 'gallery_review', itemId).slice(0, 20);
}

/** Why a tenant may not rate an item; null where one of the playbooks that it installed has completed a real run. */
export async function reviewHurdle(
  store: Store,
  orgId: string,
  item: Pick<GalleryItem, 'orgId'>,
  install: GalleryInstall | null,
): Promise<ReviewHurdle | null> {
  if (item.orgId === orgId) return 'own';
  if (install === null) return 'not_installed';
  for (const playbookId of install.playbookIds) {
    const page = { limit: 1 };
    const since = install.installedAt;
    const runs = await store.query(queries.liveExecutionsByStatusSince(orgId, playbookId, 'completed', since, page));
    if (runs.length > 0) return null;
  }
  return 'not_run';
}

export interface Rating {
  readonly stars: number;
  readonly text: string;
  readonly name: string;
}

/** Writes what a tenant says of an item, or says it anew; the stars of the item follow in the same commit. */
export function rateItem(
  ports: Ports,
  orgId: string,
  itemId: string,
  rating: Rating,
  actor: Actor,
): Promise<GalleryReview> {
  const { store, clock } = ports;
  const ref = top.galleryReview(itemId, reviewIdFor(orgId, itemId));
  return retryConflicts(async () => {
    const [item, before, install] = await Promise.all([
      store.get(top.galleryItem(itemId)),
      store.get(ref),
      store.get(tenantPaths(orgId).galleryInstall(itemId)),
    ]);
    if (item === null || (item.data.status !== 'published' && install === null)) throw itemMissing(itemId);
    const hurdle = await reviewHurdle(store, orgId, item.data, install?.data ?? null);
    if (hurdle !== null || install === null) throw hurdleError(hurdle ?? 'not_installed');
    const now = clock.now();
    const fixed = {
      orgId,
      createdBy: actor.id,
      version: install.data.version,
      createdAt: before?.data.createdAt ?? now,
    };
    const review: GalleryReview = { ...rating, ...fixed, reply: before?.data.reply ?? null, updatedAt: now };
    const stars = counted(item.data.stars, before?.data.stars ?? null, rating.stars);
    const after = { stars: rating.stars };
    const target = { kind: 'gallery_review', id: ref.path.slice(ref.path.lastIndexOf('/') + 1) };
    await store.commit([
      // The item's version guards both: who writes a review writes its stars.
      { op: 'set', path: ref.path, data: review },
      { op: 'update', path: item.ref.path, fields: { stars, score: scoreOf(stars) }, ifVersion: item.version },
      auditWrite(ports, orgId, actor, { action: 'gallery_review.written', target, after }),
      ...(before === null ? await toldOf(ports, itemId, item.data, rating, now) : []),
    ]);
    return review;
  }, MOST_CONFLICTS);
}

function toldOf(ports: Ports, itemId: string, item: GalleryItem, { stars }: Rating, now: Date): Promise<Write[]> {
  const message = `Somebody gave it ${stars} of 5 stars. You can answer.`;
  const told = { type: 'info' as const, title: `A review of “${item.name}”`, message };
  return newsOfItem(ports, itemId, item, { ...told, key: `${itemId} review ${now.toISOString()}` });
}

function hurdleError(hurdle: ReviewHurdle): GalleryRefusedError {
  return new GalleryRefusedError(hurdle, HURDLES[hurdle]);
}

/** Takes a tenant's own review away; nothing where there is none. */
export function removeReview(ports: Ports, orgId: string, itemId: string, actor: Actor): Promise<void> {
  const target = { kind: 'gallery_review', id: reviewIdFor(orgId, itemId) };
  const entry = auditWrite(ports, orgId, actor, { action: 'gallery_review.removed', target });
  return takeAway(ports.store, itemId, target.id, [entry]);
}

/** A review, its stars in the same commit, and what is written beside that; nothing where there is none. */
export function takeAway(store: Store, itemId: string, reviewId: string, beside: readonly Write[]): Promise<void> {
  return retryConflicts(async () => {
    const removal = await reviewRemoval(store, itemId, reviewId);
    if (removal === null) return;
    const { item, fields, write } = removal;
    await store.commit([write, { op: 'update', path: item.path, fields, ifVersion: item.version }, ...beside]);
  }, MOST_CONFLICTS);
}

interface Removal {
  readonly item: { readonly path: string; readonly version: string };
  /** What the item has without it. */
  readonly fields: Pick<GalleryItem, 'stars' | 'score'>;
  readonly write: Write;
}

/** What takes a review away; goes with the fields of its item into one commit. Null where there is none. */
export async function reviewRemoval(store: Store, itemId: string, reviewId: string): Promise<Removal | null> {
  const [item, review] = await Promise.all([
    store.get(top.galleryItem(itemId)),
    store.get(top.galleryReview(itemId, reviewId)),
  ]);
  if (item === null || review === null) return null;
  const stars = counted(item.data.stars, review.data.stars, null);
  return {
    item: { path: item.ref.path, version: item.version },
    fields: { stars, score: scoreOf(stars) },
    write: { op: 'delete', path: review.ref.path, ifVersion: review.version },
  };
}

function counted(stars: GalleryItem['stars'], before: number | null, after: number | null): GalleryItem['stars'] {
  const change = (index: number) => (after === index + 1 ? 1 : 0) - (before === index + 1 ? 1 : 0);
  return stars.map((count, index) => Math.max(0, count + change(index))) as GalleryItem['stars'];
}

/** The publisher's answer to a review; an empty one takes it back. Throws `GalleryRefusedError`. */
export function answerReview(
  ports: Ports,
  orgId: string,
  { itemId, reviewId, text }: { readonly itemId: string; readonly reviewId: string; readonly text: string },
  actor: Actor,
): Promise<GalleryReview> {
  const { store, clock } = ports;
  return retryConflicts(async () => {
    await ownItem(ports, orgId, itemId);
    const stored = await store.get(top.galleryReview(itemId, reviewId));
    if (stored === null) throw new GalleryRefusedError('not_found', 'There is no such review');
    const reply = text === '' ? null : { text, at: clock.now() };
    const target = { kind: 'gallery_review', id: reviewId };
    await store.commit([
      { op: 'update', path: stored.ref.path, fields: { reply }, ifVersion: stored.version },
      auditWrite(ports, orgId, actor, {
        action: 'gallery_review.answered',
        target,
        after: { item: targetOf(itemId).id },
      }),
    ]);
    return { ...stored.data, reply };
  });
}
