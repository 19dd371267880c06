import { tenantPaths } from './paths.ts';
import { between, DOCUMENT_ID, type FieldValue, type Order, type PageArgs, query } from './query-shape.ts';
import type { RecommendationStatus } from './recommendation.ts';

const newestFirst: Order[] = [['createdAt', 'desc']];

/** Queries of what the coach reads, of what it has seen and of what it recommends. */
export const insightQueries = {
  /** The newest day first. */
  insights: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).insights, [], [['date', 'desc']], page),
  /** The figures that were written down day by day, `metrics/{date}`, from one day up to, and with, another. */
  metricsOfDays: (orgId: string, from: string, until: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).domain('metrics'),
      [
        [DOCUMENT_ID, '>=', from],
        [DOCUMENT_ID, '<=', until],
      ],
      [[DOCUMENT_ID, 'asc']],
      page,
    ),
  recommendations: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).recommendations, [], newestFirst, page),
  recommendationsByStatus: (orgId: string, status: RecommendationStatus, page: PageArgs) =>
    query(tenantPaths(orgId).recommendations, [['status', '==', status]], newestFirst, page),
  /** The most urgent first. */
  pendingRecommendations: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).recommendations, [['status', '==', 'pending']], [['priority', 'desc']], page),
  /** Those of one maker, from a time on. */
  recommendationsBySince: (orgId: string, createdBy: string, since: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).recommendations,
      [
        ['createdBy', '==', createdBy],
        ['createdAt', '>=', since],
      ],
      newestFirst,
      page,
    ),
  /** Those that were made from one time on up to, and with, another, and dismissed since. */
  dismissedRecommendations: (orgId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).recommendations,
      [['status', '==', 'dismissed'], ...between(since, until)],
      newestFirst,
      page,
    ),
  /** Those that are pending and too old to be acted on. */
  expiredRecommendations: (orgId: string, now: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).recommendations,
      [
        ['status', '==', 'pending'],
        ['expiresAt', '<=', now],
      ],
      [['expiresAt', 'asc']],
      page,
    ),
  /** Those whose outcome is to be looked at. */
  measurableRecommendations: (orgId: string, now: Date, page: PageArgs) =>
    query(tenantPaths(orgId).recommendations, [['measureAt', '<=', now]], [['measureAt', 'asc']], page),
  /** To be counted. */
  recommendationsThatAre: (orgId: string, category: string, status: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).recommendations,
      [
        ['category', '==', category],
        ['status', '==', status],
      ],
      [],
      page,
    ),
  /** What people made of recommendations, the latest word first. */
  feedbacks: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).feedbacks, [], [['at', 'desc']], page),
  /** To be counted: by whether it helped, or by the reason. */
  feedbackThatSays: (orgId: string, what: 'helpful' | 'reason', said: FieldValue, page: PageArgs) =>
    query(tenantPaths(orgId).feedbacks, [[what, '==', said]], [], page),
} as const;
