import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type GalleryKit, MODERATOR, startGallery } from '../kit/gallery-kit.ts';

const UID = 'moderator_by_uid';
let kit: GalleryKit;
beforeAll(async () => {
  kit = await startGallery({ MODERATORS: ` ${MODERATOR.toUpperCase()} , ${UID}` });
});
afterAll(() => kit.api.close());

it('a moderator is told in the app when the first one waits, and not again while it does', async () => {
  const { store, clock } = kit.api.app.engine;
  const [home, publisher] = [await kit.shop(), await kit.shop()];
  const member = { uid: UID, email: 'mo@home.example', name: 'Mo', role: 'viewer', createdAt: clock.now() };
  await store.commit([{ op: 'create', path: tenantPaths(home.orgId).member(UID).path, data: member }]);
  const told = async () => {
    const found = await store.query(queries.notifications(home.orgId, UID, { limit: 10 }));
    return found.map(({ data }) => [data?.message, data?.link]);
  };
  const share = async (name: string) => {
    const steps = [{ id: 'set', action: 'set_variables', params: { values: { name: 1 } } }];
    return publisher.share(await publisher.playbook(steps), { name });
  };
  const first = await share('Tea one');
  const second = await share('Tea two');
  expect(await told()).toEqual([['“Tea one”, version 1, waits to be let in.', '/gallery?tab=moderation']]);
  await kit.letIn(first);
  await kit.letIn(second);
  await share('Tea three');
  expect(await told()).toHaveLength(2);
});
