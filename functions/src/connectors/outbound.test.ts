import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import { createOutbound } from './outbound.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Site {
  readonly port: number;
  readonly origin: string;
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function site(listener: RequestListener): Promise<Site> {
  const seen: Site['seen'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      listener(request, response);
    });
  });
  const port = await listen(server);
  return { port, origin: `http://127.0.0.1:${port}`, seen };
}

const allowing = (...sites: Site[]) => createOutbound({ allow: sites.map(({ port }) => `127.0.0.1:${port}`) });
async function failure(promise: Promise<unknown>): Promise<StepError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof StepError) return error;
  throw new Error(`Expected a StepError, got ${String(error)}`);
}

describe('the door out', () => {
  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f000001',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'http://0',
    'http://0.0.0.0',
    'http://１２７.０.０.１',
    'http://127。0。0。1',
    'http://[::1]',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[64:ff9b::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://localhost',
    'http://LOCALHOST',
    'http://foo.localhost',
    'http://localhost.',
    'http://127.0.0.1.',
  ])('refuses every way to write this machine: %s', async (origin) => {
    const hidden = await site((_, response) => response.end('secret'));
    const error = await failure(createOutbound({ allow: [] }).fetch(`${origin}:${hidden.port}/`));
    expect(error).toBeInstanceOf(NonRetriableError);
    expect(error).toMatchObject({ code: 'blocked_address', fault: 'user', mayHaveActed: false });
    expect(hidden.seen).toEqual([]);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:text/plain,hi',
    'javascript:alert(1)',
    'http://',
    'example.com',
    '//example.com',
    '',
    'http://user:pass@example.com/',
    'http://example.com@127.0.0.1/',
    'http://a b/',
    `http://example.com/${'x'.repeat(5000)}`,
  ])('refuses %s', async (url) => {
    const error = await failure(createOutbound({ allow: [] }).fetch(url));
    expect(error).toMatchObject({ name: 'NonRetriableError', code: 'blocked_address', mayHaveActed: false });
  });

  it.each([
    ['one private address', [{ address: '10.1.2.3', family: 4 }]],
    [
      'a private address among public ones',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
    ['a mapped loopback address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['something unreadable', [{ address: 'fe80::1%lo', family: 6 }]],
  ])('refuses a name that resolves to %s', async (_, addresses) => {
    const outbound = createOutbound({ allow: [], resolve: async () => addresses });
    const error = await failure(outbound.fetch('http://shop.example/'));
    expect(error).toMatchObject({ name: 'NonRetriableError', code: 'blocked_address' });
    expect(error.message).toContain('shop.example');
  });

  it('resolves once per connection and connects to what it checked, so that a name cannot rebind', async () => {
    const hidden = await site((_, response) => response.end('secret'));
    const answers = ['192.0.2.1', '127.0.0.1', '127.0.0.1'];
    let asked = 0;
    const outbound = createOutbound({
      allow: [],
      resolve: async () => [{ address: answers[asked++] ?? '127.0.0.1', family: 4 }],
    });
    for (const count of [1, 2, 3]) {
      const error = await failure(outbound.fetch(`http://rebind.example:${hidden.port}/`));
      expect(error.code).toBe('blocked_address');
      expect(asked).toBe(count);
    }
    expect(hidden.seen).toEqual([]);
  });

  it('reaches an allowed host and port, and no other port of it', async () => {
    const open = await site((_, response) => response.end('hello'));
    const closed = await site((_, response) => response.end('secret'));
    const outbound = allowing(open);
    const response = await outbound.fetch(`${open.origin}/a?b=1`);
    expect([response.status, response.ok, await response.text()]).toEqual([200, true, 'hello']);
    expect((await failure(outbound.fetch(closed.origin))).code).toBe('blocked_address');
  });

  it.each([301, 302, 303, 307, 308])('refuses a %i redirect to a private address', async (status) => {
    const hidden = await site((_, response) => response.end('secret'));
    const open = await site((_, response) => response.writeHead(status, { location: hidden.origin }).end());
    const error = await failure(allowing(open).fetch(open.origin));
    expect(error).toMatchObject({ name: 'NonRetriableError', code: 'blocked_address', mayHaveActed: true });
    expect(hidden.seen).toEqual([]);
  });

  it('refuses a redirect to another scheme', async () => {
    const open = await site((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect((await failure(allowing(open).fetch(open.origin))).code).toBe('blocked_address');
  });

  it('turns a POST into a GET on 303 and keeps it on 307', async () => {
    const open = await site((request, response) => {
      if (request.url === '/303') return response.writeHead(303, { location: '/end' }).end();
      if (request.url === '/307') return response.writeHead(307, { location: '/end' }).end();
      return response.end();
    });
    const init = { method: 'POST', body: 'x=1', headers: { 'content-type': 'text/plain' } };
    await allowing(open).fetch(`${open.origin}/303`, init);
    await allowing(open).fetch(`${open.origin}/307`, init);
    expect(open.seen.filter(({ url }) => url === '/end').map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['POST', 'x=1'],
    ]);
    expect(open.seen[1]?.headers['content-type']).toBeUndefined();
  });

  it('leaves credentials behind when a redirect leaves the site', async () => {
    const other = await site((_, response) => response.end());
    const first = await site((request, response) =>
      request.url === '/'
        ? response.writeHead(307, { location: '/in' }).end()
        : response.writeHead(307, { location: other.origin }).end(),
    );
    const headers = { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k', accept: 'text/html' };
    await allowing(first, other).fetch(first.origin, { headers });
    expect(first.seen.map((one) => one.headers.authorization)).toEqual(['Bearer x', 'Bearer x']);
    expect(other.seen[0]?.headers).toMatchObject({ accept: 'text/html' });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(other.seen[0]?.headers[name]).toBeUndefined();
  });

  it('stops after the redirect limit', async () => {
    const open = await site((_, response) => response.writeHead(302, { location: '/again' }).end());
    const error = await failure(allowing(open).fetch(open.origin, { maxRedirects: 3 }));
    expect(error).toMatchObject({ name: 'NonRetriableError', code: 'too_many_redirects' });
    expect(open.seen).toHaveLength(4);
  });

  it('cuts a body that is too large, also one that only unpacks into it', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    const open = await site((request, response) =>
      request.url === '/bomb'
        ? response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
        : response.end('x'.repeat(200_000)),
    );
    for (const path of ['/', '/bomb']) {
      const error = await failure(allowing(open).fetch(`${open.origin}${path}`, { maxBytes: 100_000 }));
      expect(error).toMatchObject({ name: 'NonRetriableError', code: 'too_large' });
    }
    expect(bomb.length).toBeLessThan(100_000);
  });

  it('does not wait for ever for headers or for a body that trickles, and says that the request had been sent', async () => {
    const open = await site((request, response) => {
      if (request.url === '/body') response.write('a little');
    });
    for (const path of ['/headers', '/body']) {
      const error = await failure(allowing(open).fetch(`${open.origin}${path}`, { method: 'POST', timeoutMs: 150 }));
      expect(error).toBeInstanceOf(RetriableError);
      expect(error).toMatchObject({ code: 'timeout', mayHaveActed: true });
    }
  });

  it('knows that nothing was sent when the connection was refused or the name is unknown', async () => {
    const gone = await site((_, response) => response.end());
    for (const close of closers.splice(0)) close();
    expect(await failure(allowing(gone).fetch(gone.origin, { method: 'POST' }))).toMatchObject({
      name: 'RetriableError',
      code: 'connection_failed',
      mayHaveActed: false,
    });
    const unknown = createOutbound({
      allow: [],
      resolve: async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    });
    expect(await failure(unknown.fetch('https://nowhere.example/'))).toMatchObject({
      code: 'name_not_found',
      mayHaveActed: false,
    });
  });

  it('knows that nothing was sent when TLS fails', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('not TLS at all\n')));
    const outbound = createOutbound({ allow: [`127.0.0.1:${port}`] });
    const error = await failure(outbound.fetch(`https://127.0.0.1:${port}/`, { method: 'POST' }));
    expect(error).toMatchObject({ name: 'RetriableError', code: 'tls_failed', mayHaveActed: false });
  });

  it('says that the other side may have acted when the connection is cut after the request', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const outbound = createOutbound({ allow: [`127.0.0.1:${port}`] });
    const error = await failure(outbound.fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' }));
    expect(error).toMatchObject({ name: 'RetriableError', code: 'connection_cut', mayHaveActed: true });
  });

  it('stops when its caller does', async () => {
    const stop = new AbortController();
    const open = await site(() => stop.abort());
    const error = await failure(allowing(open).fetch(open.origin, { signal: stop.signal }));
    expect(error).toMatchObject({ code: 'aborted', mayHaveActed: true });
  });

  it('does not pass on headers that belong to the transport', async () => {
    const open = await site((_, response) => response.end());
    const headers = { host: 'evil.example', 'transfer-encoding': 'chunked', 'x-fine': 'yes' };
    await allowing(open).fetch(open.origin, { headers });
    expect(open.seen[0]?.headers).toMatchObject({ host: `127.0.0.1:${open.port}`, 'x-fine': 'yes' });
    expect(open.seen[0]?.headers['transfer-encoding']).toBeUndefined();
    expect((await failure(allowing(open).fetch(open.origin, { headers: { 'x-bad': 'a\r\nb: c' } }))).code).toBe(
      'blocked_address',
    );
  });

  it('connects plain sockets under the same law', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('220 hello\r\n')));
    const { signal } = new AbortController();
    expect(await failure(createOutbound({ allow: [] }).connect('127.0.0.1', port, signal))).toMatchObject({
      code: 'blocked_address',
    });
    const rebound = createOutbound({ allow: [], resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(await failure(rebound.connect('mail.example', port, signal))).toMatchObject({ code: 'blocked_address' });
    const socket = await createOutbound({ allow: [`127.0.0.1:${port}`] }).connect('127.0.0.1', port, signal);
    expect(socket).toMatchObject({ remotePort: port });
  });
});
