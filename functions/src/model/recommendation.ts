import { z } from 'zod';
import { figureNameSchema, unitSchema } from './figure-words.ts';
import { executionIdSchema } from './ids.ts';
import { prioritySchema } from './task.ts';

export const recommendationCategorySchema = z.enum([
  'cash_flow',
  'inventory',
  'revenue',
  'profitability',
  'operations',
  'growth',
]);
export type RecommendationCategory = z.infer<typeof recommendationCategorySchema>;

export const recommendationStatusSchema = z.enum(['pending', 'accepted', 'dismissed', 'expired']);
export type RecommendationStatus = z.infer<typeof recommendationStatusSchema>;

/** Why somebody has no use for a recommendation. */
export const dismissalReasonSchema = z.enum([
  'not_relevant',
  'wrong_data',
  'already_done',
  'not_priority',
  'unclear',
  'other',
]);
export type DismissalReason = z.infer<typeof dismissalReasonSchema>;
export const MAX_COMMENT = 2_000;

/** A figure that a recommendation rests on, as it was when it was made. */
const statedFigureSchema = z.object({
  /** Null: worked out of others. */
  name: figureNameSchema.nullable(),
  label: z.string(),
  unit: unitSchema,
  value: z.number(),
  /** The value as people read it, in the tenant's locale and currency. */
  text: z.string(),
});
export type StatedFigure = z.infer<typeof statedFigureSchema>;

/** What the coach proposes: a text with figures, how urgent it is, and what people made of it. */
export const recommendationSchema = z.object({
  category: recommendationCategorySchema,
  /** The id of the coach's template that it was made from; null: a playbook made it. */
  kind: z.string().nullable().default(null),
  title: z.string(),
  text: z.string(),
  /** The model whose words these are; null: the template's, or a playbook's. */
  wordedBy: z.string().nullable().default(null),
  /** 0 to 100; higher is more urgent. */
  priority: z.number().min(0).max(100),
  status: recommendationStatusSchema,
  /** What it rests on, the weightiest first. */
  figures: z.array(statedFigureSchema).default([]),
  /** What an action plan begins with. */
  tasks: z.array(z.object({ title: z.string(), priority: prioritySchema, dueInDays: z.int().positive() })).default([]),
  /** What people may want to ask about it. */
  questions: z.array(z.string()).default([]),
  /** What would look after it from now on: a playbook's template, and the answers that are known (an object). */
  playbook: z.object({ templateId: z.string(), answersJson: z.string() }).nullable().default(null),
  /** Set as it becomes `dismissed` by a person who says why. */
  dismissal: z
    .object({
      reason: dismissalReasonSchema,
      comment: z.string().max(MAX_COMMENT).nullable(),
      /** A uid. */
      by: z.string(),
      at: z.date(),
    })
    .nullable()
    .default(null),
  /** Set as it becomes `accepted`: by whom first, and the latest plan and playbook that came of it. */
  acceptance: z
    .object({
      /** A uid, or the id of an API key. */
      by: z.string(),
      at: z.date(),
      planId: z.string().nullable(),
      playbookId: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** The figure by which its effect is told: as it was, and as it is later; null while nobody has looked, or it is not known. */
  outcome: z
    .object({
      figure: figureNameSchema,
      before: z.number(),
      after: z.number().nullable(),
      measuredAt: z.date().nullable(),
    })
    .nullable()
    .default(null),
  /** Whether the coach made it of made-up data, too: it goes with that. */
  isSample: z.boolean().default(false),
  /** When `outcome` is to be looked at; null: not, or not any more. */
  measureAt: z.date().nullable().default(null),
  executionId: executionIdSchema.nullable(),
  /** Whoever made it; `coach` where nobody had to ask. */
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  /** When it is too old to be acted on, if it is pending still; null: never. */
  expiresAt: z.date().nullable().default(null),
  /** When it is deleted. */
  expireAt: z.date(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;
