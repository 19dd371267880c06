import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGoogle, type Google } from '../google.ts';

export interface Asked {
  readonly method: string;
  readonly api: string;
  readonly path: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at bodies of any shape
  readonly body: any;
}

export interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** By `METHOD api/path`, without the query. */
export type Answers = Readonly<Record<string, Answer | ((asked: Asked) => Answer)>>;

export interface GoogleServer {
  readonly google: Google;
  readonly asked: Asked[];
  /** Of the calls that change something, as `METHOD api/path`. */
  changes(): string[];
  /** Answers besides, or instead of, those that it began with. */
  set(answers: Answers): void;
  close(): Promise<void>;
}

const READS = /:(getIamPolicy|testIamPermissions)$|entries:list$/;

/** Google's APIs on loopback, one folder for each host. Refuses calls that do not carry the token and the project. */
export async function startGoogleServer(projectId: string, first: Answers): Promise<GoogleServer> {
  let answers = first;
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://loopback');
    const [, api = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    const body = await text(request);
    const one = {
      method: request.method ?? '',
      api,
      path: `/${rest.join('/')}`,
      query: url.searchParams,
      body: body === '' ? null : JSON.parse(body),
    };
    asked.push(one);
    const isSigned =
      request.headers.authorization === 'Bearer test-token' && request.headers['x-goog-user-project'] === projectId;
    const found = answers[`${one.method} ${api}${one.path}`];
    const answer = isSigned ? (typeof found === 'function' ? found(one) : found) : refusal(401, 'unsigned');
    const { status = 200, body: said } = answer ?? refusal(404, `Not found: ${one.method} ${api}${one.path}`);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    google: createGoogle({ projectId, fetch, token: async () => 'test-token', origin: (api) => `${base}/${api}` }),
    asked,
    changes: () =>
      asked
        .filter(({ method, path }) => method !== 'GET' && !READS.test(path))
        .map(({ method, api, path }) => `${method} ${api}${path}`),
    set: (more) => {
      answers = { ...answers, ...more };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error as Google's APIs write them. */
export function refusal(code: number, message: string, status = 'ERROR'): Answer {
  return { status: code, body: { error: { code, message, status } } };
}

export const denied = refusal(403, 'The caller does not have permission', 'PERMISSION_DENIED');
