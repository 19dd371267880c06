import type { Outbound } from '../core/ports.ts';

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
    const response = await outbound.fetch(request.url, {
      ...limits,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(request.body === null ? {} : { body: new Uint8Array(await request.arrayBuffer()) }),
      signal: request.signal,
    });
    const headers = new Headers(response.headers);
    // The body is already unpacked.
    headers.delete('content-encoding');
    headers.delete('content-length');
    const body = WITHOUT_BODY.has(response.status) ? null : Uint8Array.from(await response.bytes());
    return new Response(body, { status: response.status, headers });
  };
}
