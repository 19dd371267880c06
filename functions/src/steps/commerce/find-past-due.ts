import { z } from 'zod';
import { dayOf } from '../../core/engine/calendar.ts';
import { isLate, type OpenInvoice, openInvoice, openInvoiceSchema } from '../../core/engine/open-invoice.ts';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { overDocuments } from '../data/documents.ts';
import { paged, pageOf } from '../data/page-of.ts';
import { formatMoney, roundMoney } from '../money.ts';

const MAX_READ = 10_000;
const BUCKETS = [
  ['1-30', 1, 30],
  ['31-60', 31, 60],
  ['61-90', 61, 90],
  ['90+', 91, Number.POSITIVE_INFINITY],
] as const;

const params = z.strictObject({
  minDays: z.int().min(1).max(3_650).default(1),
  maxDays: z.int().min(1).max(3_650).nullable().default(null),
  /** In the currency of the invoice. */
  minAmount: z.number().min(0).default(0),
  ...paged,
});
const output = z.object({
  summary: z.string(),
  count: z.int(),
  nextCursor: z.string().nullable(),
  /** How many there are, and what they add up to in the business's own currency. */
  total: z.int(),
  amount: z.number(),
  otherCurrencies: z.record(z.string(), z.number()),
  buckets: z.array(z.object({ days: z.string(), count: z.int(), amount: z.number() })),
  isCut: z.boolean(),
  items: z.array(openInvoiceSchema),
});

export const findPastDue = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'find_past_due',
  title: 'Find past-due invoices',
  description: 'Finds the invoices that should have been paid, how late they are and what they add up to.',
  modelDescription:
    'Unpaid invoices past their due day, the latest first, with totals and buckets (1-30, 31-60, 61-90, 90+ days) over all and a page of at most 50 (items, nextCursor). For reminders: for_each over items, send_payment_reminder with {{item.id}}.',
  category: 'commerce',
  icon: 'calendar-clock',
  example: { minDays: 7, minAmount: 20 },
  params,
  output,
  literals: [],
  run: async ({ minDays, maxDays, minAmount, ...page }, context) => {
    const { org, clock, user } = context;
    const { documents, isCut } = await readDocuments(context, { collection: 'invoices', max: MAX_READ });
    const today = dayOf(clock.now().toISOString(), org.timezone) ?? 0;
    const place = { today, zone: org.timezone, currency: org.currency };
    const late = documents.flatMap((document) => {
      const invoice = openInvoice(document, place);
      return invoice !== null && isLate(invoice, document) ? [invoice] : [];
    });
    // One without a day counts as late since today.
    const daysOf = ({ daysPastDue }: OpenInvoice) => daysPastDue ?? 1;
    const wanted = late.filter((one) => {
      return daysOf(one) >= minDays && daysOf(one) <= (maxDays ?? Number.POSITIVE_INFINITY) && one.amount >= minAmount;
    });
    const sumOf = (some: readonly OpenInvoice[], currency: string) =>
      roundMoney(
        some.reduce((sum, one) => sum + (one.currency === currency ? one.amount : 0), 0),
        currency,
      );
    const others = [...new Set(wanted.map(({ currency }) => currency))].filter((one) => one !== org.currency);
    const { shown, nextCursor } = pageOf(wanted, daysOf, page);
    const amount = sumOf(wanted, org.currency);
    const count = wanted.length;
    return {
      items: shown,
      count: shown.length,
      nextCursor,
      total: count,
      amount,
      otherCurrencies: Object.fromEntries(others.map((currency) => [currency, sumOf(wanted, currency)])),
      buckets: BUCKETS.map(([days, from, to]) => {
        const inside = wanted.filter((one) => daysOf(one) >= from && daysOf(one) <= to);
        return { days, count: inside.length, amount: sumOf(inside, org.currency) };
      }),
      isCut,
      summary: `${count} ${count === 1 ? 'invoice is' : 'invoices are'} past due: ${formatMoney(amount, org.currency, user.locale)} in all.`,
    };
  },
});
