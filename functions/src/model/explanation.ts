import { z } from 'zod';

/** A stored fact that a sentence rests on. Instants are UTC in ISO form; the sentence has them in the tenant's zone. */
export const evidenceSchema = z.object({
  label: z.string(),
  value: z.string(),
  /** The document it was read from, below the tenant: `playbook_executions/…`. Null where it was worked out. */
  path: z.string().nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Nothing is said without the facts that it rests on. */
export const sentenceSchema = z.object({ text: z.string(), evidence: z.array(evidenceSchema).min(1) });
export type Sentence = z.infer<typeof sentenceSchema>;

/** Why something did or did not happen, from what is stored. `links` lead to pages of the app. */
export const explanationSchema = z
  .object({
    summary: z.string(),
    sentences: z.array(sentenceSchema),
    links: z.array(z.object({ label: z.string(), href: z.string() })),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanationSchema>;
export type ExplanationLink = Explanation['links'][number];
