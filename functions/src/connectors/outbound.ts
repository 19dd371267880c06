import { lookup as dnsLookup } from 'node:dns/promises';
import { type LookupFunction, Socket, connect as tcpConnect } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import { commonJs } from '../core/common-js.ts';
import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import type { Outbound, OutboundInit, OutboundStream } from '../core/ports.ts';
import { hostRefusal, isPublicAddress, plainHost } from './address.ts';
import { type Answered, piecesOf, received, telling } from './outbound-body.ts';
import { blocked, type Exchange, explained } from './outbound-errors.ts';
import { checkedUrl, detoured, portOf, sendableHeaders } from './outbound-request.ts';
import { followed, type Hop } from './redirect.ts';

const TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 8_000;
const MAX_BYTES = 5_000_000;
const MAX_REDIRECTS = 5;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}
export interface OutboundOptions {
  /** `host:port` entries that may be reached though private. Empty outside of `demo-` projects. */
  readonly allow: readonly string[];
  /** How names are resolved; a test puts its own resolver here. */
  readonly resolve?: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  readonly connectTimeoutMs?: number;
  /**
   * Host → where its requests go instead: `slack.com` → `http://127.0.0.1:4100/slack.com`. Everything else stays as it
   * is, so that a vendor's own addresses can be tried without the vendor. Empty outside of `demo-` projects.
   */
  readonly detours?: Readonly<Record<string, string>>;
}

/** The door, and a look through it. */
export interface Door extends Outbound, OutboundStream {
  /** Throws what a call of that host would be refused with, and calls nobody. A name that nobody knows (yet) passes. */
  check(host: string, port: number): Promise<void>;
}

/**
 * The one door out. Every name is resolved here and each of its addresses must be public; the connection goes to
 * exactly those addresses, so that a name cannot change its mind in between; each redirect passes the same check.
 *
 * Errors: `NonRetriableError` for what will never be allowed (address, scheme, size, redirects), `RetriableError` for
 * the network; its `mayHaveActed` is false as long as no byte of the request was sent.
 */
export function createOutbound(options: OutboundOptions): Door {
  const detours = new Map(Object.entries(options.detours ?? {}));
  const allow = [...options.allow, ...[...detours.values()].map((origin) => new URL(origin).host)];
  const allowed = new Set(allow.map((entry) => entry.toLowerCase()));
  const target = (url: URL): URL => detoured(detours, url);
  const isAllowed = (host: string, port: number) => allowed.has(`${plainHost(host)}:${port}`);
  const resolve = options.resolve ?? ((hostname) => dnsLookup(hostname, { all: true }));
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  let transport: Promise<Agent> | null = null;

  const checkHost = (host: string, port: number): void => {
    const refusal = isAllowed(host, port) ? null : hostRefusal(host);
    if (refusal !== null) throw blocked(`The address cannot be called: ${refusal}.`);
  };
  const publicAddresses = async (hostname: string): Promise<readonly ResolvedAddress[]> => {
    const addresses = await resolve(hostname);
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (!hidden) return addresses;
    throw blocked(`${hostname} cannot be called: it leads to ${hidden.address}, which is not a public address.`);
  };
  const lookup = (open: boolean): LookupFunction => netLookup(open ? resolve : publicAddresses);

  /** One request, and what its failure means, also that of its body later. */
  const begun = async (url: string, init: OutboundInit) => {
    transport ??= createTransport({ isAllowed, lookup, timeout });
    const agent = await transport;
    const exchange: Exchange = { host: '', sent: false };
    const deadline = AbortSignal.timeout(init.timeoutMs ?? TIMEOUT_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    const failure = (error: unknown) => explained(error, exchange, deadline.aborted);
    const found = await exchangeAll({ agent, checkHost, target, exchange, signal }, url, init).catch((error) => {
      throw failure(error);
    });
    return { ...found, failure };
  };

  return {
    async fetch(url, init = {}) {
      const { failure, ...answered } = await begun(url, init);
      return received(answered).catch((error) => {
        throw failure(error);
      });
    },
    async stream(url, init = {}) {
      const { response, pieces, failure } = await begun(url, init);
      return { status: response.status, headers: new Headers([...response.headers]), pieces: telling(pieces, failure) };
    },
    async check(host, port) {
      const url = URL.parse(`https://${host}:${port}`);
      if (url === null) throw blocked(`'${host}' is not the name of a host.`);
      const { hostname, port: at } = target(url);
      checkHost(hostname, Number(at) || port);
      if (isAllowed(hostname, Number(at) || port)) return;
      await publicAddresses(plainHost(hostname)).catch((error: unknown) => {
        if (error instanceof StepError) throw error;
      });
    },
    async connect(host, port, signal) {
      const exchange: Exchange = { host, sent: false };
      try {
        checkHost(host, port);
        const open = isAllowed(host, port);
        return await connected(tcpConnect({ host: plainHost(host), port, lookup: lookup(open) }), {
          open,
          timeout,
          signal,
        });
      } catch (error) {
        throw explained(error, exchange, false);
      }
    },
  };
}

export type { Socket } from 'node:net';

/** The socket of `Outbound.connect`, whose port knows no Node type. */
export async function openSocket(outbound: Outbound, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = await outbound.connect(host, port, signal);
  if (socket instanceof Socket) return socket;
  throw new TypeError('Outbound.connect gave no socket');
}

interface Way {
  readonly agent: Agent;
  readonly checkHost: (host: string, port: number) => void;
  /** Where the requests for an address go. */
  readonly target: (url: URL) => URL;
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
}

/** One request and the redirects that it meets. */
async function exchangeAll(way: Way, url: string, init: OutboundInit): Promise<Answered> {
  const { fetch } = commonJs(await import('undici'));
  let hop: Hop = {
    url: checkedUrl(url),
    method: (init.method ?? 'GET').toUpperCase(),
    headers: sendableHeaders(init.headers ?? {}),
    body: init.body ?? null,
  };
  for (let redirects = 0; ; redirects++) {
    way.exchange.host = hop.url.hostname;
    const target = way.target(hop.url);
    way.checkHost(target.hostname, portOf(target));
    const response = await fetch(target, {
      method: hop.method,
      headers: [...hop.headers],
      body: hop.body,
      redirect: 'manual',
      signal: way.signal,
      dispatcher: way.agent.compose(noticing(way.exchange)),
    });
    const next = followed(hop, response.status, response.headers.get('location'));
    if (next === null) {
      return { response, url: hop.url, pieces: piecesOf(response.body, hop.url, init.maxBytes ?? MAX_BYTES) };
    }
    await response.body?.cancel();
    if (redirects >= (init.maxRedirects ?? MAX_REDIRECTS)) {
      throw new NonRetriableError(`${hop.url.hostname} redirects more than ${redirects} times.`, {
        code: 'too_many_redirects',
        fault: 'vendor',
      });
    }
    hop = { ...next, url: checkedUrl(next.url.href) };
  }
}

/** Notes the moment at which a request is written to its connection. */
function noticing(exchange: Exchange): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        exchange.sent = true;
        handler.onRequestStart?.(controller, context);
      },
      onResponseStarted: () => handler.onResponseStarted?.(),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

interface TransportOptions {
  readonly isAllowed: (host: string, port: number) => boolean;
  readonly lookup: (open: boolean) => LookupFunction;
  readonly timeout: number;
}

async function createTransport({ isAllowed, lookup, timeout }: TransportOptions): Promise<Agent> {
  const { Agent, buildConnector } = commonJs(await import('undici'));
  const guarded = buildConnector({ timeout, lookup: lookup(false) });
  const open = buildConnector({ timeout, lookup: lookup(true) });
  return new Agent({
    connections: 8,
    headersTimeout: 60_000,
    bodyTimeout: 30_000,
    connect(options, callback) {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      if (isAllowed(options.hostname, port)) return open(options, callback);
      return guarded(options, (error, socket) => {
        if (error) return callback(error, null);
        const far = remoteRefusal(socket);
        return far ? callback(far, null) : callback(null, socket);
      });
    },
  });
}

/** The last check: where the connection really goes. */
function remoteRefusal(socket: Socket): StepError | null {
  if (socket.remoteAddress !== undefined && isPublicAddress(socket.remoteAddress)) return null;
  socket.destroy();
  return blocked(`The connection led to ${socket.remoteAddress ?? 'nowhere'}, which is not a public address.`);
}

interface ConnectOptions {
  readonly open: boolean;
  readonly timeout: number;
  readonly signal: AbortSignal;
}

function connected(socket: Socket, { open, timeout, signal }: ConnectOptions): Promise<Socket> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  return new Promise<Socket>((resolve, reject) => {
    const stop = () => socket.destroy(Object.assign(new Error('aborted'), { code: 'ETIMEDOUT' }));
    const settle = (error: Error | null) => {
      end.removeEventListener('abort', stop);
      socket.removeListener('error', settle);
      if (error) reject(error);
      else resolve(socket);
    };
    socket.once('error', settle);
    socket.once('connect', () => settle(open ? null : remoteRefusal(socket)));
    if (end.aborted) stop();
    else end.addEventListener('abort', stop, { once: true });
  });
}

function netLookup(resolve: (hostname: string) => Promise<readonly ResolvedAddress[]>): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const fitting = addresses.filter(({ family }) => !options.family || family === Number(options.family));
        const [first] = fitting;
        if (!first)
          return callback(Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }), '', 0);
        return options.all ? callback(null, [...fitting]) : callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
