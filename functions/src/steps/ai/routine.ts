import { z } from 'zod';
import { mostTokens } from '../../core/engine/ask-model.ts';
import type { Usage } from '../../model/execution.ts';
import { jsonValue } from '../../model/json.ts';

/** With the last of a slow model's words, and a second and a third try. */
const LONGEST_MS = 200_000;
/** What instructions and schemas come to, at most. */
const AROUND = 4_000;
/** The first try, and another one that has the first before it. */
const TRIES = 2;
export const MAX_TEXT = 60_000;

/** What all step types share that have a model do routine work on a text. */
export const routine = {
  category: 'ai',
  risk: 'safe',
  effect: 'none',
  timeoutMs: LONGEST_MS,
  retry: { maxAttempts: 3, baseDelayMs: 2_000, maxDelayMs: 120_000 },
} as const;

/** Whether an answer of the last 24 hours to the very same question will do. */
export const cache = z
  .boolean()
  .default(true)
  .describe('Whether an answer of the last 24 hours to the very same question will do');
/** A text, or a list or an object as JSON. */
export const source = z.union([
  z.string().trim().min(1).max(MAX_TEXT),
  jsonValue
    .refine((value) => value !== null && typeof value === 'object', 'Give a text, a list or an object')
    .refine((value) => JSON.stringify(value).length <= MAX_TEXT, `At most ${MAX_TEXT} signs as JSON`),
]);
export const answered = {
  model: z.string(),
  /** 0 when an answer was remembered. */
  tokens: z.int(),
  isCached: z.boolean(),
};

export function textOf(given: z.infer<typeof source>): string {
  return typeof given === 'string' ? given : JSON.stringify(given, null, 1);
}

/** What a question takes at most. */
export function mostOf(text: string, maxOutputTokens: number): Partial<Usage> {
  const tokens = TRIES * (mostTokens(text) + AROUND + maxOutputTokens);
  return { tokens, computeMs: LONGEST_MS, vendorCalls: TRIES + 1 };
}
