import { z } from 'zod';
import { CLOSED_INVOICE } from '../../model/invoice-status.ts';
import type { JsonObject } from '../../model/json.ts';
import { dayOf, isoDay } from './calendar.ts';
import { numberIn, textIn, timeIn, wordIn } from './fields.ts';

/** An invoice that is not paid, as steps show it. */
export const openInvoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  customerId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** What is still to be paid, in units of `currency`. */
  amount: z.number(),
  currency: z.string(),
  /** A day, or null where none was set. */
  dueAt: z.string().nullable(),
  /** By the days of the business's calendar; 0 and less: not past due yet. */
  daysPastDue: z.int().nullable(),
  lastReminderAt: z.string().nullable(),
});
export type OpenInvoice = z.infer<typeof openInvoiceSchema>;

/** When it was written. */
export const issuedAt = (one: JsonObject) => timeIn(one, 'issuedAt', 'issued_at', 'date', 'createdAt', 'created_at');

const LATE = ['past_due', 'overdue'];

interface Place {
  /** As `dayOf` counts. */
  readonly today: number;
  readonly zone: string;
  readonly currency: string;
}

/** An invoice of which something is to be paid; null for those that are paid, drafts and void. */
export function openInvoice(document: JsonObject, { today, zone, currency }: Place): OpenInvoice | null {
  if (CLOSED_INVOICE.includes(wordIn(document, 'status') ?? '') || timeIn(document, 'paidAt') !== null) return null;
  const paid = numberIn(document, 'amountPaid', 'amount_paid') ?? 0;
  const amount =
    numberIn(document, 'amountDue', 'balanceDue', 'amount_due') ?? (numberIn(document, 'amount', 'total') ?? 0) - paid;
  if (amount <= 0) return null;
  const dueAt = timeIn(document, 'dueAt', 'due_at', 'dueDate');
  const day = dueAt === null ? null : dayOf(dueAt, zone);
  return {
    id: String(document.id),
    number: textIn(document, 'number'),
    customerId: textIn(document, 'customerId', 'customer_id'),
    name: textIn(document, 'customerName', 'customer_name', 'name'),
    email: textIn(document, 'email', 'customerEmail'),
    amount: Math.round(amount * 100) / 100,
    currency: textIn(document, 'currency')?.toUpperCase() ?? currency,
    dueAt: day === null ? null : isoDay(day),
    daysPastDue: day === null ? null : today - day,
    lastReminderAt: timeIn(document, 'lastReminderAt'),
  };
}

/** Late by its day, or, where it has none, by what is said of it. */
export function isLate({ daysPastDue }: OpenInvoice, document: JsonObject): boolean {
  return daysPastDue === null ? LATE.includes(wordIn(document, 'status') ?? '') : daysPastDue > 0;
}
