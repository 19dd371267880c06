import { tenantPaths } from './paths.ts';
import { DOCUMENT_ID, type Filter, type Order, type PageArgs, query } from './query-shape.ts';

const byId: Order[] = [[DOCUMENT_ID, 'asc']];
const within = (from: string, until: string): Filter[] => [
  [DOCUMENT_ID, '>=', from],
  [DOCUMENT_ID, '<=', until],
];

/** Queries of what has been added up day by day, from one day up to, and with, another. */
export const rollupQueries = {
  rollups: (orgId: string, from: string, until: string, page: PageArgs) =>
    query(tenantPaths(orgId).rollups, within(from, until), byId, page),
  playbookRollups: (orgId: string, playbookId: string, from: string, until: string, page: PageArgs) =>
    query(tenantPaths(orgId).playbookRollups, within(`${playbookId}.${from}`, `${playbookId}.${until}`), byId, page),
} as const;
