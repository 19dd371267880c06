import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { mostOf, routine } from '../ai/routine.ts';
import { asMarkdown, composed, MOST, TONES, TYPES } from './sequences/compose.ts';
import { MAX_OUTPUT_TOKENS, rewritten } from './sequences/rewrite.ts';

const line = (max: number) => z.string().trim().min(1).max(max);
const typeSchema = z.enum(TYPES);

const params = z.strictObject({
  /** As people write it: Welcome, Win-back, Abandoned cart. */
  sequence_type: z.union([
    typeSchema,
    z
      .string()
      .transform((text) =>
        text
          .trim()
          .toLowerCase()
          .replaceAll(/[\s-]+/g, '_'),
      )
      .pipe(typeSchema),
  ]),
  num_emails: z.int().min(1).max(MOST).default(5),
  /** What it is about, such as `our yoga classes`. */
  product: line(200).default('what we offer'),
  /** Such as `10 % off your next visit`. */
  offer: line(300).default('a small surprise at your next visit'),
  audience: line(200).default('customers'),
  tone: z.enum(TONES).default('friendly'),
  /** Who signs; the business when left out. */
  signature: line(200).nullable().default(null),
  /** `auto`: by the language model, if there is one; else from drafts of ours. */
  useModel: z.enum(['auto', 'always', 'never']).default('auto'),
});
type Params = z.infer<typeof params>;

const letter = z.object({
  number: z.int(),
  /** Days after the sequence began. */
  day: z.int(),
  subject: z.string(),
  preview: z.string(),
  body: z.string(),
});
const output = z.object({
  title: z.string(),
  emails: z.array(letter),
  count: z.int(),
  /** How long it takes in all. */
  days: z.int(),
  markdown: z.string(),
  /** The model that wrote it; null for drafts of ours. */
  model: z.string().nullable(),
});

export const buildEmailSequence = defineStep<Params, z.infer<typeof output>>({
  ...routine,
  id: 'build_email_sequence',
  title: 'Build an e-mail sequence',
  description: 'Writes a sequence of mails (welcome, win-back, onboarding and others) with the days to send them on.',
  modelDescription: `Writes 1 to ${MOST} mails: ${TYPES.join(', ')}. Each has day, subject, preview and body with places such as {first_name|there}, as send_newsletter takes them. Sends nothing.`,
  category: 'marketing',
  icon: 'mails',
  example: { sequence_type: 'Welcome', num_emails: 5, product: 'our coffee' },
  params,
  output,
  worstCase: (given) => (given.useModel === 'never' ? {} : mostOf(JSON.stringify(given), MAX_OUTPUT_TOKENS)),
  async run(given, context) {
    const { sequence_type: type, num_emails: count, tone, product, offer } = given;
    const business = context.org.name;
    const signature = given.signature ?? business;
    const drafts = composed({ type, count, tone, business, product, offer, signature });
    const written = given.useModel === 'never' ? null : await rewritten({ ...given, signature }, drafts, context);
    const emails = written?.emails ?? drafts;
    const title = `${type.replaceAll('_', ' ')} sequence of ${business}`;
    const markdown = asMarkdown(title.charAt(0).toUpperCase() + title.slice(1), emails);
    const model = written?.model ?? null;
    return { title, emails, count: emails.length, days: emails.at(-1)?.day ?? 0, markdown, model };
  },
});
