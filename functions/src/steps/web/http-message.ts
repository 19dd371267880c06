import { concealed, secretPattern } from '../../core/engine/conceal.ts';
import type { OutboundResponse } from '../../core/ports.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';

const KEPT_HEADERS = ['content-type', 'etag', 'last-modified', 'location', 'link', 'x-request-id'];

/** The author's headers over our own: the type of the body, and the key by which a receiver can drop a repeat. */
export function requestHeaders(
  given: Readonly<Record<string, string>>,
  body: JsonValue,
  idempotencyKey: string | null,
): Record<string, string> {
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    ...(body === null ? {} : { 'content-type': type }),
    ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
    ...headers,
  };
}

/** The few headers of an answer that a playbook may want. */
export function keptHeaders({ headers }: OutboundResponse): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}

/** The body: parsed where it is JSON, else text; null when empty. */
export async function bodyOf(response: OutboundResponse): Promise<JsonValue> {
  const text = await response.text();
  if (text === '') return null;
  if (!/json/i.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return text;
  }
}

const CREDENTIAL = /authorization|cookie|token|secret|password|(?<!idempotency-)key/i;

/** What was answered, without the credentials of the request: some servers repeat what they were sent. */
export function withoutCredentials<T>(answer: T, sent: Readonly<Record<string, string>>): T {
  const credentials = Object.entries(sent)
    .flatMap(([name, value]) => (CREDENTIAL.test(name) ? value.split(/[\s;,]+/) : []))
    .flatMap((text) => [text, text.slice(text.indexOf('=') + 1), Buffer.from(text, 'base64').toString('utf8')]);
  const pattern = secretPattern(credentials.filter((text) => !text.includes('\ufffd')));
  return pattern === null ? answer : concealed(answer, pattern, '…');
}
