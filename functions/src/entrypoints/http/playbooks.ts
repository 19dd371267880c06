import { z } from 'zod';
import type { App } from '../../app.ts';
import { examplesOf } from '../../core/authoring/contract-check.ts';
import { loopWarnings } from '../../core/authoring/loop-warnings.ts';
import { startsItself } from '../../core/authoring/playbook-change.ts';
import { createPlaybook, deletePlaybook, updatePlaybook } from '../../core/authoring/save-playbook.ts';
import { missingConnections, stepsOf } from '../../core/governance/connection-use.ts';
import type { Store } from '../../core/ports.ts';
import { readContract } from '../../model/contract.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import {
  type Playbook,
  type PlaybookPatch,
  playbookDraftSchema,
  playbookPatchSchema,
  playbookStatusSchema,
} from '../../model/playbook.ts';
import { problemDetailSchema, problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actorOf, assertPerson, type TenantCaller } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterCursor, pageOf, pageQuery, playbookView, toPage, toPlaybookView } from './views.ts';

const byId = z.object({ id: playbookIdSchema });
const read = { role: 'viewer', scope: 'playbooks:read' } as const;
const write = { role: 'editor', scope: 'playbooks:write' } as const;

/**
 * `missingConnections`: what has to be connected before it can do what it says; `warnings`: what may not be meant so.
 * It is kept and armed all the same.
 */
export const wholeView = playbookView.extend({
  missingConnections: z.array(
    z.object({ connector: z.string(), title: z.string(), connection: z.string().nullable(), href: z.string() }),
  ),
  warnings: z.array(problemDetailSchema),
  /** Of its contract: what must, or must not, make it act, and whether it does as it is. */
  examples: z.array(z.object({ words: z.string(), fires: z.boolean(), agrees: z.boolean() })),
});

export const playbookRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks',
      summary: 'Make a playbook; an active one is armed at once',
      body: playbookDraftSchema,
      answers: { 201: wholeView, 422: problemSchema },
    },
    write,
    async ({ app, caller, body, request }) => {
      if (body.status === 'active') assertMayRun(caller);
      const ownerId = caller.kind === 'user' ? caller.id : await ownerOf(app.engine.store, caller.orgId);
      const { playbookId, playbook } = await createPlaybook(app.engine, caller.orgId, body, {
        actor: actorOf(caller, request),
        ownerId,
      });
      return { status: 201, body: await toWholeView(app, caller.orgId, playbookId, playbook) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks',
      summary: 'The playbooks, newest first',
      query: pageQuery.extend({ status: playbookStatusSchema.optional() }),
      answers: { 200: pageOf(playbookView) },
    },
    read,
    async ({ app, caller: { orgId }, query: { limit, cursor, status } }) => {
      const page = { limit, after: afterCursor(cursor) };
      const found = await app.engine.store.query(
        status === undefined ? queries.playbooks(orgId, page) : queries.playbooksByStatus(orgId, status, page),
      );
      return { status: 200, body: toPage(found, limit, ({ id, data }) => toPlaybookView(id, data)) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/{id}',
      summary: 'One playbook',
      params: byId,
      answers: { 200: wholeView, 404: problemSchema },
    },
    read,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).playbook(id));
      if (stored === null) throw noPlaybook(id);
      return { status: 200, body: await toWholeView(app, orgId, id, stored.data) };
    },
  ),
  tenantRoute(
    {
      method: 'patch',
      path: '/api/playbooks/{id}',
      summary:
        'Change a playbook: pause, resume (`held`: what becomes of what came meanwhile), archive, or edit what it does; with `versionId` only as it was seen',
      params: byId,
      body: playbookPatchSchema,
      answers: { 200: wholeView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    write,
    async ({ app, caller, params: { id }, body, request }) => {
      if (body.ownerId !== undefined) assertPerson(caller);
      if (body.status === 'active') assertMayRun(caller);
      // What it is at the moment of the change counts.
      const beside = (_: unknown, before: Playbook | null) => {
        if (before !== null && isOfActive(before, body)) assertMayRun(caller);
        return [];
      };
      const saved = await updatePlaybook(app.engine, caller.orgId, id, body, actorOf(caller, request), { beside });
      if (saved === null) throw noPlaybook(id);
      return { status: 200, body: await toWholeView(app, caller.orgId, id, saved.playbook) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/playbooks/{id}',
      summary: 'Delete a playbook; its schedules, listeners and jobs go with it',
      params: byId,
      answers: { 204: z.null(), 404: problemSchema },
    },
    write,
    async ({ app, caller, params: { id }, request }) => {
      if (!(await deletePlaybook(app.engine, caller.orgId, id, actorOf(caller, request)))) throw noPlaybook(id);
      return { status: 204, body: null };
    },
  ),
];

const UNREADABLE = {
  path: 'contract',
  message: 'What was asked for cannot be read any more, so nothing is held against it',
};

export async function toWholeView(
  { engine, connectors, secrets }: App,
  orgId: string,
  playbookId: string,
  playbook: Playbook,
): Promise<z.input<typeof wholeView>> {
  const missing = await missingConnections({ ...engine, connectors, secrets }, orgId, stepsOf(playbook));
  const isUnreadable = playbook.contractJson !== null && readContract(playbook.contractJson) === null;
  const warnings = [...loopWarnings(playbook.triggers, stepsOf(playbook)), ...(isUnreadable ? [UNREADABLE] : [])];
  const examples = examplesOf(playbook, engine.catalog);
  return { ...toPlaybookView(playbookId, playbook), missingConnections: missing, warnings, examples };
}

/** What is active starts by itself: a key that may run nothing makes and changes what is not. */
export function assertMayRun(caller: TenantCaller): void {
  if (caller.kind !== 'key' || caller.scopes.includes('executions:run')) return;
  const detail = 'An active playbook starts by itself, so this takes the scope executions:run, too; make it a draft';
  throw new HttpProblem(403, 'scope', detail);
}

/** What says nothing of what a playbook does. */
const LABELS: readonly string[] = ['name', 'description', 'category'] satisfies (keyof PlaybookPatch)[];

/** Whether a change makes a playbook start by itself, now or after a pause, or is to what such a one does. */
function isOfActive(before: Playbook, { status, until, ...rest }: PlaybookPatch): boolean {
  const isPlain = Object.keys(rest).every((field) => LABELS.includes(field));
  if (isPlain && until === undefined) return false;
  // To stop it for a while changes nothing of what it does.
  if (isPlain) return before.status !== 'active';
  if (until !== undefined) return true;
  return status === undefined || status === before.status ? startsItself(before) : false;
}

export function noPlaybook(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no playbook ${id}`);
}

/** A key acts for the tenant, so what it makes belongs to an owner of the tenant. */
export async function ownerOf(store: Store, orgId: string): Promise<string> {
  const [owner] = await store.query(queries.owners(orgId));
  if (owner === undefined) throw new HttpProblem(409, 'no_owner', 'The team has no owner; give it one first');
  return owner.id;
}
