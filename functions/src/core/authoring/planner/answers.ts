import type { About, Understanding } from '../understanding.ts';

/** An answer that leads to no act. */
export type Answer = Exclude<Understanding, { kind: 'create' } | { kind: 'command' } | { kind: 'edit' }>;

/** Sentences that are sure to be understood. */
export const EXAMPLES = [
  "Track our top 3 competitors' prices every morning and email me if they undercut us by more than 10%",
  'Email me when stock runs low',
  'Send me a competitor report every Monday at 8am',
  'Pause my price alert',
];

/** One question; each choice is a whole sentence or an answer. `offer`: what a plain yes takes. */
export function ask(
  sentence: string,
  about: About,
  question: string,
  choices: readonly string[] = [],
  offer: string | null = null,
): Answer {
  return { kind: 'ask', question, choices, about, open: { sentences: [sentence], about, offer } };
}

export function refuse(message: string, examples: readonly string[] = EXAMPLES): Answer {
  return { kind: 'refuse', message, examples };
}

export function unknown(message: string): Answer {
  return { kind: 'unknown', message, examples: EXAMPLES };
}

/** Whether it is a question or a no, and nothing that was decided. */
export function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    ['ask', 'refuse', 'unknown', 'talk'].includes(String(value.kind))
  );
}
