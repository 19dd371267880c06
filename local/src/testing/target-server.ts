import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hit {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A web server for tests that records what arrives. `answer` may hold a request back, and gives its status. */
export async function startTarget(answer: (hit: Hit) => number | Promise<number> = () => 200) {
  const hits: Hit[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const hit = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    hits.push(hit);
    for (const waiter of waiting) if (hits.length >= waiter.count) waiter.resolve();
    response.statusCode = await answer(hit);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hits,
    port,
    url: `http://127.0.0.1:${port}`,
    /** Resolves once that many requests have arrived. */
    arrived: (count: number) =>
      new Promise<void>((resolve) => (hits.length >= count ? resolve() : waiting.push({ count, resolve }))),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A promise that the test resolves itself. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
