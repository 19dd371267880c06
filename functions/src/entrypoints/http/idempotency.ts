import type { Request } from 'express';
import type { App } from '../../app.ts';
import { sha256Hex } from '../../core/derive-id.ts';
import { AlreadyExistsError } from '../../core/ports.ts';
import type { Idempotency } from '../../model/idempotency.ts';
import { canonicalJson, jsonValue } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { HttpProblem } from './problem.ts';
import type { Reply } from './route.ts';

/** A first request that left no answer within this time died on the way; the next one may try. */
const ABANDONED_MS = 5 * 60_000;
const MAX_KEY = 255;

/**
 * Runs a POST with an `Idempotency-Key` once: the same key again gets the stored answer for 24 hours, with another body
 * it is refused (422), and while the first is still at work it is asked to come back (409), or handled again where that
 * does no harm: the first may have died. Failures are not kept, and answers that hold a secret are not given again (409).
 */
export async function answerOnce(
  app: App,
  request: Request,
  caller: string,
  handle: () => Promise<Reply | null>,
  { isRepeatable = false, isSecret = false }: { readonly isRepeatable?: boolean; readonly isSecret?: boolean } = {},
): Promise<Reply | null> {
  const key = request.get('idempotency-key');
  if (request.method !== 'POST' || key === undefined) return handle();
  if (key.length === 0 || key.length > MAX_KEY) {
    throw new HttpProblem(400, 'idempotency_key', `An Idempotency-Key has 1 to ${MAX_KEY} characters`);
  }
  const { store, clock } = app.engine;
  const ref = top.idempotencyKey(sha256Hex(`${caller}|${request.path}|${key}`));
  const bodyHash = sha256Hex(canonicalJson(jsonValue.catch(null).parse(request.body ?? null)));
  const now = clock.now();
  const expireAt = expiryOf('idempotency', now);
  const pending: Idempotency = { bodyHash, status: null, answerJson: null, createdAt: now, expireAt };
  try {
    await store.commit([{ op: 'create', path: ref.path, data: pending }]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    const stored = await store.get(ref);
    const mayRetry = (since: Date) => isRepeatable || now.getTime() - since.getTime() > ABANDONED_MS;
    const kept = stored === null || stored.data.expireAt <= now ? null : answerOf(stored.data, bodyHash, mayRetry);
    if (kept !== null) return kept;
    await store.commit([{ op: 'set', path: ref.path, data: pending }]);
  }
  try {
    const reply = await handle();
    // A streamed answer cannot be given again; its key goes on refusing repeats for a while.
    if (reply === null) return null;
    const answered = { ...pending, status: reply.status, answerJson: isSecret ? null : JSON.stringify(reply.body) };
    await store.commit([{ op: 'set', path: ref.path, data: answered }]);
    return reply;
  } catch (error) {
    await store.commit([{ op: 'delete', path: ref.path }]);
    throw error;
  }
}

/** The stored answer; null when its request was abandoned and may be tried again. */
function answerOf(stored: Idempotency, bodyHash: string, mayRetry: (since: Date) => boolean): Reply | null {
  if (stored.bodyHash !== bodyHash) {
    throw new HttpProblem(422, 'idempotency_key', 'This Idempotency-Key was used with another body before');
  }
  if (stored.status !== null && stored.answerJson !== null) {
    return { status: stored.status, body: JSON.parse(stored.answerJson) };
  }
  if (stored.status !== null) {
    throw new HttpProblem(409, 'answered', 'This was done at the first request, and its answer is shown only once');
  }
  if (mayRetry(stored.createdAt)) return null;
  throw new HttpProblem(409, 'in_progress', 'The first request with this Idempotency-Key is still being worked on', {
    headers: { 'Retry-After': '2' },
  });
}
