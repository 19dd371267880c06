import { webhookSchemes } from '../../src/core/triggering/webhook-schemes.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const WEBHOOK_SECRET = 'whsec_c2lnbmluZy1zZWNyZXQtb2YtYS10ZXN0';

/** A receiver that takes what is signed as our own hooks want it, now or at the time that it is told. */
export function createReceiver(now: () => Date = () => new Date()) {
  const messages = new Map<string, unknown>();
  const vendor: Vendor = { host: 'hooks.example', answer: (call) => answer(call, messages, now()) };
  return { vendor, messages };
}

function answer(call: SeenCall, messages: Map<string, unknown>, now: Date): VendorAnswer {
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)]));
  const delivery = { headers, query: {}, body: Buffer.from(call.body) };
  const verdict = webhookSchemes.hmac.verify(delivery, [WEBHOOK_SECRET], now);
  if (call.method !== 'POST' || !verdict.isGenuine) return { status: 401, body: 'Wrong signature' };
  messages.set(headers['idempotency-key'] ?? '', call.json());
  return { status: 202, body: 'Thanks' };
}
