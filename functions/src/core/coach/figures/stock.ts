import { domainSchemas } from '../../../model/domain.ts';
import type { JsonObject } from '../../../model/json.ts';
import { numberIn, timeIn } from '../../engine/fields.ts';
import { dayIn, type Known, type Shop, type ShopReader } from './shop-reader.ts';
import { shareOf, sumOf } from './sums.ts';

const MAX_ITEMS = 3_000;
const MAX_PRICES = 2_000;
/** What sells within so many days is no overstock. */
const COVER_DAYS = 90;
const EXPIRES_DAYS = 30;
const YEAR_DAYS = 365;
/** Of so many of the items in stock the cost, or the sales, must be known for a sum to be told. */
const COVERED = 0.8;

interface Item {
  readonly quantity: number;
  readonly isLow: boolean;
  readonly cost: number | null;
  readonly salesPerDay: number | null;
  readonly expiresOn: number | null;
}

/** What the inventory tells; nothing where it is empty. */
export async function readStock(reader: ShopReader, shop: Shop): Promise<Known> {
  const documents = (await reader.all('inventory', MAX_ITEMS)) ?? [];
  const items = documents.flatMap((document) => itemOf(document, shop));
  if (items.length === 0) return {};
  const there = items.filter(({ quantity }) => quantity > 0);
  const priced = there.flatMap((item) => (item.cost === null ? [] : [{ ...item, value: item.quantity * item.cost }]));
  const sold = priced.flatMap((item) => (item.salesPerDay === null ? [] : [{ ...item, rate: item.salesPerDay }]));
  const isCovered = (some: readonly unknown[]) => some.length >= COVERED * there.length;
  const isSoldKnown = isCovered(sold) && items.some(({ salesPerDay }) => salesPerDay !== null);
  const value = sumOf(priced, (item) => item.value);
  const soldADay = sumOf(sold, ({ rate, cost }) => rate * (cost ?? 0));
  const beyond = ({ rate, quantity, cost }: (typeof sold)[number]) =>
    rate > 0 ? Math.max(0, quantity - rate * COVER_DAYS) * (cost ?? 0) : 0;
  const expiring = priced.filter(({ expiresOn }) => expiresOn !== null && expiresOn <= shop.today + EXPIRES_DAYS);
  const areDatesKept = items.some(({ expiresOn }) => expiresOn !== null);
  return {
    stockoutItems: items.length - there.length,
    lowStockItems: items.filter(({ isLow }) => isLow).length,
    inventoryValue: isCovered(priced) ? value : null,
    inventoryTurns: isSoldKnown
      ? shareOf(
          soldADay * YEAR_DAYS,
          sumOf(sold, (item) => item.value),
        )
      : null,
    overstockValue: isSoldKnown ? sumOf(sold, beyond) : null,
    deadStockValue: isSoldKnown ? sumOf(sold, (item) => (item.rate > 0 ? 0 : item.value)) : null,
    expiringValue: areDatesKept && isCovered(priced) ? sumOf(expiring, (item) => item.value) : null,
  };
}

function itemOf(document: JsonObject, { zone }: Shop): Item[] {
  const quantity = numberIn(document, 'quantity');
  if (quantity === null) return [];
  const reorderPoint = numberIn(document, 'reorderPoint', 'reorder_point') ?? 0;
  const rate = numberIn(document, 'salesPerDay', 'dailySales');
  const cost = numberIn(document, 'cost', 'unitCost', 'unit_cost');
  return [
    {
      quantity,
      isLow: quantity <= 0 || quantity < reorderPoint,
      cost: cost === null ? null : Math.max(cost, 0),
      salesPerDay: rate === null ? null : Math.max(rate, 0),
      expiresOn: dayIn(timeIn(document, 'expiresAt', 'expires_at', 'expiryDate', 'bestBefore'), zone),
    },
  ];
}

/** How many products a competitor sells for less; nothing where no price stands beside one of ours. */
export async function readCompetitors(reader: ShopReader): Promise<Known> {
  const documents = (await reader.all('competitor_prices', MAX_PRICES)) ?? [];
  const prices = documents.flatMap((document) => {
    const { data } = domainSchemas.competitor_prices.safeParse(document);
    return data?.ourPrice == null ? [] : [{ product: data.product, isLower: data.price < data.ourPrice }];
  });
  if (prices.length === 0) return {};
  const undercut = prices.flatMap(({ product, isLower }) => (isLower ? [product.toLowerCase()] : []));
  return { competitorUndercuts: new Set(undercut).size };
}
