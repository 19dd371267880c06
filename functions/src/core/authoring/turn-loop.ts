import { type AgentId, personas } from '../../model/agent.ts';
import type { ChatPart } from '../../model/chat-part.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { SpokenOf } from '../coach/spoken-of.ts';
import { deriveId } from '../derive-id.ts';
import { hasTool } from './chat-agents.ts';
import { bounded } from './chat-entries.ts';
import type { ChatEntry, ChatModel, ToolCall, ToolSpec } from './chat-model.ts';
import { askUser, askUserParams, delegate, delegateParams } from './own-tools.ts';
import type { Questioner } from './question-model.ts';
import { callTool } from './tools/all-tools.ts';
import { type Calling, type ChatTool, ToolError } from './tools/tool.ts';
import type { Progress, TurnRecord } from './turn-record.ts';

const MAX_ROUNDS = 8;
const MAX_CALLS = 20;
/** How often a call that does not fit is given back, before it ends in words. */
const MAX_REPAIRS = 3;
const MAX_HANDOVERS = 3;
const MAX_TOOL_NAME = 100;
const MAX_CHOICE = 4_000;

export interface Loop {
  readonly calling: Omit<Calling, 'isTainted' | 'chosenBy' | 'shown'>;
  readonly model: ChatModel;
  readonly questioner: Questioner;
  readonly tools: readonly ChatTool[];
  readonly record: TurnRecord;
  /** What was said before, with the message that is answered. */
  readonly history: readonly ChatEntry[];
  /** What was shown before. */
  readonly partsBefore: readonly ChatPart[];
  readonly summary: string;
  readonly about: SpokenOf | null;
  readonly messageId: string;
}

interface State {
  calls: number;
  misfits: number;
  handovers: number;
  /** Whether the answer ends after this round. */
  isOver: boolean;
}

const NO_END =
  'I stop here: this took more steps than one answer may. What is shown above was done; say what is still missing.';
const NO_FORM = 'I could not bring that into a form that works, so I did nothing more. Say it in other words, please.';
const NOTHING_SAID = 'I have no answer to that. Say it in other words, please.';

/** Asks the model, does what it calls, and asks again with the results, until it has answered in words. */
export async function* answerTurn(loop: Loop): AsyncGenerator<ChatPart, void> {
  const { progress } = loop.record;
  const state: State = { calls: 0, misfits: 0, handovers: 0, isOver: false };
  for (let round = 1; ; round++) {
    const isLast = round === MAX_ROUNDS || state.calls >= MAX_CALLS;
    const calls = yield* oneRound(loop, isLast);
    if (calls.length === 0) break;
    for (const call of calls) yield* act(loop, state, call);
    if (state.isOver) break;
    if (isLast || state.misfits > MAX_REPAIRS) {
      yield { type: 'text', text: paragraph(progress, isLast ? NO_END : NO_FORM) };
      break;
    }
  }
  if (!progress.parts.some(({ type }) => type !== 'tool' && type !== 'agent'))
    yield { type: 'text', text: NOTHING_SAID };
}

/** One question to the model; what it says goes on at once, what it calls is returned, with ids of our own. */
async function* oneRound(loop: Loop, isLast: boolean): AsyncGenerator<ChatPart, readonly ToolCall[]> {
  const { record, questioner } = loop;
  const { progress } = record;
  const calls: ToolCall[] = [];
  let text = '';
  const steps = questioner.ask({
    agent: progress.agent,
    entries: [...loop.history, ...progress.entries],
    summary: loop.summary,
    playbookId: progress.playbookId,
    about: loop.about,
    tools: isLast ? [] : toolsOf(loop, progress.agent),
  });
  for await (const step of steps) {
    if (step.type === 'call') {
      const at = progress.entries.length + calls.length;
      calls.push({ ...ownWords(loop, step.call), callId: callIdOf(loop, at) });
    } else if (step.type === 'choices') {
      yield { type: 'choices', choices: step.choices.slice(0, 10).map((one) => one.slice(0, MAX_CHOICE)) };
    } else {
      const delta = text === '' ? paragraph(progress, step.delta) : step.delta;
      text += step.delta;
      if (delta !== '') yield { type: 'text', text: delta };
    }
  }
  if (text !== '' || calls.length > 0) progress.entries.push({ role: 'assistant', text, calls });
  return calls;
}

/** What is open of a request is noted by the grammar alone: a model would put words into the person's mouth. */
function ownWords({ model }: Loop, call: ToolCall): ToolCall {
  const { open: _, ...params } = objectOf(call.params);
  return model.kind === 'model' && call.tool === askUser.name ? { ...call, params } : call;
}

/** Text after text begins on a line of its own. */
function paragraph({ parts }: Progress, text: string): string {
  const last = parts.at(-1);
  return last?.type === 'text' && text !== '' && !last.text.endsWith('\n') ? `\n\n${text}` : text;
}

/** The same message gives the same ids: what was done for it is not done again. */
function callIdOf({ calling: { orgId }, messageId }: Loop, at: number): string {
  return `call_${deriveId(orgId, messageId, String(at)).slice(0, 20)}`;
}

function toolsOf({ tools }: Loop, agent: AgentId): ToolSpec[] {
  return [askUser, delegate, ...tools.filter(({ name }) => hasTool(agent, name))];
}

async function* act(loop: Loop, state: State, call: ToolCall): AsyncGenerator<ChatPart, void> {
  const { progress } = loop.record;
  state.calls++;
  const given = (result: JsonValue, isTainted = false): void => {
    const { callId, tool } = call;
    progress.isTainted ||= isTainted;
    progress.entries.push({ role: 'tool', callId, tool, result: bounded(result), isTainted });
  };
  if (state.isOver || state.calls > MAX_CALLS) {
    const why = state.isOver ? 'You have asked the person: wait for the answer' : 'Too many calls for one answer';
    given({ error: `${why}; this one was not made` });
    return;
  }
  if (call.tool === askUser.name) yield* ask(loop, state, call, given);
  else if (call.tool === delegate.name) yield* handOver(loop, state, call, given);
  else yield* useTool(loop, state, call, given);
}

type Given = (result: JsonValue, isTainted?: boolean) => void;

async function* ask({ record }: Loop, state: State, call: ToolCall, given: Given): AsyncGenerator<ChatPart, void> {
  const parsed = askUserParams.safeParse(call.params);
  if (!parsed.success) {
    state.misfits++;
    given({ error: parsed.error.issues[0]?.message ?? 'These params do not fit' });
    return;
  }
  const { question, choices } = parsed.data;
  const said = record.progress.parts.some((part) => part.type === 'text' && part.text.includes(question));
  if (!said) yield { type: 'text', text: paragraph(record.progress, question) };
  if (choices.length > 0) yield { type: 'choices', choices };
  given({ asked: true });
  state.isOver = true;
}

async function* handOver(loop: Loop, state: State, call: ToolCall, given: Given): AsyncGenerator<ChatPart, void> {
  const { progress } = loop.record;
  const parsed = delegateParams.safeParse(call.params);
  const to = parsed.data?.agent;
  if (!to || to === progress.agent || state.handovers >= MAX_HANDOVERS) {
    state.misfits++;
    given({ error: to === undefined ? 'There is no such agent' : 'It is your own work: go on with it' });
    return;
  }
  state.handovers++;
  const from = progress.agent;
  progress.agent = to;
  yield { type: 'agent', agent: to, from };
  given({ agent: to, role: personas[to].role });
}

/** A tool of the product. Its status is shown while it works; what it cannot do is told to the model in words. */
async function* useTool(loop: Loop, state: State, call: ToolCall, given: Given): AsyncGenerator<ChatPart, void> {
  const { record, calling, model } = loop;
  const tool = loop.tools.find(({ name }) => name === call.tool);
  const called = call.tool.slice(0, MAX_TOOL_NAME);
  const told = { type: 'tool', callId: call.callId, tool: called, words: tool?.title ?? called } as const;
  yield { ...told, status: 'running' };
  record.progress.playbookId = playbookIn(objectOf(call.params)) ?? record.progress.playbookId;
  try {
    record.assertOurs();
    // Somebody may have pressed Stop meanwhile.
    if (tool?.writes) await record.save();
    if (tool && !hasTool(record.progress.agent, tool.name)) throw new ToolError(`That is not your work: delegate it`);
    const { isTainted } = record.progress;
    const outcome = await callTool({ ...calling, isTainted, chosenBy: model.kind, shown: shownIn(loop) }, call);
    given(outcome.result, outcome.isTainted);
    note(record.progress, call, outcome.result, tool?.writes === true);
    yield { ...told, status: 'done' };
    for (const part of outcome.parts) yield part;
    // What was done is on record before anything else is.
    if (tool?.writes) await record.save();
  } catch (error) {
    if (!(error instanceof ToolError)) {
      yield { ...told, status: 'failed' };
      throw error;
    }
    if (error.code === 'unknown_tool' || error.code === 'bad_params') state.misfits++;
    given({
      error: error.message,
      ...(error.errors.length > 0 && { errors: error.errors.map((one) => ({ ...one })) }),
    });
    yield { ...told, status: 'failed' };
    for (const part of error.parts) yield part;
  }
}

/** What of a playbook was shown last, here or in an answer before. */
function shownIn({ partsBefore, record }: Loop): Calling['shown'] {
  const parts = [...partsBefore, ...record.progress.parts];
  return (playbookId) => {
    const last = parts.findLast((part) => part.type === 'card' && part.card.playbookId === playbookId);
    return last?.type === 'card' ? last.card.versionId : null;
  };
}

/** Remembers what was done, and that it is spoken of from now on. */
function note(progress: Progress, { tool }: ToolCall, result: JsonValue, writes: boolean): void {
  const about = objectOf(result);
  const playbookId = playbookIn(about);
  progress.playbookId = playbookId ?? progress.playbookId;
  if (!writes) return;
  const name = textIn(about, 'name');
  progress.done.push([tool, name && `“${name}”`, playbookId].filter((part) => part !== null).join(' '));
}

function objectOf(value: JsonValue): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function playbookIn(value: JsonObject): string | null {
  return playbookIdSchema.safeParse(value.playbookId).data ?? null;
}

function textIn(value: JsonObject, field: string): string | null {
  const text = value[field];
  return typeof text === 'string' ? text : null;
}
