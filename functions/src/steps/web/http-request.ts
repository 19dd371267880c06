import { z } from 'zod';
import { statusError } from '../../connectors/http-status.ts';
import { CREDENTIAL } from '../../connectors/redirect.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { bodyOf, keptHeaders, requestHeaders, withoutCredentials } from './http-message.ts';

const MAX_BYTES = 500_000;

const OVERRIDE = /^x-(http-)?method(-override)?$/i;
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'This is not a header name');
const headerValue = z
  .string()
  .max(4_000)
  .regex(/^[^\r\n\0]*$/, 'A header has a single line');
const statusCode = z.int().min(100).max(599);

const params = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  url: z.url({ protocol: /^https?$/, error: 'Write the whole address, such as https://api.example.com/orders' }),
  headers: z
    .record(headerName, headerValue)
    // A GET that some servers take for a DELETE would pass for harmless.
    .refine((headers) => !Object.keys(headers).some((name) => OVERRIDE.test(name)), "Write the method into 'method'")
    .default({}),
  /** Text is sent as it is, anything else as JSON. */
  body: z
    .union([z.string(), jsonObject, z.array(jsonValue)])
    .nullable()
    .default(null),
  /** The status codes that count as success; by default all from 200 to 299. */
  expectStatus: z
    .union([statusCode.transform((code) => [code]), z.array(statusCode).min(1)])
    .nullable()
    .default(null),
});
type Params = z.infer<typeof params>;

const output = z.object({
  status: z.int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Parsed where the answer is JSON, else text; null when empty. */
  body: jsonValue,
});

const readsOnly = ({ method }: Params) => method === 'GET' || method === 'HEAD';
/** Reads may go anywhere, but not with what opens doors elsewhere. */
const carriesCredential = ({ headers }: Params) => Object.keys(headers).some((name) => CREDENTIAL.test(name));
const isIdempotent = ({ method }: Params) => method === 'PUT' || method === 'DELETE';

export const httpRequest = defineStep<Params, z.infer<typeof output>>({
  id: 'http_request',
  title: 'Call a web address',
  description: 'Sends an HTTP request to a public address and reads the answer.',
  modelDescription: 'HTTP request to a public URL. POST and PATCH are never repeated when their outcome is unknown.',
  category: 'web',
  icon: 'globe',
  example: { method: 'GET', url: 'https://api.example.com/stock', headers: { accept: 'application/json' } },
  params,
  output,
  risk: (given) => (readsOnly(given) ? 'safe' : given.method === 'DELETE' ? 'high' : 'moderate'),
  tally: { done: 'sent', one: 'request', many: 'requests', to: 'url' },
  blast: (given) => (readsOnly(given) ? {} : { rows: 1 }),
  targets: ['url'],
  isTainting: true,
  isGuarded: carriesCredential,
  effect: (given) => (readsOnly(given) ? 'none' : isIdempotent(given) ? 'idempotent' : 'once'),
  timeoutMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 60_000 },
  async run(given, context) {
    const host = new URL(given.url).hostname;
    context.assertLease();
    context.meter({ vendorCalls: 1 });
    const response = await context.outbound.fetch(given.url, {
      method: given.method,
      headers: requestHeaders(given.headers, given.body, readsOnly(given) ? null : context.idempotencyKey),
      ...(given.body === null
        ? {}
        : { body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body) }),
      maxBytes: MAX_BYTES,
      timeoutMs: 30_000,
      signal: context.signal,
    });
    const { status, url } = response;
    const fine = given.expectStatus ? given.expectStatus.includes(status) : response.ok;
    if (!fine) throw statusError(response, host, context.clock.now());
    const answer = { status, url, headers: keptHeaders(response), body: await bodyOf(response) };
    return withoutCredentials(answer, given.headers);
  },
  async dryRun(given) {
    const { method, url, expectStatus } = given;
    return {
      output: { status: expectStatus?.[0] ?? 200, url, headers: {}, body: null },
      wouldHave: `would have sent a ${method} request to ${new URL(url).hostname}`,
    };
  },
});
