import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { askRoutinely } from './ask-routinely.ts';
import { changedMarks } from './marks.ts';
import { answered, cache, mostOf, routine } from './routine.ts';

const MAX_TEXT = 12_000;
const MAX_OUTPUT_TOKENS = 8_000;

const params = z.strictObject({
  text: z.string().min(1).max(MAX_TEXT),
  /** Into which language: `German`, `pt-BR`. */
  language: z.string().trim().min(2).max(60),
  /** How to address people, and the like. */
  tone: z.string().max(500).default(''),
  /** Words that are always translated in the same way; to themselves: not at all. */
  glossary: z
    .record(z.string().min(1).max(100), z.string().min(1).max(100))
    .refine((words) => Object.keys(words).length <= 100, 'At most 100 words')
    .default({}),
  cache,
});
const output = z.object({ text: z.string(), ...answered });

export const translateText = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...routine,
  id: 'translate_text',
  title: 'Translate a text',
  description: 'Translates a text; links, placeholders and formatting stay as they are.',
  modelDescription:
    'Translates text into a language with a language model: {{steps.<id>.text}}. Links, placeholders, tags and Markdown are kept, and that is checked.',
  icon: 'languages',
  example: { text: 'Our shop is open until 8 tonight: https://example.com', language: 'Spanish' },
  params,
  output,
  wires: { text: ['generate_text.text', 'summarize_text.summary'] },
  worstCase: ({ text, tone, glossary }) => mostOf(text + tone + JSON.stringify(glossary), MAX_OUTPUT_TOKENS),
  run: async ({ text, language, tone, glossary, cache }, context) => {
    const words = Object.entries(glossary).map(([from, to]) => `- ${from}: ${to}`);
    const translation = z.string().superRefine((translated, { addIssue }) => {
      for (const message of changedMarks(text, translated)) addIssue({ code: 'custom', message });
    });
    const { value, ...rest } = await askRoutinely(context, {
      instructions: [
        `You translate into this language: ${language}. Translate everything, add nothing, leave nothing out.`,
        'Keep these exactly as they are: links, e-mail addresses, placeholders such as {name} or {{name}} or %s, HTML tags, code, and the Markdown around words.',
        tone === '' ? '' : `Tone: ${tone}`,
        words.length === 0 ? '' : ['Always translate these words like this:', ...words].join('\n'),
      ].join('\n'),
      text,
      schema: z.object({ translation }),
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      cache,
    });
    return { text: value.translation, ...rest };
  },
});
