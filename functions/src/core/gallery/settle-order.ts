import type { Entitlement, GalleryOrder } from '../../model/gallery.ts';
import { executionIdSchema, orgIdSchema } from '../../model/ids.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { PaymentNews } from '../../model/payment-order.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite, systemActor } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Stored, Write } from '../ports.ts';
import { newsFor } from './news.ts';

type Ports = Pick<Engine, 'store' | 'clock' | 'random' | 'log'>;
type Told = Exclude<PaymentNews, { kind: 'ignored' }>;

/**
 * What a payment service tells of an order. An order is settled once, in one commit with what it entitles to: told again,
 * late or in another order, nothing more happens. What does not fit an order of ours is logged and left.
 */
export function settleOrder(ports: Ports, news: PaymentNews): Promise<void> {
  if (news.kind === 'ignored') return Promise.resolve();
  return retryConflicts(async () => {
    const isOurs = orgIdSchema.safeParse(news.orgId).success && executionIdSchema.safeParse(news.orderId).success;
    const order = isOurs ? await ports.store.get(tenantPaths(news.orgId).galleryOrder(news.orderId)) : null;
    const odd = order === null ? 'unknown_order' : oddityOf(news, order.data);
    if (order === null || odd !== null) {
      ports.log.warn('payment_ignored', { reason: odd, kind: news.kind });
      return;
    }
    const writes = await writesFor(ports, news, order);
    if (writes.length > 0) await ports.store.commit(writes);
  });
}

/** Why it is none of this order's. */
function oddityOf(news: Told, { price, sessionId, paymentId }: GalleryOrder): string | null {
  if (news.kind === 'refunded') return paymentId !== null && news.paymentId !== paymentId ? 'other_payment' : null;
  if (sessionId !== null && sessionId !== news.sessionId) return 'other_session';
  if (news.kind === 'expired') return null;
  const isRight = news.amount === price.amount && news.currency.toUpperCase() === price.currency;
  return isRight ? null : 'other_amount';
}

async function writesFor(ports: Ports, news: Told, order: Stored<GalleryOrder>): Promise<Write[]> {
  const { status } = order.data;
  switch (news.kind) {
    case 'paid':
      // Paid on the last second of a page is paid.
      return status === 'open' || status === 'expired' ? payment(ports, news, order) : [];
    case 'expired':
      return status === 'open' ? [change(order, { status: 'expired' })] : [];
    case 'refunded':
      return status === 'refunded' ? [] : refund(ports, news, order);
  }
}

async function payment(ports: Ports, { orgId, paymentId }: Told, order: Stored<GalleryOrder>): Promise<Write[]> {
  const now = ports.clock.now();
  const { itemId, createdBy, price } = order.data;
  const entitlement: Entitlement = { itemId, orderId: order.id, grantedAt: now, revokedAt: null };
  const item = await ports.store.find(top.galleryItem(itemId));
  const message = `You can install “${item?.data?.name ?? 'it'}” now.`;
  const told = { type: 'success' as const, title: 'Your payment has arrived', message, link: `/gallery/${itemId}` };
  return [
    change(order, { status: 'paid', paymentId, paidAt: now }),
    { op: 'set', path: tenantPaths(orgId).entitlement(itemId).path, data: entitlement },
    auditWrite(ports, orgId, systemActor, {
      action: 'gallery_order.paid',
      target: target(order),
      after: { itemId, ...price },
    }),
    ...(await newsFor(ports, orgId, createdBy, { ...told, key: `${order.id} paid` })),
  ];
}

/** A refund that is told before the payment settles the order, too: what it would have entitled to is not given. */
async function refund(ports: Ports, { orgId, paymentId }: Told, order: Stored<GalleryOrder>): Promise<Write[]> {
  const now = ports.clock.now();
  const { itemId, createdBy } = order.data;
  const held = await ports.store.get(tenantPaths(orgId).entitlement(itemId));
  const isItsOwn = held !== null && held.data.orderId === order.id && held.data.revokedAt === null;
  const message = 'The payment was given back. The playbooks that you have made of it stay.';
  const told = { type: 'info' as const, title: 'A purchase was refunded', message, link: `/gallery/${itemId}` };
  return [
    change(order, { status: 'refunded', paymentId, refundedAt: now }),
    ...(isItsOwn
      ? [{ op: 'update' as const, path: held.ref.path, fields: { revokedAt: now }, ifVersion: held.version }]
      : []),
    auditWrite(ports, orgId, systemActor, {
      action: 'gallery_order.refunded',
      target: target(order),
      after: { itemId },
    }),
    ...(await newsFor(ports, orgId, createdBy, { ...told, key: `${order.id} refunded` })),
  ];
}

function change(order: Stored<GalleryOrder>, fields: Partial<GalleryOrder>): Write {
  return { op: 'update', path: order.ref.path, fields, ifVersion: order.version };
}

function target({ id }: Stored<GalleryOrder>) {
  return { kind: 'gallery_order', id };
}
