import type { Execution, ExecutionStatus, Mode, TriggeredBy } from './execution.ts';
import { tenantPaths, top } from './paths.ts';
import {
  between,
  DOCUMENT_ID,
  type Filter,
  type Order,
  oldestFirst,
  type PageArgs,
  type Query,
  query,
  whole,
} from './query-shape.ts';

/** What began in one instant, as what an event starts does, has an order, too: no page leaves one out. */
const newestFirst: Order[] = [
  ['createdAt', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

/** A query of executions in the order of their times, of those that were created from `from` until before `to`. */
export function createdWithin(listed: Query<Execution>, from: Date | null, to: Date | null): Query<Execution> {
  const since: Filter[] = from === null ? [] : [['createdAt', '>=', from]];
  const until: Filter[] = to === null ? [] : [['createdAt', '<', to]];
  return { ...listed, where: [...listed.where, ...since, ...until] };
}

/** Queries of executions, and what belongs to them. */
export const executionQueries = {
  /** The address at which the outside answers an execution, once it has one. */
  hookOf: (executionId: string) => query(top.hooks, [['executionId', '==', executionId]], [], { limit: 1 }),
  outputs: (orgId: string, executionId: string, page: PageArgs) =>
    query(tenantPaths(orgId).outputs(executionId), [], [[DOCUMENT_ID, 'asc']], page),
  /** What is said about one. */
  executionComments: (orgId: string, executionId: string, page: PageArgs) =>
    query(tenantPaths(orgId).comments, [['executionId', '==', executionId]], oldestFirst, page),
  executions: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).executions, [whole], newestFirst, page),
  executionsOf: (orgId: string, playbookId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['playbookId', '==', playbookId]], newestFirst, page),
  executionsByStatus: (orgId: string, status: ExecutionStatus, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['status', '==', status]], newestFirst, page),
  executionsOfByStatus: (orgId: string, playbookId: string, status: ExecutionStatus, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status]],
      newestFirst,
      page,
    ),
  executionsByStatuses: (orgId: string, statuses: readonly ExecutionStatus[], page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['status', 'in', statuses]], newestFirst, page),
  executionsOfByStatuses: (orgId: string, playbookId: string, statuses: readonly ExecutionStatus[], page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', 'in', statuses]],
      newestFirst,
      page,
    ),
  executionsStartedBy: (orgId: string, triggeredBy: TriggeredBy, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['triggeredBy', '==', triggeredBy]], newestFirst, page),
  executionsInMode: (orgId: string, mode: Mode, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['mode', '==', mode]], newestFirst, page),
  /** Those that are found by a word (model/search-terms.ts). */
  executionsWithTerm: (orgId: string, term: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['terms', 'array-contains', term]], newestFirst, page),
  /** Without the dry runs. */
  liveExecutionsOf: (orgId: string, playbookId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['mode', '==', 'live']],
      [['createdAt', 'desc']],
      page,
    ),
  /** Those that began from `since` until `until`, the oldest first. */
  executionsBetween: (orgId: string, playbookId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ...between(since, until)],
      oldestFirst,
      page,
    ),
  executionsByStatusBetween: (
    orgId: string,
    playbookId: string,
    status: ExecutionStatus,
    since: Date,
    until: Date,
    page: PageArgs,
  ) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status], ...between(since, until)],
      oldestFirst,
      page,
    ),
  /** What was skipped and stands for the start of this time, or of an earlier one, the latest first. */
  skippedUntil: (orgId: string, playbookId: string, at: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['status', '==', 'skipped'],
        ['scheduledFor', '<=', at],
      ],
      [['scheduledFor', 'desc']],
      page,
    ),
  /** What a pause or a limit holds, the oldest first. */
  heldExecutions: (orgId: string, kind: 'pause' | 'limit', page: PageArgs) =>
    query(tenantPaths(orgId).executions, [['wait.kind', '==', kind]], oldestFirst, page),
  heldExecutionsOf: (orgId: string, playbookId: string, kind: 'pause' | 'limit', page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['wait.kind', '==', kind],
      ],
      oldestFirst,
      page,
    ),
  /** Of what one trigger was to start from `since` until `until`, what was not skipped, the oldest first. */
  unskippedBetween: (orgId: string, playbookId: string, triggerId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['playbookId', '==', playbookId],
        ['triggerId', '==', triggerId],
        ['status', 'in', ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled']],
        ...between(since, until),
      ],
      oldestFirst,
      page,
    ),
  /** What a limit keeps from beginning, and was there before. */
  heldBefore: (orgId: string, limit: string, createdAt: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['wait.limit', '==', limit],
        ['createdAt', '<', createdAt],
      ],
      [],
      page,
    ),
  /** Those that began since then and were no rehearsal. */
  begunSince: (orgId: string, since: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['mode', '==', 'live'], ['startedAt', '>=', since]],
      [['startedAt', 'asc']],
      page,
    ),
  /** Those before one that was created at `before`, which wait for a place in a limit. */
  executionsHeldBy: (orgId: string, limit: string, before: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [
        ['heldBy', 'array-contains', limit],
        ['createdAt', '<', before],
      ],
      [['createdAt', 'asc']],
      page,
    ),
  /** What an event has started, or was to start. */
  executionsForEvent: (orgId: string, eventId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [['eventId', '==', eventId]], [[DOCUMENT_ID, 'asc']], page),
} as const;
