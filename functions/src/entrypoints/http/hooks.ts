import type { Request } from 'express';
import { z } from 'zod';
import { receiveCallback } from '../../core/engine/receive-callback.ts';
import { receiveWebhook } from '../../core/triggering/receive-webhook.ts';
import type { Delivery } from '../../core/triggering/webhook-schemes.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { admitDelivery } from './hook-rate.ts';
import { HttpProblem, malformed, tooLarge } from './problem.ts';
import { publicRoute, type Route } from './route.ts';

const LIMIT_KB = 64;

/** An address that leads nowhere and one that makes no sense are told the same. */
const params = z.object({ hookId: z.string(), path: z.string() });
const known = z.object({ hookId: executionIdSchema, path: z.string().regex(/^[\w.[\]-]{1,400}$/) });

/** The answer of another system to an execution that waits for one. The address itself is the permission. */
const callbackRoute: Route = publicRoute(
  {
    method: 'post',
    path: '/api/hooks/{hookId}/{path}',
    summary: 'Answer an execution that waits for it; any JSON of at most 64 KB',
    params,
    body: jsonValue,
    answers: { 202: z.object({ accepted: z.literal(true) }), 404: problemSchema, 413: problemSchema },
  },
  async ({ app, params: given, body }) => {
    if (Buffer.byteLength(JSON.stringify(body)) > LIMIT_KB * 1024) throw tooLarge(LIMIT_KB);
    const address = known.safeParse(given);
    const { hookId, path } = address.data ?? {};
    const isAccepted =
      hookId !== undefined && path !== undefined && (await receiveCallback(app.engine, hookId, path, body));
    if (!isAccepted) {
      throw new HttpProblem(404, 'not_found', 'Nothing waits for an answer at this address, or not any more');
    }
    return { status: 202, body: { accepted: true } };
  },
);

const JSON_TYPES =
  /^(?:application\/(?:[\w.-]+\+)?json|application\/octet-stream|application\/x-www-form-urlencoded)\b/;

/** A delivery to a webhook. An address that leads nowhere and a wrong signature are told the same. */
const webhookRoute: Route = publicRoute(
  {
    method: 'post',
    path: '/api/hooks/{hookId}',
    summary: 'Deliver to a webhook; JSON or a form of at most 256 KB, signed as its scheme says (docs/webhooks.md)',
    params: z.object({ hookId: z.string() }),
    isKeyless: true,
    answers: {
      200: z.object({ challenge: z.string() }),
      202: z.object({ accepted: z.literal(true), eventId: z.string() }),
      ...Object.fromEntries([400, 403, 413, 415, 429].map((status) => [status, problemSchema])),
    },
  },
  async ({ app, params: { hookId }, request }) => {
    const counting = admitDelivery(app, hookId, request.ip ?? 'unknown');
    const type = request.get('content-type') ?? 'application/json';
    if (!JSON_TYPES.test(type)) throw new HttpProblem(415, 'unsupported_type', 'Send JSON or a form');
    const isId = executionIdSchema.safeParse(hookId).success;
    const received = isId
      ? await receiveWebhook(app.engine, hookId, deliveryOf(request))
      : { kind: 'refused' as const };
    if (received.kind === 'refused') counting.refused();
    else counting.taken();
    switch (received.kind) {
      case 'accepted':
        return { status: 202, body: { accepted: true, eventId: received.eventId } };
      case 'challenge':
        return { status: 200, body: { challenge: received.challenge } };
      case 'malformed':
        throw malformed(new Error(received.message));
      case 'refused':
        throw new HttpProblem(403, 'delivery_refused', 'The address, or the signature of the delivery, is not right');
    }
  },
);

/** A request whose body was kept as it came. */
export function deliveryOf(request: Request): Delivery {
  const texts = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  const body: unknown = request.body;
  return {
    headers: texts(request.headers),
    query: texts(request.query),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

/** Whoever opens the address in a browser learns nothing but that. */
const openedRoute: Route = publicRoute(
  {
    method: 'get',
    path: '/api/hooks/{hookId}',
    summary: 'The address of a webhook is for POST only',
    params: z.object({ hookId: z.string() }),
    answers: { 405: problemSchema },
  },
  async () => {
    throw new HttpProblem(405, 'post_only', 'Deliveries to a webhook are sent by POST', { headers: { Allow: 'POST' } });
  },
);

export const hookRoutes: readonly Route[] = [callbackRoute, webhookRoute, openedRoute];
