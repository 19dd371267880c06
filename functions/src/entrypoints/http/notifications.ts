import { z } from 'zod';
import type { Store } from '../../core/ports.ts';
import { queries } from '../../model/query.ts';
import { assertPerson } from './caller.ts';
import { type Route, tenantRoute } from './route.ts';

const PAGE = 200;

/** The messages to the person who asks. */
export const notificationRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'delete',
      path: '/api/notifications',
      summary: 'Delete all notifications to me in this business; those to others stay',
      answers: { 204: z.null() },
    },
    { role: 'viewer', scope: null },
    async ({ app, caller }) => {
      const { orgId, id } = assertPerson(caller);
      await clear(app.engine.store, orgId, id);
      return { status: 204, body: null };
    },
  ),
];

/** One's own inbox is no business of the audit log. */
async function clear(store: Store, orgId: string, uid: string): Promise<void> {
  for (;;) {
    const found = await store.query(queries.notifications(orgId, uid, { limit: PAGE }));
    if (found.length > 0) await store.commit(found.map(({ ref }) => ({ op: 'delete' as const, path: ref.path })));
    if (found.length < PAGE) return;
  }
}
