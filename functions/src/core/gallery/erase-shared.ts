import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Store, Subtree } from '../ports.ts';
import { reviewIdFor, takeAway } from './review.ts';

const PAGE = 200;

interface Ports {
  readonly store: Store;
  readonly subtree: Subtree;
}

/** What a tenant that is erased has said in the gallery of others' items, stars included. Returns how many reviews went. */
export async function forgetReviews({ store }: Pick<Ports, 'store'>, orgId: string): Promise<number> {
  let gone = 0;
  let after: readonly [string] | null = null;
  for (;;) {
    const page: readonly { readonly id: string }[] = await store.query(
      queries.galleryInstalls(orgId, { limit: PAGE, after }),
    );
    for (const { id: itemId } of page) {
      const reviewId = reviewIdFor(orgId, itemId);
      if ((await store.find(top.galleryReview(itemId, reviewId))) === null) continue;
      await takeAway(store, itemId, reviewId, []);
      gone += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return gone;
    after = [last.id];
  }
}

/** The next paths to delete of what a tenant shares: the insides of an item before the item. None: nothing is left. */
export async function nextShared({ store, subtree }: Ports, orgId: string, limit: number): Promise<readonly string[]> {
  const [item] = await store.query(queries.galleryItemsOf(orgId, { limit: 1 }));
  if (item !== undefined) {
    const inside = await subtree.paths(item.ref.path, { limit, after: null });
    return inside.length > 0 ? inside : [item.ref.path];
  }
  const reports = await store.query(queries.galleryReportsOf(orgId, { limit }));
  return reports.map(({ ref }) => ref.path);
}
