import { z } from 'zod';
import type { App } from '../../app.ts';
import { browseItems, type GalleryCursor, type GallerySort } from '../../core/gallery/browse-items.ts';
import { installItem, standingOf, updateInstalled } from '../../core/gallery/install-item.ts';
import { itemMissing } from '../../core/gallery/refusal.ts';
import { reportItem } from '../../core/gallery/report.ts';
import type { Stored } from '../../core/ports.ts';
import type { GalleryItem } from '../../model/gallery.ts';
import {
  GALLERY_SORTS,
  galleryCardView,
  galleryItemView,
  installBody,
  installedView,
  reportBody,
  updateBody,
} from '../../model/gallery-views.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { toCard, toItemView } from './gallery-view.ts';
import { ownerOf } from './playbooks.ts';
import { type Route, tenantRoute } from './route.ts';
import { pageOf } from './views.ts';

export const readGallery = { role: 'viewer', scope: 'playbooks:read' } as const;
export const writeGallery = { role: 'editor', scope: 'playbooks:write' } as const;
/** What is said to everybody in the name of a business, a person says. */
export const speakInGallery = { role: 'editor', scope: null } as const;
export const byItem = z.object({ id: executionIdSchema });

const cursor = z
  .string()
  .max(300)
  .refine((text) => readCursor(text) !== null, 'Give the nextCursor of the page before');
const browseQuery = z.object({
  q: z.string().max(200).default(''),
  category: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'A category is one lower-case word')
    .optional(),
  sort: z.enum(GALLERY_SORTS).default('popular'),
  limit: z.coerce.number().int().min(1).max(50).default(24),
  cursor: cursor.optional(),
});

/** What tenants share with each other: to look for, to look at, to install. */
export const galleryRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/gallery',
      summary: 'Playbooks that others share: by words, by category; most installed, newest or best rated first',
      query: browseQuery,
      answers: { 200: pageOf(galleryCardView) },
    },
    readGallery,
    async ({ app, query: { q, category, sort, limit, cursor: text } }) => {
      const after = text === undefined ? null : afterCursor(text, sort);
      const page = { q, category: category ?? null, sort, limit, after };
      const { items, next } = await browseItems(app.engine.store, page);
      const body = { items: items.map(({ id, data }) => toCard(id, data)), nextCursor: next && writeCursor(next) };
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/gallery/{id}',
      summary: 'One item of the gallery: what it does, asks for and needs; versions and reviews',
      params: byItem,
      answers: { 200: galleryItemView, 404: problemSchema },
    },
    readGallery,
    async ({ app, caller: { orgId }, params: { id } }) => {
      return { status: 200, body: await toItemView(app, orgId, await seen(app, orgId, id)) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/install',
      summary: 'Make a playbook of an item, as a draft that a person activates',
      params: byItem,
      body: installBody,
      answers: { 201: installedView, 402: problemSchema, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    writeGallery,
    async ({ app, caller, params: { id: itemId }, body: { inputs }, request }) => {
      const { engine } = app;
      const { orgId } = caller;
      const ownerId = caller.kind === 'user' ? caller.id : await ownerOf(engine.store, orgId);
      const how = { orgId, itemId, actor: actorOf(caller, request), ownerId, inputs };
      const { playbookId, version, isFirst } = await installItem(engine, how);
      return { status: 201, body: { playbookId, version, isFirst } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/update',
      summary: 'Put the version of the gallery up as the draft of a playbook that was installed before',
      params: byItem,
      body: updateBody,
      answers: { 200: installedView, 404: problemSchema, 409: problemSchema },
    },
    writeGallery,
    async ({ app, caller, params: { id: itemId }, body, request }) => {
      const by = { orgId: caller.orgId, itemId, actor: actorOf(caller, request) };
      const { playbookId, version, isFirst } = await updateInstalled(app.engine, by, body.playbookId);
      return { status: 200, body: { playbookId, version, isFirst } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/report',
      summary: 'Tell the moderators what is wrong with an item, or with a review of it',
      params: byItem,
      body: reportBody,
      answers: { 202: z.object({}), 404: problemSchema },
    },
    { role: 'viewer', scope: 'playbooks:write' },
    async ({ app, caller, params: { id }, body, request }) => {
      await reportItem(app.engine, caller.orgId, id, body, actorOf(caller, request));
      return { status: 202, body: {} };
    },
  ),
];

/** An item that this tenant may look at: one in the gallery, its own, or one that it has. */
export async function seen({ engine }: App, orgId: string, itemId: string): Promise<Stored<GalleryItem>> {
  const item = await engine.store.get(top.galleryItem(itemId));
  if (item === null) throw itemMissing(itemId);
  if (item.data.status === 'published' || item.data.orgId === orgId) return item;
  const { install, entitlement } = await standingOf(engine.store, orgId, itemId);
  if (install === null && entitlement === null) throw itemMissing(itemId);
  return item;
}

function writeCursor([value, id]: GalleryCursor): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Buffer.from(`${text}|${id}`).toString('base64url');
}

function readCursor(cursorText: string): readonly [string, string] | null {
  const [value = '', id = ''] = Buffer.from(cursorText, 'base64url').toString().split('|');
  const isValue = /^\d+(\.\d+)?$/.test(value) || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return isValue && executionIdSchema.safeParse(id).success ? [value, id] : null;
}

/** From the beginning where it is of a list in another order. */
function afterCursor(cursorText: string, sort: GallerySort): GalleryCursor | null {
  const read = readCursor(cursorText);
  if (read === null || (sort === 'new') !== read[0].endsWith('Z')) return null;
  return [sort === 'new' ? new Date(read[0]) : Number(read[0]), read[1]];
}
