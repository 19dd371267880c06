import { z } from 'zod';
import type { ChatMessage } from '../../model/conversation.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import type { ChatEntry } from './chat-model.ts';

/** What a model gets to read of one result, and what of it is kept for the turns after. */
const MAX_RESULT = 16_000;
const MAX_KEPT = 4_000;
const MAX_KEPT_TOGETHER = 60_000;
/** What a model gets to read of a conversation, the newest of it. */
const MAX_HISTORY = 60_000;

const entriesSchema = z.array(
  z.discriminatedUnion('role', [
    z.object({ role: z.literal('user'), text: z.string() }),
    z.object({
      role: z.literal('assistant'),
      text: z.string(),
      // Loose: a vendor's own marks on a call go back to it as they came.
      calls: z.array(z.looseObject({ callId: z.string(), tool: z.string(), params: jsonValue })),
    }),
    z.object({
      role: z.literal('tool'),
      callId: z.string(),
      tool: z.string(),
      result: jsonValue,
      isTainted: z.boolean(),
    }),
  ]),
);

/** A result as a model reads it; of one that is too long the beginning, and how long it was. */
export function bounded(result: JsonValue): JsonValue {
  return cutTo(result, MAX_RESULT);
}

function cutTo(value: JsonValue, length: number): JsonValue {
  const text = JSON.stringify(value);
  if (text.length <= length) return value;
  return { cut: text.slice(0, length), note: `Cut: it has ${text.length} characters. Ask for less of it.` };
}

/** What is kept of a turn: every call with its result, the long ones cut, the oldest first where it is too much. */
export function keptJson(entries: readonly ChatEntry[]): string {
  const kept = answered(entries).map((entry) =>
    entry.role === 'tool' ? { ...entry, result: cutTo(entry.result, MAX_KEPT) } : entry,
  );
  let json = JSON.stringify(kept);
  for (let at = 0; json.length > MAX_KEPT_TOGETHER && at < kept.length; at++) {
    const entry = kept[at];
    if (entry?.role !== 'tool') continue;
    kept[at] = { ...entry, result: { cut: '' } };
    json = JSON.stringify(kept);
  }
  return json.length > 2 * MAX_KEPT_TOGETHER ? '[]' : json;
}

/** A call without a result, in whose middle a turn has ended, is one that models stumble over. */
function answered(entries: readonly ChatEntry[]): ChatEntry[] {
  const results = new Set(entries.flatMap((entry) => (entry.role === 'tool' ? [entry.callId] : [])));
  return entries.flatMap((entry): ChatEntry[] => {
    if (entry.role !== 'assistant') return [entry];
    const open = entry.calls.filter(({ callId }) => !results.has(callId));
    const given = open.map(({ callId, tool }): ChatEntry => {
      return { role: 'tool', callId, tool, result: { error: 'The turn ended before this was done' }, isTainted: false };
    });
    return [entry, ...given];
  });
}

/** The messages of a conversation as models know them, oldest first: whole turns, the newest that fit. */
export function historyOf(messages: readonly ChatMessage[]): ChatEntry[] {
  const turns = messages.map(entriesOf);
  let length = 0;
  const from = turns.findLastIndex((entries) => {
    length += JSON.stringify(entries).length;
    return length > MAX_HISTORY;
  });
  const fitting = turns.slice(from + 1).flat();
  // It begins with what a person said.
  const first = fitting.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : fitting.slice(first);
}

function entriesOf({ role, parts, entriesJson }: ChatMessage): ChatEntry[] {
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
  if (role === 'user') return [{ role: 'user', text }];
  const entries = readEntries(entriesJson);
  return entries.length > 0 ? entries : [{ role: 'assistant', text, calls: [] }];
}

function readEntries(json: string | null): ChatEntry[] {
  try {
    return json === null ? [] : (entriesSchema.safeParse(JSON.parse(json)).data ?? []);
  } catch {
    return [];
  }
}
