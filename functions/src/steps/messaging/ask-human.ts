import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';
import { duration } from '../flow/duration.ts';

const DEFAULT_MS = 7 * 86_400_000;
const words = z.string().trim().min(1);

const params = z
  .strictObject({
    question: words.max(200),
    message: z.string().max(10_000).default(''),
    /** What there is to choose from; left out, the answer is in words of their own. */
    choices: z
      .array(words.max(100))
      .min(2, 'Give at least two choices, or none')
      .max(10)
      .refine((choices) => new Set(choices).size === choices.length, 'Each choice once')
      .nullable()
      .default(null),
    timeout: duration.optional(),
    /** Uids of those who may answer; none: everybody whose role allows it. */
    approvers: z.array(z.string().min(1).max(128)).max(20).default([]),
    /** The answer that holds when nobody has answered in time; without one the step fails. */
    on_expiry: words.max(2_000).nullable().default(null),
  })
  .refine(({ choices, on_expiry }) => choices === null || on_expiry === null || choices.includes(on_expiry), {
    path: ['on_expiry'],
    message: 'This is none of the choices',
  });

export const askHuman = defineFlow({
  kind: 'wait',
  id: 'ask_human',
  title: 'Ask a person',
  description: 'Asks people of your team a question and waits for the answer.',
  modelDescription:
    'Asks a person a question, with `choices` or in free words, and waits (`timeout`, default 7 days). Read {{steps.<id>.answer}} in later conditions. Without an answer in time `on_expiry` is the answer, else the step fails. For a plain yes or no before an act use request_approval.',
  category: 'messaging',
  icon: 'message-circle-question-mark',
  example: { question: 'Which product do we promote?', choices: ['Blue Dream', 'Gelato'] },
  params,
  output: z.object({
    answer: z.string(),
    /** The uid of who has answered; null where nobody did in time. */
    by: z.string().nullable(),
    comment: z.string().nullable(),
  }),
  plan: ({ question: title, message, choices, timeout, approvers, on_expiry: fallback }, now) => {
    const until = new Date(now.getTime() + (timeout ?? DEFAULT_MS));
    return { kind: 'question', title, message, until, choices: choices ?? [], approvers, fallback };
  },
});
