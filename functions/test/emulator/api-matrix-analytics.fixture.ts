import type { Row } from './api-matrix-row.ts';

/** The routes of how executions did, and what more of them would cost. */
export const ANALYTICS_ROWS: Readonly<Record<string, Row>> = {
  'get /api/analytics': { query: '?days=7', status: 200 },
  'get /api/usage': { status: 200 },
  'post /api/analytics/cost': { body: () => ({ executions: 1_000 }), status: 200, audit: null },
};
