import { ENDLESS_DAYS, type Figures, figureNames } from '../../model/figures.ts';
import type { Expected } from '../../model/insight.ts';
import { queries } from '../../model/query.ts';
import { WRITTEN_DAYS } from '../../model/written-figures.ts';
import { isDay, isoDay } from '../engine/calendar.ts';
import { figuresIn, within } from '../engine/day-figures.ts';
import type { Store } from '../ports.ts';
import { readDues, withDues } from './figures/dues.ts';
import { readInvoices } from './figures/invoices.ts';
import { readCustomers, readReviews } from './figures/people.ts';
import { readSales } from './figures/sales.ts';
import { type Known, MONTH_DAYS, type Shop, shopReader } from './figures/shop-reader.ts';
import { readCompetitors, readStock } from './figures/stock.ts';
import { readWork } from './figures/work.ts';

interface Gathered {
  readonly figures: Figures;
  /** Collections that hold more than is read: what they would tell is not known. */
  readonly unread: readonly string[];
  readonly expected: Expected | null;
}

/**
 * The figures of a business on the morning of a day: worked out of its data, and where the data is silent taken from what
 * was written down as `metrics/{date}` in the last month, the newest first. A business without any data costs 20 reads;
 * one with it, besides, its documents: at most (and a page of 500) 5,000 orders of two months, 3,000 each of items and
 * members, 2,000 each of products, invoices and competitors' prices, 1,001 tasks and 500 reviews. Customers are only counted.
 */
export async function gatherFigures(store: Store, shop: Shop, now: Date): Promise<Gathered> {
  const reader = shopReader(store, shop);
  const [sales, invoices, dues, stock, customers, reviews, competitors, written] = await Promise.all([
    readSales(reader, shop),
    readInvoices(reader, shop),
    readDues(reader, shop),
    readStock(reader, shop),
    readCustomers(reader, shop),
    readReviews(reader, shop),
    readCompetitors(reader),
    readWritten(store, shop),
  ]);
  const work = await readWork(store, shop, now, sales?.orders ?? { due: 0, inTime: 0 });
  const sold = sales?.known ?? invoices?.revenue ?? {};
  const revenue = reader.unread.has('orders') ? {} : withDues(sold, dues);
  const told: Known = { ...revenue, ...invoices?.known, ...stock, ...customers, ...reviews, ...competitors, ...work };
  const unread = [...reader.unread].toSorted();
  const expected = invoices?.expected ?? null;
  return { figures: completeFigures({ ...written, ...onlyKnown(told) }), unread, expected };
}

/** All figures, with those that follow from others. */
export function completeFigures(known: Known): Figures {
  const whole = Object.fromEntries(
    figureNames.map((name) => [name, within(name, known[name] ?? null)]),
  ) as unknown as Figures;
  const { cash, monthlyBurn, revenue30, revenuePrev30 } = whole;
  return {
    ...whole,
    runwayDays: cash === null || monthlyBurn === null ? whole.runwayDays : runwayOf(cash, monthlyBurn),
    revenueGrowth:
      revenue30 === null || revenuePrev30 === null
        ? whole.revenueGrowth
        : revenuePrev30 > 0
          ? revenue30 / revenuePrev30 - 1
          : null,
  };
}

function runwayOf(cash: number, monthlyBurn: number): number {
  if (cash <= 0) return 0;
  return monthlyBurn === 0 ? ENDLESS_DAYS : Math.min(ENDLESS_DAYS, (cash / monthlyBurn) * MONTH_DAYS);
}

async function readWritten(store: Store, { orgId, today }: Shop): Promise<Known> {
  const [from, until] = [isoDay(today - WRITTEN_DAYS), isoDay(today)];
  const days = await store.query(queries.metricsOfDays(orgId, from, until, { limit: 2 * WRITTEN_DAYS }));
  const known: Known = {};
  for (const { id, data } of days) {
    if (data !== null && isDay(id)) Object.assign(known, figuresIn(data));
  }
  return known;
}

const onlyKnown = (known: Known): Known =>
  Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
