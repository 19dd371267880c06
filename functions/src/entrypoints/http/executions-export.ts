import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { csvOf } from '../../core/exports/csv.ts';
import { type Cell, EXECUTION_COLUMNS, executionRow } from '../../core/exports/execution-rows.ts';
import { type FoundExecutions, streamExecutions } from '../../core/exports/stream-executions.ts';
import { xlsxOf } from '../../core/exports/xlsx.ts';
import { problemSchema } from '../../model/problem.ts';
import { executionFilters, filterOf } from './executions.ts';
import { type Route, tenantRoute } from './route.ts';

const FORMATS = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
type Format = keyof typeof FORMATS;

const exportQuery = z.object({ ...executionFilters, format: z.enum(['csv', 'xlsx']).default('csv') });

/** The history as a table for spreadsheets. */
export const executionsExportRoute: Route = tenantRoute(
  {
    method: 'get',
    path: '/api/executions/export',
    summary: 'All executions that the filters leave, as CSV or XLSX; X-Total-Count says how many, where that is known',
    query: exportQuery,
    answers: { 200: z.string(), 422: problemSchema },
  },
  { role: 'viewer', scope: 'executions:read' },
  async ({ app, caller: { orgId }, query: { format, ...query }, response }) => {
    const found = await streamExecutions({ store: app.engine.store, stream: app.stream }, orgId, filterOf(query));
    const day = app.engine.clock.now().toISOString().slice(0, 10);
    response.set({
      'Content-Type': FORMATS[format],
      'Content-Disposition': `attachment; filename="executions-${day}.${format}"`,
      'Cache-Control': 'no-store',
      ...(found.total !== null && { 'X-Total-Count': String(found.total) }),
    });
    try {
      await pipeline(Readable.from(piecesOf(app, orgId, format, found)), response);
    } catch (error) {
      // The answer has begun; that the connection ends before the file does says the rest.
      const reason = error instanceof Error ? error.message.slice(0, 200) : '';
      app.engine.log.warn('executions_export_cut_off', { orgId, reason });
    }
    return null;
  },
);

function piecesOf(app: App, orgId: string, format: Format, { executions }: FoundExecutions) {
  const rows = rowsOf(executions, app.conceal(orgId).text);
  return format === 'csv' ? csvOf(EXECUTION_COLUMNS, rows) : xlsxOf('Executions', EXECUTION_COLUMNS, rows);
}

async function* rowsOf(
  executions: FoundExecutions['executions'],
  clean: (text: string) => string,
): AsyncGenerator<Cell[]> {
  for await (const execution of executions) yield executionRow(execution, clean);
}
