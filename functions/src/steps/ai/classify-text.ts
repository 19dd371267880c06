import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { askRoutinely } from './ask-routinely.ts';
import { answered, cache, mostOf, routine, source, textOf } from './routine.ts';

const MAX_OUTPUT_TOKENS = 600;

const label = z.union([
  z
    .string()
    .trim()
    .min(1)
    .max(100)
    .transform((name) => ({ name, description: '' })),
  z.strictObject({ name: z.string().trim().min(1).max(100), description: z.string().max(500).default('') }),
]);
const params = z.strictObject({
  text: source,
  /** Names, or names with what each of them means. */
  labels: z
    .array(label)
    .min(2)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Two labels have the same name'),
  /** Whether several labels may hold at once. */
  several: z.boolean().default(false),
  /** Below this, from 0 to 1, a label does not count. */
  minConfidence: z.number().min(0).max(1).default(0),
  cache,
});
const output = z.object({
  /** The one that fits best; null when none does. */
  label: z.string().nullable(),
  /** From 0 to 1, as the model puts it. */
  confidence: z.number(),
  labels: z.array(z.object({ name: z.string(), confidence: z.number() })),
  ...answered,
});

export const classifyText = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...routine,
  id: 'classify_text',
  title: 'Sort a text',
  description: 'Says which of your labels a text belongs to: complaint, question, praise.',
  modelDescription:
    'Gives a text one of the given labels ({{steps.<id>.label}}, null when none fits) or several. It never gives another one.',
  icon: 'tags',
  example: {
    text: 'My parcel has not come yet, where is it?',
    labels: [{ name: 'complaint', description: 'something went wrong' }, { name: 'question' }, { name: 'praise' }],
    minConfidence: 0.5,
  },
  params,
  output,
  worstCase: ({ text, labels }) => mostOf(textOf(text) + JSON.stringify(labels), MAX_OUTPUT_TOKENS),
  run: async ({ text, labels, several, minConfidence, cache }, context) => {
    const names = labels.map(({ name }) => name);
    const one = z.object({ name: z.enum(names), confidence: z.number().min(0).max(1) });
    const meanings = labels.map(({ name, description }) => `- ${name}${description === '' ? '' : `: ${description}`}`);
    const { value, ...rest } = await askRoutinely(context, {
      instructions: [
        'You sort texts. These are the labels:',
        ...meanings,
        several
          ? 'Give every label that fits, with how sure you are from 0 to 1; an empty list when none does.'
          : 'Give the one label that fits best, with how sure you are from 0 to 1; an empty list when none does.',
      ].join('\n'),
      text: textOf(text),
      schema: z.object({ labels: z.array(one).max(several ? names.length : 1) }),
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      cache,
    });
    const best = new Map(
      value.labels.toSorted((a, b) => a.confidence - b.confidence).map((found) => [found.name, found]),
    );
    const found = [...best.values()]
      .filter(({ confidence }) => confidence >= minConfidence)
      .toSorted((a, b) => b.confidence - a.confidence);
    return { label: found[0]?.name ?? null, confidence: found[0]?.confidence ?? 0, labels: found, ...rest };
  },
});
