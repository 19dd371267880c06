import { mailAddressSchema, sendMail } from '../../connectors/smtp.ts';
import { NonRetriableError, StepError } from '../../core/engine/errors.ts';
import { textIn, timeIn } from '../../core/engine/fields.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { ConflictError, type Stored } from '../../core/ports.ts';
import type { JsonObject } from '../../model/json.ts';
import { mailHtml, textToHtml } from '../../model/mail-html.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { noDocument } from '../data/documents.ts';

const DAY_MS = 86_400_000;

export async function invoiceOf({ orgId, store }: StepContext, id: string): Promise<Stored<JsonObject>> {
  const found = await store.find(docIn(tenantPaths(orgId).domain('invoices'), id));
  if (!found?.data) throw noDocument('invoices', id);
  return found;
}

/** Whether the last reminder of it was an earlier attempt of this very act. */
export function isOurs({ data }: Stored<JsonObject>, { idempotencyKey }: StepContext): boolean {
  return data.reminderKey === idempotencyKey;
}

/** Whether somebody was reminded of it lately, other than by an earlier attempt of this very act. */
export function isRemindedWithin(days: number, found: Stored<JsonObject>, context: StepContext): boolean {
  const last = timeIn(found.data, 'lastReminderAt');
  return !isOurs(found, context) && last !== null && context.clock.now().getTime() - Date.parse(last) < days * DAY_MS;
}

interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends the reminder of what `found` says is owed. Throws a `ConflictError` when somebody else was faster. */
export async function sendReminder(found: Stored<JsonObject>, { to, subject, text }: Letter, context: StepContext) {
  const html = mailHtml(textToHtml(text), { reason: `Sent by ${context.org.name}.`, link: null });
  context.assertLease();
  const takeBack = await claimReminder(found, context);
  try {
    const { messageId, accepted } = await sendMail(context, { to: [to], subject, text: `${text}\n`, html });
    return { messageId, to: [...accepted] };
  } catch (error) {
    if (error instanceof StepError && !error.mayHaveActed) await takeBack();
    throw error;
  }
}

/**
 * Marks an invoice or a person as reminded, before the mail goes out: so that two playbooks do not both write. Gives the
 * way back, for when it is certain that nothing was sent.
 */
async function claimReminder(invoice: Stored<JsonObject>, context: StepContext): Promise<() => Promise<void>> {
  const { store, clock, idempotencyKey, lastWrite } = context;
  const { path } = invoice.ref;
  const before = {
    lastReminderAt: timeIn(invoice.data, 'lastReminderAt'),
    reminderKey: textIn(invoice.data, 'reminderKey'),
  };
  const marked = { lastReminderAt: clock.now(), reminderKey: idempotencyKey, lastWrite };
  const [version = ''] = await store.commit([{ op: 'update', path, fields: marked, ifVersion: invoice.version }]);
  return async () => {
    const fields = {
      ...before,
      lastReminderAt: before.lastReminderAt === null ? null : new Date(before.lastReminderAt),
    };
    await store.commit([{ op: 'update', path, fields, ifVersion: version }]).catch((error: unknown) => {
      // Changed meanwhile: that it was reminded of is the lesser mistake.
      if (!(error instanceof ConflictError)) throw error;
    });
  };
}

/** Where a reminder goes: the address of the invoice, else that of its customer. */
export async function addressOf(
  { email, customerId, number }: { email: string | null; customerId: string | null; number: string | null },
  { orgId, store }: StepContext,
): Promise<string> {
  const isId = customerId !== null && !customerId.includes('/');
  const customer =
    email === null && isId ? await store.find(docIn(tenantPaths(orgId).domain('customers'), customerId)) : null;
  const address = mailAddressSchema.safeParse(email ?? (customer?.data ? textIn(customer.data, 'email') : null));
  if (address.success) return address.data;
  throw new NonRetriableError(
    `Invoice ${number ?? 'without a number'} has no e-mail address, and neither has its customer`,
    {
      code: 'no_recipient',
      mayHaveActed: false,
    },
  );
}
