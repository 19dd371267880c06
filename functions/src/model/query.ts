import { actionPlanQueries } from './action-plan-queries.ts';
import { calendarQueries } from './calendar-queries.ts';
import { competitiveActionQueries } from './competitive-action-queries.ts';
import { eventQueries } from './event-queries.ts';
import type { ExecutionStatus } from './execution.ts';
import { executionQueries } from './execution-queries.ts';
import { galleryQueries } from './gallery-queries.ts';
import { insightQueries } from './insight-queries.ts';
import { tenantPaths, top } from './paths.ts';
import { DOCUMENT_ID, type FieldValue, type Filter, newestEntry, type PageArgs, query, whole } from './query-shape.ts';
import { rollupQueries } from './rollup-queries.ts';
import { taskQueries } from './task-queries.ts';
import { upkeepQueries } from './upkeep-queries.ts';

export { DOCUMENT_ID, type FieldValue, type Filter, type PageArgs, type Query } from './query-shape.ts';

/** Every query of the product, in the server and in the web app. A test checks that each has its index. */
export const queries = {
  ...executionQueries,
  ...calendarQueries,
  ...eventQueries,
  ...upkeepQueries,
  ...taskQueries,
  ...competitiveActionQueries,
  ...insightQueries,
  ...actionPlanQueries,
  ...rollupQueries,
  ...galleryQueries,
  memberships: (uid: string) => query(top.memberships, [['uid', '==', uid]], [], { limit: 50 }),
  owners: (orgId: string) => query(tenantPaths(orgId).team, [['role', '==', 'owner']], [], { limit: 2 }),
  playbooks: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).playbooks, [], [['createdAt', 'desc']], page),
  playbooksByStatus: (orgId: string, status: string, page: PageArgs) =>
    query(tenantPaths(orgId).playbooks, [['status', '==', status]], [['createdAt', 'desc']], page),
  /** What of a playbook came to a status, without dry runs, from a time on, the oldest first. */
  liveExecutionsByStatusSince: (
    orgId: string,
    playbookId: string,
    status: ExecutionStatus,
    since: Date,
    page: PageArgs,
  ) =>
    query(
      tenantPaths(orgId).executions,
      [
        whole,
        ['playbookId', '==', playbookId],
        ['mode', '==', 'live'],
        ['status', '==', status],
        ['createdAt', '>=', since],
      ],
      [['createdAt', 'asc']],
      page,
    ),
  versions: (orgId: string, playbookId: string, page: PageArgs) =>
    query(tenantPaths(orgId).versions(playbookId), [], [['createdAt', 'desc']], page),
  schedulesOf: (orgId: string, playbookId: string) =>
    query(tenantPaths(orgId).schedules, [['playbookId', '==', playbookId]], [], { limit: 50 }),
  schedules: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).schedules, [], [['scheduledFor', 'asc']], page),
  approvals: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).approvals, [], [['requestedAt', 'desc']], page),
  approvalsByStatus: (orgId: string, status: string, page: PageArgs) =>
    query(tenantPaths(orgId).approvals, [['status', '==', status]], [['requestedAt', 'desc']], page),
  connections: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).connections, [], [[DOCUMENT_ID, 'asc']], page),
  devicesOf: (orgId: string, uid: string) => query(tenantPaths(orgId).devices, [['uid', '==', uid]], [], { limit: 50 }),
  connectionsTo: (orgId: string, connector: string) =>
    query(tenantPaths(orgId).connections, [['connector', '==', connector]], [], { limit: 100 }),
  /** The latest first. */
  alerts: (orgId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).alerts,
      [],
      [
        ['lastAt', 'desc'],
        [DOCUMENT_ID, 'desc'],
      ],
      page,
    ),
  agentConfigs: (orgId: string) => query(tenantPaths(orgId).agentConfigs, [], [[DOCUMENT_ID, 'asc']], { limit: 100 }),
  decidedApprovals: (orgId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).approvals,
      [['status', 'in', ['approved', 'rejected', 'expired', 'canceled']]],
      [['requestedAt', 'desc']],
      page,
    ),
  /** Those that were asked from a time on. */
  decidedApprovalsSince: (orgId: string, since: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).approvals,
      [
        ['status', 'in', ['approved', 'rejected', 'expired', 'canceled']],
        ['requestedAt', '>=', since],
      ],
      [['requestedAt', 'desc']],
      page,
    ),
  /** The questions that were asked from after one time on, up to another. */
  approvalsBetween: (orgId: string, after: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).approvals,
      [
        ['requestedAt', '>', after],
        ['requestedAt', '<=', until],
      ],
      [['requestedAt', 'desc']],
      page,
    ),
  audit: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).audit, [], newestEntry, page),
  /** What was done to things of one kind, such as `playbook`. */
  auditOf: (orgId: string, kind: string, page: PageArgs) =>
    query(tenantPaths(orgId).audit, [['target.kind', '==', kind]], newestEntry, page),
  preferences: (orgId: string) => query(tenantPaths(orgId).preferences, [], [[DOCUMENT_ID, 'asc']], { limit: 200 }),
  /** Of the one who has asked for a code, by its hash. */
  preferencesByCode: (orgId: string, sha256: string) =>
    query(tenantPaths(orgId).preferences, [['telegramCode.sha256', '==', sha256]], [], { limit: 1 }),
  /** Of those whose messages go to a chat in Telegram. */
  preferencesByChat: (orgId: string, chatId: string) =>
    query(tenantPaths(orgId).preferences, [['telegram.to', '==', chatId]], [], { limit: 20 }),
  team: (orgId: string) => query(tenantPaths(orgId).team, [], [[DOCUMENT_ID, 'asc']], { limit: 200 }),
  apiKeys: (orgId: string) => query(top.apiKeys, [['orgId', '==', orgId]], [], { limit: 200 }),
  apiKey: (keyId: string) => query(top.apiKeys, [['keyId', '==', keyId]], [], { limit: 1 }),
  invitations: (orgId: string) => query(top.invitations, [['orgId', '==', orgId]], [], { limit: 1_000 }),
  notifications: (orgId: string, uid: string, page: PageArgs) =>
    query(tenantPaths(orgId).notifications, [['uid', '==', uid]], [['createdAt', 'desc']], page),
  unreadNotifications: (orgId: string, uid: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).notifications,
      [
        ['uid', '==', uid],
        ['readAt', '==', null],
      ],
      [['createdAt', 'desc']],
      page,
    ),
  conversations: (orgId: string, uid: string, page: PageArgs) =>
    query(tenantPaths(orgId).conversations, [['uid', '==', uid]], [['updatedAt', 'desc']], page),
  /** Those of a person about a recommendation, the latest first. */
  conversationsAbout: (orgId: string, uid: string, recommendationId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).conversations,
      [
        ['uid', '==', uid],
        ['about', '==', recommendationId],
      ],
      [['updatedAt', 'desc']],
      page,
    ),
  messages: (orgId: string, conversationId: string, page: PageArgs) =>
    query(tenantPaths(orgId).messages(conversationId), [], [['createdAt', 'asc']], page),
  /** The newest first. */
  latestMessages: (orgId: string, conversationId: string, page: PageArgs) =>
    query(tenantPaths(orgId).messages(conversationId), [], [['createdAt', 'desc']], page),
  /** Documents of the shop's own whose fields have these values, in the order of their ids. */
  documents: (orgId: string, collection: string, equal: Readonly<Record<string, FieldValue>>, page: PageArgs) =>
    query(
      tenantPaths(orgId).data(collection),
      Object.entries(equal).map(([field, value]): Filter => [field, '==', value]),
      [[DOCUMENT_ID, 'asc']],
      page,
    ),
  /** Documents of the shop's own whose field lies from one value up to, and without, another; both of one type. */
  documentsBetween: (
    orgId: string,
    collection: string,
    field: string,
    from: FieldValue,
    to: FieldValue,
    page: PageArgs,
  ) =>
    query(
      tenantPaths(orgId).data(collection),
      [
        [field, '>=', from],
        [field, '<', to],
      ],
      [
        [field, 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  products: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).domain('products'), [], [[DOCUMENT_ID, 'asc']], page),
} as const;
