import { z } from 'zod';
import { shownContent } from '../../core/gallery/item-content.ts';
import { itemIdFor, previewItem } from '../../core/gallery/preview-item.ts';
import { publishItem, publishVersion, withdrawItem } from '../../core/gallery/publish-item.ts';
import {
  galleryPreviewView,
  newVersionBody,
  ownItemView,
  previewBody,
  publishBody,
} from '../../model/gallery-views.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actorOf } from './caller.ts';
import { byItem, readGallery, speakInGallery, writeGallery } from './gallery.ts';
import { tellModerators } from './gallery-mail.ts';
import { toOwnItem, whatOf } from './gallery-view.ts';
import { type Route, tenantRoute } from './route.ts';

const MOST_OWN = 100;
const refusals = { 404: problemSchema, 409: problemSchema, 422: problemSchema };

/** What a tenant shares himself. */
export const galleryPublishRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/preview',
      summary:
        'What would be published of a playbook: what is taken out, asked for instead, and still stands in the way',
      body: previewBody,
      answers: { 200: galleryPreviewView, ...refusals },
    },
    writeGallery,
    async ({ app, caller: { orgId }, body: { playbookId } }) => {
      const { store } = app.engine;
      const itemId = itemIdFor(orgId, playbookId);
      const [preview, item] = await Promise.all([
        previewItem(app.engine, orgId, playbookId),
        store.find(top.galleryItem(itemId)),
      ]);
      const { versionId, takenOut, kept, problems, content } = preview;
      const what = await whatOf(app, orgId, content);
      const known = { itemId: item === null ? null : itemId, content: shownContent(content) };
      return { status: 200, body: { ...what, ...known, versionId, takenOut, kept, problems } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery',
      summary: 'Put a playbook up for the gallery; moderators let it in',
      body: publishBody,
      answers: { 201: ownItemView, ...refusals },
    },
    speakInGallery,
    async ({ app, caller, body, request }) => {
      const { playbookId, ...rest } = body;
      const made = await publishItem(
        app.engine,
        playbookId,
        publicationOf(caller.orgId, rest, actorOf(caller, request)),
      );
      await tellModerators(app, made.item.name, 1);
      return { status: 201, body: toOwnItem(made.itemId, made.item, 1) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/gallery/mine',
      summary: 'What we share, and what has become of it',
      answers: { 200: z.object({ items: z.array(ownItemView) }) },
    },
    readGallery,
    async ({ app, caller: { orgId } }) => {
      const { store } = app.engine;
      const found = await store.query(queries.galleryItemsOf(orgId, { limit: MOST_OWN }));
      const own = found.flatMap((one) => (one.data === null ? [] : [{ id: one.id, item: one.data }]));
      const last = await store.findAll(own.map(({ id, item }) => top.galleryVersion(id, item.lastVersion)));
      const items = own
        .map(({ id, item }, index) => toOwnItem(id, item, waitingOf(last[index]?.data)))
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
      return { status: 200, body: { items } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/versions',
      summary: 'Put what the playbook does now up as the next version of its item',
      params: byItem,
      body: newVersionBody,
      answers: { 201: ownItemView, ...refusals },
    },
    speakInGallery,
    async ({ app, caller, params: { id }, body, request }) => {
      const publication = publicationOf(caller.orgId, body, actorOf(caller, request));
      const { itemId, item } = await publishVersion(app.engine, id, publication);
      await tellModerators(app, item.name, item.lastVersion);
      return { status: 201, body: toOwnItem(itemId, item, item.lastVersion) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/withdraw',
      summary: 'Take an item of ours out of the gallery; who has installed it keeps his playbook',
      params: byItem,
      answers: { 200: ownItemView, 404: problemSchema },
    },
    writeGallery,
    async ({ app, caller, params: { id }, request }) => {
      const { itemId, item } = await withdrawItem(app.engine, caller.orgId, id, actorOf(caller, request));
      return { status: 200, body: toOwnItem(itemId, item, null) };
    },
  ),
];

type Said = Omit<z.infer<typeof publishBody>, 'playbookId'>;

function publicationOf(
  orgId: string,
  { price, changes, versionId, ...words }: Said,
  actor: ReturnType<typeof actorOf>,
) {
  return { orgId, actor, words, price, changes, versionId };
}

function waitingOf(version: { readonly number: number; readonly status: string } | null | undefined): number | null {
  return version?.status === 'pending' ? version.number : null;
}
