import { z } from 'zod';
import { connectionParam } from '../connection-param.ts';

/** The params that every chat takes: which connection, a heading, and the text. What is too long is cut, with a note. */
export const chatParams = {
  connection: connectionParam,
  title: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\r\n\0]*$/, 'A title has a single line')
    .nullable()
    .default(null),
  text: z.string().trim().min(1).max(100_000),
};

/** What all steps that write to a chat have in common. Nobody there drops repeats, so each message is sent once. */
export const toChat = {
  category: 'messaging',
  risk: 'moderate',
  effect: 'once',
  timeoutMs: 60_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  literals: ['connection'],
  wires: { text: ['analyze_pricing.summary', 'generate_competitor_report.summary', 'generate_text.text'] },
} as const;

/** The beginning of a message, for the sentence of a dry run. */
export function opening({ title, text }: { readonly title: string | null; readonly text: string }): string {
  const line = (title ?? text).replace(/\s+/g, ' ');
  return line.length <= 80 ? `'${line}'` : `'${line.slice(0, 79)}…'`;
}
