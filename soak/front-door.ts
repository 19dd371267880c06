import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Workers } from './workers.ts';

export interface FrontDoor {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * One address before the workers of a function, in turns over those that are up. A worker that takes no connection is
 * passed over; one that dies over a request takes the caller's connection with it.
 */
export async function openFrontDoor(workers: Workers): Promise<FrontDoor> {
  const server = createServer((incoming, response) => void pass(workers, incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Passed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function pass(workers: Workers, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  try {
    const passed = { method, path, headers, body: await buffer(incoming) };
    for (let tries = 0; tries <= workers.readyCount; tries++) {
      const port = workers.next();
      if (port === null || (await send(port, passed, response)) === 'done') break;
    }
    if (!response.headersSent) response.writeHead(503, { 'Retry-After': '1' }).end();
  } catch {
    response.destroy();
  }
}

/** Rejects when the connection ends after it was taken. */
function send(port: number, passed: Passed, response: ServerResponse): Promise<'done' | 'not_taken'> {
  const { method, path, headers, body } = passed;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', reject);
      answer.on('end', () => resolve('done'));
      answer.pipe(response);
    });
    outgoing.on('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') resolve('not_taken');
      else reject(error);
    });
    outgoing.end(body);
  });
}
