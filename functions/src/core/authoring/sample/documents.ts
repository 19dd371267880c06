import type { Business } from '../../../model/business.ts';
import { weeklyFigures } from './course.ts';
import { GOODS, REVIEWS, RIVALS } from './goods.ts';
import { gymDocuments } from './gym.ts';
import { largeGymDocuments } from './large-gym.ts';
import { daysBefore, type Making, type SampleDocument } from './making.ts';
import { people } from './people.ts';

/** How much there is of what; what is left out, there is none of. */
interface Amounts {
  readonly customers?: number;
  readonly orders?: number;
  readonly invoices?: number;
  readonly prospects?: number;
  readonly hasStock?: boolean;
}
const AMOUNTS: Readonly<Record<Business, Amounts>> = {
  shop: { customers: 24, orders: 40, invoices: 8, hasStock: true },
  online_store: { customers: 24, orders: 44, invoices: 6, hasStock: true },
  gym: { customers: 0, orders: 12, invoices: 10, prospects: 8, hasStock: true },
  coach: { customers: 16, orders: 18, invoices: 14, prospects: 10 },
  agency: { customers: 10, orders: 8, invoices: 16, prospects: 14 },
};

/** A club with thousands of prospects; what is left out comes from `large-gym.ts`. */
const LARGE_GYM: Amounts = { orders: 12, invoices: 60, hasStock: true };

/**
 * All of a made-up business as of now, at most 150 documents, or of a large gym some 4,600; the same every time but for
 * its dates.
 */
export function sampleDocuments(business: Business, making: Making, isLarge = false): SampleDocument[] {
  const isLargeGym = business === 'gym' && isLarge;
  const amounts = isLargeGym ? LARGE_GYM : AMOUNTS[business];
  const all = [
    ...products(business, making),
    ...(amounts.hasStock ? inventory(business) : []),
    ...(business === 'shop' || business === 'online_store' ? rivalPrices(business, making) : []),
    ...customers(amounts.customers ?? 0, making),
    ...orders(business, amounts.orders ?? 0, making),
    ...invoices(amounts.invoices ?? 0, making),
    ...prospects(amounts.prospects ?? 0, making),
    ...reviews(making),
    ...metrics(making),
    ...weeklyFigures(business, isLargeGym, making),
    ...(business === 'gym' && !isLarge ? gymDocuments(making) : []),
    ...(isLargeGym ? largeGymDocuments(making) : []),
  ];
  return all.map(({ data, ...rest }) => ({ ...rest, data: { ...data, isSample: true } }));
}

const slug = (name: string) => `sample-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;

function products(business: Business, { currency }: Making): SampleDocument[] {
  return GOODS[business].map(([name, category, price, cost], index) => ({
    collection: 'products',
    id: slug(name),
    data: { name, category, price, cost, currency, sku: `S-${100 + index}` },
  }));
}

/** Some of it is low, one item is gone. */
function inventory(business: Business): SampleDocument[] {
  const left = [48, 9, 31, 3, 26, 17, 40, 0, 22, 64];
  return GOODS[business].map(([name, , , cost], index) => ({
    collection: 'inventory',
    id: slug(name),
    data: {
      name,
      sku: `S-${100 + index}`,
      quantity: left[index % left.length],
      reorderPoint: 12,
      salesPerDay: 1 + (index % 4),
      supplier: 'Sample Supplies',
      unitCost: cost,
    },
  }));
}

function rivalPrices(business: Business, { currency }: Making): SampleDocument[] {
  return GOODS[business].slice(0, 3).flatMap(([product, , ourPrice]) =>
    RIVALS.map(([competitor, share]) => ({
      collection: 'competitor_prices',
      id: slug(`${competitor} ${product}`),
      data: { product, competitor, price: Math.round(ourPrice * share * 100) / 100, ourPrice, currency },
    })),
  );
}

/** Regulars, newcomers, and some who stay away; one has birthday today. */
function customers(count: number, { now }: Making): SampleDocument[] {
  return people(count).map(({ id, name, email }, index) => {
    const since = [1, 4, 9, 15, 28, 45, 75, 140][index % 8] ?? 1;
    const orderCount = 1 + ((index * 5) % 12);
    const born = daysBefore(now, 365 * (24 + index) + Math.floor((24 + index) / 4) + (index === 0 ? 0 : index * 13));
    return {
      collection: 'customers',
      id,
      data: {
        name,
        email,
        birthday: index === 0 ? `1990${now.toISOString().slice(4, 10)}` : born.toISOString().slice(0, 10),
        lastOrderAt: daysBefore(now, since),
        orderCount,
        totalSpent: orderCount * 38,
        createdAt: daysBefore(now, since + orderCount * 21),
      },
    };
  });
}

function orders(business: Business, count: number, { now, currency }: Making): SampleDocument[] {
  const goods = GOODS[business];
  const buyers = people(16);
  return Array.from({ length: count }, (_, index) => {
    const [name, , price] = goods[(index * 3) % goods.length] ?? goods[0] ?? ['Item', '', 20, 8];
    const buyer = buyers[(index * 7) % buyers.length];
    const quantity = 1 + (index % 3);
    const status = index % 11 === 7 ? 'refunded' : index < 3 ? 'paid' : 'fulfilled';
    return {
      collection: 'orders',
      id: `sample-order-${1_001 + index}`,
      data: {
        customerId: buyer?.id ?? null,
        email: buyer?.email ?? null,
        status,
        lines: [{ name, quantity, price }],
        total: Math.round(price * quantity * 100) / 100,
        currency,
        createdAt: daysBefore(now, index * 0.6),
      },
    };
  });
}

/** Paid ones, open ones, late ones, and two with one number. */
function invoices(count: number, { now, currency }: Making): SampleDocument[] {
  const payers = people(12);
  return Array.from({ length: count }, (_, index) => {
    const payer = payers[index % payers.length];
    const isPaid = index % 3 === 0;
    const due = [-12, 8, 16, -5, 33, 2][index % 6] ?? 0;
    const number = `S-2026-${String(index === 3 ? 3 : index + 1).padStart(3, '0')}`;
    const paidAt = isPaid ? daysBefore(now, 3) : null;
    return {
      collection: 'invoices',
      id: `sample-invoice-${index + 1}`,
      data: {
        number,
        customerId: payer?.id ?? null,
        name: payer?.name ?? null,
        email: payer?.email ?? null,
        amount: 120 + ((index * 85) % 900),
        currency,
        status: isPaid ? 'paid' : 'open',
        issuedAt: daysBefore(now, due + 14),
        dueAt: daysBefore(now, due),
        paidAt,
      },
    };
  });
}

function prospects(count: number, { now }: Making): SampleDocument[] {
  const sources = ['website', 'referral', 'walk-in', 'fair'];
  const statuses = ['new', 'contacted', 'qualified', 'new', 'lost'];
  return people(24)
    .slice(24 - count)
    .map(({ name, email }, index) => ({
      collection: 'prospects',
      id: `sample-prospect-${index + 1}`,
      data: {
        name,
        email,
        source: sources[index % sources.length],
        status: statuses[index % statuses.length],
        createdAt: daysBefore(now, index * 2 + 1),
      },
    }));
}

function reviews({ now }: Making): SampleDocument[] {
  const authors = people(REVIEWS.length);
  return REVIEWS.map(([rating, text], index) => ({
    collection: 'reviews',
    id: `sample-review-${index + 1}`,
    data: {
      author: authors[index]?.name ?? null,
      rating,
      text,
      source: 'google',
      createdAt: daysBefore(now, index * 4),
    },
  }));
}

function metrics({ currency }: Making): SampleDocument[] {
  const figures = [
    ['Daily revenue', 842, 500, 'below', currency],
    ['Returns', 4, 10, 'above', 'a week'],
    ['Website visitors', 1_260, 800, 'below', 'a week'],
  ] as const;
  return figures.map(([name, value, threshold, alertWhen, unit]) => ({
    collection: 'metrics',
    id: slug(name),
    data: { name, value, threshold, alertWhen, unit },
  }));
}
