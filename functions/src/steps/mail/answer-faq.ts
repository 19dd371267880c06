import { z } from 'zod';
import { openMailBox } from '../../connectors/mail-in.ts';
import type { ReceivedMail } from '../../connectors/received-mail.ts';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import type { Mark } from '../../model/mark.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { connectionParam } from '../connection-param.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';
import { anAnswer, answerable, refused, sendAnswer } from './answering.ts';
import { faqsParam } from './faq.ts';
import { folderParam } from './mail.ts';

const DAY_MS = 86_400_000;

const params = z.strictObject({
  connection: connectionParam,
  /** The id that read_inbox gave, or the Message-ID. */
  id: z.string().trim().min(1).max(300),
  /** The one of `faqs` that it asks. */
  question: z.string().trim().min(1).max(100),
  /** All that may be said, taken as it is written. */
  faqs: faqsParam,
  folder: folderParam,
});
const output = z.object({
  /** False where the same answer has gone to that address within a day: a mail program that answers is not talked to. */
  sent: z.boolean(),
  messageId: z.string().nullable(),
  to: z.string(),
  subject: z.string(),
});

export const answerFaq = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...anAnswer,
  id: 'answer_faq',
  title: 'Answer a known question',
  description: 'Answers a mail with the fixed answer to its question, to whoever sent it.',
  modelDescription:
    'Answers one mail of read_inbox with the answer that `faqs` has for `question` (both from classify_mail). The answer goes to the sender only, is never written by a model, and holds nothing of the mail.',
  icon: 'mail-check',
  example: {
    id: '<q1@customer.example>',
    question: 'When are you open?',
    faqs: [{ question: 'When are you open?', answer: 'We are open from 9 to 6, Monday to Saturday.' }],
  },
  params,
  output,
  literals: ['connection', 'faqs'],
  ownWords: ['faqs'],
  targets: ['faqs'],
  async run({ connection, id, question, faqs, folder }, context) {
    const faq = faqs.find((one) => one.question === question);
    if (faq === undefined) throw refused(`There is no answer to '${question}' here.`, 'no_such_question');
    const box = await openMailBox(context, connection);
    const found = await box.find(folder, id);
    // Whoever it says it is from, and nobody whom that one names.
    const mail = answerable(found, found?.from ?? '');
    const subject = `Re: ${faq.question}`;
    const isHeard = await retryConflicts('this answer', () => hasHeard(context, mail, faq.question));
    if (isHeard) return { sent: false, messageId: null, to: mail.from, subject };
    const sent = await sendAnswer(box, mail, { subject, body: faq.answer }, context);
    return { sent: true, ...sent };
  },
  async dryRun({ id, question }) {
    return {
      output: { sent: true, messageId: 'dry_run', to: '', subject: `Re: ${question}` },
      wouldHave: `would have answered the mail ${id.slice(0, 60)} with the answer to '${question}'`,
    };
  },
});

/** Whether that answer has gone there within a day, to another mail; else it is noted that it goes to this one. */
async function hasHeard(context: StepContext, { id, from }: ReceivedMail, question: string): Promise<boolean> {
  const { orgId, store, executionId, clock } = context;
  const ref = tenantPaths(orgId).mark(deriveId(orgId, 'faq', from, question));
  const noted = await store.get(ref);
  const createdAt = clock.now();
  const noteJson = JSON.stringify(id);
  if (noted !== null && createdAt.getTime() - noted.data.createdAt.getTime() < DAY_MS) {
    return noted.data.noteJson !== noteJson;
  }
  const expireAt = expiryOf('mark', createdAt);
  const data: Mark = { executionId, status: 'begun', noteJson, createdAt, expireAt };
  await store.commit([
    noted === null
      ? { op: 'create', path: ref.path, data }
      : { op: 'update', path: ref.path, fields: { ...data }, ifVersion: noted.version },
  ]);
  return false;
}
