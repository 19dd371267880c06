import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { createWorlds, type Place } from '../kit/api-world.ts';

let api: ApiKit;
let place: Place;
let at: string;
beforeAll(async () => {
  api = await startApi();
  place = await (await createWorlds(api)).place();
  at = `/api/executions/${place.ids.failedId}/comments`;
});
afterAll(() => api.close());

const as = (who: 'owner' | 'editor' | 'viewer') => ({ token: api.token(place.uid(who)) });

describe('comments on an execution', () => {
  it('are said by viewers, name people by their names, and are read in their order', async () => {
    const before = (await api.call('GET', at, as('viewer'))).body.items.length;
    const first = await api.call('POST', at, { ...as('viewer'), body: { text: ' @editor, why? ' } });
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ text: '@editor, why?', by: place.uid('viewer'), mentions: [place.uid('editor')] }),
    ]);
    await api.call('POST', at, { ...as('editor'), body: { text: 'A division by nought' } });
    const { items } = (await api.call('GET', at, as('owner'))).body;
    expect(items.slice(before).map(({ text }: { text: string }) => text)).toEqual([
      '@editor, why?',
      'A division by nought',
    ]);
    const page = (await api.call('GET', `${at}?limit=1`, as('owner'))).body;
    const next = await api.call('GET', `${at}?cursor=${page.nextCursor}`, as('owner'));
    expect([...page.items, ...next.body.items]).toEqual(items);
  });

  it('tell whom they name, in the app and by mail', async () => {
    const { store } = api.app.engine;
    const [notice] = await store.query(queries.notifications(place.orgId, place.uid('editor'), { limit: 1 }));
    expect(notice?.data).toMatchObject({
      title: expect.stringContaining('viewer mentioned you'),
      link: `/executions/${place.ids.failedId}`,
    });
    const all = { from: tenantPaths(place.orgId).deliveries, where: [], orderBy: [], limit: 50, after: null };
    const sent = (await store.query(all)).flatMap(({ data }) => (data?.kind === 'mentions' ? [data] : []));
    expect(sent).toMatchObject([{ uid: place.uid('editor'), channel: 'email' }]);
  });

  it('are one for one Idempotency-Key, and taken back by who said them', async () => {
    const call = { ...as('editor'), body: { text: 'Once' }, headers: { 'Idempotency-Key': randomUUID() } };
    const [one, two] = [await api.call('POST', at, call), await api.call('POST', at, call)];
    expect(two.body).toEqual(one.body);
    const address = `${at}/${one.body.commentId}`;
    expect((await api.call('DELETE', address, as('viewer'))).status).toBe(403);
    expect((await api.call('DELETE', address, as('editor'))).status).toBe(204);
    expect((await api.call('DELETE', address, as('editor'))).status).toBe(404);
  });

  it.each([
    [{ text: '  ' }, 'text'],
    [{ text: 'x'.repeat(2_001) }, 'text'],
    [{ text: 'Hi', mentions: ['nobody'] }, 'mentions'],
  ])('refuse what is none (%#)', async (body, field) => {
    const { status, problem } = await api.call('POST', at, { ...as('owner'), body });
    expect([status, problem.errors?.[0]?.path]).toEqual([422, field]);
  });
});
