import type { ChatMessage } from '@model/conversation.ts';
import type { UIMessage } from 'ai';
import { z } from 'zod';
import type { Entry } from '../../../lib/firestore.ts';

/** What travels besides text: which conversation it is, and what to show as a live card. */
export const dataParts = {
  conversation: z.object({ conversationId: z.string() }),
  playbook: z.object({ playbookId: z.string() }),
  execution: z.object({ executionId: z.string() }),
};
type DataParts = { [Name in keyof typeof dataParts]: z.infer<(typeof dataParts)[Name]> };
export type ChatUiMessage = UIMessage<never, DataParts>;

/** A stored message as the chat shows it. */
export function toUiMessage({ id, data }: Entry<ChatMessage>): ChatUiMessage[] {
  if (data === null) return [];
  const { role, text, playbookId, executionId } = data;
  const parts: ChatUiMessage['parts'] = text === '' ? [] : [{ type: 'text', text }];
  if (playbookId !== null) parts.push({ type: 'data-playbook', data: { playbookId } });
  if (executionId !== null) parts.push({ type: 'data-execution', data: { executionId } });
  return [{ id, role, parts }];
}

export function textOf(message: ChatUiMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
