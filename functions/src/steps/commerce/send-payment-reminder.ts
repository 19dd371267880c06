import { z } from 'zod';
import { sendMail } from '../../connectors/smtp.ts';
import { dayOf } from '../../core/engine/calendar.ts';
import { StepError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { mailHtml, textToHtml } from '../../model/mail-html.ts';
import { documentId } from '../data/documents.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';
import { isLate, type OpenInvoice, openInvoice } from './invoices.ts';
import { addressOf, claimReminder, invoiceOf, isRemindedWithin } from './reminded.ts';
import { reminder, TONES } from './reminder-text.ts';

const params = z.strictObject({
  /** `invoices/{invoiceId}`; one mail goes out for it. */
  invoiceId: documentId,
  tone: z.enum(TONES).default('polite'),
  /** Not again within so many days. */
  notWithinDays: z.int().min(0).max(365).default(7),
  payLink: z
    .url({ protocol: /^https$/, error: 'Write a whole address with https' })
    .nullable()
    .default(null),
  /** A paragraph of your own. */
  note: z.string().trim().min(1).max(2_000).nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({
  isSent: z.boolean(),
  /** Why not; null when it was. */
  reason: z.enum(['paid', 'not_past_due', 'reminded_lately']).nullable(),
  invoiceId: z.string(),
  to: z.array(z.string()),
  tone: z.enum(TONES),
  amount: z.number(),
  daysPastDue: z.int().nullable(),
  messageId: z.string().nullable(),
});
type Output = z.infer<typeof output>;

export const sendPaymentReminder = defineStep<Params, Output>({
  id: 'send_payment_reminder',
  title: 'Send a payment reminder',
  description: 'Reminds a customer by e-mail of an invoice that is past due.',
  modelDescription:
    'E-mails one reminder (polite, firm, final) for one past-due invoice, to the address of the invoice or its customer; does nothing (isSent false) when it is paid, not due or reminded of within notWithinDays. For many: for_each over find_past_due items.',
  category: 'commerce',
  icon: 'mail-warning',
  example: { invoiceId: 'inv-1042', tone: 'polite', notWithinDays: 7 },
  params,
  output,
  risk: ({ tone }) => (tone === 'final' ? 'high' : 'moderate'),
  effect: 'once',
  blast: () => ({ recipients: 1 }),
  // Where the money goes is nothing for strangers to say.
  targets: ['invoiceId', 'payLink'],
  tally: { done: 'sent', one: 'payment reminder', many: 'payment reminders', to: 'to' },
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  run: (given, context) => retryConflicts(`invoices/${given.invoiceId}`, () => remind(given, context)),
  async dryRun({ invoiceId, tone }) {
    const output: Output = { ...unsent, isSent: true, reason: null, invoiceId, tone };
    return { output, wouldHave: `would have sent a ${tone} payment reminder for invoices/${invoiceId}` };
  },
});

const unsent = { isSent: false, to: [], amount: 0, daysPastDue: null, messageId: null };

async function remind(given: Params, context: StepContext): Promise<Output> {
  const { org, user, clock } = context;
  const { invoiceId, tone } = given;
  const found = await invoiceOf(context, invoiceId);
  const today = dayOf(clock.now().toISOString(), org.timezone) ?? 0;
  const invoice = openInvoice({ ...found.data, id: invoiceId }, { today, zone: org.timezone, currency: org.currency });
  const not = (reason: Output['reason'], { amount = 0, daysPastDue = null }: Partial<OpenInvoice> = {}): Output => {
    return { ...unsent, reason, invoiceId, tone, amount, daysPastDue };
  };
  if (invoice === null) return not('paid');
  if (!isLate(invoice, found.data)) return not('not_past_due', invoice);
  if (isRemindedWithin(given.notWithinDays, found, context)) return not('reminded_lately', invoice);
  const to = [await addressOf(invoice, context)];
  const { subject, text } = reminder({ ...given, invoice, business: org.name, locale: user.locale });
  const html = mailHtml(textToHtml(text), { reason: `Sent by ${org.name}.`, link: null });
  context.assertLease();
  const takeBack = await claimReminder(found, context);
  try {
    const { messageId, accepted } = await sendMail(context, { to, subject, text: `${text}\n`, html });
    const { amount, daysPastDue } = invoice;
    return { isSent: true, reason: null, invoiceId, to: [...accepted], tone, amount, daysPastDue, messageId };
  } catch (error) {
    if (error instanceof StepError && !error.mayHaveActed) await takeBack();
    throw error;
  }
}
