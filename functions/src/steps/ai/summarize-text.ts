import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { askRoutinely } from './ask-routinely.ts';
import { answered, cache, mostOf, routine, source, textOf } from './routine.ts';

const MAX_OUTPUT_TOKENS = 2_000;
/** How many sentences or points a length comes to. */
const LENGTHS = { short: 3, medium: 6, long: 12 } as const;

const params = z.strictObject({
  text: source,
  /** `short` is about 3 sentences or points, `medium` 6, `long` 12. */
  length: z.enum(['short', 'medium', 'long']).default('short'),
  format: z.enum(['paragraph', 'bullets']).default('paragraph'),
  /** In which language; null for that of the text. */
  language: z.string().trim().min(2).max(60).nullable().default(null),
  /** What the reader wants to know. */
  focus: z.string().max(500).default(''),
  cache,
});
const output = z.object({
  /** As Markdown: a paragraph, or a list. */
  summary: z.string(),
  points: z.array(z.string()),
  ...answered,
});

export const summarizeText = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...routine,
  id: 'summarize_text',
  title: 'Summarize a text',
  description: 'Says in a few sentences or points what a text is about.',
  modelDescription: 'Summarizes a text or data with a language model: {{steps.<id>.summary}}, points as a list.',
  icon: 'list-collapse',
  example: {
    text: 'The spring fair drew 1,200 people, twice as many as last year. The tent leaked.',
    format: 'bullets',
  },
  params,
  output,
  wires: { text: ['fetch_page.text', 'html_to_text.text'] },
  worstCase: ({ text, focus }) => mostOf(textOf(text) + focus, MAX_OUTPUT_TOKENS),
  run: async ({ text, length, format, language, focus, cache }, context) => {
    const most = LENGTHS[length];
    const isList = format === 'bullets';
    const { value, ...rest } = await askRoutinely(context, {
      instructions: [
        `You summarize texts for a busy shop owner: at most ${most} ${isList ? 'points of one sentence each' : 'sentences'}, the most important first.`,
        'Say only what the text says. Keep names, dates and figures exact.',
        language === null ? 'Write in the language of the text.' : `Write in this language: ${language}.`,
        focus === '' ? '' : `The reader wants to know: ${focus}`,
      ].join('\n'),
      text: textOf(text),
      schema: z.object({ sentences: z.array(z.string().trim().min(1).max(2_000)).min(1).max(most) }),
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      cache,
    });
    const points = value.sentences.map((point) => point.replace(/^[-*•]\s+/, ''));
    const summary = isList ? points.map((point) => `- ${point}`).join('\n') : points.join(' ');
    return { summary, points, ...rest };
  },
});
