import { z } from 'zod';
import type { DomainCollection } from './paths.ts';

/** A time in the shop's own data: a Firestore timestamp, a date, or ISO text. Parsed to a date. */
const instant = z.preprocess((value) => {
  if (value !== null && typeof value === 'object' && 'toDate' in value && typeof value.toDate === 'function') {
    return value.toDate() as unknown;
  }
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : value;
}, z.date());

/** A name as it goes into subjects and headlines: one line. */
const label = z.string().transform((text) => text.replaceAll(/\s+/g, ' ').trim());
const status = z.string().trim().toLowerCase();

/**
 * The shop's own data, as far as events and steps read it. Documents may hold anything else beside: that is the shop's
 * business.
 */
export const domainSchemas = {
  inventory: z.looseObject({
    name: label.nullish(),
    sku: z.string().nullish(),
    quantity: z.number(),
    reorderPoint: z.number(),
  }),
  products: z.looseObject({
    name: label,
    sku: z.string().nullish(),
    price: z.number(),
    currency: z.string().nullish(),
  }),
  customers: z.looseObject({
    name: label.nullish(),
    email: z.string().nullish(),
    lastOrderAt: instant.nullish(),
    totalSpent: z.number().nullish(),
  }),
  /** The shop's own members, of a club or a gym; they carry no authority here. */
  members: z.looseObject({
    name: label.nullish(),
    email: z.string().nullish(),
    plan: z.string().nullish(),
    status: status.nullish(),
    balanceDue: z.number().nullish(),
    dueAt: instant.nullish(),
    trialEndsAt: instant.nullish(),
  }),
  prospects: z.looseObject({
    name: label.nullish(),
    email: z.string().nullish(),
    status: status.nullish(),
    source: z.string().nullish(),
  }),
  orders: z.looseObject({
    customerId: z.string().nullish(),
    email: z.string().nullish(),
    status: status.nullish(),
    total: z.number().nullish(),
    currency: z.string().nullish(),
  }),
  invoices: z.looseObject({
    number: z.string().nullish(),
    customerId: z.string().nullish(),
    email: z.string().nullish(),
    status: status.nullish(),
    amount: z.number().nullish(),
    currency: z.string().nullish(),
    dueAt: instant.nullish(),
    paidAt: instant.nullish(),
  }),
  competitor_prices: z.looseObject({
    product: label,
    competitor: label,
    price: z.number(),
    ourPrice: z.number().nullish(),
    currency: z.string().nullish(),
  }),
  reviews: z.looseObject({
    author: label.nullish(),
    rating: z.number(),
    text: z.string().nullish(),
    source: z.string().nullish(),
  }),
  /** `threshold` is crossed when the value passes it in the direction of `alertWhen`. */
  metrics: z.looseObject({
    name: label.nullish(),
    value: z.number(),
    threshold: z.number().nullish(),
    alertWhen: z.enum(['above', 'below']).nullish(),
    unit: z.string().nullish(),
  }),
  campaigns: z.looseObject({ name: label.nullish(), status: status.nullish(), sent: z.number().nullish() }),
} satisfies Record<DomainCollection, z.ZodType>;

/** A document of the shop's own data, as events and steps read it. */
export type DomainDocument<C extends DomainCollection> = z.output<(typeof domainSchemas)[C]>;
