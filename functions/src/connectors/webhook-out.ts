import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import type { JsonObject } from '../model/json.ts';
import { callVendor } from './vendor-call.ts';
import { vendorUrl } from './vendor-refusal.ts';

const settings = z.strictObject({
  url: vendorUrl.describe('Where messages are posted to'),
});
/** As Standard Webhooks writes a secret. */
export const signingSecret = z
  .string()
  .trim()
  .regex(/^whsec_[A-Za-z0-9+/]{24,200}={0,2}$/, 'Write whsec_ and then at least 24 letters and digits');
const secrets = z.strictObject({
  signingSecret: signingSecret
    .optional()
    .describe(
      'Signs each message, so that the receiver can tell that it is ours: whsec_ and at least 24 signs of base64',
    ),
});
type WebhookAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'the webhook';

export const webhook = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'webhook',
  title: 'Webhook',
  description: 'Posts messages as JSON to an address of your own.',
  help: 'Enter the address that takes the messages. With a signing secret they are signed as Standard Webhooks are; docs/marketing.md says how to check that.',
  icon: 'webhook',
  settings,
  secrets,
  hosts: ({ url }) => [new URL(url).host],
  async test(access, context) {
    const sentAt = context.clock.now().toISOString();
    await postToWebhook(access, context, { type: 'test', sentAt }, `test-${sentAt}`);
    return new URL(access.settings.url).host;
  },
});

/** Posts a message under a key by which the receiver can tell a repeat. Whatever a good answer says is fine. */
export async function postToWebhook(
  { settings: { url }, secrets: { signingSecret: secret }, outbound }: WebhookAccess,
  context: CallContext,
  message: JsonObject,
  key: string,
): Promise<void> {
  const signed = secret === undefined ? {} : signedHeaders(JSON.stringify(message), secret, key, context);
  const headers = { 'idempotency-key': key, ...signed };
  await callVendor({ outbound, title }, context, { method: 'POST', url, headers, json: message }, z.unknown());
}

/** The headers of Standard Webhooks: HMAC-SHA256 over `id.time.body`, as our own hooks of the scheme `hmac` take it. */
export function signedHeaders(body: string, secret: string, id: string, { clock }: Pick<CallContext, 'clock'>) {
  const time = String(Math.floor(clock.now().getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` };
}
