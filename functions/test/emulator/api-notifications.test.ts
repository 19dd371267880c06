import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const noticeTo = (uid: string, createdAt: Date) => ({
  ...{ uid, type: 'info', title: 'Stock is low', message: 'Six are left', link: null, executionId: null },
  ...{ createdAt, readAt: null, expireAt: new Date(createdAt.getTime() + 86_400_000) },
});

describe('clearing the notifications', () => {
  it('deletes all of one’s own, however many, and no one else’s', async () => {
    const { orgId, uid } = await api.tenant();
    const { store } = api.app.engine;
    const { notification } = tenantPaths(orgId);
    const plant = (to: string, index: number) => {
      const data = noticeTo(to, new Date(Date.UTC(2026, 10, 20, 9, 0, index)));
      return { op: 'create' as const, path: notification(`${to}_${index}`).path, data };
    };
    await store.commit(Array.from({ length: 230 }, (_, index) => plant(uid, index)));
    await store.commit([plant('somebody_else', 0)]);
    const unread = (to: string) => store.query(queries.unreadNotifications(orgId, to, { limit: 300 }));
    expect(await unread(uid)).toHaveLength(230);

    const options = { token: api.token(uid), headers: { 'X-Org-Id': orgId } };
    expect((await api.call('DELETE', '/api/notifications', options)).status).toBe(204);
    expect(await unread(uid)).toEqual([]);
    expect(await unread('somebody_else')).toHaveLength(1);
    expect(await store.query(queries.audit(orgId, { limit: 10 }))).toEqual([]);
    expect((await api.call('DELETE', '/api/notifications', options)).status).toBe(204);
  });
});
