import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { afterAll, describe, expect, it } from 'vitest';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import { releaseHeld } from '../../src/core/engine/hold.ts';
import { deliver, runOut } from '../kit/cloud.ts';
import { counters, executionOf, limitedWorld, queue, race, setLimits } from '../kit/limits-kit.ts';
import { projectId } from '../kit/local-google.ts';
import { scripts } from '../kit/scripts.ts';
import { leftovers, play, verdictOf } from '../kit/verdict.ts';
import type { World } from '../kit/world.ts';

const app = initializeApp({ projectId }, randomUUID());
const store = createFirestoreStore(async () => app);
afterAll(() => deleteApp(app));

const MAIL = [{ id: 'm', action: 'mail' }];
const newOrg = () => `org_${randomUUID()}`;
const completed = async (world: World) =>
  (await world.executions()).filter(({ data }) => data.status === 'completed').map(({ id }) => id);

/** The suites `limits.test.ts` and `budget.test.ts` in small, where the store is the real one. */
describe('on Firestore', () => {
  it('the last place of a day is taken by one of two, thirty times', { timeout: 120_000 }, async () => {
    for (let seed = 0; seed < 30; seed++) {
      const world = await race(store, newOrg(), seed);
      expect({ seed, acts: world.receiver.once.size, used: await counters(world) }).toEqual({
        seed,
        acts: 1,
        used: { 'email_send_2026-11-23': 1 },
      });
      expect(await completed(world)).toHaveLength(1);
    }
  });

  it('the places of a day are taken by as many of twelve, the next ones by those who came first', {
    timeout: 120_000,
  }, async () => {
    const world = await limitedWorld({ store, orgId: newOrg(), steps: MAIL, limits: { daily: { email_send: 5 } } });
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push(await queue(world, String(n)));
    world.queued.length = 0;
    await Promise.all(ids.map((id) => world.wake(id)));
    const first = await completed(world);
    expect(first).toHaveLength(5);
    const waiting = ids.filter((id) => !first.includes(id));
    await setLimits(world, { daily: { email_send: 8 } });
    // All at once: who is younger lets the older ones go first, and comes again.
    for (let round = 0; (await completed(world)).length < 8 && round < 10; round++) {
      await world.inProcess((engine) => releaseHeld(engine, world.orgId, 'limit'));
      const woken = world.queued.splice(0).map(({ data }) => String(data.executionId));
      await Promise.all(woken.map((id) => world.wake(id)));
    }
    const second = (await completed(world)).filter((id) => !first.includes(id));
    expect(second.sort()).toEqual(waiting.slice(0, 3).sort());
    expect(await executionOf(world, waiting[3] ?? '')).toMatchObject({ status: 'waiting', heldBy: ['email_send'] });
    expect(await counters(world)).toEqual({ 'email_send_2026-11-23': 8 });
  });

  it('money is reserved, settled and counted in the commits of the act', { timeout: 60_000 }, async () => {
    const loop = { id: 'l', action: 'for_each', params: { items: [1, 2, 3, 4, 5], concurrency: 5 } };
    const steps = [{ ...loop, steps: [{ id: 't', action: 'think' }, ...MAIL] }];
    const world = await limitedWorld({ store, orgId: newOrg(), steps, limits: { daily: { email_send: 3 } } });
    await queue(world, 'a');
    await deliver(world);
    expect(await counters(world)).toEqual({ 'cost_2026-11': 3_000, 'email_send_2026-11-23': 3 });
    await runOut(world);
    expect(await counters(world)).toMatchObject({ 'email_send_2026-11-24': 2 });
    expect(await leftovers(world)).toEqual([]);
  });

  it('a process that dies at a commit leaves as many places taken as there are on record', {
    timeout: 180_000,
  }, async () => {
    const script = scripts['acts that are limited, and cost something'] ?? { steps: [] };
    const calm = await play(script, { orgId: 'org_a', store: createMemoryStore() });
    const wanted = Object.values((await verdictOf(calm)).executions);
    const commits = calm.moments.flatMap((moment, index) => (moment.includes('limits') ? [index + 1] : []));
    expect(commits.length).toBeGreaterThanOrEqual(8);
    for (const at of commits) {
      const world = await play(script, { orgId: newOrg(), store }, { deaths: [at, 1 + (at % 5)] });
      const where = `dead at ${at}: ${calm.moments[at - 1]}`;
      expect({ where, all: Object.values((await verdictOf(world)).executions) }).toEqual({ where, all: wanted });
      expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
    }
  });
});
