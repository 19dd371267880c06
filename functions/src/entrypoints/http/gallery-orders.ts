import { z } from 'zod';
import { StepError } from '../../core/engine/errors.ts';
import { buyItem } from '../../core/gallery/buy-item.ts';
import { GalleryRefusedError } from '../../core/gallery/refusal.ts';
import { settleOrder } from '../../core/gallery/settle-order.ts';
import { checkoutView, orderView } from '../../model/gallery-views.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { byItem, readGallery } from './gallery.ts';
import { admitDelivery } from './hook-rate.ts';
import { deliveryOf } from './hooks.ts';
import { HttpProblem } from './problem.ts';
import { publicRoute, type Route, tenantRoute } from './route.ts';

/** What in the gallery costs money. */
export const galleryOrderRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/gallery/{id}/buy',
      summary: 'The page on which an item is paid for; while one is open, the same',
      isRepeatable: true,
      params: byItem,
      answers: { 201: checkoutView, 404: problemSchema, 409: problemSchema, 503: problemSchema },
    },
    { role: 'admin', scope: null },
    async ({ app, caller, params: { id: itemId }, request }) => {
      const { appOrigin } = app.config;
      const buying = { orgId: caller.orgId, itemId, actor: actorOf(caller, request), appOrigin };
      const page = await buyItem(app.engine, app.payments, buying).catch(toRefusal);
      return { status: 201, body: page };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/gallery/orders/{id}',
      summary: 'What has become of a purchase',
      params: byItem,
      answers: { 200: orderView, 404: problemSchema },
    },
    readGallery,
    async ({ app, caller: { orgId }, params: { id: orderId } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).galleryOrder(orderId));
      if (stored === null) throw new HttpProblem(404, 'not_found', `There is no purchase ${orderId}`);
      const { itemId, status, price, createdAt, paidAt } = stored.data;
      const times = { createdAt: createdAt.toISOString(), paidAt: paidAt?.toISOString() ?? null };
      return { status: 200, body: { orderId, itemId, status, price, ...times } };
    },
  ),
  publicRoute(
    {
      method: 'post',
      path: '/api/payments/stripe',
      summary: 'Where Stripe tells what became of a payment; signed by the secret of its endpoint',
      isKeyless: true,
      answers: { 200: z.object({ received: z.literal(true) }), 403: problemSchema, 429: problemSchema },
    },
    async ({ app, request }) => {
      const counting = admitDelivery(app, 'payments/stripe', request.ip ?? 'unknown');
      const news = await app.payments.read(deliveryOf(request));
      if (news === null) {
        counting.refused();
        throw new HttpProblem(403, 'delivery_refused', 'The signature of the delivery is not right');
      }
      counting.taken();
      await settleOrder(app.engine, news);
      return { status: 200, body: { received: true } };
    },
  ),
];

/** Whose fault it is stands in the log; the buyer can only come back later. */
function toRefusal(error: unknown): never {
  if (!(error instanceof StepError)) throw error;
  throw new GalleryRefusedError('payment_unavailable', `The payment page cannot be opened now: ${error.message}`);
}
