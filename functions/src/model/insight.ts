import { z } from 'zod';
import { figureNameSchema } from './figure-words.ts';
import { figuresSchema } from './figures.ts';

/** The four things that a business's health is made of. */
const healthPartSchema = z.enum(['cash_flow', 'operations', 'revenue', 'profitability']);
export type HealthPart = z.infer<typeof healthPartSchema>;

/** What a part is judged by. */
const healthInputSchema = z.enum(['runway', 'burn', 'dso', 'efficiency', 'growth', 'net_margin']);
export type HealthInput = z.infer<typeof healthInputSchema>;

const points = z.number().min(0).max(100);

const judgedPartSchema = z.object({
  part: healthPartSchema,
  /** How much of the score it is, in percent. */
  weight: z.int().min(1).max(100),
  score: z.int().min(0).max(100),
  inputs: z.array(
    z.object({
      input: healthInputSchema,
      /** How much of the part it is, in percent. */
      weight: z.int().min(1).max(100),
      /** Null: not known; it then counts 0. */
      value: z.number().nullable(),
      points,
    }),
  ),
  /** Its inputs and what they count, in words. */
  explanation: z.string(),
});
export type JudgedPart = z.infer<typeof judgedPartSchema>;

const missingInputSchema = z.object({
  input: healthInputSchema,
  part: healthPartSchema,
  /** Those that are not known. */
  figures: z.array(figureNameSchema).min(1),
  /** By how many points the score could rise with them. */
  points,
  /** What it is, and where it would come from, in words. */
  text: z.string(),
});

/** How a business fares. */
const healthSchema = z.object({
  /** 0 to 100: what the data shows for certain. What is not known counts 0, so knowing more never lowers it. */
  score: z.int().min(0).max(100),
  /** How much of the score rests on data, in percent. */
  known: z.int().min(0).max(100),
  parts: z.array(judgedPartSchema).length(healthPartSchema.options.length),
  /** What is not known, the weightiest first. */
  missing: z.array(missingInputSchema),
});
export type Health = z.infer<typeof healthSchema>;

/** Something that cannot wait. */
const findingSchema = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  /** The day on which it was first found: as long as it lasts people are told once. */
  since: z.iso.date(),
});
export type Finding = z.infer<typeof findingSchema>;

/** How many weeks are told of what is to come in. */
export const WEEKS_AHEAD = 6;

const expectedSchema = z.object({
  /** What should have come in already. */
  overdue: z.number().min(0),
  /** What falls due in each of the next weeks, the first of which begins on the insight's day. */
  weeks: z.array(z.object({ from: z.iso.date(), amount: z.number().min(0) })).length(WEEKS_AHEAD),
});
/** Money that customers owe, in the business's currency, by when it is due. */
export type Expected = z.infer<typeof expectedSchema>;

/** What the coach sees in a business on the morning of a day; the document's id is the day. */
export const insightSchema = z.object({
  /** By the tenant's calendar. */
  date: z.iso.date(),
  ...healthSchema.shape,
  figures: figuresSchema,
  /** Collections that were too large to be read: what they would tell is not known. */
  unread: z.array(z.string()),
  findings: z.array(findingSchema),
  /** The ids of those that people were told of on this day. */
  told: z.array(z.string()).default([]),
  /** Whether made-up data was among what it saw: it goes with that. */
  isSample: z.boolean().default(false),
  /** What is to come in by open invoices; null where there are none, or too many. */
  expected: expectedSchema.nullable().default(null),
  createdAt: z.date(),
  /** When it was looked last. */
  updatedAt: z.date(),
  expireAt: z.date(),
});
export type Insight = z.infer<typeof insightSchema>;
