import { setTimeout as sleep } from 'node:timers/promises';
import { createSpokenLlm } from '../../functions/src/connectors/llm-chat.ts';
import { createOutbound } from '../../functions/src/connectors/outbound.ts';
import type { AuthoringFacts } from '../../functions/src/core/authoring/authoring-facts.ts';
import type { ChatEntry, ChatModel, ToolCall, ToolSpec } from '../../functions/src/core/authoring/chat-model.ts';
import { askUser, askUserParams } from '../../functions/src/core/authoring/own-tools.ts';
import { chatTools } from '../../functions/src/core/authoring/tools/all-tools.ts';
import { createVendorModel } from '../../functions/src/core/authoring/vendor-model.ts';
import { RetryAfterError } from '../../functions/src/core/engine/errors.ts';
import { type Contract, contractSchema } from '../../functions/src/model/contract.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../functions/src/model/json.ts';
import { stepCatalog } from '../../functions/src/steps/registry.ts';
import type { Outcome, Understander } from './outcome.ts';
import { authoringFacts, planner } from './planner.ts';
import type { Row } from './row.ts';

const MAX_ROUNDS = 8;
const MAX_TOKENS = 3_000;
const ANSWER_MS = 180_000;
const MAX_PAUSE_MS = 90_000;
const PAUSES = 4;
const TOOLS: readonly ToolSpec[] = [askUser, ...chatTools];
/** Names are no ids. */
const PROPOSAL = 'proposal';
const idAt = (at: number): string => `playbook_${at + 1}`;

type Environment = Readonly<Record<string, string | undefined>>;

/** The language model that the environment names (LLM_PROVIDER, LLM_MODEL, LLM_BASE_URL, LLM_API_KEY); null without one. */
export function configuredVendor(env: Environment): Understander | null {
  const {
    LLM_PROVIDER: provider,
    LLM_MODEL: model = null,
    LLM_BASE_URL: baseUrl = null,
    LLM_API_KEY: key = null,
  } = env;
  if (provider === undefined || provider === '') return null;
  const own = baseUrl === null ? null : new URL(baseUrl);
  // A model on this machine is one that was named here.
  const allow = own === null ? [] : [`${own.hostname}:${own.port || (own.protocol === 'https:' ? 443 : 80)}`];
  const llm = createSpokenLlm({ provider, model, baseUrl }, async () => key, createOutbound({ allow }));
  return vendor(createVendorModel(llm, stepCatalog));
}

/** A vendor's model as it would answer in the chat. Nothing is stored: what it orders is taken down, and said to be done. */
export function vendor(model: ChatModel): Understander {
  return {
    name: model.name,
    understand: ({ say, facts }: Row) => talk(model, say, withIds(authoringFacts(facts))),
    agrees: planner.agrees,
  };
}

function withIds(facts: AuthoringFacts): AuthoringFacts {
  return { ...facts, playbooks: facts.playbooks.map((playbook, at) => ({ ...playbook, id: idAt(at) })) };
}

interface Talk {
  readonly model: ChatModel;
  readonly facts: AuthoringFacts;
  readonly entries: ChatEntry[];
  /** What was proposed last. */
  proposed: Contract | null;
}

async function talk(model: ChatModel, say: readonly string[], facts: AuthoringFacts): Promise<Outcome> {
  const talking: Talk = { model, facts, entries: [], proposed: null };
  let last: Outcome = { kind: 'refuse', message: 'Nothing was said' };
  for (const text of say) {
    talking.entries.push({ role: 'user', text });
    last = await answerOf(talking);
    if (last.kind === 'create' || (last.kind === 'command' && last.contract !== null)) talking.proposed = last.contract;
  }
  return last;
}

/** What a turn comes out as: the first thing that it orders or asks, else what it has looked up, else its words. */
async function answerOf(talking: Talk): Promise<Outcome> {
  let looked: Outcome | null = null;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { text, calls } = await patiently(() => oneAnswer(talking));
    talking.entries.push({ role: 'assistant', text, calls });
    if (calls.length === 0) return looked ?? { kind: 'refuse', message: text };
    const made = calls.map((call) => take(talking, call));
    for (const [at, { result }] of made.entries()) {
      const { callId = '', tool = '' } = calls[at] ?? {};
      talking.entries.push({ role: 'tool', callId, tool, result, isTainted: false });
    }
    const ordered = made.find(({ outcome, isOrder }) => outcome !== null && isOrder);
    if (ordered?.outcome) return ordered.outcome;
    looked ??= made.find(({ outcome }) => outcome !== null)?.outcome ?? null;
  }
  return looked ?? { kind: 'refuse', message: 'It came to no end' };
}

async function oneAnswer({ model, facts, entries, proposed }: Talk) {
  const known =
    proposed === null
      ? []
      : [{ id: PROPOSAL, name: 'What was proposed', status: 'draft' as const, contract: proposed }];
  const turn = {
    agent: 'pops' as const,
    entries,
    summary: '',
    playbookId: proposed === null ? null : PROPOSAL,
    about: null,
    facts: { ...facts, playbooks: [...known, ...facts.playbooks] },
    tools: TOOLS,
    maxOutputTokens: MAX_TOKENS,
    signal: AbortSignal.timeout(ANSWER_MS),
  };
  const calls: ToolCall[] = [];
  let text = '';
  for await (const step of model.respond(turn)) {
    if (step.type === 'text') text += step.delta;
    if (step.type === 'call') calls.push({ ...step.call, callId: `call_${entries.length}_${calls.length}` });
  }
  return { text, calls };
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let pauses = 0; ; pauses++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RetryAfterError) || pauses === PAUSES) throw error;
      await sleep(Math.min(MAX_PAUSE_MS, Math.max(0, error.retryAt.getTime() - Date.now())));
    }
  }
}

interface Taken {
  /** What the model is told. */
  readonly result: JsonValue;
  readonly outcome: Outcome | null;
  /** Whether the turn is decided by it; a look is only if nothing follows. */
  readonly isOrder: boolean;
}

const COMMANDS: Readonly<Record<string, readonly [verb: string, isOrder: boolean]>> = {
  activate_playbook: ['resume', true],
  pause_playbook: ['pause', true],
  resume_playbook: ['resume', true],
  archive_playbook: ['archive', true],
  execute_playbook: ['run', true],
  undo: ['undo', true],
  simulate_playbook: ['simulate', true],
  forecast_playbook: ['forecast', true],
  explain_playbook: ['explain', false],
  explain_execution: ['explain', true],
  list_playbooks: ['list', false],
  list_executions: ['list', false],
  list_approvals: ['list', false],
  query_data: ['query', false],
};

function take(talking: Talk, { tool, params }: ToolCall): Taken {
  const schema = TOOLS.find(({ name }) => name === tool)?.params;
  if (schema === undefined) return { result: { error: `There is no tool '${tool}'` }, outcome: null, isOrder: false };
  const parsed = schema.safeParse(params);
  if (!parsed.success)
    return { result: { error: parsed.error.message.slice(0, 1_000) }, outcome: null, isOrder: false };
  const given = jsonObject.catch({}).parse(params);
  if (tool === askUser.name) {
    const { question, about } = askUserParams.parse(params);
    return { result: { asked: true }, outcome: { kind: 'ask', about: about ?? 'unknown', question }, isOrder: true };
  }
  if (tool === 'propose_playbook') {
    const contract = contractSchema.parse(given.contract);
    return { result: { playbookId: PROPOSAL, status: 'draft' }, outcome: { kind: 'create', contract }, isOrder: true };
  }
  return commandOf(talking, tool, given);
}

function commandOf({ facts, proposed }: Talk, tool: string, given: JsonObject): Taken {
  const target = facts.playbooks.find(({ id }) => id === given.playbookId)?.name ?? null;
  const command = (verb: string, contract: Contract | null, isOrder: boolean): Taken => {
    const known = facts.playbooks.map(({ id, name, status }) => ({ id, name, status }));
    const result = isOrder ? { done: true } : { playbooks: known, executions: [], approvals: [], rows: [] };
    return { result, outcome: { kind: 'command', verb, target, contract }, isOrder };
  };
  if (tool === 'edit_playbook') {
    return command(
      'edit',
      contractSchema
        .nullable()
        .catch(proposed)
        .parse(given.contract ?? null),
      true,
    );
  }
  if (tool === 'decide_approval') return command(given.decision === 'rejected' ? 'reject' : 'approve', null, true);
  const [verb = 'list', isOrder = false] = COMMANDS[tool] ?? [];
  return command(verb, null, isOrder);
}
