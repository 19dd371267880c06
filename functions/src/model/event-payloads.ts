import { z } from 'zod';
import { jsonObject } from './json.ts';

const text = z.string().nullable();
const amount = z.number().nullable();
const iso = z.iso.datetime().nullable();

export const stock = z.object({
  itemId: z.string(),
  name: z.string(),
  sku: text,
  quantity: z.number(),
  reorderPoint: z.number(),
});
export const stockChange = stock.extend({ oldQuantity: z.number() });
export const price = z.object({
  productId: z.string(),
  name: z.string(),
  sku: text,
  oldPrice: z.number(),
  newPrice: z.number(),
  changePercent: amount.describe('Of the old price; negative for a drop'),
  currency: text,
});
export const rival = z.object({
  id: z.string(),
  product: z.string(),
  competitor: z.string(),
  price: z.number(),
  oldPrice: amount,
  ourPrice: amount,
  gapPercent: amount.describe('How much lower theirs is, in percent of ours'),
  currency: text,
});
export const customer = z.object({ customerId: z.string(), name: text, email: text });
export const inactive = customer.extend({ days: z.int(), lastOrderAt: iso });
export const order = z.object({
  orderId: z.string(),
  customerId: text,
  email: text,
  status: text,
  total: amount,
  currency: text,
});
export const invoice = z.object({
  invoiceId: z.string(),
  number: text,
  customerId: text,
  email: text,
  amount,
  currency: text,
  dueAt: iso,
});
export const pastDue = invoice.extend({ daysPastDue: z.int() });
export const member = z.object({
  memberId: z.string(),
  name: text,
  email: text,
  plan: text,
  status: text,
  balanceDue: amount,
});
export const trialEnding = member.extend({ daysLeft: z.int(), trialEndsAt: iso });
export const prospect = z.object({ prospectId: z.string(), name: text, email: text, status: text, source: text });
export const review = z.object({ reviewId: z.string(), author: text, rating: z.number(), text, source: text });
export const metric = z.object({
  metricId: z.string(),
  name: z.string(),
  value: z.number(),
  oldValue: amount,
  threshold: z.number(),
  direction: z.enum(['above', 'below']),
  unit: text,
});
export const metricChange = metric
  .omit({ threshold: true, direction: true })
  .extend({ changePercent: amount.describe('Of the value before; negative where it fell') });
export const campaign = z.object({ campaignId: z.string(), name: text, status: text, sent: amount });
export const execution = z.object({
  executionId: z.string(),
  playbookId: z.string(),
  playbookName: z.string(),
  error: z.string(),
  code: z.string(),
  stepId: text.describe('The step that failed, where it came to one'),
});
export const approval = z.object({
  approvalId: z.string(),
  title: z.string(),
  playbookId: z.string(),
  playbookName: z.string(),
  executionId: z.string(),
});
export const usage = z.object({ limit: z.string(), percent: z.int(), used: z.number(), of: z.number() });
export const record = z.object({
  collection: z.string(),
  recordId: z.string(),
  record: jsonObject.nullable().describe('As it is, or was before it went; nothing where it has more than 20 KB'),
  changed: z.array(z.string()).describe('The names of the fields that have changed'),
});
