import { z } from 'zod';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { overDocuments } from '../data/documents.ts';
import { paged, pageOf } from '../data/page-of.ts';
import { isShort, stockOf, stockSchema } from './stock.ts';

const MAX_READ = 10_000;

const params = z.strictObject({
  /** How many are sold a day, by item id or SKU; else the `salesPerDay` of the item. */
  salesPerDay: z.record(z.string(), z.number().min(0)).default({}),
  /** Until an order arrives, and for how long it is to last. */
  leadDays: z.int().min(0).max(365).default(7),
  coverDays: z.int().min(1).max(365).default(14),
  ...paged,
});
const line = z.object({
  itemId: z.string(),
  sku: z.string().nullable(),
  name: z.string(),
  quantity: z.int(),
  unitPrice: z.number().nullable(),
});
const output = z.object({
  /** What runs short, the emptiest first; `low` and `out` are parts of it by quantity. */
  items: z.array(stockSchema),
  count: z.int(),
  nextCursor: z.string().nullable(),
  low: z.int(),
  out: z.int(),
  /** How many items were looked at, and how many run short. */
  checked: z.int(),
  total: z.int(),
  /** For create_purchase_order. */
  orderLines: z.array(line),
  isCut: z.boolean(),
  summary: z.string(),
});

export const checkStock = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'check_stock',
  title: 'Check the stock',
  description: 'Finds what is low or out of stock, and how much of it to order.',
  modelDescription:
    'Inventory items that are out, below reorderPoint or sold out before leadDays have passed: counts, a page of at most 50 with suggestedOrder, and orderLines for create_purchase_order.',
  category: 'commerce',
  icon: 'package-search',
  example: { leadDays: 7, coverDays: 14 },
  params,
  output,
  literals: [],
  run: async ({ salesPerDay, leadDays, coverDays, ...page }, context) => {
    const { documents, isCut } = await readDocuments(context, { collection: 'inventory', max: MAX_READ });
    const all = documents.flatMap((document) => stockOf(document, { salesPerDay, leadDays, coverDays }) ?? []);
    const short = all.filter((one) => isShort(one, leadDays)).map((one) => ({ ...one, id: one.itemId }));
    // The share of its reorder point that is left; what is out comes first.
    const emptiness = ({ quantity, reorderPoint }: (typeof short)[number]) =>
      -Math.max(0, quantity) / Math.max(1, reorderPoint);
    const { shown, nextCursor } = pageOf(short, emptiness, page);
    const out = short.filter(({ quantity }) => quantity <= 0).length;
    const items = shown.map(({ id, ...one }) => one);
    return {
      items,
      count: items.length,
      nextCursor,
      low: short.length - out,
      out,
      checked: all.length,
      total: short.length,
      orderLines: items.map(({ itemId, sku, name, suggestedOrder, unitCost }) => {
        return { itemId, sku, name, quantity: suggestedOrder, unitPrice: unitCost };
      }),
      isCut,
      summary: `${short.length} of ${all.length} items run short: ${out} out of stock, ${short.length - out} low.`,
    };
  },
});
