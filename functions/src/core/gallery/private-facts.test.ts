import { expect, it } from 'vitest';
import { createEngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { docIn, top } from '../../model/paths.ts';
import { privateFacts } from './private-facts.ts';

it('what is a tenant’s own is known from its team, connections, customers and competitors', async () => {
  const { store, clock } = await createEngineKit([]);
  const createdAt = clock.now();
  const member = {
    uid: 'uid_0123456789ab',
    email: 'olive@mail.thrive.example',
    name: 'Olive',
    role: 'editor',
    createdAt,
  };
  const free = { uid: 'short', email: 'bob@gmail.com', name: 'Bob Stone', role: 'viewer', createdAt };
  const connection = {
    ...{
      connector: 'shopify',
      name: 'Shop',
      settings: { shop: 'thrive-tea.myshopify.example', on: true, mode: 'live' },
    },
    ...{ isDefault: true, status: 'untested', statusText: null, checkedAt: null, rotatedAt: null },
    ...{ createdBy: 'owner', createdAt, updatedAt: createdAt },
  };
  const competitors = [{ name: 'Green Rival', url: 'https://www.rival.example/menu' }];
  const people = paths.domain('customers');
  await store.commit([
    { op: 'set', path: paths.member('uid_0123456789ab').path, data: member },
    { op: 'set', path: paths.member('short').path, data: free },
    { op: 'create', path: paths.connection('shopify').path, data: connection },
    { op: 'update', path: top.tenant(orgId).path, fields: { competitors } },
    { op: 'create', path: docIn(people, 'c1').path, data: { name: 'Ada Lovelace' } },
    { op: 'create', path: docIn(people, 'c2').path, data: { name: 'Rose' } },
  ]);
  const { ids, names, hosts } = await privateFacts(store, orgId);
  expect(ids).toEqual(['thrive-tea.myshopify.example', 'uid_0123456789ab']);
  expect(names).toEqual(expect.arrayContaining(['Ada Lovelace', 'Green Rival', 'Bob Stone', 'Olive']));
  expect(names).not.toContain('Rose');
  expect(hosts).toEqual(
    expect.arrayContaining(['mail.thrive.example', 'thrive-tea.myshopify.example', 'rival.example']),
  );
  expect(hosts).not.toContain('gmail.com');
});
