import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { dayOf, isoDay } from '../../core/engine/calendar.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { docIn } from '../../model/paths.ts';
import { createOnce } from '../data/create-once.ts';
import { collectionOf, overDocuments } from '../data/documents.ts';
import { formatMoney, roundMoney } from '../money.ts';

const COLLECTION = 'records/purchase_orders';
const text = z.string().trim().min(1).max(300);

const params = z.strictObject({
  supplier: text,
  lines: z
    .array(
      z.strictObject({
        itemId: text.nullable().default(null),
        sku: text.nullable().default(null),
        name: text,
        quantity: z.number().positive().max(1_000_000),
        unitPrice: z.number().min(0).nullable().default(null),
      }),
    )
    .min(1, 'An order has at least one line')
    .max(200),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'A currency is three capitals, such as EUR')
    .nullable()
    .default(null),
  neededAt: z.iso.date().nullable().default(null),
  note: z.string().max(2_000).nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({
  orderId: z.string(),
  number: z.string(),
  supplier: z.string(),
  lines: z.int(),
  /** Of the lines that have a price. */
  total: z.number(),
  isPriced: z.boolean(),
  status: z.literal('draft'),
});

export const createPurchaseOrder = defineStep<Params, z.infer<typeof output>>({
  ...overDocuments,
  id: 'create_purchase_order',
  title: 'Draft a purchase order',
  description: 'Writes down what to order from a supplier, as a draft. Nothing is ordered yet.',
  modelDescription:
    'Creates a draft in records/purchase_orders from lines {name, quantity, unitPrice, itemId, sku}; check_stock gives orderLines. It sends nothing to the supplier: follow it with send_email after an approval.',
  category: 'commerce',
  icon: 'shopping-cart',
  example: { supplier: 'Green Farm', lines: [{ name: 'Blue Dream', sku: 'BD-1', quantity: 24, unitPrice: 18 }] },
  params,
  output,
  literals: [],
  effect: 'idempotent',
  blast: (given) => ({ rows: 1, amount: totalOf(given) }),
  tally: { done: 'drafted', one: 'purchase order', many: 'purchase orders', to: 'supplier' },
  wires: { lines: ['check_stock.orderLines'] },
  async run(given, context) {
    const { orgId, idempotencyKey, clock, lastWrite, user, org } = context;
    const orderId = deriveId(orgId, 'purchase_order', idempotencyKey).slice(0, 20);
    const order = shown(given, orderId, context);
    const { total, number, status } = order;
    const money = { currency: given.currency ?? org.currency, total, number, status };
    const data = { ...given, ...money, createdBy: user.id, createdAt: clock.now(), lastWrite };
    await createOnce(context, [{ op: 'create', path: docIn(collectionOf(context, COLLECTION), orderId).path, data }]);
    return order;
  },
  async dryRun(given, context) {
    const { total, lines, supplier } = shown(given, 'dry_run', context);
    const sum = formatMoney(total, given.currency ?? context.org.currency, context.user.locale);
    const wouldHave = `would have drafted a purchase order to ${supplier}: ${lines} lines, ${sum}`;
    return { output: shown(given, 'dry_run', context), wouldHave };
  },
});

function totalOf({ lines }: Params): number {
  return lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * (unitPrice ?? 0), 0);
}

function shown(given: Params, orderId: string, { clock, org }: StepContext): z.infer<typeof output> {
  const day = isoDay(dayOf(clock.now().toISOString(), org.timezone) ?? 0).replaceAll('-', '');
  return {
    orderId,
    number: `PO-${day}-${orderId.slice(0, 4).toUpperCase()}`,
    supplier: given.supplier,
    lines: given.lines.length,
    total: roundMoney(totalOf(given), given.currency ?? org.currency),
    isPriced: given.lines.every(({ unitPrice }) => unitPrice !== null),
    status: 'draft',
  };
}
