import type { ExecutionStatus } from './execution.ts';
import { tenantPaths, top } from './paths.ts';
import { between, DOCUMENT_ID, oldestFirst, type PageArgs, query, whole } from './query-shape.ts';

/** Queries of executions, and what belongs to them. */
export const executionQueries = {
  /** The address at which the outside answers an execution, once it has one. */
  hookOf: (executionId: string) => query(top.hooks, [['executionId', '==', executionId]], [], { limit: 1 }),
  outputs: (orgId: string, executionId: string, page: PageArgs) =>
    query(tenantPaths(orgId).outputs(executionId), [], [[DOCUMENT_ID, 'asc']], page),
  executions: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole], [['createdAt', 'desc']], page),
  executionsOf: (orgId: string, playbookId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['playbookId', '==', playbookId]], [['createdAt', 'desc']], page),
  executionsByStatus: (orgId: string, status: ExecutionStatus, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['status', '==', status]], [['createdAt', 'desc']], page),
  executionsOfByStatus: (orgId: string, playbookId: string, status: ExecutionStatus, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status]],
      [['createdAt', 'desc']],
      page,
    ),
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
