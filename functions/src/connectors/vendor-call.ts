import type { z } from 'zod';
import type { Access, CallContext } from '../core/engine/connector.ts';
import type { OutboundResponse } from '../core/ports.ts';
import type { JsonValue } from '../model/json.ts';
import { statusError } from './http-status.ts';
import { unreadableAnswer } from './refusals.ts';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 2_000_000;

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: JsonValue;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}
/** Who is called, through which door. */
export type Callee = Pick<Access<unknown, unknown>, 'outbound'> & {
  readonly title: string;
  /** What the vendor means by an answer; null for an answer that is fine. The default looks at the status. */
  readonly refusal?: (response: OutboundResponse, text: string) => Error | null;
};

/** One call of a vendor's API. Its answer is parsed by `answer`: one of another shape is the vendor's fault. */
export async function callVendor<T>(
  { outbound, title, refusal }: Callee,
  context: CallContext,
  request: VendorRequest,
  answer: z.ZodType<T>,
): Promise<T> {
  context.assertLease();
  context.meter({ vendorCalls: 1 });
  const response = await outbound.fetch(request.url, {
    method: request.method,
    ...written(request),
    signal: context.signal,
    timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  const text = await response.text();
  const refused = refusal?.(response, text);
  if (refused) throw refused;
  if (!response.ok) throw statusError(response, title, context.clock.now(), request.method !== 'GET');
  const parsed = answer.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw unreadableAnswer(title, request.method !== 'GET');
}

function written({ headers = {}, json, form }: VendorRequest): { headers: Record<string, string>; body?: string } {
  const accepted = { accept: 'application/json', ...headers };
  if (json !== undefined) {
    return { headers: { 'content-type': 'application/json', ...accepted }, body: JSON.stringify(json) };
  }
  if (form !== undefined) {
    const type = 'application/x-www-form-urlencoded';
    return { headers: { 'content-type': type, ...accepted }, body: new URLSearchParams(form).toString() };
  }
  return { headers: accepted };
}

/** Null for an empty answer, the text itself for one that is no JSON. */
function jsonOf(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
