import type { JsonObject } from '../../model/json.ts';
import type { WebhookScheme } from '../../model/trigger.ts';
import { type Delivery, webhookSchemes } from './webhook-schemes.ts';

/** What each of them sends, in short. */
const SAMPLES: Readonly<Record<WebhookScheme, JsonObject>> = {
  github: { zen: 'Practicality beats purity.', hook_id: 1, repository: { full_name: 'example/shop' } },
  stripe: { id: 'evt_test', object: 'event', type: 'invoice.paid', data: { object: { amount_paid: 1200 } } },
  slack: { type: 'event_callback', event: { type: 'app_mention', text: 'Hello', user: 'U1', channel: 'C1' } },
  shopify: { id: 1, name: '#1001', total_price: '12.00', currency: 'USD', email: 'ada@example.com' },
  hmac: { type: 'test', message: 'Hello' },
  bearer: { type: 'test', message: 'Hello' },
};

/** A delivery as its sender would make and sign it. `id` makes it one of its own. */
export function sampleDelivery(
  scheme: WebhookScheme,
  { secret, id, body: given, now }: { readonly secret: string; id: string; body: JsonObject | null; now: Date },
): Delivery {
  const own: JsonObject = scheme === 'stripe' ? { id: `evt_${id}` } : scheme === 'slack' ? { event_id: id } : {};
  const body = Buffer.from(JSON.stringify({ ...(given ?? SAMPLES[scheme]), ...own }));
  const headers = webhookSchemes[scheme].sign({ secret, body, now, id });
  return {
    headers: { 'content-type': 'application/json', 'user-agent': 'Playbooks test', ...headers },
    query: {},
    body,
  };
}
