import type { Actor } from '../../model/audit.ts';
import type { GalleryItem, GalleryOrder } from '../../model/gallery.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { auditWrite } from '../governance/audit.ts';
import { AlreadyExistsError, type Found, type Stored } from '../ports.ts';
import { isEntitled, standingOf } from './install-item.ts';
import type { Payments } from './payment.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';

/** A payment page of Stripe is open for 24 hours. */
const PAGE_OPEN_MS = 23 * 3_600_000;
const MOST_ORDERS = 100;

type Ports = Pick<Engine, 'store' | 'clock' | 'random'>;
interface Buying {
  readonly orgId: string;
  readonly itemId: string;
  readonly actor: Actor;
  /** Where the app is: the buyer comes back there. */
  readonly appOrigin: string;
}
export interface PageToPay {
  readonly orderId: string;
  readonly url: string;
}

/**
 * The page on which a tenant pays for an item. While one is open, asking again gives the same: nobody pays twice by two
 * clicks. Throws `GalleryRefusedError`, and a `StepError` where the payment service does not answer.
 */
export async function buyItem(ports: Ports, payments: Payments, buying: Buying): Promise<PageToPay> {
  try {
    return await pageFor(ports, payments, buying);
  } catch (error) {
    // Somebody else has opened the order at the same moment: it is there now.
    if (error instanceof AlreadyExistsError) return pageFor(ports, payments, buying);
    throw error;
  }
}

async function pageFor(ports: Ports, payments: Payments, buying: Buying): Promise<PageToPay> {
  const { orgId, itemId } = buying;
  const [item, { entitlement }] = await Promise.all([
    ports.store.get(top.galleryItem(itemId)),
    standingOf(ports.store, orgId, itemId),
  ]);
  if (item === null || item.data.status !== 'published') throw itemMissing(itemId);
  if (item.data.orgId === orgId) throw new GalleryRefusedError('own', 'It is your own');
  if (item.data.price === null) throw new GalleryRefusedError('free', 'It costs nothing: install it');
  if (isEntitled(item.data, entitlement?.data ?? null))
    throw new GalleryRefusedError('owned', 'It is paid for already');
  const known = await ports.store.query(queries.galleryOrdersOf(orgId, itemId));
  const open = openOrder(ports, known, item.data);
  if (open?.data.url) return { orderId: open.id, url: open.data.url };
  if (!(await payments.isSetUp())) {
    throw new GalleryRefusedError('no_payments', 'Payments are not set up in this installation');
  }
  const order = open ?? (await newOrder(ports, buying, item.data, known.length));
  const page = await payments.page({
    ...{ orderId: order.id, orgId, itemId, name: item.data.name, price: order.data.price },
    ...returnAddresses(buying, order.id),
  });
  const { sessionId, url } = page;
  await ports.store.commit([{ op: 'update', path: order.ref.path, fields: { sessionId, url } }]);
  return { orderId: order.id, url };
}

function returnAddresses({ appOrigin, itemId }: Buying, orderId: string) {
  const back = `${appOrigin}/gallery/${itemId}?order=${orderId}`;
  return { paidUrl: back, canceledUrl: `${back}&canceled=1` };
}

type OpenOrder = Pick<Stored<GalleryOrder>, 'id' | 'data'> & { readonly ref: { readonly path: string } };

function openOrder({ clock }: Ports, found: readonly Found<GalleryOrder>[], item: GalleryItem): OpenOrder | null {
  const earliest = clock.now().getTime() - PAGE_OPEN_MS;
  const open = found.flatMap((one) => (one.data?.status === 'open' ? [{ ...one, data: one.data }] : []));
  const isStill = ({ createdAt, price }: GalleryOrder) =>
    createdAt.getTime() > earliest && price.amount === item.price?.amount && price.currency === item.price.currency;
  return open.find(({ data }) => isStill(data)) ?? null;
}

async function newOrder(
  ports: Ports,
  { orgId, itemId, actor }: Buying,
  { price, name }: GalleryItem,
  before: number,
): Promise<OpenOrder> {
  if (price === null) throw new GalleryRefusedError('free', 'It costs nothing: install it');
  if (before >= MOST_ORDERS) throw new GalleryRefusedError('too_many', 'You have gone to pay for it too often');
  // One after the other: two clicks at one moment are one order.
  const orderId = deriveId(orgId, 'gallery_order', itemId, String(before)).slice(0, 24);
  const { path } = tenantPaths(orgId).galleryOrder(orderId);
  const data: GalleryOrder = {
    ...{ itemId, status: 'open', price, sessionId: null, url: null, paymentId: null },
    ...{ createdBy: actor.id, createdAt: ports.clock.now(), paidAt: null, refundedAt: null },
  };
  const target = { kind: 'gallery_order', id: orderId };
  await ports.store.commit([
    { op: 'create', path, data },
    auditWrite(ports, orgId, actor, { action: 'gallery_order.opened', target, after: { itemId, name, ...price } }),
  ]);
  return { id: orderId, data, ref: { path } };
}
