import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface LoopbackSite {
  readonly hostPort: string;
  readonly origin: string;
  readonly seen: SeenRequest[];
  close(): void;
}

/** An HTTP server on 127.0.0.1 that notes what it was asked; `listener` is called when the whole request is there. */
export async function loopbackSite(listener: RequestListener): Promise<LoopbackSite> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      listener(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostPort = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    hostPort,
    origin: `http://${hostPort}`,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
