import { tenantPaths } from './paths.ts';
import { type PageArgs, query } from './query-shape.ts';

/** Queries of competitive actions. */
export const competitiveActionQueries = {
  /** What nobody has decided on yet, in no order. */
  pendingCompetitiveActions: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).competitiveActions, [['status', '==', 'pending']], [], page),
} as const;
