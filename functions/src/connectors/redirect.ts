/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Header names that may carry a credential; they stay with the site that they were meant for. */
export const CREDENTIAL = /^(authorization|cookie)$|auth|key|token|secret|session|signature|password/i;

/**
 * The request that a redirect asks for (as the fetch standard has it); null when the answer is no redirect, or would
 * carry an act over to another host.
 */
export function followed(hop: Hop, status: number, location: string | null): Hop | null {
  if (!REDIRECTS.has(status) || location === null) return null;
  const url = URL.parse(location, hop.url.href);
  if (!url) return null;
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) {
    for (const name of [...headers.keys()]) if (CREDENTIAL.test(name)) headers.delete(name);
  }
  const turnsIntoGet =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  // Whoever agreed to an act agreed to it there.
  const isAct = hop.method !== 'GET' && hop.method !== 'HEAD';
  if (isAct && !turnsIntoGet && url.hostname !== hop.url.hostname) return null;
  if (!turnsIntoGet) return { url, method: hop.method, headers, body: hop.body };
  for (const name of [...headers.keys()]) if (name.startsWith('content-')) headers.delete(name);
  return { url, method: 'GET', headers, body: null };
}
