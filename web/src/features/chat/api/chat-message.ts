import type { AgentId } from '@model/agent.ts';
import { type ChatPart, chatPartSchema } from '@model/chat-part.ts';
import type { ChatMessage } from '@model/conversation.ts';
import type { UIMessageChunk } from 'ai';
import { z } from 'zod';
import type { Entry } from '../../../lib/firestore.ts';

/** A message as the chat shows it. */
export interface ShownMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly agent: AgentId | null;
  readonly status: ChatMessage['status'];
  readonly parts: readonly ChatPart[];
}

/** A stored message; one that cannot be read is left out. */
export function toShown({ id, data }: Entry<ChatMessage>): ShownMessage[] {
  return data === null ? [] : [{ id, role: data.role, agent: data.agent, status: data.status, parts: data.parts }];
}

export function textOf({ parts }: ShownMessage): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

const conversationPart = z.object({ conversationId: z.string() });

/** The conversation that an answer names; null where the chunk says something else. */
export function conversationIn(chunk: UIMessageChunk): string | null {
  if (chunk.type !== 'data-conversation') return null;
  return conversationPart.safeParse(chunk.data).data?.conversationId ?? null;
}

/** What there is of an answer once a piece of its stream has come. A piece that this app does not know changes nothing. */
export function withChunk(parts: readonly ChatPart[], chunk: UIMessageChunk): readonly ChatPart[] {
  if (chunk.type === 'text-start') return [...parts, { type: 'text', text: '' }];
  if (chunk.type === 'text-delta') {
    const last = parts.at(-1);
    if (last?.type !== 'text') return [...parts, { type: 'text', text: chunk.delta }];
    return [...parts.slice(0, -1), { type: 'text', text: last.text + chunk.delta }];
  }
  if (!chunk.type.startsWith('data-') || !('data' in chunk)) return parts;
  const data = typeof chunk.data === 'object' ? chunk.data : {};
  const { data: part } = chatPartSchema.safeParse({ ...data, type: chunk.type.slice('data-'.length) });
  return part === undefined ? parts : withPart(parts, part);
}

/** A tool tells more than once how it goes: in the place where it began. */
function withPart(parts: readonly ChatPart[], part: ChatPart): readonly ChatPart[] {
  const isSame = (one: ChatPart) => part.type === 'tool' && one.type === 'tool' && one.callId === part.callId;
  return parts.some(isSame) ? parts.map((one) => (isSame(one) ? part : one)) : [...parts, part];
}
