import { z } from 'zod';
import type { CallContext } from '../core/engine/connector.ts';
import { NonRetriableError, type StepError } from '../core/engine/errors.ts';
import type { Clock, Outbound, OutboundResponse } from '../core/ports.ts';
import type { PaymentNews, PaymentPage, PaymentPageRequest } from '../model/payment-order.ts';
import { askedTooOften, parsedAnswer, vendorWords } from './refusals.ts';
import { callVendor } from './vendor-call.ts';

const named = { id: 'stripe', title: 'Stripe' };
const SESSIONS = 'https://api.stripe.com/v1/checkout/sessions';
/** The shapes of answers and events are those of this version. */
const API_VERSION = '2024-06-20';
const CALL_MS = 30_000;

interface Ports {
  readonly outbound: Outbound;
  readonly clock: Clock;
}

const sessionSchema = z.object({ id: z.string().min(1).max(200), url: z.url().max(2_000) });

/** Opens a page of Stripe Checkout for one payment. `key` is the account's secret key. */
export async function openStripePage(
  { outbound, clock }: Ports,
  key: string,
  request: PaymentPageRequest,
): Promise<PaymentPage> {
  const context: CallContext = {
    clock,
    signal: AbortSignal.timeout(CALL_MS),
    meter: () => undefined,
    assertLease: () => undefined,
  };
  const refusal = (response: OutboundResponse, text: string) => refusalOf(response, text, clock.now());
  const headers = {
    authorization: `Bearer ${key}`,
    'stripe-version': API_VERSION,
    // Stripe gives the same page to whoever asks again by it.
    'idempotency-key': `playbooks-${request.orderId}`,
  };
  const call = { method: 'POST', url: SESSIONS, headers, form: formOf(request) } as const;
  const { id, url } = await callVendor({ outbound, title: named.title, refusal }, context, call, sessionSchema);
  return { sessionId: id, url };
}

function formOf({
  orderId,
  orgId,
  itemId,
  name,
  price,
  paidUrl,
  canceledUrl,
}: PaymentPageRequest): Record<string, string> {
  const marks = Object.entries({ orgId, orderId, itemId });
  return {
    mode: 'payment',
    client_reference_id: orderId,
    success_url: paidUrl,
    cancel_url: canceledUrl,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': price.currency.toLowerCase(),
    'line_items[0][price_data][unit_amount]': String(price.amount),
    'line_items[0][price_data][product_data][name]': name,
    ...Object.fromEntries(marks.map(([mark, value]) => [`metadata[${mark}]`, value])),
    // A charge has the marks of its payment: so a refund names the order, too.
    ...Object.fromEntries(marks.map(([mark, value]) => [`payment_intent_data[metadata][${mark}]`, value])),
  };
}

const problemSchema = z
  .object({ error: z.object({ message: z.string().optional(), code: z.string().optional() }) })
  .catch({ error: {} });

function refusalOf({ status, headers }: OutboundResponse, text: string, now: Date): StepError | null {
  if (status < 400 || status >= 500) return null;
  if (status === 429) return askedTooOften(named, Number(headers.get('retry-after')), now);
  const { message, code } = problemSchema.parse(parsedAnswer(text)).error;
  const words = status === 401 ? 'the key is not right' : vendorWords(message ?? `it answered ${status}`);
  return new NonRetriableError(`Stripe refused: ${words}.`, { code: `stripe_${code ?? status}`, mayHaveActed: false });
}

const marked = z.object({ orgId: z.string(), orderId: z.string() });
const intent = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? null);
const session = z.object({
  id: z.string(),
  metadata: marked,
  payment_status: z.string(),
  amount_total: z.int().nullish(),
  currency: z.string().nullish(),
  payment_intent: intent,
});
const charge = z.object({ metadata: marked, payment_intent: intent, refunded: z.boolean() });
const eventSchema = z.object({ type: z.string(), data: z.object({ object: z.unknown() }) });
const IGNORED: PaymentNews = { kind: 'ignored' };

/** What an event of Stripe means here. Those about what was not bought here, and others, mean nothing. */
export function stripeNews(body: unknown): PaymentNews {
  const event = eventSchema.safeParse(body);
  if (!event.success) return IGNORED;
  const { type, data } = event.data;
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return paid(data.object);
    case 'checkout.session.expired':
    case 'checkout.session.async_payment_failed':
      return expired(data.object);
    case 'charge.refunded':
      return refunded(data.object);
    default:
      return IGNORED;
  }
}

/** A page may be completed before the money has come: an event of its own tells that. */
function paid(object: unknown): PaymentNews {
  const { success, data } = session.safeParse(object);
  if (!success || data.payment_status !== 'paid') return IGNORED;
  const { id: sessionId, metadata, amount_total, currency, payment_intent: paymentId } = data;
  const money = { amount: amount_total ?? -1, currency: currency ?? '' };
  return { kind: 'paid', sessionId, ...money, paymentId, orgId: metadata.orgId, orderId: metadata.orderId };
}

function expired(object: unknown): PaymentNews {
  const { success, data } = session.safeParse(object);
  if (!success) return IGNORED;
  const { id: sessionId, metadata, payment_intent: paymentId } = data;
  return { kind: 'expired', sessionId, paymentId, orgId: metadata.orgId, orderId: metadata.orderId };
}

/** A part of it that is given back leaves what was bought. */
function refunded(object: unknown): PaymentNews {
  const { success, data } = charge.safeParse(object);
  if (!success || !data.refunded) return IGNORED;
  const { metadata, payment_intent: paymentId } = data;
  return { kind: 'refunded', paymentId, orgId: metadata.orgId, orderId: metadata.orderId };
}
