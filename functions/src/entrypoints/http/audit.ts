import { z } from 'zod';
import type { Stored } from '../../core/ports.ts';
import { type AuditEntry, auditEntrySchema } from '../../model/audit.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, exactCursor, pageOf, pageQuery, toExactPage } from './views.ts';

const entryView = auditEntrySchema
  .omit({ beforeJson: true, afterJson: true, expireAt: true })
  .extend({ id: z.string(), at: z.iso.datetime(), before: jsonValue, after: jsonValue })
  .meta({ id: 'AuditEntry' });

/** The audit log, for owners. It is only ever added to, by the commits that it tells of. */
export const auditRoute: Route = tenantRoute(
  {
    method: 'get',
    path: '/api/audit',
    summary: 'Who did what, and from where, the newest first; what changed as before and after',
    query: pageQuery.extend({
      cursor: exactCursor.optional(),
      kind: z
        .string()
        .regex(/^[a-z_]{1,40}$/)
        .optional()
        .meta({ description: 'Only what was done to things of this kind, such as playbook' }),
    }),
    answers: { 200: pageOf(entryView) },
  },
  { role: 'owner', scope: null },
  async ({ app, caller: { orgId }, query: { limit, cursor, kind } }) => {
    const after = afterExactly(cursor);
    const page = { limit, after };
    const wanted = kind === undefined ? queries.audit(orgId, page) : queries.auditOf(orgId, kind, page);
    const found = await app.engine.store.query(wanted);
    return { status: 200, body: toExactPage(({ at }) => at, found, limit, toView) };
  },
);

function toView({ id, data: { at, actor, action, target, beforeJson, afterJson } }: Stored<AuditEntry>) {
  return { id, at: at.toISOString(), actor, action, target, before: parsed(beforeJson), after: parsed(afterJson) };
}

function parsed(json: string | null): JsonValue {
  return json === null ? null : (JSON.parse(json) as JsonValue);
}
