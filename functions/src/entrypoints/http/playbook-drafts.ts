import { z } from 'zod';
import type { App } from '../../app.ts';
import { loopWarnings } from '../../core/authoring/loop-warnings.ts';
import {
  checkDraft,
  contentOfDraft,
  DraftChangedError,
  discardDraft,
  liveContent,
  liveVersionOf,
  publishDraft,
  saveDraft,
} from '../../core/authoring/playbook-draft.ts';
import { missingConnections } from '../../core/governance/connection-use.ts';
import { type EditedContent, editedContentSchema } from '../../model/edited-draft.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import { problemDetailSchema, problemSchema } from '../../model/problem.ts';
import { triggerDraftSchema } from '../../model/trigger.ts';
import { actorOf } from './caller.ts';
import { noPlaybook } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const byId = z.object({ id: playbookIdSchema });
/** What people do in front of the editor; keys change playbooks as such. */
const person = { role: 'editor', scope: null } as const;

const checkView = z.object({
  problems: z.array(problemDetailSchema),
  warnings: z.array(problemDetailSchema),
  missingConnections: z.array(
    z.object({ connector: z.string(), title: z.string(), connection: z.string().nullable(), href: z.string() }),
  ),
  /** What publishing it would change, in words. */
  changes: z.array(z.string()),
  examples: z.array(z.object({ words: z.string(), fires: z.boolean(), agrees: z.boolean() })),
  /** The next times of its schedules. */
  schedules: z.array(z.object({ triggerId: z.string(), next: z.array(z.iso.datetime()) })),
});
const savedView = checkView.extend({
  /** 0: nothing has been saved yet. */
  revision: z.int(),
  /** What was live when the editing began; null where that could not be executed. */
  baseVersionId: z.string().nullable(),
  liveVersionId: z.string().nullable(),
});
const draftView = savedView.extend({
  content: editedContentSchema,
  editedBy: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});

export const playbookDraftRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/check',
      summary: 'What is wrong with a playbook, and what it would change of the one it is meant for; nothing is kept',
      isKeyless: true,
      body: z.strictObject({
        content: editedContentSchema,
        playbookId: playbookIdSchema.nullable().default(null).meta({ description: 'Null: it would be a new one' }),
      }),
      answers: { 200: checkView, 404: problemSchema, 422: problemSchema },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app, caller: { orgId }, body: { content, playbookId } }) => {
      const playbook = playbookId === null ? null : await playbookOf(app, orgId, playbookId);
      return { status: 200, body: await toCheck(app, orgId, playbook, content) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/{id}/draft',
      summary: 'What is being edited of a playbook; what is live, where nothing is',
      params: byId,
      answers: { 200: draftView, 404: problemSchema },
    },
    person,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const playbook = await playbookOf(app, orgId, id);
      const stored = await app.engine.store.get(tenantPaths(orgId).draft(id));
      const read = stored && contentOfDraft(stored.data);
      const content = read ?? liveContent(playbook, app.engine.catalog);
      const liveVersionId = liveVersionOf(playbook, app.engine.catalog);
      const about = {
        revision: stored?.data.revision ?? 0,
        baseVersionId: read === null ? liveVersionId : (stored?.data.baseVersionId ?? null),
        editedBy: stored?.data.editedBy ?? null,
        updatedAt: stored?.data.updatedAt.toISOString() ?? null,
      };
      const check = await toCheck(app, orgId, playbook, content);
      return { status: 200, body: { content, liveVersionId, ...about, ...check } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/{id}/draft',
      summary: 'Keep what is being edited, right or wrong, and say what is wrong; what is live goes on as it is',
      params: byId,
      body: z.strictObject({
        content: editedContentSchema,
        revision: z.int().min(0).meta({ description: 'That of the draft as it was seen; 0 where there was none' }),
        baseVersionId: z.string().max(64).nullable(),
      }),
      answers: { 200: savedView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    person,
    async ({ app, caller, params: { id }, body, request }) => {
      const { orgId } = caller;
      const playbook = await playbookOf(app, orgId, id);
      const actor = actorOf(caller, request);
      const { revision, baseVersionId } = await asSeen(saveDraft(app.engine, orgId, id, body, actor));
      const liveVersionId = liveVersionOf(playbook, app.engine.catalog);
      const check = await toCheck(app, orgId, playbook, body.content);
      return { status: 200, body: { revision, baseVersionId, liveVersionId, ...check } };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/playbooks/{id}/draft',
      summary: 'Throw away what is being edited',
      params: byId,
      answers: { 204: z.null(), 404: problemSchema },
    },
    person,
    async ({ app, caller, params: { id }, request }) => {
      await playbookOf(app, caller.orgId, id);
      await discardDraft(app.engine, caller.orgId, id, actorOf(caller, request));
      return { status: 204, body: null };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/playbooks/{id}/draft/publish',
      summary: 'Make what was edited what is live; with `activate` a playbook that is a draft is armed, too',
      params: byId,
      body: z.strictObject({ revision: z.int().min(1), activate: z.boolean().default(false) }),
      answers: {
        200: z.object({ playbookId: z.string(), status: z.string() }),
        404: problemSchema,
        409: problemSchema,
        422: problemSchema,
      },
    },
    person,
    async ({ app, caller, params: { id }, body, request }) => {
      await playbookOf(app, caller.orgId, id);
      const saved = await asSeen(publishDraft(app.engine, caller.orgId, id, body, actorOf(caller, request)));
      if (saved === null) throw noPlaybook(id);
      return { status: 200, body: { playbookId: id, status: saved.playbook.status } };
    },
  ),
];

async function playbookOf({ engine }: App, orgId: string, id: string): Promise<Playbook> {
  const stored = await engine.store.get(tenantPaths(orgId).playbook(id));
  if (stored === null) throw noPlaybook(id);
  return stored.data;
}

async function toCheck(
  { engine, connectors, secrets }: App,
  orgId: string,
  playbook: Playbook | null,
  content: EditedContent,
): Promise<z.input<typeof checkView>> {
  const { steps, schedules, problems, changes, examples } = checkDraft(engine, playbook, content);
  const triggers = triggerDraftSchema.array().safeParse(content.triggers).data ?? [];
  return {
    problems: [...problems],
    changes: [...changes],
    examples: [...examples],
    warnings: loopWarnings(triggers, steps),
    missingConnections: await missingConnections({ ...engine, connectors, secrets }, orgId, steps),
    schedules: schedules.map(({ triggerId, next }) => ({ triggerId, next: next.map((at) => at.toISOString()) })),
  };
}

/** What was done to a draft that somebody else has changed meanwhile is refused in words. */
async function asSeen<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof DraftChangedError) throw new HttpProblem(409, 'draft_changed', error.message);
    throw error;
  }
}
