import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { jsonObject } from './json.ts';
import { eventNameSchema, triggerDraftSchema } from './trigger.ts';

/** What a playbook looks at. Each is described in `core/authoring/subjects`. */
export const SUBJECTS = [
  'competitor_prices',
  'stock',
  'own_prices',
  'customers',
  'members',
  'prospects',
  'orders',
  'invoices',
  'reviews',
  'metrics',
  'campaigns',
  'website',
  'web_page',
  'feed',
  'inbox',
  'executions',
  'nothing',
] as const;
export type SubjectId = (typeof SUBJECTS)[number];

/** What is measured, and so what a number of the condition is a number of. */
export const MEASURES = [
  'price_gap',
  'undercutting',
  'price',
  'price_change',
  'quantity',
  'days_past_due',
  'amount',
  'total',
  'days_inactive',
  'rating',
  'value',
  'count',
  'is_down',
  'says',
] as const;

/**
 * The formal meaning of "if they undercut us by more than 10 %": what is measured, against what, in which unit and of
 * what a percentage is one. Nothing about it is left to be guessed later.
 */
export const contractConditionSchema = z.strictObject({
  measure: z.enum(MEASURES),
  operator: z.enum(['>', '>=', '<', '<=', '==', 'contains']),
  value: z.union([z.number(), z.string().max(300)]),
  unit: z.enum(['percent', 'currency', 'count', 'days', 'stars', 'none']),
  /** What a percentage is a percentage of, or what a difference is counted from. */
  base: z.enum(['our price', 'their price', 'price before', 'none']).default('none'),
  /** The one product, competitor, customer or metric that is meant; null for any. */
  of: z.string().max(200).nullable().default(null),
});
export type ContractCondition = z.infer<typeof contractConditionSchema>;

/**
 * One thing to do, by a step type. `to`: `user` for whoever asked, an e-mail address, `#channel`, a phone number, a
 * chat's name: as it was said. `when`: with the conditions true, with them false, or in any case.
 */
export const contractActionSchema = z.strictObject({
  action: z.string().regex(/^[a-z]+(_[a-z]+)*$/),
  to: z.array(z.string().max(254)).max(20).default([]),
  when: z.enum(['then', 'otherwise', 'always']).default('then'),
  /** Only where also this is true: "and if it is more than 20 %, text me". */
  also: z.array(contractConditionSchema).max(5).default([]),
  /** What was said about how: the text to send, the sheet to write to, the person to assign. */
  details: z.record(z.string().max(40), z.string().max(2_000)).default({}),
});
export type ContractAction = z.infer<typeof contractActionSchema>;

/** What must, or must not, make it act. `given` is what it would find: the data of an event, or the outputs of steps by their id. */
export const contractExampleSchema = z.strictObject({
  words: z.string().max(300),
  given: z.strictObject({
    eventName: eventNameSchema.nullable().default(null),
    event: jsonObject.nullable().default(null),
    steps: jsonObject.default({}),
  }),
  fires: z.boolean(),
});
export type ContractExample = z.infer<typeof contractExampleSchema>;

/**
 * What a person asked for, in formal words. Stored with the playbook, stated back, the only source of its draft, and
 * what its examples are held against at every edit.
 */
export const contractSchema = z.strictObject({
  /** What was said, in order: the request, answers to questions, changes. */
  sentences: z.array(z.string().max(4_000)).min(1).max(50),
  subject: z.enum(SUBJECTS),
  agent: agentIdSchema,
  triggers: z.array(triggerDraftSchema).min(1).max(20),
  /** All of them have to hold; none: it acts each time. */
  conditions: z.array(contractConditionSchema).max(10),
  actions: z.array(contractActionSchema).min(1).max(20),
  /** Competitors with their pages, where the subject has any. */
  competitors: z
    .array(z.strictObject({ name: z.string().min(1).max(120), url: z.url() }))
    .max(20)
    .default([]),
  /** Pages and feeds that are looked at. */
  urls: z.array(z.url()).max(20).default([]),
  examples: z.array(contractExampleSchema).max(20).default([]),
  /** What was taken for granted, in words, so that it is told: "no time was named, so 9:00 AM". */
  assumptions: z.array(z.string().max(500)).max(20).default([]),
});
export type Contract = z.infer<typeof contractSchema>;

/** The contract of a playbook as it is stored; null where there is none, or one that nobody can read any more. */
export function readContract(contractJson: string | null): Contract | null {
  try {
    return contractJson === null ? null : contractSchema.parse(JSON.parse(contractJson));
  } catch {
    return null;
  }
}
