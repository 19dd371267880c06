import { z } from 'zod';
import { NonRetriableError } from '../../../core/engine/errors.ts';
import type { StepContext } from '../../../core/engine/step-type.ts';
import type { JsonObject } from '../../../model/json.ts';
import { askRoutinely } from '../../ai/ask-routinely.ts';
import type { Letter } from './compose.ts';

export const MAX_OUTPUT_TOKENS = 6_000;
const words = (max: number) => z.string().trim().min(1).max(max);

interface Brief extends JsonObject {
  readonly tone: string;
  readonly useModel: string;
}

/** The drafts, written anew by the model for this business; null where no model can, unless one has to. */
export async function rewritten(
  brief: Brief,
  drafts: readonly Letter[],
  context: StepContext,
): Promise<{ emails: Letter[]; model: string } | null> {
  const instructions = [
    `You write e-mails for small businesses: ${brief.tone}, concrete, short sentences, no exaggeration, nothing invented.`,
    `Rewrite each of these ${drafts.length} mails of a sequence so that it fits the business, its product, its offer and its audience. Keep their number, their order and what each is for.`,
    'Keep places in braces such as {first_name|there} as they are; use no others. Bodies are plain text with paragraphs.',
  ].join('\n');
  const text = JSON.stringify({ business: context.org.name, ...brief, mails: drafts });
  const mail = z.object({ subject: words(150), preview: words(200), body: words(5_000) });
  const schema = z.object({ emails: z.array(mail).length(drafts.length) });
  try {
    const question = { instructions, text, schema, maxOutputTokens: MAX_OUTPUT_TOKENS, cache: true };
    const { value, model } = await askRoutinely(context, question);
    return { emails: drafts.map((draft, index) => ({ ...draft, ...value.emails[index] })), model };
  } catch (error) {
    if (brief.useModel === 'auto' && error instanceof NonRetriableError) return null;
    throw error;
  }
}
