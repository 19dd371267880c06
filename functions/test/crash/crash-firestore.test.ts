import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { afterAll, describe, expect, it } from 'vitest';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import type { Script } from '../kit/cloud.ts';
import { projectId } from '../kit/local-google.ts';
import { scripts } from '../kit/scripts.ts';
import { leftovers, play, verdictOf } from '../kit/verdict.ts';

const app = initializeApp({ projectId }, randomUUID());
const store = createFirestoreStore(async () => app);
afterAll(() => deleteApp(app));

const names = [
  'steps without, with idempotent and with once effects',
  'a retry later',
  'for_each that waits',
  'a wait for an event',
  'a wait for an answer',
  'an approval',
  'another playbook',
  'steps for a failure of the playbook',
];

/** The suite `crash.test.ts` in small, to show that the two stores agree where it matters. */
describe('on Firestore, a process that dies at a commit', () => {
  for (const name of names) {
    it(`changes nothing about: ${name}`, { timeout: 120_000 }, async () => {
      const script = scripts[name] as Script;
      const calm = await play(script, { orgId: 'org_a', store: createMemoryStore() });
      const commits = calm.moments.flatMap((moment, index) => (moment.includes('commit') ? [index + 1] : []));
      for (const at of commits.filter((_, index) => index % 3 === 0)) {
        const orgId = `org_${randomUUID()}`;
        const wanted = await verdictOf(await play(script, { orgId, store: createMemoryStore() }), script);
        const world = await play(script, { orgId, store }, { deaths: [at, 1 + (at % 5)] });
        const where = `dead at ${at}: ${calm.moments[at - 1]}`;
        expect({ where, ...(await verdictOf(world, script)) }).toEqual({ where, ...wanted });
        expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
      }
    });
  }
});
