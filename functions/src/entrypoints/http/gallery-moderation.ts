import { z } from 'zod';
import type { App } from '../../app.ts';
import { explainContentChange } from '../../core/authoring/explain-content-change.ts';
import { shownContent, wholeContent } from '../../core/gallery/item-content.ts';
import { isModerator, moderate } from '../../core/gallery/moderate.ts';
import { GalleryRefusedError } from '../../core/gallery/refusal.ts';
import { settleReport } from '../../core/gallery/report.ts';
import type { GalleryReport, GalleryVersion } from '../../model/gallery.ts';
import {
  moderateBody,
  moderationView,
  type reportView,
  settleReportBody,
  type waitingView,
} from '../../model/gallery-views.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import type { Account } from './caller.ts';
import { byItem } from './gallery.ts';
import { inWords } from './gallery-view.ts';
import { accountRoute, type Route } from './route.ts';

const MOST = 20;
const refusals = { 403: problemSchema, 404: problemSchema, 409: problemSchema, 422: problemSchema };

/** For those whom the setting MODERATORS names: what waits for the gallery, and what was reported. */
export const galleryModerationRoutes: readonly Route[] = [
  accountRoute(
    {
      method: 'get',
      path: '/api/gallery/moderation',
      summary: 'What waits for the moderators, the oldest first; empty for who is none',
      answers: { 200: moderationView },
    },
    async ({ app, caller }) => {
      if (!isModerator(app.config.moderators, caller)) {
        return { status: 200, body: { isModerator: false, waiting: [], reports: [] } };
      }
      const { store } = app.engine;
      const [versions, found] = await Promise.all([
        store.query(queries.galleryWaiting({ limit: MOST })),
        store.query(queries.galleryOpenReports({ limit: MOST })),
      ]);
      const waiting = await Promise.all(
        versions.map(({ ref, data }) => (data === null ? null : toWaiting(app, ref.path, data))),
      );
      const reports = await Promise.all(found.map(({ id, data }) => (data === null ? null : toReport(app, id, data))));
      const isThere = <T>(one: T | null): one is T => one !== null;
      const body = { isModerator: true, waiting: waiting.filter(isThere), reports: reports.filter(isThere) };
      return { status: 200, body };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/gallery/moderation/items/{id}',
      summary: 'Let a version in, refuse it, or take an item down; its publisher is told',
      params: byItem,
      body: moderateBody,
      answers: { 200: z.object({}), ...refusals },
    },
    async ({ app, caller, params: { id }, body }) => {
      assertModerator(app, caller);
      await moderate(app.engine, id, body, caller.id);
      return { status: 200, body: {} };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/gallery/moderation/reports/{id}',
      summary: 'Close a report: nothing is wrong, or the review goes that it is about',
      params: byItem,
      body: settleReportBody,
      answers: { 200: z.object({}), ...refusals },
    },
    async ({ app, caller, params: { id }, body: { decision } }) => {
      assertModerator(app, caller);
      await settleReport(app.engine, id, decision, caller.id);
      return { status: 200, body: {} };
    },
  ),
];

function assertModerator({ config }: App, caller: Account): void {
  if (isModerator(config.moderators, caller)) return;
  const message = 'This is for the moderators of the gallery, whom the setting MODERATORS names';
  throw new GalleryRefusedError('not_moderator', message);
}

/** Null where it cannot be read, or its item is gone. */
async function toWaiting(
  { engine }: App,
  path: string,
  version: GalleryVersion,
): Promise<z.input<typeof waitingView> | null> {
  const { store, catalog } = engine;
  const [, itemId = ''] = path.split('/');
  const item = await store.get(top.galleryItem(itemId));
  const content = wholeContent(version.contentJson, catalog);
  if (item === null || content === null) return null;
  const live = item.data.version === null ? null : await store.get(top.galleryVersion(itemId, item.data.version));
  const before = live && wholeContent(live.data.contentJson, catalog);
  const { name, description, category, publisher, number, changes, price, createdAt } = version;
  return {
    ...inWords(content, catalog, 'en-US'),
    ...{ itemId, name, description, category, publisher, number, changes, price },
    createdAt: createdAt.toISOString(),
    content: shownContent(content),
    differences: before && [...explainContentChange(before, content, catalog)],
  };
}

async function toReport({ engine }: App, reportId: string, report: GalleryReport): Promise<z.input<typeof reportView>> {
  const { itemId, itemName, reviewId, reason, text, createdAt } = report;
  const review = reviewId === null ? null : await engine.store.find(top.galleryReview(itemId, reviewId));
  const about = { reportId, itemId, itemName, reviewId, reviewText: review?.data?.text ?? null };
  return { ...about, reason, text, createdAt: createdAt.toISOString() };
}
