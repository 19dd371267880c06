import { subscribe } from 'node:diagnostics_channel';
import type { Request } from 'express';

/** Where the encoding of a body is kept that the platform was not to unpack. */
export const REFUSED_ENCODING = 'x-refused-encoding';

/**
 * The platform parses JSON bodies before our code sees a request, up to 32 MB, and answers a malformed one with an
 * HTML page and a stack trace. Under another content type it leaves the bytes alone (`rawBody`), and `readJson` does
 * the parsing. To be called once per process, and only where nothing but `api` is served: task and event functions
 * rely on the platform's parsing. A compressed body, which the platform would unpack to any size, is refused.
 */
export function keepBodyRaw(): void {
  subscribe('http.server.request.start', (message) => {
    const { headers } = (message as { request: Request }).request;
    if (headers['content-type']?.includes('json')) headers['content-type'] = 'application/octet-stream';
    const { 'content-encoding': encoding = 'identity' } = headers;
    if (encoding === 'identity') return;
    headers[REFUSED_ENCODING] = encoding;
    delete headers['content-encoding'];
  });
}
