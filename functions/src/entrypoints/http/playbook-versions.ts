import { z } from 'zod';
import { startsItself } from '../../core/authoring/playbook-change.ts';
import { restoreVersion, tellVersions } from '../../core/authoring/playbook-versions.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import type { Playbook } from '../../model/playbook.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { assertMayRun } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterCursor, cursorOf, pageOf, pageQuery, playbookView, toPlaybookView } from './views.ts';

const versionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const versionView = z.object({
  versionId: z.string(),
  createdAt: z.iso.datetime(),
  /** The name of who made it; null where it is not known. */
  createdBy: z.string().nullable(),
  content: z.json(),
  /** What is different from the one before it, in words. */
  changes: z.array(z.string()),
  /** Whether it is what the playbook does now. */
  isLive: z.boolean(),
  /** What restoring it would change, in words. */
  fromLive: z.array(z.string()),
});

/** What each version of a playbook changed, and the way back to one. */
export const playbookVersionRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/{id}/versions',
      summary: 'What the playbook was, newest first, and what each version changed',
      params: z.object({ id: playbookIdSchema }),
      query: pageQuery,
      answers: { 200: pageOf(versionView) },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app, caller: { orgId }, params: { id }, query: { limit, cursor } }) => {
      const { items, last } = await tellVersions(app.engine, orgId, id, { limit, after: afterCursor(cursor) });
      const views = items.map(({ createdAt, ...rest }) => ({
        ...rest,
        changes: [...rest.changes],
        fromLive: [...rest.fromLive],
        content: z.json().parse(rest.content),
        createdAt: createdAt.toISOString(),
      }));
      return { status: 200, body: { items: views, nextCursor: last && cursorOf(last) } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/{id}/versions/{version}/restore',
      summary: 'Make an earlier version what the playbook does again; with `versionId` only while that is what it does',
      params: z.object({ id: playbookIdSchema, version: versionIdSchema }),
      body: z.strictObject({ versionId: versionIdSchema.optional() }),
      answers: { 200: playbookView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    { role: 'editor', scope: 'playbooks:write' },
    async ({ app, caller, params: { id, version }, body, request }) => {
      const { orgId } = caller;
      const assertMay = (before: Playbook) => {
        if (startsItself(before)) assertMayRun(caller);
      };
      const which = { playbookId: id, versionId: version, seen: body.versionId ?? null, assertMay };
      const saved = await restoreVersion(app.engine, orgId, which, actorOf(caller, request));
      if (saved === null) throw new HttpProblem(404, 'not_found', `The playbook ${id} has no version ${version}`);
      return { status: 200, body: toPlaybookView(id, saved.playbook) };
    },
  ),
];
