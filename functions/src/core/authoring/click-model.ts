import { z } from 'zod';
import { canonicalJson } from '../../model/json.ts';
import type { ChatEntry, ChatModel, ToolCall } from './chat-model.ts';
import { plannerModel } from './planner/planner-model.ts';

const offered = z.object({ needsClick: z.literal(true), choice: z.string() });

/**
 * Whoever answers a message that is, word for word, what a tool has asked a click for: the call that was offered is made
 * as it stood, and nothing that its words might mean otherwise. Null where the message is no such click. Where the same
 * words were offered for two things, the grammar answers, and asks which.
 */
export function clickedModel(history: readonly ChatEntry[], message: string): ChatModel | null {
  const calls = offeredAs(history.slice(history.findLastIndex(({ role }) => role === 'user') + 1), message);
  const [call] = calls;
  if (call === undefined) return null;
  const meant = new Set(calls.map(({ tool, params }) => canonicalJson([tool, params])));
  return meant.size === 1 ? clickModel(call) : plannerModel;
}

function offeredAs(last: readonly ChatEntry[], message: string): ToolCall[] {
  const made = new Map(
    last.flatMap((entry) => (entry.role === 'assistant' ? entry.calls : [])).map((one) => [one.callId, one]),
  );
  return last.flatMap((entry) => {
    if (entry.role !== 'tool' || offered.safeParse(entry.result).data?.choice !== message) return [];
    return made.get(entry.callId) ?? [];
  });
}

function clickModel(call: ToolCall): ChatModel {
  return {
    name: 'click',
    kind: 'click',
    title: null,
    respond: async function* (turn) {
      // What it has come to is told as the planner tells it.
      if (turn.entries.at(-1)?.role === 'tool') yield* plannerModel.respond(turn);
      else yield { type: 'call', call };
    },
  };
}
