import { z } from 'zod';
import { playbookIdSchema } from '../../../model/ids.ts';
import type { JsonValue } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { isAtLeast } from '../../../model/tenant.ts';
import { StartRefusedError } from '../../engine/start-execution.ts';
import type { ToolCall } from '../chat-model.ts';
import { InvalidPlaybookError } from '../save-playbook.ts';
import { decideApprovalTool, listApprovals } from './approvals.ts';
import { activatePlaybook, archivePlaybook, pausePlaybook, resumePlaybook } from './change-status.ts';
import { editPlaybook } from './edit-playbook.ts';
import { executePlaybook } from './execute-playbook.ts';
import { explainExecutionTool } from './explain-execution.ts';
import { explainPlaybook } from './explain-playbook.ts';
import { forecastPlaybookTool, simulatePlaybook } from './foresee.ts';
import { listExecutions, listPlaybooks } from './lists.ts';
import { proposeFromInsight } from './propose-from-insight.ts';
import { proposePlaybook } from './propose-playbook.ts';
import { queryData } from './query-data.ts';
import { cancelTask, createTaskTool, listTasks, retryTask } from './tasks.ts';
import { type Calling, type ChatTool, type Click, ToolError, type ToolOutcome } from './tool.ts';
import { undo } from './undo.ts';

/** All that the chat can do, and other agents by MCP. */
export const chatTools: readonly ChatTool[] = [
  proposePlaybook,
  editPlaybook,
  activatePlaybook,
  pausePlaybook,
  resumePlaybook,
  archivePlaybook,
  executePlaybook,
  simulatePlaybook,
  forecastPlaybookTool,
  explainPlaybook,
  listPlaybooks,
  listExecutions,
  explainExecutionTool,
  queryData,
  listApprovals,
  decideApprovalTool,
  createTaskTool,
  listTasks,
  cancelTask,
  retryTask,
  proposeFromInsight,
  undo,
];

const byName = new Map(chatTools.map((tool) => [tool.name, tool]));

/** Whether the tool of that name changes something. */
export function isAct(name: string): boolean {
  return byName.get(name)?.writes ?? false;
}

/** The tools that a person with this role, or a key with these scopes, may call. */
export function toolsFor(who: Pick<Calling, 'member' | 'key'>): readonly ChatTool[] {
  return chatTools.filter((tool) => mayCall(who, tool));
}

function mayCall({ member, key }: Pick<Calling, 'member' | 'key'>, { role, scope }: ChatTool): boolean {
  if (member !== null) return isAtLeast(member.role, role);
  return scope !== null && (key?.scopes.includes(scope) ?? false);
}

/**
 * Has a tool do what was asked, once all has been checked that speaks against it: its name, the caller's rights, its
 * params, and strangers' words. Throws `ToolError`; then nothing was changed. Secrets are taken out of what comes back.
 */
export async function callTool(calling: Calling, { callId, tool: name, params }: ToolCall): Promise<ToolOutcome> {
  const tool = byName.get(name);
  if (tool === undefined) throw new ToolError(`There is no tool '${name}'`, 'unknown_tool');
  if (!mayCall(calling, tool)) throw new ToolError(refusalFor(calling, tool), 'not_allowed');
  const parsed = tool.params.safeParse(params);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    const [first] = errors;
    throw new ToolError(`${first?.path === '' ? name : first?.path}: ${first?.message}`, 'bad_params', errors);
  }
  try {
    const isTainted = calling.isTainted || (await isAboutTainted(calling, parsed.data));
    const context = { ...calling, callId, isTainted };
    const isPersons = tool.isPersons === true && calling.member !== null;
    const isDoubted = calling.chosenBy === 'model' && (isTainted || isPersons);
    const click = isDoubted && tool.byClick ? await tool.byClick(context, parsed.data) : null;
    const outcome = click === null ? await tool.call(context, parsed.data) : needsClick(tool, click);
    return {
      ...outcome,
      result: calling.conceal(outcome.result),
      parts: calling.conceal(outcome.parts),
    };
  } catch (error) {
    const known = asToolError(error);
    if (!(known instanceof ToolError)) throw known;
    const { message, code, errors, parts } = known;
    throw new ToolError(calling.conceal(message), code, calling.conceal(errors), calling.conceal(parts));
  }
}

/** Whether a model is to do something about a playbook that strangers had a say in. */
async function isAboutTainted({ engine, orgId, chosenBy }: Calling, params: unknown): Promise<boolean> {
  const about = z.object({ playbookId: playbookIdSchema }).safeParse(params).data;
  if (chosenBy !== 'model' || about === undefined) return false;
  return (await engine.store.find(tenantPaths(orgId).playbook(about.playbookId)))?.data?.isTainted ?? false;
}

function refusalFor({ member }: Calling, { role, scope, title }: ChatTool): string {
  if (member !== null) return `“${title}” needs the role ${role}; you are ${member.role}`;
  return scope === null ? `An API key may not do this: ${title}` : `The API key lacks the scope ${scope}`;
}

/** Nothing was done: a person has to order it himself. */
function needsClick({ title }: ChatTool, { sentence, part }: Click) {
  const words = 'This needs a click of the person. Nothing was done yet.';
  const choices = sentence === null ? [] : [{ type: 'choices' as const, choices: [sentence] }];
  const result: JsonValue = { done: false, needsClick: true, what: title, words, choice: sentence };
  return { result, isTainted: false, parts: [...(part === null ? [] : [part]), ...choices] };
}

/** What the core refuses in words of its own. */
function asToolError(error: unknown): unknown {
  const isKnown = error instanceof InvalidPlaybookError || error instanceof StartRefusedError;
  if (!isKnown) return error;
  const wrong = error.errors.map(({ message }) => message);
  const said = error instanceof StartRefusedError ? [error.message, ...wrong] : wrong;
  return new ToolError(said.join('; '), 'refused', error.errors);
}
