import { z } from 'zod';
import { mostTokens, spentOn } from '../../core/engine/ask-model.ts';
import { StepError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';

/** With the last of a slow model's words. */
const LONGEST_MS = 150_000;

/** How the model says that none is set up. */
const NO_MODEL = 'no_language_model';

const params = z.strictObject({
  prompt: z.string().trim().min(1).max(50_000),
  /** How to answer: role, tone, form. */
  instructions: z.string().max(10_000).default('Answer in plain words and come to the point.'),
  maxOutputTokens: z.int().min(1).max(8_000).default(1_000),
  /** The text where no language model is set up. Left out: then it fails. */
  withoutModel: z.string().min(1).max(50_000).nullable().default(null),
});
const output = z.object({
  text: z.string(),
  /** Null where none is set up. */
  model: z.string().nullable(),
  tokens: z.int(),
});

export const generateText = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'generate_text',
  title: 'Write text',
  description: 'Lets a language model write a text.',
  modelDescription: 'Writes text from a prompt with the configured language model; read it as {{steps.<id>.text}}.',
  category: 'ai',
  icon: 'sparkles',
  example: { prompt: 'Write two friendly sentences about our new product.' },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  worstCase: ({ prompt, instructions, maxOutputTokens }) => ({
    tokens: mostTokens(prompt + instructions) + maxOutputTokens,
    computeMs: LONGEST_MS,
    vendorCalls: 1,
  }),
  timeoutMs: LONGEST_MS,
  retry: { maxAttempts: 3, baseDelayMs: 2_000, maxDelayMs: 120_000 },
  async run({ prompt, instructions, maxOutputTokens, withoutModel }, { llm, signal, meter }) {
    meter({ vendorCalls: 1 });
    try {
      const answer = await llm.generateText({ instructions, prompt, maxOutputTokens, signal });
      meter(spentOn(answer));
      const { text, model, tokens } = answer;
      return { text, model, tokens };
    } catch (error) {
      const isUnset = error instanceof StepError && error.code === NO_MODEL;
      if (isUnset && withoutModel !== null) return { text: withoutModel, model: null, tokens: 0 };
      throw error;
    }
  },
});
