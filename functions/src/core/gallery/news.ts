import type { GalleryItem } from '../../model/gallery.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { isAtLeast } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import { tellingWrites } from '../engine/notify/tell.ts';
import type { Clock, Store, Write } from '../ports.ts';

const MAX_TOLD = 20;

export interface News {
  readonly type: 'info' | 'success' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly link: string;
  /** What makes it this piece of news. */
  readonly key: string;
}

/** What tells those who look after a tenant, and one person more; none where it is gone. */
export async function newsFor(
  ports: { readonly store: Store; readonly clock: Clock },
  orgId: string,
  uid: string,
  { key, ...news }: News,
): Promise<Write[]> {
  const [tenant, team] = await Promise.all([
    ports.store.find(top.tenant(orgId)),
    ports.store.query(queries.team(orgId)),
  ]);
  if (!tenant?.data) return [];
  const people = team.flatMap(({ data }) =>
    data !== null && (isAtLeast(data.role, 'admin') || data.uid === uid) ? [data] : [],
  );
  const home = { orgId, timezone: tenant.data.timezone };
  return tellingWrites(ports, home, people.slice(0, MAX_TOLD), {
    ...{ ...news, kind: 'reports', isUrgent: false, executionId: null },
    key: deriveId(orgId, 'gallery', key),
  });
}

/** The same for the publisher of an item. */
export function newsOfItem(
  ports: { readonly store: Store; readonly clock: Clock },
  itemId: string,
  { orgId, createdBy }: Pick<GalleryItem, 'orgId' | 'createdBy'>,
  news: Omit<News, 'link'>,
): Promise<Write[]> {
  return newsFor(ports, orgId, createdBy, { ...news, link: `/gallery/${itemId}` });
}
