import { z } from 'zod';
import { giveFeedback } from '../../core/coach/give-feedback.ts';
import { lookAgain } from '../../core/coach/look-again.ts';
import { coachStatistics } from '../../core/coach/statistics.ts';
import { executionIdSchema, orgIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import {
  dismissalReasonSchema,
  MAX_COMMENT,
  recommendationCategorySchema,
  recommendationStatusSchema,
} from '../../model/recommendation.ts';
import { actorOf, changingOf } from './caller.ts';
import { insightView, recommendationView, toInsightView, toRecommendationView } from './coach-views.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const feedback = z
  .strictObject({
    helpful: z.boolean().nullable().default(null),
    reason: dismissalReasonSchema.nullable().default(null),
    comment: z.string().trim().max(MAX_COMMENT).nullable().default(null),
  })
  .refine(
    ({ helpful, reason, comment }) => helpful !== null || reason !== null || (comment ?? '') !== '',
    'Say whether it helped, why not, or a word about it',
  );
const answer = z.object({ feedback_id: z.string(), timestamp: z.iso.datetime() }).meta({ id: 'FeedbackGiven' });

const read = { role: 'viewer', scope: 'playbooks:read' } as const;
/** So many days, or recommendations, are answered at most. */
const MOST = 90;
const atMost = (usual: number) => z.coerce.number().pipe(z.int().min(1).max(MOST)).default(usual);

const count = z.int().min(0);
const byStatus = z.record(recommendationStatusSchema, count);
const statistics = z
  .object({
    ...{ helpful: count, notHelpful: count, reasons: z.record(dismissalReasonSchema, count) },
    ...{ pending: count, accepted: count, dismissed: count, expired: count },
    byCategory: z.record(recommendationCategorySchema, byStatus),
  })
  .meta({ id: 'CoachStatistics' });

const NO_DATA =
  'There is nothing to look at yet. Add orders, invoices, stock or customers, write down your cash and what it burns a month, or try it on sample data';

/** What the coach sees and recommends, and what people make of it. */
export const coachRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/insights',
      summary: 'What the coach saw in the business day by day, the newest first',
      query: z.object({ limit: atMost(30) }),
      answers: { 200: z.object({ items: z.array(insightView) }) },
    },
    read,
    async ({ app, caller: { orgId }, query: { limit } }) => {
      const found = await app.engine.store.query(queries.insights(orgId, { limit }));
      return {
        status: 200,
        body: { items: found.flatMap(({ data }) => (data === null ? [] : [toInsightView(data)])) },
      };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/coach/insights',
      summary: 'Have the coach look at the business again now, every thirty seconds at most',
      answers: { 200: insightView, 422: problemSchema, 429: problemSchema },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, request }) => {
      const looked = await lookAgain(app.engine, caller.orgId, actorOf(caller, request));
      if (looked?.outcome === 'wait') {
        const headers = { 'Retry-After': String(Math.ceil(looked.waitMs / 1000)) };
        throw new HttpProblem(429, 'too_many_requests', 'The coach has just looked: try again shortly', { headers });
      }
      if (looked?.outcome !== 'looked') throw new HttpProblem(422, 'no_data', NO_DATA);
      return { status: 200, body: toInsightView(looked.insight) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/recommendations',
      summary: 'What the coach recommends: pending ones by priority, all else the newest first',
      query: z.object({ status: recommendationStatusSchema.optional(), limit: atMost(30) }),
      answers: { 200: z.object({ items: z.array(recommendationView) }) },
    },
    read,
    async ({ app, caller: { orgId }, query: { status, limit } }) => {
      const page = { limit };
      const wanted =
        status === undefined
          ? queries.recommendations(orgId, page)
          : status === 'pending'
            ? queries.pendingRecommendations(orgId, page)
            : queries.recommendationsByStatus(orgId, status, page);
      const found = await app.engine.store.query(wanted);
      const items = found.flatMap(({ id, data }) => (data === null ? [] : [toRecommendationView(id, data)]));
      return { status: 200, body: { items } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/statistics',
      summary: 'What became of recommendations, and whether they helped, in the last 180 days',
      answers: { 200: statistics },
    },
    read,
    async ({ app, caller: { orgId } }) => ({ status: 200, body: await coachStatistics(app.engine.store, orgId) }),
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/v1/tenants/{orgId}/coach/recommendations/{rid}/feedback',
      summary: 'Say what you think of a recommendation; a reason dismisses it',
      params: z.object({ orgId: orgIdSchema, rid: executionIdSchema }),
      body: feedback,
      answers: { 200: answer, 404: problemSchema },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, params: { orgId, rid }, body, request }) => {
      const changing = changingOf(caller, request);
      const isOwn = orgId === changing.orgId;
      const comment = body.comment === '' ? null : body.comment;
      const given = isOwn ? await giveFeedback(app.engine, changing, rid, { ...body, comment }) : null;
      if (given === null) throw new HttpProblem(404, 'not_found', `There is no recommendation ${rid}`);
      return { status: 200, body: { feedback_id: given.feedbackId, timestamp: given.at.toISOString() } };
    },
  ),
];
