import { z } from 'zod';
import { agentIdSchema } from '../../model/agent.ts';
import type { ToolSpec } from './chat-model.ts';
import { aboutSchema, openQuestionSchema } from './understanding.ts';

// What only a conversation has: the loop does it itself, no tool of the product.

export const askUserParams = z.strictObject({
  question: z.string().trim().min(1).max(4_000).describe('One question, or what to say before the choices'),
  choices: z
    .array(z.string().trim().min(1).max(4_000))
    .max(10)
    .default([])
    .describe('Answers that can be sent as they stand; none where anything may be answered'),
  about: aboutSchema.nullable().default(null).describe('What is unclear'),
  open: openQuestionSchema.nullable().default(null).describe('Leave it out'),
});

export const askUser: ToolSpec = {
  name: 'ask_user',
  description:
    'Asks the person one question and ends your turn. Use it when a time, zone, unit, base, limit, recipient or playbook is not clear. Never guess these.',
  params: askUserParams,
};

export const delegateParams = z.strictObject({
  agent: agentIdSchema,
  why: z.string().trim().min(1).max(300).describe('For the person to read: half a sentence'),
});

export const delegate: ToolSpec = {
  name: 'delegate',
  description: 'Hands the conversation over to another agent, whose work it is. That agent answers from there on.',
  params: delegateParams,
};
