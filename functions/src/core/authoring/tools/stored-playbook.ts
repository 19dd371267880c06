import { tenantPaths } from '../../../model/paths.ts';
import type { Playbook } from '../../../model/playbook.ts';
import { deriveId } from '../../derive-id.ts';
import { type Click, type ToolContext, ToolError } from './tool.ts';

/** The playbook that a call is about. Throws `ToolError`. */
export async function playbookOf({ engine, orgId }: ToolContext, playbookId: string): Promise<Playbook> {
  const found = await engine.store.find(tenantPaths(orgId).playbook(playbookId));
  if (found === null) throw new ToolError(`There is no playbook ${playbookId}`, 'not_found');
  if (found.data !== null) return found.data;
  const what = found.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new ToolError(`This playbook was written by hand and cannot be read: ${what}`, 'refused', found.problems);
}

/** The same, for what an archived one does not do any more. */
export async function livePlaybookOf(context: ToolContext, playbookId: string): Promise<Playbook> {
  const playbook = await playbookOf(context, playbookId);
  if (playbook.status !== 'archived') return playbook;
  throw new ToolError(`“${playbook.name}” is archived; make it a draft again on its page first`);
}

/** What a person would say to have it done: `Pause Weekly Report until 2026-12-24`. */
export async function clickFor(context: ToolContext, playbookId: string, verb: string, how = ''): Promise<Click> {
  const { name } = await livePlaybookOf(context, playbookId);
  return { sentence: `${verb} ${name}${how}`, part: { type: 'playbook', playbookId } };
}

/** Whether strangers may have had a say in what is written now. */
export function isTalkedInto({ chosenBy, isTainted }: ToolContext): boolean {
  return chosenBy === 'model' && isTainted;
}

/** Names a call: whoever repeats it does the same thing again, and so does it once. */
export function callKey({ orgId, conversationId, actor, callId }: ToolContext): string {
  return deriveId(orgId, 'tool', conversationId ?? actor.id, callId);
}
