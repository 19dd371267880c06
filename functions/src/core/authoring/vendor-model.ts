import { jsonObject } from '../../model/json.ts';
import { asData, DATA_RULE } from '../engine/ask-model.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import type { LlmCall, LlmRequest, LlmTurn, SpokenLlm } from '../ports.ts';
import type { ChatEntry, ChatModel, ChatStep, ChatTurn } from './chat-model.ts';
import { modelInstructions } from './model-instructions.ts';
import { toolSchema } from './tool-schema.ts';

const TITLE = `Give the conversation that begins with these words a title: at most six words, in their language, without quotation marks. Answer with nothing but the title. ${DATA_RULE}`;
/** Those that think before they speak need some for it. */
const TITLE_TOKENS = 400;
const CUT = '\n\n(The answer was longer than it may be, and ends here.)';

/** A vendor's language model as whoever answers in the chat. It only chooses tools: the loop checks and calls them. */
export function createVendorModel(llm: SpokenLlm, catalog: StepCatalog): ChatModel {
  return {
    name: llm.name,
    kind: 'model',
    respond: (turn) => stepsOf(llm, requestFor(turn, catalog)),
    title: (message, signal) => {
      const asked = { instructions: TITLE, prompt: asData(message), maxOutputTokens: TITLE_TOKENS, signal };
      return stepsOf(llm, { ...asked, tier: 'routine' });
    },
  };
}

async function* stepsOf(llm: SpokenLlm, request: LlmRequest): AsyncIterable<ChatStep> {
  for await (const piece of llm.speak(request)) {
    if (piece.type === 'text') yield piece;
    if (piece.type === 'call') yield { type: 'call', call: callFrom(piece.call) };
    if (piece.type !== 'end') continue;
    const { isCut, type, ...told } = piece;
    if (isCut) yield { type: 'text', delta: CUT };
    // A server that does not count says nothing, and nothing is not what it took.
    if (told.inputTokens > 0) yield { type: 'usage', ...told };
  }
}

/** What a model is asked in a turn. Its words, tools and results come from the entries, everything else from the instructions. */
function requestFor(turn: ChatTurn, catalog: StepCatalog): LlmRequest {
  const { tools, maxOutputTokens, signal } = turn;
  const [first, ...rest] = tools.length === 0 ? withoutCalls(turn.entries) : turn.entries;
  return {
    instructions: modelInstructions(turn, catalog),
    prompt: first?.role === 'user' ? first.text : '…',
    turns: turnsOf(first === undefined || first.role === 'user' ? rest : [first, ...rest]),
    tools: tools.map(({ params, ...tool }) => ({ ...tool, params: toolSchema(params) })),
    maxOutputTokens,
    signal,
  };
}

function callFrom({ id, tool, params }: LlmCall) {
  return { callId: id, tool, params };
}

function turnsOf(entries: readonly ChatEntry[]): LlmTurn[] {
  const calls = new Map<string, LlmCall>();
  return entries.flatMap((entry): LlmTurn[] => {
    if (entry.role === 'user') return [{ by: 'user', text: entry.text }];
    if (entry.role === 'assistant') {
      const made = entry.calls.map(({ callId, tool, params }): LlmCall => {
        // Vendors take nothing but an object back; what was wrong with it stands in the result.
        return { id: callId, tool, params: jsonObject.catch({}).parse(params) };
      });
      for (const call of made) calls.set(call.id, call);
      return made.length === 0 && entry.text === '' ? [] : [{ by: 'model', text: entry.text, calls: made }];
    }
    const call = calls.get(entry.callId);
    return call === undefined ? [] : [{ by: 'tools', results: [{ call, text: resultText(entry) }] }];
  });
}

/** The same in words: without tools, vendors refuse a conversation in which some were called. */
function withoutCalls(entries: readonly ChatEntry[]): ChatEntry[] {
  return entries.map((entry): ChatEntry => {
    if (entry.role === 'tool') return { role: 'user', text: `What ${entry.tool} gave: ${resultText(entry)}` };
    if (entry.role === 'user' || entry.calls.length === 0) return entry;
    const called = entry.calls.map(({ tool, params }) => `(I called ${tool} with ${JSON.stringify(params)}.)`);
    return { role: 'assistant', text: [entry.text, ...called].filter((line) => line !== '').join('\n'), calls: [] };
  });
}

function resultText({ result, isTainted }: Extract<ChatEntry, { role: 'tool' }>): string {
  const text = JSON.stringify(result);
  return isTainted ? asData(text) : text;
}
