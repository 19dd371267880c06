import { z } from 'zod';
import {
  aCampaign,
  ada,
  aMember,
  aMetric,
  anExecution,
  anInvoice,
  anOrder,
  aPrice,
  aProspect,
  aRecord,
  aReview,
  aRival,
  low,
} from './event-examples.ts';
import * as payload from './event-payloads.ts';
import type { DomainCollection } from './paths.ts';
import { eventNameSchema } from './trigger.ts';

type EventSource = DomainCollection | 'records' | 'sweep' | 'playbooks';

/** A kind of fact that playbooks can listen for. */
export interface EventType {
  readonly name: string;
  readonly title: string;
  /** When it happens, for people. */
  readonly description: string;
  /** A change of this collection, of records of the shop's own making, the daily look at what time alone brings about, or the product itself. */
  readonly source: EventSource;
  /** What `event` holds in conditions and templates. */
  readonly payload: z.ZodType;
  readonly example: Readonly<Record<string, unknown>>;
  /** Whether it may hold what strangers wrote. */
  readonly isTainted: boolean;
}

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
    [
      'inventory.quantity_changed',
      'The stock changed',
      'The quantity becomes another.',
      payload.stockChange,
      { ...low, oldQuantity: 11 },
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
    [
      'member.trial_ending',
      'A trial ends soon',
      'The trial of a member ends in 3 days, or in 1.',
      payload.trialEnding,
      { ...aMember, status: 'trial', daysLeft: 3, trialEndsAt: '2026-11-24T00:00:00.000Z' },
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
      'The status of a member becomes past due, or what is owed was due yesterday.',
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
    [
      'metric.changed',
      'A metric changed',
      'The latest value of a metric becomes another.',
      payload.metricChange,
      { metricId: 'm1', name: 'Returns', value: 12, oldValue: 8, unit: 'a week', changePercent: 50 },
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
  ...from('records', [
    ['record.created', 'New record', 'A document of a collection of your own is added.', payload.record, aRecord],
    [
      'record.changed',
      'A record changed',
      'A document of a collection of your own is changed.',
      payload.record,
      { ...aRecord, changed: ['status'] },
    ],
    [
      'record.deleted',
      'A record is gone',
      'A document of a collection of your own is deleted.',
      payload.record,
      aRecord,
    ],
  ]),
  ...from('playbooks', [
    [
      'execution.failed',
      'A playbook failed',
      'An execution ends as failed, unless a failure had started it.',
      payload.execution,
      { ...anExecution, error: 'The shop did not answer', code: 'unreachable', stepId: 'scan' },
    ],
    [
      'approval.requested',
      'A yes is asked for',
      'An execution waits for an approval.',
      payload.approval,
      { ...anExecution, approvalId: 'a1', title: 'Send it?' },
    ],
    [
      'usage.threshold',
      'A limit comes near',
      '75, 90 or 100 percent of a monthly limit are used up.',
      payload.usage,
      { limit: 'monthly_executions', percent: 75, used: 3750, of: 5000 },
    ],
  ]),
];

export const eventTypes: ReadonlyMap<string, EventType> = new Map(eventCatalog.map((type) => [type.name, type]));

/** What businesses publish themselves. */
const CUSTOM = 'custom.';

/** Whether it is a name that businesses give to events of their own. */
export function isCustomEvent(eventName: string): boolean {
  return eventName.startsWith(CUSTOM);
}
