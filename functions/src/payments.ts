import { openStripePage, stripeNews } from './connectors/stripe.ts';
import { NonRetriableError } from './core/engine/errors.ts';
import type { Payments } from './core/gallery/payment.ts';
import type { Clock, Outbound, Secrets } from './core/ports.ts';
import { webhookSchemes } from './core/triggering/webhook-schemes.ts';

const KEY = 'STRIPE_SECRET_KEY';
const SIGNING_SECRET = 'STRIPE_WEBHOOK_SECRET';

interface Ports {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'read'>;
}

/** Payments by Stripe Checkout, with the deployment's own account. */
export function createPayments({ outbound, clock, secrets }: Ports): Payments {
  return {
    isSetUp: async () => (await secrets.read(KEY)) !== null,
    async page(request) {
      const key = await secrets.read(KEY);
      if (key !== null) return openStripePage({ outbound, clock }, key, request);
      throw new NonRetriableError('Stripe is not set up.', { code: 'not_connected', mayHaveActed: false });
    },
    async read(delivery) {
      const secret = await secrets.read(SIGNING_SECRET);
      if (secret === null) return null;
      const { isGenuine } = webhookSchemes.stripe.verify(delivery, [secret], clock.now());
      return isGenuine ? stripeNews(jsonOf(delivery.body)) : null;
    },
  };
}

/** Null where it is no JSON. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
