import { z } from 'zod';
import { agentIdSchema } from '../../model/agent.ts';
import { triggerDraftSchema } from '../../model/trigger.ts';
import { competitorRefSchema } from './authoring-facts.ts';

/** What a playbook is for. */
export const goalSchema = z.enum(['price_alert', 'competitor_report', 'low_stock_alert']);
export type Goal = z.infer<typeof goalSchema>;

/** The formal meaning of "if they undercut us by more than 10%": nothing about it is left to be guessed later. */
export const conditionSchema = z.strictObject({
  /** `price_gap`: by how much a competitor's price lies below ours. `undercutting`: how many competitors do. */
  metric: z.enum(['price_gap', 'undercutting']),
  operator: z.enum(['>', '>=']),
  value: z.number().nonnegative(),
  unit: z.enum(['percent', 'currency', 'count']),
  /** What the percentage is a percentage of. */
  base: z.enum(['our price', 'their price']),
  /** Only this product of ours is looked at; null for all. */
  product: z.string().nullable(),
});
export type Condition = z.infer<typeof conditionSchema>;

/** Who gets the message: the person who asked, or an address that was named. */
export const recipientSchema = z.union([z.literal('user'), z.email()]);

export const actionSchema = z.enum(['alert', 'report', 'save_to_drive']);

/** What a person asked for, in formal words. Stored beside the playbook, stated back, and the only source of its draft. */
export const intentSchema = z.strictObject({
  sentence: z.string().max(4000),
  goal: goalSchema,
  agent: agentIdSchema,
  triggers: z.array(triggerDraftSchema).min(1).max(20),
  condition: conditionSchema.nullable(),
  actions: z.array(actionSchema).min(1),
  recipients: z.array(recipientSchema).max(20),
  /** The competitors that are watched; empty where the goal has none. */
  competitors: z.array(competitorRefSchema).max(20),
  /** The product that stock or prices are watched for; null for all. */
  product: z.string().nullable(),
  /** What was taken for granted, in words, so that it is told: "no time was named, so 9:00 AM". */
  assumptions: z.array(z.string()),
});
export type Intent = z.infer<typeof intentSchema>;

/** Something to do now with playbooks that exist. `target` is how the person called it; null for "it". */
export const commandSchema = z.strictObject({
  verb: z.enum(['run', 'pause', 'resume', 'list']),
  target: z.string().nullable(),
});
export type Command = z.infer<typeof commandSchema>;

/** What a sentence came out as. Only `create` and `command` lead to an act; the others are answers. */
export type Understanding =
  | { readonly kind: 'create'; readonly intent: Intent }
  | { readonly kind: 'command'; readonly command: Command }
  /** One question; each choice is a whole sentence that can be sent as it stands. `about` goes into the next call as `pending`. */
  | { readonly kind: 'ask'; readonly question: string; readonly choices: readonly string[]; readonly about: string }
  /** Understood, but it cannot or must not be done. */
  | { readonly kind: 'refuse'; readonly message: string; readonly examples: readonly string[] }
  | { readonly kind: 'unknown'; readonly message: string; readonly examples: readonly string[] };
