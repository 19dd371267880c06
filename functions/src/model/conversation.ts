import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { chatPartSchema } from './chat-part.ts';
import { executionIdSchema, playbookIdSchema, uidSchema } from './ids.ts';

/** Chosen by whoever sends a message: the same id again is the same message. */
export const messageIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'Write 8 to 64 letters, digits, - or _');

export const conversationSchema = z.object({
  uid: uidSchema,
  title: z.string().max(200),
  /** Who answers; null before the first answer. */
  agent: agentIdSchema.nullable().default(null),
  /** Whether something that strangers wrote was read in it: from then on a model writes nothing by itself. */
  isTainted: z.boolean().default(false),
  /** What was proposed and done in it, a line each, the newest last. */
  summary: z.string().max(4_000).default(''),
  /** "It": the playbook that was spoken of last. */
  playbookId: playbookIdSchema.nullable().default(null),
  /** The recommendation that it was begun about. */
  about: executionIdSchema.nullable().default(null),
  /** The message that is being answered; beyond `until` whoever answered it is taken for dead. */
  turn: z.object({ messageId: messageIdSchema, token: z.string(), until: z.date() }).nullable().default(null),
  createdAt: z.date(),
  updatedAt: z.date(),
});

/** One message of a conversation: the words of a person, or an answer, which grows while it is `answering`. */
export const chatMessageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  /** Who spoke last in it; null for people. */
  agent: agentIdSchema.nullable(),
  /** `interrupted`: the server died in the middle. `failed`: it ended in words that say why. */
  status: z.enum(['answering', 'done', 'failed', 'interrupted']).default('done'),
  /** What was said and shown; of a person one text. */
  parts: z.array(chatPartSchema).max(200).default([]),
  /** What the models of later turns know of it: calls, and results, cut. */
  entriesJson: z.string().nullable().default(null),
  createdAt: z.date(),
});
export type Conversation = z.infer<typeof conversationSchema>;
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** The id of the answer to a message. */
export function answerIdOf(messageId: string): string {
  return `${messageId}.answer`;
}
