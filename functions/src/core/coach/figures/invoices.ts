import { type Expected, WEEKS_AHEAD } from '../../../model/insight.ts';
import { isoDay } from '../../engine/calendar.ts';
import { numberIn, wordIn } from '../../engine/fields.ts';
import { isLate, issuedAt, openInvoice } from '../../engine/open-invoice.ts';
import { isInCurrency } from './sales.ts';
import { type Dated, dayIn, type Known, MONTH_DAYS, type Shop, type ShopReader } from './shop-reader.ts';
import { sumOf } from './sums.ts';

const MAX_INVOICES = 2_000;
/** Those that are due further back, or further ahead, are left out. */
const [PAST_DAYS, AHEAD_DAYS] = [365, 180];
const QUARTER_DAYS = 90;
/** Who is paid later than that is hardly paid at all. */
const MAX_DSO = 365;
const NEVER_OWED = ['draft', 'void', 'voided', 'canceled', 'cancelled', 'refunded'];

interface Told {
  readonly known: Known;
  readonly revenue: Known;
  readonly expected: Expected;
}

/** What invoices tell, the revenue by them, and what is to come in; null where there are none, or too many. */
export async function readInvoices(reader: ShopReader, shop: Shop): Promise<Told | null> {
  const { today } = shop;
  const due = { from: today - PAST_DAYS, to: today + AHEAD_DAYS };
  const all = await reader.dated('invoices', 'dueAt', due, MAX_INVOICES);
  const own = all?.filter(({ document }) => isInCurrency(document, shop)) ?? [];
  if (own.length === 0) return null;
  const open = own.flatMap(({ day, document }): Open[] => {
    const invoice = openInvoice(document, shop);
    return invoice === null ? [] : [{ day, amount: invoice.amount, isPastDue: isLate(invoice, document) }];
  });
  const issued = own.flatMap((one) => issueOf(one, shop));
  const between = (from: number, to: number) =>
    sumOf(
      issued.filter(({ day }) => day >= from && day < to),
      ({ amount }) => amount,
    );
  const receivables = sumOf(open, ({ amount }) => amount);
  const overdueReceivables = sumOf(open, ({ amount, isPastDue }) => (isPastDue ? amount : 0));
  const recent = between(today - QUARTER_DAYS, today);
  const reachesBack = issued.some(({ day }) => day < today - 2 * MONTH_DAYS);
  const wait = recent > 0 ? (receivables / recent) * QUARTER_DAYS : receivables > 0 ? MAX_DSO : null;
  return {
    known: {
      receivables,
      overdueReceivables,
      dso: wait === null ? null : Math.min(wait, MAX_DSO),
    },
    revenue: {
      revenue30: between(today - MONTH_DAYS, today),
      revenuePrev30: reachesBack ? between(today - 2 * MONTH_DAYS, today - MONTH_DAYS) : null,
    },
    expected: { overdue: toCents(overdueReceivables), weeks: weeksOf(open, today) },
  };
}

interface Open {
  /** When it is due. */
  readonly day: number;
  readonly amount: number;
  readonly isPastDue: boolean;
}

/** What falls due in each of the next weeks, today being the first day of them. */
function weeksOf(open: readonly Open[], today: number): Expected['weeks'] {
  const ahead = open.filter(({ isPastDue }) => !isPastDue);
  return Array.from({ length: WEEKS_AHEAD }, (_, week) => {
    const from = today + 7 * week;
    const due = ahead.filter(({ day }) => day >= from && day < from + 7);
    return { from: isoDay(from), amount: toCents(sumOf(due, ({ amount }) => amount)) };
  });
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** What was invoiced, and when: where nobody says, on the day it was due. */
function issueOf({ day, document }: Dated, { zone }: Shop): { readonly day: number; readonly amount: number }[] {
  if (NEVER_OWED.includes(wordIn(document, 'status') ?? '')) return [];
  const amount = numberIn(document, 'amount', 'total') ?? 0;
  return amount > 0 ? [{ day: dayIn(issuedAt(document), zone) ?? day, amount }] : [];
}
