import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signUnsubscribe, unsubscribeId, unsubscribeRef } from '../../src/core/engine/unsubscribe.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const KEY = 'the-key-of-the-links';
let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
  await api.addSecret('LINK_KEY', KEY);
});
afterAll(() => api.close());

async function linkOf(address: string) {
  const { orgId } = await api.tenant();
  const token = signUnsubscribe(KEY, { orgId, id: unsubscribeId(orgId, address), executionId: 'e'.repeat(52) });
  const { store } = api.app.engine;
  return {
    path: `/api/unsubscribe/${token}`,
    isOut: async (who = address) => (await store.get(unsubscribeRef(orgId, who))) !== null,
    entries: async () =>
      (await store.query(queries.audit(orgId, { limit: 50 }))).flatMap(({ data }) => (data === null ? [] : [data])),
  };
}
const oneClick = {
  text: 'List-Unsubscribe=One-Click',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
};

describe('the link of a newsletter', () => {
  it('shows a page with a button that nobody keeps or frames, and changes nothing', async () => {
    const { path, isOut, entries } = await linkOf('ada@example.com');
    const page = await api.call('GET', path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<form method="post">');
    expect(page.body).toContain('No more newsletters?');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect([await isOut(), await entries()]).toEqual([false, []]);
  });

  it('unsubscribes on POST, as mail programs do it at one click, once on record however often', async () => {
    const { path, isOut, entries } = await linkOf('ada@example.com');
    for (const options of [oneClick, oneClick, {}]) {
      const { status, body } = await api.call('POST', path, options);
      expect([status, String(body).includes('You are unsubscribed')]).toEqual([200, true]);
    }
    expect([await isOut(), await isOut('ADA@example.com'), await isOut('bob@example.com')]).toEqual([
      true,
      true,
      false,
    ]);
    const found = await entries();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ actor: { kind: 'link' }, action: 'newsletter.unsubscribed' });
    expect(JSON.stringify(found)).not.toContain('ada@');
  });

  it('is told the same for whatever is not ours', async () => {
    const { path, isOut } = await linkOf('ada@example.com');
    const bad = [path.slice(0, -3), `${path}x`, '/api/unsubscribe/nobody', path.replace(/\.[^.]*$/, '.AAAA')];
    for (const one of bad) {
      for (const method of ['GET', 'POST']) {
        const { status, problem } = await api.call(method, one);
        expect([status, problem.detail]).toEqual([404, 'This link is not one of ours, or it is not complete']);
      }
    }
    expect(await isOut()).toBe(false);
  });
});
