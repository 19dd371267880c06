import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import { AlreadyExistsError, ConflictError, type Found, type Store } from '../../src/core/ports.ts';
import type { EventListener } from '../../src/model/event.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { StoredShapeError } from '../../src/model/stored.ts';
import { projectId } from '../kit/local-google.ts';

const stores: Record<string, () => Store> = {
  memory: createMemoryStore,
  Firestore: () => createFirestoreStore(firebase),
};

let app: ReturnType<typeof initializeApp> | null = null;
async function firebase() {
  app ??= initializeApp({ projectId }, randomUUID());
  return app;
}

for (const [name, createStore] of Object.entries(stores)) {
  describe(`the ${name} store`, () => {
    let store: Store;
    let orgId: string;
    const listener = (playbookId: string, eventName = 'inventory.low_stock'): EventListener => ({
      playbookId,
      triggerId: 'event',
      eventName,
      filter: null,
      debounce: null,
      batch: null,
      armedAt: new Date('2026-11-23T14:00:00.123Z'),
    });
    const ref = (playbookId: string) => tenantPaths(orgId).listener(playbookId, 'event');
    const put = (playbookId: string, data = listener(playbookId)) =>
      store.commit([{ op: 'set', path: ref(playbookId).path, data }]);

    beforeEach(() => {
      store = createStore();
      orgId = `org_${randomUUID()}`;
    });

    it('gives back what was written, with dates as dates', async () => {
      const [version] = await put('a');
      expect(await store.get(ref('a'))).toMatchObject({ id: 'a.event', data: listener('a'), version });
      expect(await store.get(ref('b'))).toBeNull();
    });

    it('keeps a text that was cut in the middle of a character, without the half', async () => {
      await put('a', { ...listener('a'), filter: 'Fine \u{1f600}'.slice(0, -1) });
      expect((await store.get(ref('a')))?.data).toMatchObject({ filter: 'Fine \ufffd' });
      await store.commit([{ op: 'update', path: ref('a').path, fields: { filter: '\u{1f600}'.slice(1) } }]);
      expect((await store.get(ref('a')))?.data).toMatchObject({ filter: '\ufffd' });
    });

    it('refuses to create what is there, and then writes nothing of the commit', async () => {
      await put('a');
      const both = store.commit([
        { op: 'set', path: ref('b').path, data: listener('b') },
        { op: 'create', path: ref('a').path, data: listener('a') },
      ]);
      await expect(both).rejects.toThrow(AlreadyExistsError);
      expect(await store.get(ref('b'))).toBeNull();
    });

    it('lets one of ten create the same document', async () => {
      const create = () => store.commit([{ op: 'create', path: ref('a').path, data: listener('a') }]);
      const done = await Promise.allSettled(Array.from({ length: 10 }, create));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const reasons = done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(reasons.every((reason) => reason instanceof AlreadyExistsError)).toBe(true);
    });

    it('updates under the version it was read at, and not under an older one', async () => {
      const [first = ''] = await put('a');
      const update = (ifVersion: string, filter: string) =>
        store.commit([{ op: 'update', path: ref('a').path, fields: { filter }, ifVersion }]);
      const [second = ''] = await update(first, 'one');
      await expect(update(first, 'two')).rejects.toThrow(ConflictError);
      await update(second, 'three');
      expect((await store.get(ref('a')))?.data).toMatchObject({ filter: 'three', playbookId: 'a' });
    });

    it('does not update or remove what is not there as it was', async () => {
      const update = { op: 'update', path: ref('a').path, fields: { filter: 'x' } } as const;
      await expect(store.commit([update])).rejects.toThrow(ConflictError);
      const [version = ''] = await put('a');
      await put('a', { ...listener('a'), filter: 'changed' });
      await expect(store.commit([{ op: 'delete', path: ref('a').path, ifVersion: version }])).rejects.toThrow(
        ConflictError,
      );
      await store.commit([{ op: 'delete', path: ref('a').path }]);
      expect(await store.get(ref('a'))).toBeNull();
    });

    it('puts a field into a map by its dotted path', async () => {
      const path = `${tenantPaths(orgId).root}/inventory/x`;
      await store.commit([{ op: 'set', path, data: { signals: { a: 1 }, kept: true } }]);
      await store.commit([{ op: 'update', path, fields: { 'signals.b': 2, left: undefined } }]);
      const inventory = tenantPaths(orgId).domain('inventory');
      const stored = await store.get({ path, schema: inventory.schema });
      expect(stored?.data).toEqual({ signals: { a: 1, b: 2 }, kept: true });
    });

    it('reports a document of the wrong shape, and throws only where it was insisted on', async () => {
      await store.commit([{ op: 'set', path: ref('a').path, data: { playbookId: 7 } }]);
      const found = await store.find(ref('a'));
      expect(found).toMatchObject({ data: null, raw: { playbookId: 7 } });
      expect(found && 'problems' in found && found.problems.map(({ path }) => path)).toContain('playbookId');
      await expect(store.get(ref('a'))).rejects.toThrow(StoredShapeError);
    });

    it('pages through a query in order, within one tenant', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of names) await put(name);
      await put('other', listener('other', 'order.created'));
      const seen: string[] = [];
      let after: string[] | null = null;
      for (;;) {
        const page: Found<EventListener>[] = await store.query(
          queries.listenersFor(orgId, 'inventory.low_stock', { limit: 2, after }),
        );
        seen.push(...page.map(({ data }) => data?.playbookId ?? '?'));
        if (page.length < 2) break;
        after = page.slice(-1).map(({ id }) => id);
      }
      expect(seen).toEqual(names);
      expect(await store.query(queries.listenersFor(`${orgId}x`, 'inventory.low_stock', { limit: 9 }))).toEqual([]);
    });

    it('finds documents whose ids lie between two, with both', async () => {
      const { path } = tenantPaths(orgId).domain('metrics');
      const ids = ['2026-10-31', '2026-11-01', '2026-11-15', '2026-11-22', '2026-11-23', 'revenue'];
      await store.commit(ids.map((id) => ({ op: 'set', path: `${path}/${id}`, data: { cash: 1 } })));
      const found = await store.query(queries.metricsOfDays(orgId, '2026-11-01', '2026-11-22', { limit: 9 }));
      expect(found.map(({ id }) => id)).toEqual(['2026-11-01', '2026-11-15', '2026-11-22']);
    });

    it('finds many at once, in the order asked for, and says which are not there', async () => {
      await put('b');
      await put('a');
      await store.commit([{ op: 'set', path: ref('c').path, data: { playbookId: 7 } }]);
      const found = await store.findAll([ref('a'), ref('x'), ref('c'), ref('b')]);
      expect(found.map((one) => one && [one.id, one.data?.playbookId ?? null])).toEqual([
        ['a.event', 'a'],
        null,
        ['c.event', null],
        ['b.event', 'b'],
      ]);
      const [a] = found;
      expect(a?.version).toBe((await store.get(ref('a')))?.version);
      expect(await store.findAll([])).toEqual([]);
    });

    it('counts what a query has, up to its limit', async () => {
      for (const name of ['a', 'b', 'c']) await put(name);
      const count = (limit: number) => store.count(queries.listenersFor(orgId, 'inventory.low_stock', { limit }));
      expect([await count(2), await count(9)]).toEqual([2, 3]);
      expect(await store.count(queries.listenersFor(`${orgId}x`, 'inventory.low_stock', { limit: 9 }))).toBe(0);
    });

    it('pages over all tenants through what is due at the same instant, and can leave out the rest of a tenant', async () => {
      // Long past, so that nothing of other tests is in between.
      const dueAt = new Date(Date.UTC(1970, 0, 1) + Math.floor(Math.random() * 1e12));
      const due = (org: string, name: string) => tenantPaths(`${orgId}${org}`).schedule(name, 'schedule').path;
      const schedule = {
        cron: '0 * * * *',
        timezone: 'UTC',
        every: 1,
        anchor: null,
        dayOfMonth: null,
        triggerId: 'schedule',
        catchUpPolicy: 'latest',
        scheduledFor: dueAt,
        lastScheduledFor: null,
        armedAt: dueAt,
        jobName: null,
        dueAt,
      };
      const paths = ['a', 'b'].flatMap((org) => ['p1', 'p2', 'p3'].map((name) => due(org, name)));
      for (const path of paths) {
        const data = { ...schedule, playbookId: path.split('/')[3]?.split('.')[0] };
        await store.commit([{ op: 'set', path, data }]);
      }
      const page = async (path: string, limit: number) => {
        const found = await store.query(queries.dueSchedules(dueAt, { limit, after: [dueAt, path] }));
        return found.map((one) => one.ref.path);
      };
      expect(await page(`tenants/${orgId}a/schedules/p1.schedule`, 2)).toEqual(paths.slice(1, 3));
      expect(await page(`tenants/${orgId}a/schedules/p2.schedule`, 2)).toEqual(paths.slice(2, 4));
      expect(await page(`tenants/${orgId}a/schedules/\uf8ff`, 9)).toEqual(paths.slice(3));
      // What names the instant alone lies behind all of it.
      expect(await store.query(queries.dueSchedules(dueAt, { limit: 9, after: [dueAt] }))).toEqual([]);
    });

    it('finds a user’s memberships over all tenants', async () => {
      const uid = randomUUID();
      const member = { uid, email: 'a@b.example', name: 'A', role: 'viewer', createdAt: new Date() };
      for (const org of [orgId, `${orgId}2`]) {
        await store.commit([{ op: 'set', path: tenantPaths(org).member(uid).path, data: member }]);
      }
      const found = await store.query(queries.memberships(uid));
      expect(found.map(({ ref: { path } }) => path.split('/')[1]).sort()).toEqual([orgId, `${orgId}2`].sort());
    });
  });
}
