import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonValue } from '../../src/model/json.ts';

/** A request as a vendor sees it. */
export interface SeenCall {
  readonly host: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; throws where it is none. */
  json(): unknown;
  form(): URLSearchParams;
}
export interface VendorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: JsonValue;
  /** It does what it was asked to do, and hangs up before it has said so. */
  readonly isCut?: true;
}

/** What can go wrong on a vendor's side. `silent`: it never answers. `cut`: it takes the request and hangs up. */
export const MISHAPS = ['refused', 'rate_limited', 'broken', 'silent', 'cut', 'garbage'] as const;
export type Mishap = (typeof MISHAPS)[number];

/**
 * A vendor's API as its documentation describes it: it checks method, path, credentials, body and idempotency header,
 * and answers as the vendor does, also to what is wrong.
 */
export interface Vendor {
  /** The vendor's own host, such as `slack.com`. */
  readonly host: string;
  readonly answer: (call: SeenCall) => VendorAnswer;
  /** How it says that something went wrong, where that is not a plain status. */
  readonly mishaps?: Partial<Record<Mishap, VendorAnswer>>;
}

export interface VendorServer {
  /** For `createOutbound`: host → where it is answered for. */
  readonly detours: Readonly<Record<string, string>>;
  readonly calls: SeenCall[];
  /** From now on a vendor (all of them, without a host) has this mishap; null: none any more. */
  fail(mishap: Mishap | null, host?: string): void;
  close(): void;
}

const RATE_LIMITED: VendorAnswer = { status: 429, headers: { 'retry-after': '30' }, body: { error: 'rate_limited' } };
const usual: Partial<Record<Mishap, VendorAnswer>> = {
  refused: { status: 400, body: { error: 'bad_request' } },
  rate_limited: RATE_LIMITED,
  broken: { status: 500, body: 'Internal error' },
  garbage: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>]{ "not": json' },
};

/** One server on 127.0.0.1 that answers for vendors by their own hosts and paths. */
export async function startVendors(vendors: readonly Vendor[]): Promise<VendorServer> {
  const byHost = new Map(vendors.map((vendor) => [vendor.host, vendor]));
  const mishaps = new Map<string, Mishap>();
  const calls: SeenCall[] = [];
  // A late call to another server that had this port before is none of ours.
  const own = randomUUID();
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { to, ...call } = seenCall(request, body);
      if (to !== own) return send(response, { status: 404, body: 'no such server' });
      calls.push(call);
      const vendor = byHost.get(call.host);
      const mishap = mishaps.get(call.host) ?? null;
      if (!vendor) return send(response, { status: 404, body: 'no such vendor' });
      if (mishap === 'silent') return undefined;
      if (mishap === 'cut') return request.socket.destroy();
      send(response, (mishap && (vendor.mishaps?.[mishap] ?? usual[mishap])) || vendor.answer(call));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    detours: Object.fromEntries(vendors.map(({ host }) => [host, `${origin}/${own}/${host}`])),
    calls,
    fail(mishap, host) {
      for (const name of host === undefined ? byHost.keys() : [host]) {
        if (mishap === null) mishaps.delete(name);
        else mishaps.set(name, mishap);
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function seenCall(request: IncomingMessage, body: string): SeenCall & { readonly to: string } {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const [, to = '', host = '', ...rest] = url.pathname.split('/');
  return {
    to,
    host,
    method: request.method ?? '',
    path: `/${rest.join('/')}`,
    query: url.searchParams,
    headers: request.headers,
    body,
    json: () => JSON.parse(body),
    form: () => new URLSearchParams(body),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, headers = {}, body = null, isCut }: VendorAnswer): void {
  if (isCut) {
    response.destroy();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
