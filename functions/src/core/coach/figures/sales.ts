import type { JsonObject } from '../../../model/json.ts';
import { numberIn, textIn, wordIn } from '../../engine/fields.ts';
import { type Dated, type Known, MONTH_DAYS, type Shop, type ShopReader } from './shop-reader.ts';
import { largestShare, numbered, shareOf, sumOf } from './sums.ts';

const MAX_ORDERS = 5_000;
const MAX_PRODUCTS = 2_000;
const CANCELED = ['canceled', 'cancelled', 'void', 'voided', 'failed', 'draft'];
const REFUNDED = ['refunded', 'returned'];
const FULFILLED = ['fulfilled', 'shipped', 'delivered', 'completed', 'closed'];
/** An order that is not fulfilled by then is late. */
const FULFILL_DAYS = 3;
/** Of so much of the revenue the cost must be known for a margin to be told. */
const COVERED = 0.8;

/** What could be done in time, and what was. */
export interface Timeliness {
  readonly due: number;
  readonly inTime: number;
}

interface Sold {
  readonly name: string;
  readonly quantity: number;
  readonly amount: number;
  readonly keys: readonly string[];
}

/** What the orders of the last two months tell; null where there are none, or too many. */
export async function readSales(
  reader: ShopReader,
  shop: Shop,
): Promise<{ readonly known: Known; readonly orders: Timeliness } | null> {
  const { today } = shop;
  const first = today - 2 * MONTH_DAYS;
  const all = await reader.dated('orders', 'createdAt', { from: first, to: today - 1 }, MAX_ORDERS);
  if (all === null || all.length === 0) return null;
  const isOld = await reader.has('orders', 'createdAt', { from: 0, to: first - 1 });
  const isOf = (words: readonly string[]) => (one: Dated) => words.includes(wordIn(one.document, 'status') ?? '');
  const kept = all.filter((one) => !isOf(CANCELED)(one) && !isOf(REFUNDED)(one));
  const inMonth = ({ day }: Dated) => day >= today - MONTH_DAYS;
  const last = kept.filter(inMonth);
  const before = isOld ? kept.filter((one) => !inMonth(one)) : null;
  const refunded = all.filter((one) => inMonth(one) && isOf(REFUNDED)(one));
  const own = (ones: readonly Dated[]) => ones.filter(({ document }) => isInCurrency(document, shop));
  const total = (ones: readonly Dated[]) => sumOf(own(ones), ({ document }) => totalOf(document));
  const average = (ones: readonly Dated[]) => shareOf(total(ones), own(ones).length);
  const known: Known = {
    revenue30: total(last),
    revenuePrev30: before === null ? null : total(before),
    orders30: last.length,
    averageOrder: average(last),
    averageOrderPrev30: before === null ? null : average(before),
    refundRate: shareOf(total(refunded), total(refunded) + total(last)),
    discountRate: discountRate(own(last).map(({ document }) => document)),
    topCustomerShare: largestShare(
      own(kept),
      ({ document }) => buyerOf(document),
      ({ document }) => totalOf(document),
    ),
    ...(await readGoods(reader, own(kept), own(last))),
  };
  const old = all.filter((one) => inMonth(one) && one.day < today - FULFILL_DAYS && !isOf(CANCELED)(one));
  const toFulfill = old.filter((one) => !isOf(REFUNDED)(one));
  const done = toFulfill.filter(isOf(FULFILLED)).length;
  // Who never says that an order is fulfilled has not left all of them undone.
  return { known, orders: done === 0 ? { due: 0, inTime: 0 } : { due: toFulfill.length, inTime: done } };
}

/** What the lines of orders tell, with what the goods cost. */
async function readGoods(reader: ShopReader, kept: readonly Dated[], last: readonly Dated[]): Promise<Known> {
  const sold = kept.flatMap(({ document }) => linesOf(document));
  if (sold.length === 0) return {};
  const products = (await reader.all('products', MAX_PRODUCTS)) ?? [];
  const costs = new Map(
    products.flatMap((product) => {
      const cost = numberIn(product, 'cost', 'unitCost', 'unit_cost');
      return cost === null ? [] : keysOf(product).map((key) => [key, cost] as const);
    }),
  );
  const priced = last.flatMap(({ document }) => linesOf(document)).map((line) => ({ line, cost: costOf(line, costs) }));
  const withCost = priced.flatMap(({ line, cost }) => (cost === null ? [] : [{ line, cost }]));
  const amount = sumOf(priced, ({ line }) => line.amount);
  const covered = sumOf(withCost, ({ line }) => line.amount);
  const margin = shareOf(covered - sumOf(withCost, ({ cost }) => cost), covered);
  return {
    topProductShare: largestShare(
      sold,
      ({ name }) => name,
      (line) => line.amount,
    ),
    grossMargin: amount > 0 && covered >= COVERED * amount ? margin : null,
  };
}

function costOf({ keys, quantity }: Sold, costs: ReadonlyMap<string, number>): number | null {
  const key = keys.find((one) => costs.has(one));
  const cost = key === undefined ? undefined : costs.get(key);
  return cost === undefined ? null : cost * quantity;
}

function linesOf(order: JsonObject): Sold[] {
  const lines = [order.lines, order.items, order.lineItems].find(Array.isArray) ?? [];
  return lines.flatMap((line) => {
    if (line === null || typeof line !== 'object' || Array.isArray(line)) return [];
    const quantity = numberIn(line, 'quantity') ?? 1;
    const amount = numberIn(line, 'total', 'amount') ?? (numberIn(line, 'price', 'unitPrice') ?? 0) * quantity;
    const keys = keysOf(line);
    const name = textIn(line, 'name', 'title', 'product') ?? keys[0];
    return name === undefined || amount <= 0 ? [] : [{ name, quantity, amount, keys }];
  });
}

/** By what a line and a product know each other, the surest first. */
function keysOf(one: JsonObject): string[] {
  const names = [textIn(one, 'productId', 'id'), textIn(one, 'sku'), textIn(one, 'name', 'title', 'product')];
  return names.flatMap((name, index) => (name === null ? [] : [`${index} ${name.toLowerCase()}`]));
}

function discountRate(orders: readonly JsonObject[]): number | null {
  const said = orders.map((order) => numberIn(order, 'discount', 'discountTotal', 'discountAmount'));
  if (said.every((one) => one === null)) return null;
  const discounts = numbered(said).reduce((sum, one) => sum + Math.max(one, 0), 0);
  return shareOf(discounts, discounts + sumOf(orders, totalOf));
}

const totalOf = (order: JsonObject) => Math.max(numberIn(order, 'total', 'amount') ?? 0, 0);
const buyerOf = (order: JsonObject) =>
  textIn(order, 'customerId', 'customer_id') ?? textIn(order, 'email')?.toLowerCase() ?? null;

/** What is in another currency cannot be added to the rest. */
export function isInCurrency(document: JsonObject, { currency }: Shop): boolean {
  return (textIn(document, 'currency')?.toUpperCase() ?? currency) === currency;
}
