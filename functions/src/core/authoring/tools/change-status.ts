import { z } from 'zod';
import { playbookIdSchema } from '../../../model/ids.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { heldChoiceSchema } from '../../../model/pause.ts';
import type { Arming, Playbook, PlaybookPatch } from '../../../model/playbook.ts';
import { localTime } from '../../triggering/describe-recurrence.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { ChangedMeanwhileError, type Saved, updatePlaybook } from '../save-playbook.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { buildCard } from './card.ts';
import { isLowRisk } from './card-steps.ts';
import { notingDeed } from './deeds.ts';
import { clickFor, isTalkedInto, livePlaybookOf, playbookOf } from './stored-playbook.ts';
import { defineTool, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

/** So long an answer waits to see a playbook armed before it says that this is still going on. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 100;

/** It goes on as it was before, or the tenant wants what harms nobody to start at once. */
async function needsNoClick(context: ToolContext, playbook: Playbook): Promise<boolean> {
  return playbook.status !== 'draft' || harmsNobody(context, playbook, await context.facts());
}

/** Whether the tenant lets it start without a click, by the words of a conversation that no stranger had a say in. */
export function harmsNobody({ engine, tenant }: ToolContext, playbook: Playbook, facts: AuthoringFacts): boolean {
  const normalized = normalizePlaybook(playbook, engine.catalog);
  if (tenant.policy.chatActivates === 'never' || playbook.isTainted || 'problems' in normalized) return false;
  return isLowRisk(normalized.content, engine.catalog, facts);
}

/** A key that may run nothing lets nothing start by itself. Throws `ToolError`. */
export function assertMayRun({ key }: ToolContext): void {
  if (key === null || key.scopes.includes('executions:run')) return;
  throw new ToolError('It would start by itself: the API key lacks the scope executions:run', 'not_allowed');
}

const playbookId = playbookIdSchema;
const shared = { role: 'editor', writes: true, isFinal: false } as const;

export const activatePlaybook = defineTool<{ playbookId: string }>({
  ...shared,
  name: 'activate_playbook',
  title: 'Activate a playbook',
  description:
    'Lets a playbook start by itself. Only after the person has seen its card and said yes. Says whether it is armed.',
  params: z.strictObject({ playbookId }),
  scope: 'executions:run',
  isPersons: true,
  byClick: async (context, { playbookId: id }) => {
    const playbook = await livePlaybookOf(context, id);
    if (!context.isTainted && (await needsNoClick(context, playbook))) return null;
    const card = await buildCard(context, { playbookId: id, playbook });
    return { sentence: `Activate ${playbook.name}`, part: { type: 'card', card } };
  },
  call: async (context, { playbookId: id }) => {
    const versionId = context.shown(id);
    const { isTainted } = await livePlaybookOf(context, id);
    if (isTainted && versionId === null) throw await notSeen(context, id);
    return started(context, id, { status: 'active', ...(versionId !== null && { versionId }) });
  },
});

const HELD = {
  latest: ', with the latest of what was held',
  all: ', with all that was held',
  none: ', with nothing of what was held',
} as const;

export const resumePlaybook = defineTool<{ playbookId: string; held?: 'latest' | 'all' | 'none' | undefined }>({
  ...shared,
  name: 'resume_playbook',
  title: 'Resume a playbook',
  description:
    'Lets a paused playbook go on. `held`: what becomes of what its pause held back: the latest (as a rule), all of it, or none.',
  params: z.strictObject({ playbookId, held: heldChoiceSchema.optional() }),
  scope: 'executions:run',
  byClick: (context, { playbookId: id, held }) => clickFor(context, id, 'Resume', held && HELD[held]),
  call: async (context, { playbookId: id, held }) => {
    const { name, status } = await livePlaybookOf(context, id);
    if (status === 'draft') throw new ToolError(`“${name}” is a draft and was never active; activate it instead`);
    return started(context, id, { status: 'active', ...(held !== undefined && { held }) });
  },
});

export const pausePlaybook = defineTool<{ playbookId: string; until?: string | undefined }>({
  ...shared,
  name: 'pause_playbook',
  title: 'Pause a playbook',
  description:
    'Stops a playbook from starting by itself; what falls due meanwhile is held. `until`: the day (2026-12-24) on which it goes on by itself.',
  params: z.strictObject({ playbookId, until: z.iso.date().optional() }),
  scope: 'playbooks:write',
  byClick: (context, { playbookId: id, until }) => clickFor(context, id, 'Pause', until && ` until ${until}`),
  call: async (context, { playbookId: id, until }) => {
    const { name, status } = await livePlaybookOf(context, id);
    if (status === 'draft') throw new ToolError(`“${name}” is a draft: it starts nothing by itself`);
    // To say when it goes on is to have it go on.
    if (until !== undefined && status !== 'active') assertMayRun(context);
    const saved = await change(context, id, { status: 'paused', ...(until !== undefined && { until }) });
    const at = saved.playbook.pause?.until ?? null;
    const { timezone, locale } = context.tenant;
    return done(saved, { until: at === null ? null : localTime(at, timezone, locale) });
  },
});

export const archivePlaybook = defineTool<{ playbookId: string }>({
  ...shared,
  name: 'archive_playbook',
  title: 'Archive a playbook',
  description: 'Puts a playbook away: it starts nothing any more and leaves the lists. Its history stays.',
  params: z.strictObject({ playbookId }),
  scope: 'playbooks:write',
  byClick: (context, { playbookId: id }) => clickFor(context, id, 'Archive'),
  call: async (context, { playbookId: id }) => {
    await livePlaybookOf(context, id);
    return done(await change(context, id, { status: 'archived' }), {});
  },
});

/** Changes a playbook on record, so that it can be undone. */
export async function change(context: ToolContext, id: string, patch: PlaybookPatch): Promise<Saved> {
  const { engine, orgId, actor } = context;
  try {
    const saving = { beside: await notingDeed(context), isTainted: isTalkedInto(context) };
    const saved = await updatePlaybook(engine, orgId, id, patch, actor, saving);
    if (saved !== null) return saved;
  } catch (error) {
    if (!(error instanceof ChangedMeanwhileError)) throw error;
    throw await changedMeanwhile(context, id, error);
  }
  throw new ToolError(`There is no playbook ${id}`, 'not_found');
}

/** It may be called like another one, so that words alone are no yes to it. */
export async function notSeen(context: ToolContext, id: string): Promise<ToolError> {
  const { name } = await livePlaybookOf(context, id);
  return showing(context, id, `“${name}” was written with strangers’ words in play; look at it and activate it first`);
}

export async function changedMeanwhile(
  context: ToolContext,
  id: string,
  { message }: ChangedMeanwhileError,
): Promise<ToolError> {
  return showing(context, id, message);
}

/** Shows it as it is now, for another yes. */
async function showing(context: ToolContext, id: string, message: string): Promise<ToolError> {
  const card = await buildCard(context, { playbookId: id, playbook: await livePlaybookOf(context, id) });
  return new ToolError(message, 'refused', [], [{ type: 'card', card }]);
}

function done({ playbookId: id, playbook: { name, status } }: Saved, more: JsonObject): ToolOutcome {
  const result = { playbookId: id, name, status, ...more };
  return { result, isTainted: false, parts: [{ type: 'playbook', playbookId: id }] };
}

/** Nothing is said to be armed that was not seen to be. */
async function started(context: ToolContext, id: string, patch: PlaybookPatch): Promise<ToolOutcome> {
  const { name, status } = await livePlaybookOf(context, id);
  if (context.key !== null && !context.key.scopes.includes('playbooks:write')) {
    throw new ToolError(
      `The API key lacks the scope playbooks:write, so it cannot make “${name}” active`,
      'not_allowed',
    );
  }
  if (status === 'active') return done({ playbookId: id, playbook: await playbookOf(context, id) }, { before: status });
  const saved = await change(context, id, patch);
  const arming = await awaitArming(context, id, saved.playbook);
  const problems = arming?.problems.map(({ message }) => message) ?? [];
  return done(saved, { before: status, arming: arming?.state ?? 'still being armed', problems });
}

async function awaitArming(
  { engine: { store, clock }, orgId, signal }: ToolContext,
  id: string,
  { updatedAt }: Playbook,
): Promise<Arming | null> {
  const until = clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    const arming = (await store.get(tenantPaths(orgId).playbook(id)))?.data.arming ?? null;
    // What was written before the change tells nothing of it.
    if (arming !== null && updatedAt !== null && arming.checkedAt >= updatedAt) return arming;
    if (clock.now().getTime() >= until || signal.aborted) return null;
    await clock.sleep(LOOK_MS, signal);
  }
}
