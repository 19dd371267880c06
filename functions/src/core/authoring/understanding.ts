import { z } from 'zod';
import type { Contract } from '../../model/contract.ts';
import type { ContractChange } from './contract-change.ts';
import type { Command } from './planner/commands.ts';

/** What a question can be about. */
export const aboutSchema = z.enum([
  'time',
  'zone',
  'unit',
  'base',
  'threshold',
  'recipient',
  'competitors',
  'subject',
  'action',
  'which',
]);
export type About = z.infer<typeof aboutSchema>;

/** What is open between two turns: what was said so far, and what was asked last. Travels in the call of `ask_user`. */
export const openQuestionSchema = z.strictObject({
  /** The request and the answers so far, in order. */
  sentences: z.array(z.string().max(4_000)).min(1).max(20),
  about: aboutSchema,
  /** The only thing that was offered, which a plain yes takes. */
  offer: z.string().max(4_000).nullable().default(null),
});
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

/** What a sentence came out as. Only `create`, `edit` and `command` lead to an act; the others are answers. */
export type Understanding =
  /** Its examples are made and run by whoever proposes it. */
  | { readonly kind: 'create'; readonly contract: Contract }
  /** Changes of a playbook, or (`target` null) of the one that was spoken of last. */
  | {
      readonly kind: 'edit';
      readonly target: string | null;
      readonly changes: readonly ContractChange[];
      readonly sentence: string;
    }
  | { readonly kind: 'command'; readonly command: Command }
  /** One question; each choice is a whole sentence, or an answer, that can be sent as it stands. */
  | {
      readonly kind: 'ask';
      readonly question: string;
      readonly choices: readonly string[];
      readonly about: About;
      readonly open: OpenQuestion;
    }
  /** Understood, but it cannot or must not be done; or not understood. `examples`: the nearest that can be done. */
  | { readonly kind: 'refuse' | 'unknown'; readonly message: string; readonly examples: readonly string[] }
  /** A greeting, thanks, "what can you do": answered, nothing else. */
  | { readonly kind: 'talk'; readonly message: string; readonly examples: readonly string[] };
