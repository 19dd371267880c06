import type { Understanding } from '../intent.ts';

/** An answer that leads to no act. */
export type Answer = Exclude<Understanding, { kind: 'create' } | { kind: 'command' }>;

/** Sentences that are sure to be understood. */
export const EXAMPLES = [
  "Track our top 3 competitors' prices every morning and email me if they undercut us by more than 10%",
  'Email me when stock runs low',
  'Send me a competitor report every Monday at 8am',
  'Pause my price alert',
];

/** One question; each choice is a whole sentence. */
export function ask(about: string, question: string, choices: readonly string[] = []): Answer {
  return { kind: 'ask', question, choices, about };
}

export function refuse(message: string, examples: readonly string[] = EXAMPLES): Answer {
  return { kind: 'refuse', message, examples };
}

export function unknown(message: string): Answer {
  return { kind: 'unknown', message, examples: EXAMPLES };
}
