import { z } from 'zod';
import { answerReview, rateItem, removeReview, reviewIdFor } from '../../core/gallery/review.ts';
import { galleryReviewView, replyBody, reviewBody } from '../../model/gallery-views.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actorOf } from './caller.ts';
import { byItem, readGallery, seen, speakInGallery, writeGallery } from './gallery.ts';
import { toReview } from './gallery-view.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, exactCursor, pageOf, pageQuery, toExactPage } from './views.ts';

const byReview = byItem.extend({ reviewId: executionIdSchema });
const refusals = { 404: problemSchema, 409: problemSchema, 422: problemSchema };

/** What tenants say of what they have installed. */
export const galleryReviewRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/gallery/{id}/reviews',
      summary: 'The reviews of an item, the newest first',
      params: byItem,
      query: pageQuery.extend({ cursor: exactCursor.optional() }),
      answers: { 200: pageOf(galleryReviewView), 404: problemSchema },
    },
    readGallery,
    async ({ app, caller: { orgId }, params: { id }, query: { limit, cursor } }) => {
      await seen(app, orgId, id);
      const page = { limit, after: afterExactly(cursor) };
      const found = await app.engine.store.query(queries.galleryReviews(id, page));
      const toView = (one: { id: string; data: Parameters<typeof toReview>[2] }) => toReview(orgId, one.id, one.data);
      return { status: 200, body: toExactPage(({ updatedAt }) => updatedAt, found, limit, toView) };
    },
  ),
  tenantRoute(
    {
      method: 'put',
      path: '/api/gallery/{id}/review',
      summary: 'Rate an item that we have let run; said again, it is said anew',
      params: byItem,
      body: reviewBody,
      answers: { 200: galleryReviewView, ...refusals },
    },
    speakInGallery,
    async ({ app, caller, params: { id }, body, request }) => {
      const { orgId } = caller;
      const review = await rateItem(app.engine, orgId, id, body, actorOf(caller, request));
      return { status: 200, body: toReview(orgId, reviewIdFor(orgId, id), review) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/gallery/{id}/review',
      summary: 'Take our review of an item away',
      params: byItem,
      answers: { 204: z.null() },
    },
    writeGallery,
    async ({ app, caller, params: { id }, request }) => {
      await removeReview(app.engine, caller.orgId, id, actorOf(caller, request));
      return { status: 204, body: null };
    },
  ),
  tenantRoute(
    {
      method: 'put',
      path: '/api/gallery/{id}/reviews/{reviewId}/reply',
      summary: 'Answer a review of an item of ours; an empty text takes the answer back',
      params: byReview,
      body: replyBody,
      answers: { 200: galleryReviewView, 404: problemSchema, 422: problemSchema },
    },
    speakInGallery,
    async ({ app, caller, params: { id: itemId, reviewId }, body: { text }, request }) => {
      const said = { itemId, reviewId, text };
      const review = await answerReview(app.engine, caller.orgId, said, actorOf(caller, request));
      return { status: 200, body: toReview(caller.orgId, reviewId, review) };
    },
  ),
];
