import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUSINESSES, type Business } from '../../src/model/business.ts';
import { DOMAIN_COLLECTIONS, docIn, tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const collections = [...DOMAIN_COLLECTIONS, 'records/training_clients'];
async function documentsOf(orgId: string) {
  const { store } = api.app.engine;
  const pages = await Promise.all(
    collections.map((name) => store.query(queries.documents(orgId, name, {}, { limit: 300 }))),
  );
  return pages.flat();
}
async function tenant() {
  const { orgId, uid } = await api.tenant('owner');
  return { orgId, as: { token: api.token(uid) } };
}
const put = (as: object, business: Business) => api.call('POST', '/api/sample-data', { ...as, body: { business } });

describe('sample data', () => {
  it.each(BUSINESSES)('of a %s is small, marked, and reaches nobody real', async (business) => {
    const { orgId, as } = await tenant();
    const added = await put(as, business);
    expect(added).toMatchObject({ status: 201, body: { sample: { business }, activePlaybooks: 0 } });
    const documents = await documentsOf(orgId);
    expect(documents.length).toBe(added.body.sample.documents);
    expect(documents.length).toBeGreaterThan(30);
    expect(documents.length).toBeLessThanOrEqual(150);
    for (const { id, ref, data } of documents) {
      expect(id).toMatch(ref.path.includes('/metrics/') ? /^(?:sample-|20\d\d-)/ : /^sample-/);
      expect(data).toMatchObject({ isSample: true });
    }
    const addresses = JSON.stringify(documents.map(({ data }) => data)).match(/[\w.]+@[\w.]+/g) ?? [];
    expect(addresses.every((address) => address.endsWith('@example.com'))).toBe(true);
  });

  it('goes as it came: with what was changed of it, and without anything of the shop’s own', async () => {
    const { orgId, as } = await tenant();
    const { store } = api.app.engine;
    const own = docIn(tenantPaths(orgId).data('customers'), 'sample-looking').path;
    const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
    const [ours, taken, made] = [dayOf(1), dayOf(8), dayOf(15)];
    const day = (date: string) => docIn(tenantPaths(orgId).data('metrics'), date);
    await store.commit([
      { op: 'set', path: own, data: { name: 'Really Ours' } },
      { op: 'set', path: day(ours).path, data: { cash: 7 } },
    ]);
    await put(as, 'shop');
    expect((await store.get(day(ours)))?.data).toEqual({ cash: 7 });
    expect((await store.get(day(made)))?.data).toMatchObject({ cash: 2_240, isSample: true });
    const told = await api.call('PUT', `/api/coach/metrics/${taken}`, { ...as, body: { cash: 8 } });
    expect(told.body).toEqual({ date: taken, figures: { cash: 8 } });
    expect((await put(as, 'gym')).status).toBe(409);
    const [changed] = (await documentsOf(orgId)).filter(({ id }) => id.startsWith('sample-order'));
    await store.commit([{ op: 'update', path: changed?.ref.path ?? '', fields: { status: 'canceled' } }]);
    const removed = await api.call('DELETE', '/api/sample-data', as);
    expect(removed.status).toBe(200);
    expect((await documentsOf(orgId)).map(({ id }) => id).toSorted()).toEqual([taken, ours, 'sample-looking']);
    expect((await store.get(top.tenant(orgId)))?.data.sample).toBeNull();
    expect((await api.call('DELETE', '/api/sample-data', as)).body).toEqual({ removed: 0 });
    const entries = await store.query(queries.audit(orgId, { limit: 10 }));
    expect(entries.map(({ data }) => data?.action)).toEqual([
      'sample_data.removed',
      'metrics.recorded',
      'sample_data.added',
    ]);
  });

  it('goes whole where the shop has marked more of its own so, and where it is removed while it comes', async () => {
    const { orgId, as } = await tenant();
    const { store } = api.app.engine;
    const own = Array.from({ length: 210 }, (_, index) => {
      const { path } = docIn(tenantPaths(orgId).data('customers'), `copy-${index}`);
      return { op: 'set', path, data: { name: 'Copied', isSample: true } } as const;
    });
    await store.commit(own);
    const { commit } = store;
    let commits = 0;
    const spy = vi.spyOn(store, 'commit').mockImplementation(async (writes) => {
      commits += 1;
      // After the mark, and before the first of the documents.
      if (commits === 2) expect((await api.call('DELETE', '/api/sample-data', as)).body).toEqual({ removed: 0 });
      return commit(writes);
    });
    await put(as, 'shop');
    spy.mockRestore();
    expect((await documentsOf(orgId)).filter(({ id }) => id.startsWith('sample-'))).toEqual([]);
    await put(as, 'shop');
    const { body } = await api.call('DELETE', '/api/sample-data', as);
    expect(body.removed).toBeGreaterThan(30);
    expect((await documentsOf(orgId)).map(({ id }) => id.split('-')[0])).toEqual(own.map(() => 'copy'));
  });

  it('of a large gym comes and goes whole, too', { timeout: 60_000 }, async () => {
    const { orgId, as } = await tenant();
    const { store } = api.app.engine;
    const large = (business: Business) =>
      api.call('POST', '/api/sample-data', { ...as, body: { business, size: 'large' } });
    expect((await large('shop')).status).toBe(422);
    const added = await large('gym');
    expect(added.body).toMatchObject({ sample: { business: 'gym' } });
    const prospects = () => store.count(queries.documents(orgId, 'prospects', { isSample: true }, { limit: 10_000 }));
    expect(await prospects()).toBe(3_952);
    const { body } = await api.call('DELETE', '/api/sample-data', as);
    expect([body.removed, await prospects()]).toEqual([added.body.sample.documents, 0]);
  });

  it('tells how many active playbooks would work with it', async () => {
    const { as } = await tenant();
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    await api.call('POST', '/api/playbooks', { ...as, body: { name: 'P', status: 'active', steps } });
    expect((await api.call('GET', '/api/sample-data', as)).body).toEqual({ sample: null, activePlaybooks: 1 });
  });
});
