import { z } from 'zod';
import type { Stored } from '../../core/ports.ts';
import { type AuditEntry, auditEntrySchema } from '../../model/audit.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterCursor, pageOf, pageQuery } from './views.ts';

const entryView = auditEntrySchema
  .omit({ beforeJson: true, afterJson: true, expireAt: true })
  .extend({ id: z.string(), at: z.iso.datetime(), before: jsonValue, after: jsonValue })
  .meta({ id: 'AuditEntry' });

/** Two entries may be of one instant, and none may be left out: a cursor is the time and the id of the last one. */
const cursorSchema = z
  .string()
  .max(200)
  .refine((cursor) => afterOf(cursor) !== null, 'Give the nextCursor of the page before');

/** The audit log, for owners. It is only ever added to, by the commits that it tells of. */
export const auditRoute: Route = tenantRoute(
  {
    method: 'get',
    path: '/api/audit',
    summary: 'Who did what, and from where, the newest first; what changed as before and after',
    query: pageQuery.extend({ cursor: cursorSchema.optional() }),
    answers: { 200: pageOf(entryView) },
  },
  { role: 'owner', scope: null },
  async ({ app, caller: { orgId }, query: { limit, cursor } }) => {
    const after = cursor === undefined ? null : afterOf(cursor);
    const found = await app.engine.store.query(queries.audit(orgId, { limit, after }));
    const items = found.flatMap((one) => (one.data === null ? [] : [toView(one)]));
    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last?.data ? encode(`${last.data.at.toISOString()}|${last.id}`) : null;
    return { status: 200, body: { items, nextCursor } };
  },
);

function afterOf(cursor: string): readonly [Date, string] | null {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|');
  const [at] = afterCursor(encode(time)) ?? [];
  return at !== undefined && executionIdSchema.safeParse(id).success ? [at, id] : null;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function toView({ id, data: { at, actor, action, target, beforeJson, afterJson } }: Stored<AuditEntry>) {
  return { id, at: at.toISOString(), actor, action, target, before: parsed(beforeJson), after: parsed(afterJson) };
}

function parsed(json: string | null): JsonValue {
  return json === null ? null : (JSON.parse(json) as JsonValue);
}
