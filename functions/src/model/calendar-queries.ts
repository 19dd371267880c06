import type { ExecutionStatus } from './execution.ts';
import { tenantPaths } from './paths.ts';
import { during, type Filter, type Order, type PageArgs, query, whole } from './query-shape.ts';

/** From `since` up to, and without, `until`. */
const begun = (since: Date, until: Date): Filter[] => during(since, until).map(([, ...rest]) => ['createdAt', ...rest]);
const newestFirst: Order[] = [['createdAt', 'desc']];

/** Queries of what ran on a day, the newest first. */
export const calendarQueries = {
  executionsDuring: (orgId: string, since: Date, until: Date, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ...begun(since, until)], newestFirst, page),
  executionsOfDuring: (orgId: string, playbookId: string, since: Date, until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ...begun(since, until)],
      newestFirst,
      page,
    ),
  executionsByStatusDuring: (orgId: string, status: ExecutionStatus, since: Date, until: Date, page: PageArgs) =>
    query(tenantPaths(orgId).executions, [whole, ['status', '==', status], ...begun(since, until)], newestFirst, page),
  executionsOfByStatusDuring: (
    orgId: string,
    playbookId: string,
    status: ExecutionStatus,
    since: Date,
    until: Date,
    page: PageArgs,
  ) =>
    query(
      tenantPaths(orgId).executions,
      [whole, ['playbookId', '==', playbookId], ['status', '==', status], ...begun(since, until)],
      newestFirst,
      page,
    ),
} as const;
