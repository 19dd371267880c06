import type { DomainDocument } from '../../../model/domain.ts';
import { type Detector, percentFrom, when } from './edge.ts';

export const detectInventory: Detector<DomainDocument<'inventory'>> = ({ id, before, after }) => {
  const { name, sku, quantity, reorderPoint } = after;
  const data = { itemId: id, name: name || id, sku: sku ?? null, quantity, reorderPoint };
  const oldQuantity = before?.quantity ?? quantity;
  const wasLow = before !== null && before.quantity < before.reorderPoint;
  const wasOut = before !== null && before.quantity <= 0;
  return [
    ...when(quantity < reorderPoint && !wasLow, 'inventory.low_stock', data),
    ...when(quantity <= 0 && !wasOut, 'inventory.out_of_stock', data),
    ...when(quantity > 0 && wasOut, 'inventory.back_in_stock', data),
    ...when(quantity !== oldQuantity, 'inventory.quantity_changed', { ...data, oldQuantity }),
  ];
};

export const detectProducts: Detector<DomainDocument<'products'>> = ({ id, before, after, isNew }) => {
  const { name, price } = after;
  const base = { productId: id, name, sku: after.sku ?? null, currency: after.currency ?? null };
  if (before === null) return when(isNew, 'product.created', { ...base, price });
  const data = { ...base, oldPrice: before.price, newPrice: price, changePercent: percentFrom(before.price, price) };
  return [...when(price !== before.price, 'price.changed', data), ...when(price < before.price, 'price.dropped', data)];
};

export const detectCompetitorPrices: Detector<DomainDocument<'competitor_prices'>> = ({ id, before, after }) => {
  const { product, competitor, price, ourPrice = null, currency = null } = after;
  const gap = ourPrice === null ? null : percentFrom(ourPrice, price);
  const gapPercent = gap === null ? null : -gap;
  const data = { id, product, competitor, price, oldPrice: before?.price ?? null, ourPrice, gapPercent, currency };
  const undercuts = (one: typeof after | null) => one?.ourPrice != null && one.price < one.ourPrice;
  return [
    ...when(before !== null && before.price !== price, 'competitor.price_changed', data),
    ...when(undercuts(after) && !undercuts(before), 'competitor.undercut', data),
  ];
};

export const detectMetrics: Detector<DomainDocument<'metrics'>> = ({ id, before, after }) => {
  const { name, value, threshold = null, unit = null } = after;
  const oldValue = before?.value ?? null;
  const data = { metricId: id, name: name || id, value, oldValue, unit };
  const changePercent = oldValue === null ? null : percentFrom(oldValue, value);
  // Beside the latest value there is one for each day, of which nobody is told.
  const isLatest = after.date == null || !id.endsWith(`_${after.date}`);
  const changed = when(isLatest && value !== oldValue, 'metric.changed', { ...data, changePercent });
  if (threshold === null) return changed;
  const direction = after.alertWhen ?? 'above';
  const isBeyond = (one: number) => (direction === 'above' ? one > threshold : one < threshold);
  // Held against the threshold of now: a threshold that moves past a value is no news of the value.
  const isCrossed = isBeyond(value) && (oldValue === null || !isBeyond(oldValue));
  return [...changed, ...when(isCrossed, 'metric.threshold_crossed', { ...data, threshold, direction })];
};
