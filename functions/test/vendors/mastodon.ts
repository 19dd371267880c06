import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const MASTODON_TOKEN = 'mastodon-access-token-7f3k2j';
const status = z.strictObject({
  status: z.string().min(1).max(2_000),
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']).optional(),
  language: z.string().optional(),
});

/** A Mastodon server (API of docs.joinmastodon.org): statuses by a bearer token, repeats dropped by Idempotency-Key. */
export function createMastodon() {
  const statuses = new Map<string, { id: string; url: string; content: string }>();
  const vendor: Vendor = {
    host: 'mastodon.example',
    answer: (call) => answer(call, statuses),
    mishaps: {
      refused: { status: 422, body: { error: "Validation failed: Text can't be blank" } },
      get rate_limited(): VendorAnswer {
        const reset = new Date(Date.now() + 30_000).toISOString();
        return { status: 429, headers: { 'x-ratelimit-reset': reset }, body: { error: 'Too many requests' } };
      },
    },
  };
  return { vendor, statuses };
}

function answer(
  { method, path, headers, json }: SeenCall,
  statuses: Map<string, { id: string; url: string; content: string }>,
): VendorAnswer {
  if (headers.authorization !== `Bearer ${MASTODON_TOKEN}`) {
    return { status: 401, body: { error: 'The access token is invalid' } };
  }
  if (method === 'GET' && path === '/api/v1/accounts/verify_credentials') {
    return { status: 200, body: { id: '1', username: 'thrive', acct: 'thrive' } };
  }
  if (method !== 'POST' || path !== '/api/v1/statuses') return { status: 404, body: { error: 'Record not found' } };
  const parsed = status.safeParse(json());
  if (!parsed.success) return { status: 422, body: { error: 'Validation failed' } };
  if (parsed.data.status.replaceAll(/https?:\/\/\S+/g, '.'.repeat(23)).length > 500) {
    return { status: 422, body: { error: 'Validation failed: Text character limit of 500 exceeded' } };
  }
  const key = String(headers['idempotency-key'] ?? `none-${statuses.size}`);
  const id = String(1001 + statuses.size);
  const made = statuses.get(key) ?? { id, url: `https://mastodon.example/@thrive/${id}`, content: parsed.data.status };
  statuses.set(key, made);
  return { status: 200, body: { ...made } };
}
