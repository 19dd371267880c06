import { z } from 'zod';
import { type AlertVerb, settleAlert } from '../../core/governance/settle-alert.ts';
import type { Found, Store, Stored } from '../../core/ports.ts';
import { type Alert, alertSchema, severitySchema } from '../../model/alert.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import { changingOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, cursorAt, exactCursor, pageOf, pageQuery } from './views.ts';

/** So many are looked through for one page of a choice; it may be short, and its cursor goes on behind them. */
const LOOKED_THROUGH = 200;

const statusSchema = z.enum(['open', 'acknowledged', 'resolved']);
const time = z.iso.datetime();
const alertView = alertSchema
  .omit({ expireAt: true, mailedAt: true, mailDueAt: true, toldAt: true })
  .extend({
    alertId: z.string(),
    status: statusSchema,
    firstAt: time,
    lastAt: time,
    resolvedAt: time.nullable(),
    acknowledgedAt: time.nullable(),
  })
  .meta({ id: 'Alert' });

interface Wanted {
  readonly status?: z.infer<typeof statusSchema> | undefined;
  readonly severity?: Alert['severity'] | undefined;
}

export const alertRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/alerts',
      summary: 'Operational problems, the latest first; open ones are those that nobody looks after yet',
      query: pageQuery.extend({
        cursor: exactCursor.optional(),
        status: statusSchema.optional(),
        severity: severitySchema.optional(),
      }),
      answers: { 200: pageOf(alertView) },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app, caller: { orgId }, query: { limit, cursor, status, severity } }) => {
      const body = await listed(app.engine.store, orgId, { status, severity }, { limit, after: afterExactly(cursor) });
      return { status: 200, body };
    },
  ),
  settleRoute('acknowledge', 'Look after an alert: nobody is written to about it until it gets worse or comes back'),
  settleRoute('resolve', 'Say that an alert is over; raised again, it comes back as a new one'),
];

function settleRoute(verb: AlertVerb, summary: string): Route {
  return tenantRoute(
    {
      method: 'post',
      path: `/api/alerts/{id}/${verb}`,
      summary,
      params: z.object({ id: executionIdSchema }),
      answers: { 200: alertView, 404: problemSchema },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, params: { id }, request }) => {
      const settled = await settleAlert(app.engine, changingOf(caller, request), id, verb);
      if (settled === null) throw new HttpProblem(404, 'not_found', `There is no alert ${id}`);
      return { status: 200, body: toView(settled) };
    },
  );
}

interface Page {
  readonly limit: number;
  readonly after: readonly FieldValue[] | null;
}

/** Few alerts are stored at any time: they are looked through, instead of having an index for each way to choose. */
async function listed(store: Store, orgId: string, wanted: Wanted, { limit, after }: Page) {
  const isChoice = wanted.status !== undefined || wanted.severity !== undefined;
  const most = isChoice ? LOOKED_THROUGH : limit;
  const found = await store.query(queries.alerts(orgId, { limit: most, after }));
  const fitting = found.filter((one): one is Stored<Alert> => one.data !== null && isWanted(one.data, wanted));
  const items = fitting.slice(0, limit);
  const last = fitting.length > limit ? items.at(-1) : found.length === most ? lastReadable(found) : undefined;
  return { items: items.map(toView), nextCursor: last ? cursorAt(last.data.lastAt, last.id) : null };
}

function lastReadable(found: readonly Found<Alert>[]): Stored<Alert> | undefined {
  return found.findLast((one): one is Stored<Alert> => one.data !== null);
}

function isWanted(alert: Alert, { status, severity }: Wanted): boolean {
  return (
    (status === undefined || statusOf(alert) === status) && (severity === undefined || alert.severity === severity)
  );
}

function statusOf({ resolvedAt, acknowledgedAt }: Alert): z.infer<typeof statusSchema> {
  if (resolvedAt !== null) return 'resolved';
  return acknowledgedAt === null ? 'open' : 'acknowledged';
}

function toView({ id, data }: Stored<Alert>): z.input<typeof alertView> {
  const { expireAt, mailedAt, mailDueAt, toldAt, ...shown } = data;
  return {
    ...shown,
    alertId: id,
    status: statusOf(data),
    firstAt: data.firstAt.toISOString(),
    lastAt: data.lastAt.toISOString(),
    resolvedAt: data.resolvedAt?.toISOString() ?? null,
    acknowledgedAt: data.acknowledgedAt?.toISOString() ?? null,
  };
}
