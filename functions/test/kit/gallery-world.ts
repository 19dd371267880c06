import type { Write } from '../../src/core/ports.ts';
import type {
  GalleryInstall,
  GalleryItem,
  GalleryOrder,
  GalleryReview,
  GalleryVersion,
} from '../../src/model/gallery.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import type { ApiKit } from './api-kit.ts';

const words = { name: 'Shared', description: 'Does what it says, each day.', category: 'general', publisher: 'Others' };
const contentJson = JSON.stringify({
  agent: null,
  inputs: [],
  steps: [{ id: 'set', action: 'set_variables', params: { values: { a: 1 } } }],
  triggers: [],
});
const price = { amount: 900, currency: 'USD' } as const;

/** The items that stand in the gallery for a place: another's, one of another's that costs money, and an own one. */
export const shared = (mark: string) => ({ itemId: `item_${mark}`, pricedId: `priced_${mark}`, ownId: `own_${mark}` });

/** What a tenant has of the gallery. Returns the version id under which one of its playbooks would be shared. */
export async function addGallery(
  api: ApiKit,
  mark: string,
  { playbookId, scheduledId, token }: { playbookId: string; scheduledId: string; token: string },
): Promise<string> {
  const { store, clock } = api.app.engine;
  const paths = tenantPaths(`org_${mark}`);
  const { itemId, pricedId } = shared(mark);
  const at = clock.now();
  const install: GalleryInstall = {
    ...{ itemId, version: 1, playbookIds: [playbookId], installedBy: 'owner', installedAt: at, updatedAt: at },
  };
  const order: GalleryOrder = {
    ...{ itemId: pricedId, status: 'open', price, sessionId: 'cs_1', url: 'https://checkout.example/cs_1' },
    ...{ paymentId: null, createdBy: 'owner', createdAt: at, paidAt: null, refundedAt: null },
  };
  await store.commit([
    { op: 'create', path: paths.galleryInstall(itemId).path, data: install },
    { op: 'create', path: paths.galleryOrder('order').path, data: order },
    { op: 'update', path: paths.playbook(scheduledId).path, fields: { fromGallery: { itemId, version: 1 } } },
  ]);
  const { body } = await api.call('POST', '/api/gallery/preview', { token, body: { playbookId } });
  return String(body.versionId);
}

export function galleryWrites(mark: string, playbookId: string, at: Date): Write[] {
  const { itemId, pricedId, ownId } = shared(mark);
  return [
    ...itemWrites(itemId, { orgId: `publisher_${mark}`, playbookId: 'theirs', price: null }, at),
    ...itemWrites(pricedId, { orgId: `publisher_${mark}`, playbookId: 'theirs', price }, at),
    ...itemWrites(ownId, { orgId: `org_${mark}`, playbookId, price: null }, at),
  ];
}

function itemWrites(itemId: string, of: Pick<GalleryItem, 'orgId' | 'playbookId' | 'price'>, at: Date): Write[] {
  const item: GalleryItem = {
    ...words,
    ...of,
    ...{ createdBy: 'owner', status: 'published', reason: null, version: 1, lastVersion: 1, facets: [], installs: 1 },
    ...{ stars: [0, 0, 0, 1, 0], score: 3.5, openReports: 0, publishedAt: at, createdAt: at, updatedAt: at },
  };
  const version: GalleryVersion = {
    ...words,
    ...{ number: 1, versionId: 'v', contentJson, price: of.price, changes: '', status: 'published', reason: null },
    ...{ createdBy: 'owner', createdAt: at, decidedBy: 'moderator', decidedAt: at },
  };
  const review: GalleryReview = {
    ...{ orgId: 'org_of_a_reviewer', createdBy: 'somebody', name: '', stars: 4, text: 'Fine', version: 1 },
    ...{ reply: null, createdAt: at, updatedAt: at },
  };
  return [
    { op: 'create', path: top.galleryItem(itemId).path, data: item },
    { op: 'create', path: top.galleryVersion(itemId, 1).path, data: version },
    { op: 'create', path: top.galleryReview(itemId, 'review').path, data: review },
  ];
}
