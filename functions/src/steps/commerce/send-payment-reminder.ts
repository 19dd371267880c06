import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { isLate, type OpenInvoice, openInvoice } from '../../core/engine/open-invoice.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { documentId } from '../data/documents.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';
import { addressOf, invoiceOf, isRemindedWithin, sendReminder } from './reminded.ts';
import { reminder, reminderFields, TONES } from './reminder-text.ts';

const params = z.strictObject({
  /** `invoices/{invoiceId}`; one mail goes out for it. */
  invoiceId: documentId,
  ...reminderFields,
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
  const to = await addressOf(invoice, context);
  const which = invoice.number === null ? 'your invoice' : `invoice ${invoice.number}`;
  const letter = reminder({ ...given, owed: invoice, which, business: org.name, locale: user.locale });
  const { amount, daysPastDue } = invoice;
  const sent = await sendReminder(found, { to, ...letter }, context);
  return { isSent: true, reason: null, invoiceId, tone, amount, daysPastDue, ...sent };
}
