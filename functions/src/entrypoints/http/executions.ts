import { z } from 'zod';
import { cancelExecution } from '../../core/engine/cancel.ts';
import { resumeExecution } from '../../core/engine/resume.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { type Execution, executionSchema, modeSchema, triggeredBySchema } from '../../model/execution.ts';
import { type ExecutionFilter, executionSearch, searchExecutions } from '../../model/execution-search.ts';
import { executionIdSchema, playbookIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import type { Query } from '../../model/query.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import {
  afterExactly,
  cursorAt,
  exactCursor,
  executionView,
  instantQuery,
  pageOf,
  pageQuery,
  toExecutionView,
} from './views.ts';

const read = { role: 'viewer', scope: 'executions:read' } as const;
const run = { role: 'editor', scope: 'executions:run' } as const;
const status = z.enum(executionSchema.options.map((option) => option.shape.status.value));

/** What of the executions is wanted; several filters hold together. */
export const executionFilters = {
  playbookId: playbookIdSchema.optional(),
  /** One or several, joined by commas. */
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(status).max(status.options.length))
    .default([]),
  triggeredBy: triggeredBySchema.optional(),
  mode: modeSchema.optional(),
  /** Created at this instant or later. */
  from: instantQuery.optional(),
  /** Created before this instant. */
  to: instantQuery.optional(),
  /** Whole words: an order number, an e-mail address, a name, words of an error. */
  text: z.string().max(200).default(''),
};
const filtersSchema = z.object(executionFilters);
const listQuery = pageQuery.extend({ cursor: exactCursor.optional(), ...executionFilters });

export function filterOf(query: z.infer<typeof filtersSchema>): ExecutionFilter {
  const { status: statuses, playbookId = null, triggeredBy = null, mode = null, from = null, to = null, text } = query;
  return { playbookId, statuses, triggeredBy, mode, from, to, text };
}

/** `pinned`: the version that it was started with. Inputs that are not named stay as they were. */
const resumeBody = z.strictObject({
  version: z.enum(['pinned', 'newest']).default('pinned'),
  inputs: jsonObject.default({}),
});

export const executionRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions',
      summary: 'The executions, newest first; a page may be short where it had to look far: go on with its nextCursor',
      query: listQuery,
      answers: { 200: pageOf(executionView) },
    },
    read,
    async ({ app, caller: { orgId }, query }) => {
      const { limit, cursor, ...filters } = query;
      const search = executionSearch(orgId, filterOf(filters));
      const readPage = (wanted: Query<Execution>) => app.engine.store.query(wanted);
      const { found, after } = await searchExecutions(search, readPage, { limit, after: afterExactly(cursor) });
      const items = found.flatMap(({ id, data }) => (data === null ? [] : [toExecutionView(id, data)]));
      return { status: 200, body: { items, nextCursor: after === null ? null : cursorAt(...after) } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions/{id}',
      summary: 'One execution with its steps',
      params: z.object({ id: executionIdSchema }),
      answers: { 200: executionView, 404: problemSchema },
    },
    read,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).execution(id));
      if (stored === null) throw noExecution(id);
      return { status: 200, body: toExecutionView(id, stored.data) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/executions/{id}/cancel',
      summary: 'Ask an execution to stop; the act that has begun is finished',
      params: z.object({ id: executionIdSchema }),
      answers: { 202: executionView, 404: problemSchema, 409: problemSchema },
    },
    run,
    async ({ app, caller, params: { id }, request }) => {
      const entry = { action: 'execution.canceled', target: { kind: 'execution', id } };
      const audit = auditWrite(app.engine, caller.orgId, actorOf(caller, request), entry);
      const canceled = await cancelExecution(app.engine, caller.orgId, id, caller.id, [audit]);
      if (canceled.kind === 'not_found') throw noExecution(id);
      if (canceled.kind === 'finished') {
        throw new HttpProblem(409, 'finished', `The execution is ${canceled.execution.status} already`);
      }
      return { status: 202, body: toExecutionView(id, canceled.execution) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/executions/{id}/resume',
      summary: 'Go on with a failed or canceled execution where it stopped; what was done is not done again',
      params: z.object({ id: executionIdSchema }),
      body: resumeBody,
      answers: { 202: executionView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    run,
    async ({ app, caller, params: { id }, body, request }) => {
      const entry = { action: 'execution.resumed', target: { kind: 'execution', id }, after: body };
      const alongside = [auditWrite(app.engine, caller.orgId, actorOf(caller, request), entry)];
      const resumed = await resumeExecution(app.engine, caller.orgId, id, { ...body, by: caller.id, alongside });
      if (resumed.kind === 'not_found') throw noExecution(id);
      if (resumed.kind === 'refused') throw new HttpProblem(409, 'not_resumable', resumed.reason);
      return { status: 202, body: toExecutionView(id, resumed.execution) };
    },
  ),
];

export function noExecution(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no execution ${id}`);
}
