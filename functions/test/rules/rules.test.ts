import { readFileSync } from 'node:fs';
import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from '@firebase/rules-unit-testing';
import {
  collection,
  collectionGroup,
  deleteDoc,
  deleteField,
  doc,
  getDoc,
  getDocs,
  limit,
  query,
  serverTimestamp,
  setDoc,
  setLogLevel,
  updateDoc,
  where,
} from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DOMAIN_COLLECTIONS, SYSTEM_COLLECTIONS } from '../../src/model/paths.ts';
import { ACCESS, type Access, CALLERS, type Caller, OPERATIONS, type Operation } from './access.ts';

type Client = ReturnType<ReturnType<RulesTestEnvironment['unauthenticatedContext']>['firestore']>;

const rulesFile = new URL('../../../firestore.rules', import.meta.url);
let env: RulesTestEnvironment;
// The SDK would print every refusal that is expected here.
setLogLevel('silent');

const clients = new Map<Caller, Client>();

function clientOf(caller: Caller): Client {
  const context = caller === 'signed-out' ? env.unauthenticatedContext() : env.authenticatedContext(caller);
  const client = clients.get(caller) ?? context.firestore();
  clients.set(caller, client);
  return client;
}

/** The id of the document that a caller operates on. Of `tenants` there is only one that is theirs. */
const idFor = (access: Access, caller: Caller) => (access.collection === 'tenants' ? 'acme' : `for-${caller}`);

beforeAll(async () => {
  const [host = '', port = ''] = inject('firestoreHost').split(':');
  const firestore = { rules: readFileSync(rulesFile, 'utf8'), host, port: Number(port) };
  env = await initializeTestEnvironment({ projectId: 'demo-playbooks-rules', firestore });
  await env.clearFirestore();
  await env.withSecurityRulesDisabled(async (context) => {
    const db = context.firestore();
    const put = (path: string, data: object) => setDoc(doc(db, path), data);
    for (const access of ACCESS) {
      for (const caller of CALLERS) {
        await put(`${access.collection}/${idFor(access, caller)}`, { uid: 'someone', name: 'x', quantity: 1 });
      }
    }
    for (const role of ['owner', 'admin', 'editor', 'viewer']) {
      await put(`tenants/acme/team/${role}`, { uid: role, role });
      await put(`tenants/acme/notifications/own-${role}`, { uid: role, title: 'x', readAt: null });
      await put(`tenants/acme/conversations/own-${role}`, { uid: role, title: 'x' });
      await put(`tenants/acme/conversations/own-${role}/messages/m1`, { text: 'x' });
    }
    await put('tenants/acme/conversations/of-someone', { uid: 'someone', title: 'x' });
    await put('tenants/acme/team/odd', { uid: 'odd', role: 'superuser' });
    await put('tenants/acme/notifications/own-outsider', { uid: 'outsider', title: 'x', readAt: null });
    await put('tenants/other/team/outsider', { uid: 'outsider', role: 'owner' });
    for (const { collection: path } of ACCESS.filter((one) => one.collection.startsWith('tenants/'))) {
      const there = path.replace('tenants/acme', 'tenants/other');
      // What carries their uid is theirs in `team` alone: that is how one finds the tenants that one is in.
      const uidFor = (caller: Caller) => (there.endsWith('/team') ? 'someone' : caller);
      for (const caller of CALLERS)
        await put(`${there}/for-${caller}`, { uid: uidFor(caller), name: 'x', quantity: 1 });
    }
    await put('tenants/acme/products/written-by-step', { name: 'x', lastWrite: { executionId: 'e1', depth: 2 } });
  });
}, 60_000);

afterAll(async () => {
  await env?.cleanup();
});

function operate(db: Client, operation: Operation, access: Access, caller: Caller): Promise<unknown> {
  const target = doc(db, access.collection, idFor(access, caller));
  switch (operation) {
    case 'get':
      return getDoc(target);
    case 'list':
      return getDocs(query(collection(db, access.collection), limit(5)));
    case 'create':
      return setDoc(doc(db, access.collection, `new-by-${caller}`), { uid: caller, name: 'x', quantity: 1 });
    case 'update':
      return updateDoc(target, { quantity: 2 });
    case 'delete':
      return deleteDoc(target);
  }
}

describe.each(ACCESS)('$collection', (access) => {
  it.each(CALLERS)('allows %s what the table says and nothing else', async (caller) => {
    const db = clientOf(caller);
    const outcome: Partial<Record<Operation, boolean>> = {};
    for (const operation of OPERATIONS) {
      outcome[operation] = await operate(db, operation, access, caller).then(
        () => true,
        (error: { code?: string }) => {
          if (error.code !== 'permission-denied') throw error;
          return false;
        },
      );
    }
    const expected = OPERATIONS.map((operation) => [operation, access.allowed[operation].includes(caller)]);
    expect(outcome).toEqual(Object.fromEntries(expected));
  });
});

/** Every name of a collection, wherever it lies; `items` are the records of the shop's own making. */
const NAMES = [...SYSTEM_COLLECTIONS, ...DOMAIN_COLLECTIONS, 'records', 'items', 'some_new_collection'];

describe('over all tenants', () => {
  it.each(NAMES)('%s are listed by nobody', async (name) => {
    for (const caller of CALLERS) {
      const group = collectionGroup(clientOf(caller), name);
      await assertFails(getDocs(query(group, limit(1))));
      await assertFails(getDocs(query(group, where('orgId', '==', 'acme'), limit(1))));
    }
  });
});

describe('another tenant', () => {
  const inside = ACCESS.filter(({ collection: path }) => path.startsWith('tenants/'));

  it.each(inside)('$collection: nobody of it reads, lists or writes there, whatever their role', async (access) => {
    const path = access.collection.replace('tenants/acme', 'tenants/other');
    for (const caller of ['owner', 'admin', 'editor', 'viewer'] as const) {
      for (const operation of OPERATIONS) {
        await assertFails(operate(clientOf(caller), operation, { ...access, collection: path }, caller));
      }
      if (path.endsWith('/team')) continue;
      await assertFails(getDocs(query(collection(clientOf(caller), path), where('uid', '==', caller))));
    }
  });

  it('itself is neither read nor changed', async () => {
    for (const caller of ['owner', 'viewer'] as const) {
      const other = doc(clientOf(caller), 'tenants/other');
      await assertFails(getDoc(other));
      await assertFails(updateDoc(other, { name: 'x' }));
      await assertFails(setDoc(doc(clientOf(caller), `tenants/other/team/${caller}`), { uid: caller, role: 'owner' }));
      await assertFails(setDoc(doc(clientOf(caller), `tenants/acme/team/${caller}`), { uid: caller, role: 'owner' }));
    }
  });
});

describe('what is one person’s own', () => {
  it.each(['owner', 'admin', 'editor', 'viewer'] as const)('%s reads only their own notifications', async (role) => {
    const db = clientOf(role);
    const all = collection(db, 'tenants/acme/notifications');
    await assertSucceeds(getDoc(doc(all, `own-${role}`)));
    await assertSucceeds(getDocs(query(all, where('uid', '==', role))));
    await assertFails(getDocs(query(all, where('uid', '==', 'someone'))));
    await assertFails(getDocs(all));
  });

  it.each(['owner', 'viewer'] as const)('%s reads only their own conversations', async (role) => {
    const db = clientOf(role);
    const all = collection(db, 'tenants/acme/conversations');
    await assertSucceeds(getDocs(query(all, where('uid', '==', role))));
    await assertFails(getDocs(all));
    await assertSucceeds(getDocs(collection(db, `tenants/acme/conversations/own-${role}/messages`)));
    await assertFails(getDocs(collection(db, 'tenants/acme/conversations/of-someone/messages')));
    await assertFails(setDoc(doc(db, `tenants/acme/conversations/own-${role}/messages/m2`), { text: 'x' }));
  });

  it('is out of reach for someone who left the team, even where it carries their uid', async () => {
    await assertFails(getDoc(doc(clientOf('outsider'), 'tenants/acme/notifications/own-outsider')));
  });

  it('finds a user’s memberships over all tenants, and nobody else’s', async () => {
    const group = (db: Client) => collectionGroup(db, 'team');
    const viewer = clientOf('viewer');
    const found = await assertSucceeds(getDocs(query(group(viewer), where('uid', '==', 'viewer'))));
    expect(found.docs.map((membership) => membership.ref.path)).toEqual(['tenants/acme/team/viewer']);
    await assertFails(getDocs(query(group(viewer), where('uid', '==', 'owner'))));
    await assertFails(getDocs(group(viewer)));
    await assertFails(getDocs(query(group(clientOf('signed-out')), where('uid', '==', 'viewer'))));
    await assertSucceeds(getDoc(doc(viewer, 'tenants/acme/team/viewer')));
    await assertFails(getDoc(doc(viewer, 'tenants/acme/team/owner')));
  });

  it('gives a role that does not exist nothing', async () => {
    await assertFails(getDoc(doc(env.authenticatedContext('odd').firestore(), 'tenants/acme/playbooks/for-viewer')));
  });
});

describe('readAt of a notification', () => {
  const own = (role: Caller) => doc(clientOf(role), `tenants/acme/notifications/own-${role}`);

  it('is set by its reader to the time of the request', async () => {
    await assertSucceeds(updateDoc(own('viewer'), { readAt: serverTimestamp() }));
  });

  it('is taken back by its reader, for what is to be read later', async () => {
    await assertSucceeds(updateDoc(own('viewer'), { readAt: serverTimestamp() }));
    await assertSucceeds(updateDoc(own('viewer'), { readAt: null }));
    await assertFails(updateDoc(own('viewer'), { readAt: null, title: 'y' }));
    await assertFails(updateDoc(doc(clientOf('owner'), 'tenants/acme/notifications/own-viewer'), { readAt: null }));
  });

  it('is set to no other time, and nothing is changed beside it', async () => {
    await assertFails(updateDoc(own('editor'), { readAt: new Date('2020-01-01T00:00:00Z') }));
    await assertFails(updateDoc(own('editor'), { readAt: serverTimestamp(), title: 'y' }));
    await assertFails(updateDoc(own('editor'), { readAt: serverTimestamp(), uid: 'owner' }));
    await assertFails(updateDoc(own('editor'), { readAt: serverTimestamp(), extra: 1 }));
    await assertFails(deleteDoc(own('editor')));
    await assertFails(
      updateDoc(doc(clientOf('owner'), 'tenants/acme/notifications/own-editor'), { readAt: serverTimestamp() }),
    );
  });
});

describe.each([...DOMAIN_COLLECTIONS.map((name) => `tenants/acme/${name}`), 'tenants/acme/records/suppliers/items'])(
  'the shape of documents in %s',
  (path) => {
    const at = (id: string) => doc(clientOf('editor'), path, id);

    it('is checked', async () => {
      const tooMany = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, 1]));
      const longNames = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${'n'.repeat(900)}${index}`, 1]));
      await assertFails(setDoc(at('empty'), {}));
      await assertFails(setDoc(at('many'), tooMany));
      await assertFails(setDoc(at('long'), longNames));
      await assertFails(setDoc(at('bad id!'), { name: 'x' }));
      await assertFails(setDoc(at('x'.repeat(129)), { name: 'x' }));
      await assertFails(setDoc(at('for-owner'), tooMany));
      await assertSucceeds(setDoc(at('sku-1.2_A@b:c'), { name: 'x', price: 1.5, tags: ['a'], nested: { deep: true } }));
    });

    it('leaves lastWrite to the server', async () => {
      const lastWrite = { executionId: 'e9', depth: 0 };
      await assertFails(setDoc(at('forged'), { name: 'x', lastWrite }));
      await assertFails(updateDoc(at('sku-1.2_A@b:c'), { lastWrite }));
    });
  },
);

describe('a document that a step wrote', () => {
  it('can be edited, but its lastWrite is neither changed nor removed', async () => {
    const target = doc(clientOf('editor'), 'tenants/acme/products/written-by-step');
    await assertSucceeds(updateDoc(target, { name: 'y' }));
    await assertFails(updateDoc(target, { 'lastWrite.depth': 0 }));
    await assertFails(updateDoc(target, { lastWrite: deleteField() }));
    await assertFails(setDoc(target, { name: 'z' }));
  });
});

describe('records of the shop’s own making', () => {
  it('need a plain collection name', async () => {
    const db = clientOf('editor');
    await assertFails(setDoc(doc(db, 'tenants/acme/records/Sup pliers/items/a'), { name: 'x' }));
    await assertSucceeds(setDoc(doc(db, 'tenants/acme/records/price_lists/items/a'), { name: 'x' }));
  });
});
