import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { COMPLAINT_WORDS } from '../../model/complaint-words.ts';
import { type Faq, faqIn, faqsParam, holdsPhrase, ownText } from './faq.ts';
import { mailSchema } from './mail.ts';

const MAX_TITLE = 120;
const MAX_EXCERPT = 1_000;

const params = z.strictObject({
  /** A mail of read_inbox. */
  mail: mailSchema,
  faqs: faqsParam.default([]),
  /** Words, or words that belong together, that only somebody writes who complains. */
  complaintWords: z
    .array(z.string().trim().min(3).max(60))
    .max(60)
    .default([...COMPLAINT_WORDS]),
  /** What a language model makes of it: complaint, question, other, or one of the questions; the words decide where it is left out. */
  label: z.string().max(100).default(''),
});
type Given = z.infer<typeof params>;
const output = z.object({
  kind: z.enum(['faq', 'question', 'complaint', 'other']),
  /** The question that it asks, where it is one of those that are known. */
  question: z.string().nullable(),
  /** Who writes, and of what: `Jo: Gloves?`. */
  title: z.string(),
  /** What he says himself, without what he quotes. */
  excerpt: z.string(),
});

export const classifyMail = defineStep<Given, z.infer<typeof output>>({
  id: 'classify_mail',
  title: 'Sort a mail',
  description: 'Tells questions that you have an answer to, other questions, complaints and machine mail apart.',
  modelDescription:
    'Sorts a mail of read_inbox by fixed rules, without a language model: faq (it asks one of `faqs`), complaint, question, other. A label from classify_text is heeded. Never faq where the answer would go to another address than the sender.',
  category: 'mail',
  icon: 'tags',
  example: {
    mail: '{{item}}',
    faqs: [{ question: 'When are you open?', answer: 'We are open from 9 to 6, Monday to Saturday.' }],
  },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  timeoutMs: 10_000,
  retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
  run: async (given) => {
    const { mail } = given;
    const excerpt = ownText(mail.text);
    const title = `${mail.fromName || mail.from}: ${mail.subject || 'no subject'}`;
    const shown = { title: cut(title, MAX_TITLE), excerpt: cut(excerpt, MAX_EXCERPT) };
    return { ...sorted(given, `${mail.subject}\n${excerpt}`), ...shown };
  },
});

/** Whoever complains comes first; nothing that is in doubt is answered by itself. */
function sorted(
  { mail, faqs, complaintWords, label }: Given,
  text: string,
): { kind: z.infer<typeof output>['kind']; question: string | null } {
  if (mail.isAutomatic || mail.from === '') return { kind: 'other', question: null };
  const faq = label === '' ? faqIn(faqs, text) : (faqs.find(({ question }) => question === label) ?? null);
  const question = faq?.question ?? null;
  if (label === 'complaint' || complains(text, complaintWords, faq)) return { kind: 'complaint', question };
  if (label === 'other') return { kind: 'other', question };
  return { kind: faq !== null && isPlain(mail) ? 'faq' : 'question', question };
}

/** A word that the question itself holds tells nothing: `How do refunds work?` */
function complains(text: string, words: readonly string[], faq: Faq | null): boolean {
  return words.some((word) => holdsPhrase(text, word) && !(faq !== null && holdsPhrase(faq.question, word)));
}

/** A first mail, whole, whose answer goes back where it comes from. */
function isPlain({ from, replyTo, inReplyTo, isCut, attachments }: Given['mail']): boolean {
  return replyTo === from && inReplyTo === null && !isCut && attachments.length === 0;
}

function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
