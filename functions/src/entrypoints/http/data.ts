import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { beginErasure } from '../../core/governance/erase.ts';
import { exportTenant } from '../../core/governance/export.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, type Need } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

/** Whoever may take everything away, or along, and is there in person. */
const ownerInPerson: Need = { role: 'owner', scope: null, isSensitive: true };

const exportQuery = z.object({
  after: z.string().max(1_500).optional().meta({ description: 'The last path of an export that was cut off' }),
});
const eraseBody = z.strictObject({
  confirm: z.string().meta({ description: 'The name of the business, letter for letter' }),
});

export const dataRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/tenant/export',
      summary: 'Everything that is stored for the business, as lines of JSON {path, data}',
      query: exportQuery,
      answers: { 200: z.string(), 403: problemSchema, 422: problemSchema },
    },
    ownerInPerson,
    async ({ app, caller, query, request, response }) => {
      const { orgId } = caller;
      const after = query.after ?? null;
      if (after !== null && !isDocumentIn(orgId, after)) {
        throw new HttpProblem(422, 'invalid', 'This is no path of your export', {
          errors: [
            { path: 'after', message: `Give the last path that came, such as ${tenantPaths(orgId).root}/team/…` },
          ],
        });
      }
      const target = { kind: 'tenant', id: orgId };
      await app.engine.store.commit([
        auditWrite(app.engine, orgId, actorOf(caller, request), { action: 'tenant.exported', target }),
      ]);
      await sendExport(app, orgId, after, response);
      return null;
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/tenant/erase',
      summary: 'Delete the business and all that is stored for it, for good',
      body: eraseBody,
      answers: { 202: z.object({ erasing: z.literal(true) }), 403: problemSchema, 422: problemSchema },
    },
    ownerInPerson,
    async ({ app, caller, body, request }) => {
      const tenant = await app.engine.store.find(top.tenant(caller.orgId));
      if (tenant === null) throw new HttpProblem(404, 'not_found', 'The business is gone');
      // One that cannot be read has no name to repeat; its id will do.
      if (body.confirm !== (tenant.data?.name ?? caller.orgId)) {
        throw new HttpProblem(422, 'invalid', 'That is not the name of the business; nothing was deleted', {
          errors: [{ path: 'confirm', message: 'Write the name of the business exactly as it stands in the settings' }],
        });
      }
      await beginErasure(app.engine, caller.orgId, actorOf(caller, request));
      return { status: 202, body: { erasing: true } };
    },
  ),
];

function isDocumentIn(orgId: string, path: string): boolean {
  const { root } = tenantPaths(orgId);
  const parts = path.split('/');
  return (path === root || path.startsWith(`${root}/`)) && parts.length % 2 === 0 && !parts.includes('');
}

/** As fast as the caller takes it; nothing is read for one who has gone. */
async function sendExport(app: App, orgId: string, after: string | null, response: Response): Promise<void> {
  const { engine, subtree } = app;
  const day = engine.clock.now().toISOString().slice(0, 10);
  response.set({
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': `attachment; filename="playbooks-${orgId}-${day}.ndjson"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(exportTenant({ ...engine, subtree }, orgId, after)), response);
  } catch (error) {
    // The answer has begun; that it ends without its last line says the rest.
    engine.log.warn('export_cut_off', { orgId, reason: error instanceof Error ? error.message.slice(0, 200) : '' });
  }
}
