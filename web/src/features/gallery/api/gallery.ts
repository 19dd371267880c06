import {
  checkoutView,
  type GALLERY_SORTS,
  type GalleryCard,
  type GalleryItemView,
  type GalleryPreview,
  type GalleryReviewView,
  galleryCardView,
  galleryItemView,
  galleryPreviewView,
  galleryReviewView,
  installedView,
  type ModerationView,
  moderationView,
  type newVersionBody,
  type OrderView,
  type OwnItemView,
  orderView,
  ownItemView,
  type publishBody,
  type reportBody,
  type reviewBody,
} from '@model/gallery-views.ts';
import type { JsonObject } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export type GallerySort = (typeof GALLERY_SORTS)[number];

/** What of the gallery is wanted. */
export interface GalleryFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  /** Left out: what is installed most. */
  readonly sort?: GallerySort | undefined;
}

interface Page<T> {
  readonly items: readonly T[];
  /** Null where that was the last. */
  readonly nextCursor: string | null;
}

const pageOf = <T>(item: z.ZodType<T>) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const anything = z.unknown();
const at = (itemId: string, rest = '') => `/api/gallery/${encodeURIComponent(itemId)}${rest}`;

export function listGallery(api: Api, filter: GalleryFilter, cursor: string | null): Promise<Page<GalleryCard>> {
  const { q, category, sort } = filter;
  const wanted = { q, category, sort, cursor: cursor ?? undefined };
  const given = Object.entries(wanted).filter((one): one is [string, string] => one[1] !== undefined);
  const path = `/api/gallery?${new URLSearchParams([...given, ['limit', '24']])}`;
  return api.call({ method: 'GET', path, answer: pageOf(galleryCardView) });
}

export function getItem(api: Api, itemId: string): Promise<GalleryItemView> {
  return api.call({ method: 'GET', path: at(itemId), answer: galleryItemView });
}

export function listReviews(api: Api, itemId: string, cursor: string | null): Promise<Page<GalleryReviewView>> {
  const path = at(itemId, cursor === null ? '/reviews' : `/reviews?${new URLSearchParams({ cursor })}`);
  return api.call({ method: 'GET', path, answer: pageOf(galleryReviewView) });
}

/** What this business has published or wants to. */
export async function listOwnItems(api: Api): Promise<readonly OwnItemView[]> {
  const answer = z.object({ items: z.array(ownItemView) });
  return (await api.call({ method: 'GET', path: '/api/gallery/mine', answer })).items;
}

/** What would be published of a playbook. */
export function previewItem(api: Api, playbookId: string): Promise<GalleryPreview> {
  return api.call({ method: 'POST', path: '/api/gallery/preview', body: { playbookId }, answer: galleryPreviewView });
}

export async function publishItem(api: Api, said: z.input<typeof publishBody>): Promise<void> {
  await api.call({ method: 'POST', path: '/api/gallery', body: said, answer: anything });
}

export async function publishVersion(api: Api, itemId: string, said: z.input<typeof newVersionBody>): Promise<void> {
  await api.call({ method: 'POST', path: at(itemId, '/versions'), body: said, answer: anything });
}

/** Takes an own item out of the gallery; whoever has installed it keeps what he has. */
export async function withdrawItem(api: Api, itemId: string): Promise<void> {
  await api.call({ method: 'POST', path: at(itemId, '/withdraw'), body: {}, answer: anything });
}

/** Makes a draft of it; gives the id of the playbook. */
export async function installItem(api: Api, itemId: string, inputs: JsonObject): Promise<string> {
  const path = at(itemId, '/install');
  return (await api.call({ method: 'POST', path, body: { inputs }, answer: installedView })).playbookId;
}

/** Puts the newest version into the draft of a playbook that was installed from it. */
export async function updateInstalled(api: Api, itemId: string, playbookId: string): Promise<void> {
  await api.call({ method: 'POST', path: at(itemId, '/update'), body: { playbookId }, answer: anything });
}

/** The address to pay at. */
export async function buyItem(api: Api, itemId: string): Promise<string> {
  return (await api.call({ method: 'POST', path: at(itemId, '/buy'), body: {}, answer: checkoutView })).url;
}

export function getOrder(api: Api, orderId: string): Promise<OrderView> {
  const path = `/api/gallery/orders/${encodeURIComponent(orderId)}`;
  return api.call({ method: 'GET', path, answer: orderView });
}

export async function writeReview(api: Api, itemId: string, said: z.input<typeof reviewBody>): Promise<void> {
  await api.call({ method: 'PUT', path: at(itemId, '/review'), body: said, answer: anything });
}

export async function deleteReview(api: Api, itemId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: at(itemId, '/review'), answer: anything });
}

/** An empty text takes the reply back. */
export async function replyToReview(api: Api, itemId: string, reviewId: string, text: string): Promise<void> {
  const path = at(itemId, `/reviews/${encodeURIComponent(reviewId)}/reply`);
  await api.call({ method: 'PUT', path, body: { text }, answer: anything });
}

export async function reportItem(api: Api, itemId: string, said: z.input<typeof reportBody>): Promise<void> {
  await api.call({ method: 'POST', path: at(itemId, '/report'), body: said, answer: anything });
}

export function getModeration(api: Api): Promise<ModerationView> {
  return api.call({ method: 'GET', path: '/api/gallery/moderation', answer: moderationView });
}

export type Decision =
  | { readonly decision: 'let_in'; readonly number: number }
  | { readonly decision: 'refuse'; readonly number: number; readonly reason: string }
  | { readonly decision: 'remove'; readonly reason: string };

export async function moderate(api: Api, itemId: string, decision: Decision): Promise<void> {
  await api.call({
    method: 'POST',
    path: `/api/gallery/moderation/items/${encodeURIComponent(itemId)}`,
    body: decision,
    answer: anything,
  });
}

export async function settleReport(api: Api, reportId: string, decision: 'dismiss' | 'remove_review'): Promise<void> {
  const path = `/api/gallery/moderation/reports/${encodeURIComponent(reportId)}`;
  await api.call({ method: 'POST', path, body: { decision }, answer: anything });
}
