import type { ActionPlan } from './action-plan.ts';
import { tenantPaths } from './paths.ts';
import { DOCUMENT_ID, type Order, type PageArgs, query } from './query-shape.ts';

const newestFirst: Order[] = [
  ['createdAt', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

/** So many plans' tasks can be asked for at once. */
export const MAX_PLANS_AT_ONCE = 30;

/** Queries of action plans, and of their tasks. */
export const actionPlanQueries = {
  actionPlans: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).actionPlans, [], newestFirst, page),
  actionPlansByStatus: (orgId: string, statuses: readonly ActionPlan['status'][], page: PageArgs) =>
    query(tenantPaths(orgId).actionPlans, [['status', 'in', statuses]], newestFirst, page),
  /** The tasks of up to `MAX_PLANS_AT_ONCE` plans, in no order. */
  tasksOfPlans: (orgId: string, planIds: readonly string[], page: PageArgs) =>
    query(tenantPaths(orgId).tasks, [['planId', 'in', planIds]], [], page),
  /** Those of them whose deadline has come by `until`. */
  dueTasksOfPlans: (orgId: string, planIds: readonly string[], until: Date, page: PageArgs) =>
    query(
      tenantPaths(orgId).tasks,
      [
        ['planId', 'in', planIds],
        ['deadline', '<=', until],
      ],
      [
        ['deadline', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
} as const;
