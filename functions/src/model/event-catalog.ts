import { z } from 'zod';
import * as payload from './event-payloads.ts';
import type { DomainCollection } from './paths.ts';
import { eventNameSchema } from './trigger.ts';

export type EventSource = DomainCollection | 'sweep' | 'playbooks';

/** A kind of fact that playbooks can listen for. */
export interface EventType {
  readonly name: string;
  readonly title: string;
  /** When it happens, for people. */
  readonly description: string;
  /** A change of this collection, the daily look at what time alone brings about, or the product itself. */
  readonly source: EventSource;
  /** What `event` holds in conditions and templates. */
  readonly payload: z.ZodType;
  readonly example: Readonly<Record<string, unknown>>;
  /** Whether it may hold what strangers wrote. */
  readonly isTainted: boolean;
}

const ada = { customerId: 'ada', name: 'Ada', email: 'ada@example.com' };
const low = { itemId: 'blue-dream', name: 'Blue Dream', sku: 'BD-1', quantity: 3, reorderPoint: 12 };
const anOrder = { orderId: 'o1', customerId: 'ada', email: ada.email, status: 'paid', total: 48, currency: 'USD' };
const anInvoice = {
  invoiceId: 'i1',
  number: '2026-7',
  customerId: 'ada',
  email: ada.email,
  amount: 120,
  currency: 'USD',
  dueAt: '2026-11-01T00:00:00.000Z',
};
const aMember = { memberId: 'm1', name: 'Ada', email: ada.email, plan: 'gold', status: 'active', balanceDue: 0 };
const aProspect = { prospectId: 'p1', name: 'Ada', email: ada.email, status: 'new', source: 'fair' };
const aReview = { reviewId: 'r1', author: 'Ada', rating: 1, text: 'Too late', source: 'google' };
const aPrice = {
  productId: 'p1',
  name: 'Blue Dream',
  sku: 'BD-1',
  oldPrice: 40,
  newPrice: 30,
  changePercent: -25,
  currency: 'USD',
};
const aRival = {
  id: 'c1',
  product: 'Blue Dream',
  competitor: 'Higher Level',
  price: 30,
  oldPrice: 36,
  ourPrice: 35,
  gapPercent: 14.29,
  currency: 'USD',
};
const aMetric = {
  metricId: 'm1',
  name: 'Returns',
  value: 12,
  oldValue: 8,
  threshold: 10,
  direction: 'above',
  unit: 'a week',
};
const aCampaign = { campaignId: 'c1', name: 'Spring', status: 'running', sent: 0 };
const failed = { executionId: 'e1', playbookId: 'p1', playbookName: 'Price Alert', error: 'The shop did not answer' };

type Row = readonly [
  name: string,
  title: string,
  description: string,
  payload: z.ZodType,
  example: EventType['example'],
];

/** Every event type of one source. */
function from(source: EventSource, rows: readonly Row[], isTainted = false): EventType[] {
  return rows.map(([name, title, description, payload, example]) => ({
    name: eventNameSchema.parse(name),
    title,
    description,
    source,
    payload,
    example,
    isTainted,
  }));
}

/** The facts that playbooks can listen for. Each is told on the edge: when it becomes true, not as long as it is. */
export const eventCatalog: readonly EventType[] = [
  ...from('inventory', [
    ['inventory.low_stock', 'Stock is low', 'The quantity falls below the reorder point.', payload.stock, low],
    [
      'inventory.out_of_stock',
      'Out of stock',
      'The quantity falls to nothing.',
      payload.stock,
      { ...low, quantity: 0 },
    ],
    [
      'inventory.back_in_stock',
      'Back in stock',
      'There is some again after there was none.',
      payload.stock,
      { ...low, quantity: 40 },
    ],
  ]),
  ...from('products', [
    [
      'product.created',
      'New product',
      'A product is added.',
      payload.price.pick({ productId: true, name: true, sku: true, currency: true }).extend({ price: z.number() }),
      { productId: 'p1', name: 'Blue Dream', sku: 'BD-1', currency: 'USD', price: 40 },
    ],
    ['price.changed', 'A price changed', 'The price of a product becomes another.', payload.price, aPrice],
    ['price.dropped', 'A price dropped', 'The price of a product becomes lower.', payload.price, aPrice],
  ]),
  ...from(
    'competitor_prices',
    [
      [
        'competitor.price_changed',
        'A competitor changed a price',
        'A price that is watched becomes another.',
        payload.rival,
        aRival,
      ],
      [
        'competitor.undercut',
        'A competitor undercuts us',
        'A price that is watched falls below ours.',
        payload.rival,
        aRival,
      ],
    ],
    true,
  ),
  ...from('customers', [['customer.created', 'New customer', 'A customer is added.', payload.customer, ada]]),
  ...from('sweep', [
    [
      'customer.inactive',
      'A customer stays away',
      'The last order was 30, 60 or 90 days ago.',
      payload.inactive,
      { ...ada, days: 60, lastOrderAt: '2026-09-22T10:00:00.000Z' },
    ],
    [
      'invoice.past_due',
      'An invoice is past due',
      'An unpaid invoice is 1, 7, 14 or 30 days past its due date.',
      payload.pastDue,
      { ...anInvoice, daysPastDue: 7 },
    ],
  ]),
  ...from('orders', [
    ['order.created', 'New order', 'An order is added.', payload.order, anOrder],
    ['order.paid', 'Order paid', 'The status of an order becomes paid.', payload.order, anOrder],
    [
      'order.fulfilled',
      'Order fulfilled',
      'The status of an order becomes fulfilled, shipped or delivered.',
      payload.order,
      { ...anOrder, status: 'shipped' },
    ],
    [
      'order.refunded',
      'Order refunded',
      'The status of an order becomes refunded.',
      payload.order,
      { ...anOrder, status: 'refunded' },
    ],
    [
      'order.canceled',
      'Order canceled',
      'The status of an order becomes canceled.',
      payload.order,
      { ...anOrder, status: 'canceled' },
    ],
  ]),
  ...from('invoices', [
    ['invoice.created', 'New invoice', 'An invoice is added.', payload.invoice, anInvoice],
    ['invoice.paid', 'Invoice paid', 'An invoice is paid.', payload.invoice, anInvoice],
  ]),
  ...from('members', [
    ['member.joined', 'New member', 'A member is added or becomes active.', payload.member, aMember],
    [
      'member.past_due',
      'A member is past due',
      'The status of a member becomes past due.',
      payload.member,
      { ...aMember, status: 'past_due', balanceDue: 40 },
    ],
    [
      'member.canceled',
      'A member left',
      'The status of a member becomes canceled.',
      payload.member,
      { ...aMember, status: 'canceled' },
    ],
  ]),
  ...from('prospects', [
    ['prospect.created', 'New prospect', 'A prospect is added.', payload.prospect, aProspect],
    [
      'prospect.status_changed',
      'A prospect moved on',
      'The status of a prospect becomes another.',
      payload.prospect,
      { ...aProspect, status: 'qualified' },
    ],
  ]),
  ...from(
    'reviews',
    [
      ['review.created', 'New review', 'A review is added.', payload.review, { ...aReview, rating: 5 }],
      [
        'review.negative',
        'A bad review',
        'A review of two stars or less is added, or becomes one.',
        payload.review,
        aReview,
      ],
    ],
    true,
  ),
  ...from('metrics', [
    [
      'metric.threshold_crossed',
      'A metric crossed its threshold',
      'A value passes its threshold in the direction that matters.',
      payload.metric,
      aMetric,
    ],
  ]),
  ...from('campaigns', [
    ['campaign.started', 'A campaign began', 'The status of a campaign becomes running.', payload.campaign, aCampaign],
    [
      'campaign.completed',
      'A campaign is over',
      'The status of a campaign becomes completed.',
      payload.campaign,
      { ...aCampaign, status: 'completed', sent: 120 },
    ],
  ]),
  ...from('playbooks', [
    ['execution.failed', 'A playbook failed', 'An execution ends as failed.', payload.execution, failed],
    [
      'approval.requested',
      'A yes is asked for',
      'An execution waits for an approval.',
      z.object({ approvalId: z.string(), title: z.string(), playbookId: z.string(), executionId: z.string() }),
      { approvalId: 'a1', title: 'Send it?', playbookId: 'p1', executionId: 'e1' },
    ],
    [
      'usage.threshold',
      'A limit comes near',
      '75 or 90 percent of a monthly limit are used up.',
      z.object({ limit: z.string(), percent: z.int(), used: z.number(), of: z.number() }),
      { limit: 'monthly_executions', percent: 75, used: 3750, of: 5000 },
    ],
  ]),
];
