import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookScheme } from '../../model/trigger.ts';

/** A request to the address of a webhook, as it came in. Header names are in lower case. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `deliveryId` is what the sender calls this delivery, where its headers say so. */
export type Verdict =
  | { readonly isGenuine: true; readonly deliveryId: string | null }
  | { readonly isGenuine: false; readonly reason: string };

interface Signing {
  readonly secret: string;
  readonly body: Uint8Array;
  readonly now: Date;
  /** What a delivery is called, where the scheme signs or sends that. */
  readonly id: string;
}
interface Scheme {
  readonly verify: (delivery: Delivery, secrets: readonly string[], now: Date) => Verdict;
  /** The headers of a delivery as its sender makes them. */
  readonly sign: (signing: Signing) => Record<string, string>;
}

/** Older deliveries, and those from the future, may be replays. */
const TOLERANCE_S = 300;

const unsigned: Verdict = { isGenuine: false, reason: 'The header with the signature is missing' };
const forged: Verdict = {
  isGenuine: false,
  reason: 'The signature is not that of our secret over the body as it came in',
};
const late: Verdict = {
  isGenuine: false,
  reason: 'The time in its signature is more than five minutes away from ours, or missing',
};

/** Digests have one length, so that a comparison takes the same time whatever was sent. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether any signature is the one of any secret; all are compared. */
function isSigned(given: readonly string[], expected: readonly string[]): boolean {
  return given.flatMap((one) => expected.map((other) => same(one, other))).includes(true);
}

function hmac(key: string | Uint8Array, parts: readonly (string | Uint8Array)[], encoding: 'hex' | 'base64'): string {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

function isTimely(seconds: string | undefined, now: Date): seconds is string {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(now.getTime() / 1000 - Number(seconds)) <= TOLERANCE_S;
}

function secondsOf(now: Date): string {
  return String(Math.floor(now.getTime() / 1000));
}

function verdict(isGenuine: boolean, deliveryId: string | null): Verdict {
  return isGenuine ? { isGenuine, deliveryId } : forged;
}

/** `X-Hub-Signature-256: sha256=<hex>`. Neither the id of the delivery nor its time is signed. */
const github: Scheme = {
  verify: ({ headers, body }, secrets) => {
    const given = headers['x-hub-signature-256'];
    if (given === undefined) return unsigned;
    const expected = secrets.map((secret) => `sha256=${hmac(secret, [body], 'hex')}`);
    return verdict(isSigned([given], expected), headers['x-github-delivery'] ?? null);
  },
  sign: ({ secret, body, id }) => ({
    'x-hub-signature-256': `sha256=${hmac(secret, [body], 'hex')}`,
    'x-github-delivery': id,
    'x-github-event': 'ping',
  }),
};

/** `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]` over `t.body`. The id of the event stands in the body. */
const stripe: Scheme = {
  verify: ({ headers, body }, secrets, now) => {
    const header = headers['stripe-signature'];
    if (header === undefined) return unsigned;
    const fields = header.split(',').map((field) => field.trim().split('='));
    const of = (name: string) => fields.flatMap(([key, value = '']) => (key === name ? [value] : []));
    const [time] = of('t');
    if (!isTimely(time, now)) return late;
    const expected = secrets.map((secret) => hmac(secret, [`${time}.`, body], 'hex'));
    return verdict(isSigned(of('v1'), expected), null);
  },
  sign: ({ secret, body, now }) => {
    const time = secondsOf(now);
    return { 'stripe-signature': `t=${time},v1=${hmac(secret, [`${time}.`, body], 'hex')}` };
  },
};

/** `X-Slack-Signature: v0=<hex>` over `v0:time:body`. The id of an event stands in the body. */
const slack: Scheme = {
  verify: ({ headers, body }, secrets, now) => {
    const given = headers['x-slack-signature'];
    const time = headers['x-slack-request-timestamp'];
    if (given === undefined) return unsigned;
    if (!isTimely(time, now)) return late;
    const expected = secrets.map((secret) => `v0=${hmac(secret, [`v0:${time}:`, body], 'hex')}`);
    return verdict(isSigned([given], expected), null);
  },
  sign: ({ secret, body, now }) => {
    const time = secondsOf(now);
    const signature = `v0=${hmac(secret, [`v0:${time}:`, body], 'hex')}`;
    return { 'x-slack-signature': signature, 'x-slack-request-timestamp': time };
  },
};

/** `X-Shopify-Hmac-SHA256: <base64>` over the body. Neither the id of the delivery nor its time is signed. */
const shopify: Scheme = {
  verify: ({ headers, body }, secrets) => {
    const given = headers['x-shopify-hmac-sha256'];
    if (given === undefined) return unsigned;
    const expected = secrets.map((secret) => hmac(secret, [body], 'base64'));
    return verdict(isSigned([given], expected), headers['x-shopify-webhook-id'] ?? null);
  },
  sign: ({ secret, body, id }) => ({
    'x-shopify-hmac-sha256': hmac(secret, [body], 'base64'),
    'x-shopify-webhook-id': id,
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'example.myshopify.com',
  }),
};

function standardSignature(secret: string, id: string, time: string, body: Uint8Array): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${hmac(key, [`${id}.${time}.`, body], 'base64')}`;
}

/** Standard Webhooks: `webhook-signature: v1,<base64> …` over `id.time.body`; the secret is `whsec_<base64>`. */
const standard: Scheme = {
  verify: ({ headers, body }, secrets, now) => {
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': given } = headers;
    if (given === undefined || id === undefined) return unsigned;
    if (!isTimely(time, now)) return late;
    const expected = secrets.map((secret) => standardSignature(secret, id, time, body));
    return verdict(isSigned(given.split(' '), expected), id);
  },
  sign: ({ secret, body, now, id }) => {
    const time = secondsOf(now);
    const signature = standardSignature(secret, id, time, body);
    return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
  },
};

/** `Authorization: Bearer <secret>`: whoever sees one delivery can send others. */
const bearer: Scheme = {
  verify: ({ headers }, secrets) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined) return unsigned;
    return verdict(isSigned([given], secrets), headers['webhook-id'] ?? null);
  },
  sign: ({ secret, id }) => ({ authorization: `Bearer ${secret}`, 'webhook-id': id }),
};

/** How deliveries are signed. To verify looks at the body only as bytes. */
export const webhookSchemes: Readonly<Record<WebhookScheme, Scheme>> = {
  github,
  stripe,
  slack,
  shopify,
  hmac: standard,
  bearer,
};
