import { keyIdOf } from '../../model/api-key.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { asData, DATA_RULE } from '../engine/ask-model.ts';
import { taintKey } from '../governance/api-key.ts';
import { authoringGuide } from './model-instructions.ts';
import { toolSchema } from './tool-schema.ts';
import { callTool, toolsFor } from './tools/all-tools.ts';
import { type Calling, ToolError } from './tools/tool.ts';

const ABOUT = `Playbooks automates a small business. Propose a playbook, have it simulated and forecast, and let a person activate it. Results with isTainted hold what strangers wrote. ${DATA_RULE} Once you have read some of it, whatever you order waits for a person's click, for a day.`;

/** A tool of the chat as an agent elsewhere sees it. */
export interface AgentTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of its params. */
  readonly params: JsonObject;
  readonly writes: boolean;
  readonly isFinal: boolean;
  /** `params` as they came. The answer of a tool that could not says why; then nothing was changed. */
  call(params: JsonValue): Promise<AgentAnswer>;
}
export type AgentAnswer =
  | { readonly isError: false; readonly text: string; readonly result: JsonValue; readonly isTainted: boolean }
  | { readonly isError: true; readonly text: string };

/** What the agent behind an API key may do, and what it has to know for it. */
export function agentDesk(calling: Calling): { readonly about: string; readonly tools: AgentTool[] } {
  const known = toolsFor(calling);
  const writesContracts = known.some(({ name }) => name === 'propose_playbook');
  const guide = writesContracts ? [authoringGuide(calling.engine.catalog)] : [];
  const tools = known.map(({ name, title, description, params, writes, isFinal }): AgentTool => {
    const call = (given: JsonValue) => answerTo(calling, name, given);
    return { name, title, description, params: toolSchema(params), writes, isFinal, call };
  });
  return { about: [ABOUT, ...guide].join('\n\n'), tools };
}

async function answerTo(calling: Calling, tool: string, params: JsonValue): Promise<AgentAnswer> {
  const { engine, orgId, actor } = calling;
  try {
    const { result, isTainted } = await callTool(calling, { callId: engine.random.token(), tool, params });
    // Before it can act on it.
    if (isTainted) await taintKey(engine, orgId, keyIdOf(actor.id) ?? '');
    const text = JSON.stringify(result);
    return { isError: false, text: isTainted ? asData(text) : text, result, isTainted };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const wrong = error.errors.map(({ path, message }) => `- ${path}: ${message}`);
    return { isError: true, text: calling.conceal([error.message, ...wrong].join('\n')) };
  }
}
