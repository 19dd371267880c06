import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { playbookIdSchema, uidSchema } from './ids.ts';

export const conversationSchema = z.object({
  uid: uidSchema,
  title: z.string().max(200),
  /** The sentence that the last question was about; the next message may answer it. */
  pending: z.string().max(4000).nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

/** One message of a conversation. What the assistant made or did is named, so that a card can show it live. */
export const chatMessageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  agent: agentIdSchema.nullable(),
  text: z.string().max(20_000),
  playbookId: playbookIdSchema.nullable(),
  executionId: z.string().nullable(),
  createdAt: z.date(),
});
export type Conversation = z.infer<typeof conversationSchema>;
export type ChatMessage = z.infer<typeof chatMessageSchema>;
