import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, startTarget } from '../testing/target-server.ts';
import { isAccepted, sendHttp } from './send-http.ts';

const door = gate();
let target: Awaited<ReturnType<typeof startTarget>>;
beforeEach(async () => {
  target = await startTarget((hit) => (hit.url === '/held' ? door.opened.then(() => 200) : Number(hit.url.slice(1))));
});
afterEach(() => target.close());

const send = (path: string, timeoutMs = 5000) =>
  sendHttp({ url: `${target.url}${path}`, method: 'POST', headers: { 'X-A': '1' }, body: Buffer.from('b'), timeoutMs });

describe('a request of a local service', () => {
  it('arrives with exactly the headers it was given', async () => {
    expect(await send('/204')).toEqual({ kind: 'answered', httpStatus: 204 });
    expect(Object.keys(target.hits[0]?.headers ?? {}).sort()).toEqual(['connection', 'content-length', 'host', 'x-a']);
  });

  it('ends at its deadline', async () => {
    expect(await send('/held', 30)).toEqual({ kind: 'timeout' });
  });

  it('is unreachable where nobody listens', async () => {
    const delivery = await sendHttp({
      url: 'http://127.0.0.1:9',
      method: 'GET',
      headers: {},
      body: null,
      timeoutMs: 5000,
    });
    expect(delivery.kind).toBe('unreachable');
  });

  it('counts as accepted with any 2xx and nothing else', async () => {
    const accepted = await Promise.all(
      ['/200', '/204', '/302', '/404', '/500'].map(async (path) => isAccepted(await send(path))),
    );
    expect(accepted).toEqual([true, true, false, false, false]);
  });
});
