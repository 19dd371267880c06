import { readDocuments } from '../../core/engine/read-documents.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { numberOf } from '../data/list.ts';

const DAY_MS = 86_400_000;
const MAX_ORDERS = 5_000;

/** How a customer has bought: days since, how often, for how much. */
export interface Habit {
  readonly daysSince: number | null;
  readonly orders: number;
  readonly spent: number;
}

export const NO_HABIT: Habit = { daysSince: null, orders: 0, spent: 0 };

/** The habits of customers; the orders are read where the customers' own fields do not say enough. */
export async function readHabits(customers: readonly JsonObject[], context: StepContext): Promise<Habit[]> {
  const isKnown = customers.every(({ lastOrderAt, totalSpent }) => lastOrderAt != null && totalSpent != null);
  const read = isKnown ? null : await readDocuments(context, { collection: 'orders', max: MAX_ORDERS });
  return habitsOf(customers, read?.documents ?? [], context.clock.now());
}

/** Each customer's habit, from fields of his own, or, where he has none, from the orders. */
function habitsOf(customers: readonly JsonObject[], orders: readonly JsonObject[], now: Date): Habit[] {
  const byOwner = new Map<string, JsonObject[]>();
  for (const order of orders) {
    const status = typeof order.status === 'string' ? order.status.toLowerCase() : '';
    if (['canceled', 'cancelled', 'refunded'].includes(status)) continue;
    for (const owner of [order.customerId, order.email]) {
      if (typeof owner !== 'string' || owner === '') continue;
      const key = owner.toLowerCase();
      const own = byOwner.get(key);
      if (own) own.push(order);
      else byOwner.set(key, [order]);
    }
  }
  return customers.map((customer) => {
    const names = [customer.id, customer.email].flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : []));
    const own = [...new Set(names.flatMap((name) => byOwner.get(name) ?? []))];
    const latest = Math.max(...own.map((order) => timeOf(order.createdAt ?? order.orderedAt ?? null)));
    const last = timeOf(customer.lastOrderAt ?? null);
    const at = Number.isFinite(last) ? last : latest;
    return {
      daysSince: Number.isFinite(at) ? Math.max(0, (now.getTime() - at) / DAY_MS) : null,
      orders: numberOf(customer.orderCount ?? null) ?? Math.max(own.length, Number.isFinite(at) ? 1 : 0),
      spent:
        numberOf(customer.totalSpent ?? null) ?? own.reduce((sum, one) => sum + (numberOf(one.total ?? null) ?? 0), 0),
    };
  });
}

function timeOf(value: JsonValue): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
