import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const PAGE = JSON.stringify({
  shop: 'Salt City',
  currency: 'USD',
  products: Array.from({ length: 20 }, (_, index) => ({ id: `p${index}`, price: 10 + index, stock: index % 3 })),
});

/** What J4 talks to: the JSON page that it reads, the sink that it posts to, and the clock over both. */
export interface World {
  readonly port: number;
  readonly pageUrl: string;
  readonly sinkUrl: string;
  /** When the sink was first told of `id`, by `performance.now()`. Throws when it was told never or more than once. */
  arrivedAt(id: string): number;
  close(): void;
}

export async function startWorld(): Promise<World> {
  const arrivals = new Map<string, number[]>();
  const server = createServer(async (incoming, response) => {
    if (incoming.method === 'POST') {
      const { id } = JSON.parse(await textOf(incoming)) as { id: string };
      arrivals.set(id, [...(arrivals.get(id) ?? []), performance.now()]);
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(incoming.method === 'POST' ? '{"ok":true}' : PAGE);
  });
  const port = await listen(server);
  return {
    port,
    pageUrl: `http://${HOST}:${port}/page.json`,
    sinkUrl: `http://${HOST}:${port}/sink`,
    arrivedAt: (id) => {
      const [at, ...again] = arrivals.get(id) ?? [];
      arrivals.delete(id);
      if (at === undefined || again.length > 0) throw new Error(`The sink was told ${again.length + 1} times of ${id}`);
      return at;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
}

/** Where J4 is started: a POST that is answered 200 when the execution is recorded as completed. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Load {
  /** One after the other, in ms. */
  latencies(count: number): Promise<{ toSink: number[]; toRecorded: number[] }>;
  /** Executions per second with `concurrency` of them under way. */
  throughput(concurrency: number, count: number): Promise<number>;
  close(): void;
}

export function createLoad(world: World, target: Target): Load {
  const agent = new Agent({ keepAlive: true });
  const url = new URL(target.url);
  let started = 0;
  const start = async (): Promise<{ toSink: number; toRecorded: number }> => {
    const id = `j4-${++started}`;
    const before = performance.now();
    const { status, text } = await post(agent, url, target.headers, JSON.stringify({ inputs: { id }, wait: 25 }));
    const after = performance.now();
    if (status !== 200 || JSON.parse(text).status !== 'completed') throw new Error(`${status}: ${text.slice(0, 2000)}`);
    return { toSink: world.arrivedAt(id) - before, toRecorded: after - before };
  };
  return {
    latencies: async (count) => {
      const taken = [];
      for (let done = 0; done < count; done++) taken.push(await start());
      return { toSink: taken.map(({ toSink }) => toSink), toRecorded: taken.map(({ toRecorded }) => toRecorded) };
    },
    throughput: (concurrency, count) => perSecond(concurrency, count, start),
    close: () => agent.destroy(),
  };
}

/** How often a second `act` is done when `concurrency` of them are always under way, over `count` in all. */
export async function perSecond(concurrency: number, count: number, act: () => Promise<unknown>): Promise<number> {
  let left = count;
  const before = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await act();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count / (performance.now() - before)) * 1000;
}

function post(agent: Agent, url: URL, headers: Target['headers'], body: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const options = { agent, method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } };
    const outgoing = request(url, options, (incoming) => {
      textOf(incoming).then((text) => resolve({ status: incoming.statusCode ?? 0, text }), reject);
    });
    outgoing.on('error', reject).end(body);
  });
}
