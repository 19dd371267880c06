import type { Outbound, OutboundInit, OutboundStream } from '../core/ports.ts';

interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** What an SDK takes as its `fetch`. */
export type GuardedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** `fetch` for vendors' SDKs, through the door: same checks, same errors, answers read whole. */
export function guardedFetch(outbound: Outbound, limits: Limits): GuardedFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const response = await outbound.fetch(request.url, await sentBy(request, limits));
    const body = WITHOUT_BODY.has(response.status) ? null : Uint8Array.from(await response.bytes());
    return new Response(body, { status: response.status, headers: unpacked(response.headers) });
  };
}

/** The same for answers that are read while they come. */
export function guardedStream(door: OutboundStream, limits: Limits): GuardedFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { status, headers, pieces } = await door.stream(request.url, await sentBy(request, limits));
    const body = WITHOUT_BODY.has(status) ? null : streamOf(pieces);
    return new Response(body, { status, headers: unpacked(headers) });
  };
}

/** `ReadableStream.from`, which browsers' types do not know. */
function streamOf<T>(pieces: AsyncIterable<T>): ReadableStream<T> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<T>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function sentBy(request: Request, limits: Limits): Promise<OutboundInit> {
  return {
    ...limits,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    ...(request.body === null ? {} : { body: new Uint8Array(await request.arrayBuffer()) }),
    signal: request.signal,
  };
}

/** The body is already unpacked. */
function unpacked(given: Headers): Headers {
  const headers = new Headers(given);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}
