import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const STRIPE_KEY = 'sk_test_f4k3f4k3f4k3f4k3f4k3f4k3';

const no = (status: number, type: string, message: string, more: Record<string, string> = {}): VendorAnswer => ({
  status,
  body: { error: { type, message, ...more } },
});
const missing = (param: string) =>
  no(400, 'invalid_request_error', `Missing required param: ${param}.`, { code: 'parameter_missing', param });

const NEEDED = [
  'mode',
  'success_url',
  'cancel_url',
  'line_items[0][quantity]',
  'line_items[0][price_data][currency]',
  'line_items[0][price_data][unit_amount]',
  'line_items[0][price_data][product_data][name]',
];

/** Checkout of Stripe as its reference describes it: a form, a key as bearer, one session for one idempotency key. */
export function createStripeApi(): Vendor {
  const sessions = new Map<string, { readonly form: string; readonly answer: VendorAnswer }>();

  function answer(call: SeenCall): VendorAnswer {
    if (call.headers.authorization !== `Bearer ${STRIPE_KEY}`) {
      return no(401, 'invalid_request_error', 'Invalid API Key provided: sk_test_****');
    }
    if (call.method !== 'POST' || call.path !== '/v1/checkout/sessions') {
      return no(404, 'invalid_request_error', `Unrecognized request URL (${call.method}: ${call.path}).`);
    }
    if (!/^\d{4}-\d\d-\d\d/.test(String(call.headers['stripe-version'])))
      return no(400, 'invalid_request_error', 'Version?');
    if (call.headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return no(400, 'invalid_request_error', 'Send a form');
    }
    const form = call.form();
    const lacking = NEEDED.find((name) => !form.get(name));
    if (lacking !== undefined) return missing(lacking);
    const key = String(call.headers['idempotency-key'] ?? '');
    const known = sessions.get(key);
    if (known) {
      if (known.form === call.body) return known.answer;
      return no(400, 'idempotency_error', 'Keys for idempotent requests can only be used with the same parameters.');
    }
    const id = `cs_test_${String(sessions.size + 1).padStart(8, '0')}`;
    const fresh: VendorAnswer = { status: 200, body: sessionOf(id, form) };
    sessions.set(key || id, { form: call.body, answer: fresh });
    return fresh;
  }

  return { host: 'api.stripe.com', answer };
}

function sessionOf(id: string, form: URLSearchParams) {
  const metadata = Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const mark = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return mark === undefined ? [] : [[mark, value]];
    }),
  );
  return {
    id,
    object: 'checkout.session',
    amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
    client_reference_id: form.get('client_reference_id'),
    currency: form.get('line_items[0][price_data][currency]'),
    metadata,
    mode: form.get('mode'),
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    url: `https://checkout.stripe.com/c/pay/${id}`,
  };
}

/** An event as Stripe delivers it. */
export function stripeEvent(type: string, object: object): string {
  const body = { id: `evt_${type.length}`, object: 'event', api_version: '2024-06-20', type, data: { object } };
  return JSON.stringify(body);
}
