import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { numberIn, textIn, timeIn, wordIn } from '../../core/engine/fields.ts';
import { issuedAt } from '../../core/engine/open-invoice.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';

export const PROBLEMS = [
  'no_number',
  'same_number',
  'number_gap',
  'looks_double',
  'no_amount',
  'amount_differs',
  'no_due_date',
  'due_before_issue',
  'paid_without_date',
  'no_customer',
] as const;
export const problemSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  problem: z.enum(PROBLEMS),
  message: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export const numberOfInvoice = (one: JsonObject) => textIn(one, 'number');

/** What is wrong with one invoice by itself. */
export function problemsOf(one: JsonObject, zone: string): Problem[] {
  const number = numberOfInvoice(one);
  const amount = numberIn(one, 'amount', 'total');
  const [issued, due] = [issuedAt(one), timeIn(one, 'dueAt', 'due_at', 'dueDate')];
  const sum = sumOfLines(one);
  const days = (text: string | null) => (text === null ? null : dayOf(text, zone));
  const [issuedDay, dueDay] = [days(issued), days(due)];
  const found: [Problem['problem'], boolean, string][] = [
    ['no_number', number === null, 'It has no number'],
    ['no_amount', amount === null || amount <= 0, 'It has no amount'],
    [
      'amount_differs',
      amount !== null && sum !== null && Math.abs(sum - amount) >= 0.01,
      `Its lines add up to ${sum}, but it says ${amount}`,
    ],
    ['no_due_date', due === null, 'It says no day by which to pay'],
    [
      'due_before_issue',
      issuedDay !== null && dueDay !== null && dueDay < issuedDay,
      `It is due (${due?.slice(0, 10)}) before it was issued (${issued?.slice(0, 10)})`,
    ],
    [
      'paid_without_date',
      wordIn(one, 'status') === 'paid' && timeIn(one, 'paidAt') === null,
      'It is paid, but nobody knows when',
    ],
    ['no_customer', textIn(one, 'customerId', 'customer_id', 'email', 'customerName') === null, 'It names no customer'],
  ];
  return found.flatMap(([problem, isSo, message]) => (isSo ? [{ id: String(one.id), number, problem, message }] : []));
}

const lineSchema = z.array(jsonObject);

/** What the lines, tax and discount make; null where there are no lines, or one of them has no amount. */
function sumOfLines(one: JsonObject): number | null {
  const lines = lineSchema.safeParse(one.lines ?? one.items);
  if (!lines.success || lines.data.length === 0) return null;
  let sum = (numberIn(one, 'tax') ?? 0) + (numberIn(one, 'shipping') ?? 0) - (numberIn(one, 'discount') ?? 0);
  for (const line of lines.data) {
    const price = numberIn(line, 'unitPrice', 'unit_price', 'price');
    const amount =
      numberIn(line, 'amount', 'total') ?? (price === null ? null : price * (numberIn(line, 'quantity') ?? 1));
    if (amount === null) return null;
    sum += amount;
  }
  return Math.round(sum * 100) / 100;
}
