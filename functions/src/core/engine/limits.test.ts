import { describe, expect, it } from 'vitest';
import { cloudSteps, deliver, runOut } from '../../../test/kit/cloud.ts';
import { makeStep } from '../../../test/kit/engine-kit.ts';
import { counters, executionOf, limitedWorld, queue, race, setLimits, turnsOf } from '../../../test/kit/limits-kit.ts';
import { leftovers } from '../../../test/kit/verdict.ts';
import type { StepsOf, World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { Execution } from '../../model/execution.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { ConflictError, type Store } from '../ports.ts';
import { RetriableError, RetryAfterError } from './errors.ts';
import { releaseHeld } from './hold.ts';
import type { AnyStepType, StepContext } from './step-type.ts';

const orgId = 'org_a';
const MAIL: JsonObject[] = [{ id: 'm', action: 'mail' }];
const THINK: JsonObject[] = [{ id: 't', action: 'think' }];
const world = (given: Partial<Parameters<typeof limitedWorld>[0]> = {}) =>
  limitedWorld({ store: createMemoryStore(), orgId, steps: MAIL, ...given });
const types: StepsOf = (act, receiver, die) => [
  ...cloudSteps(act, receiver, die),
  limited('refused', ({ attempt, clock }) => {
    const later = new Date(clock.now().getTime() + 120_000);
    if (attempt === 1) throw new RetryAfterError('Come back later', later, { mayHaveActed: false });
  }),
  limited('cut', () => {
    throw new RetriableError('The line was cut');
  }),
];
function limited(id: string, run: (context: StepContext) => void): AnyStepType {
  return { ...makeStep(id, (_, context) => run(context) ?? null, 'once'), limit: 'email_send' } as AnyStepType;
}
const statuses = (all: readonly { data: Execution }[]) =>
  Object.entries(Object.groupBy(all, ({ data }) => data.status)).map(([status, of]) => [status, of?.length]);
const alerts = async (at: World) =>
  (await at.all(tenantPaths(orgId).alerts)).map(({ data }) => [data.code, data.count, data.resolvedAt === null]);

describe('the last place of a day', () => {
  it('is taken by one of two, a thousand times', async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 1_000; seed++) {
      const at = await race(createMemoryStore(), orgId, seed);
      const all = await at.executions();
      seen.add(at.moments.join());
      expect({ seed, acts: at.receiver.once.size, used: await counters(at) }).toEqual({
        seed,
        acts: 1,
        used: { 'email_send_2026-11-23': 1 },
      });
      expect(statuses(all).sort()).toEqual([
        ['completed', 1],
        ['waiting', 1],
      ]);
    }
    // They did meet in many ways.
    expect(seen.size).toBeGreaterThan(50);
  });

  it('is taken by one of twenty', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const at = await world({ limits: { daily: { email_send: 3 } }, fate: { turns: turnsOf(seed) } });
      for (let n = 0; n < 20; n++) await queue(at, String(n));
      const ids = at.queued.splice(0).map(({ data }) => String(data.executionId));
      await Promise.all(ids.map((id) => at.wake(id)));
      expect({ seed, acts: at.receiver.once.size }).toEqual({ seed, acts: 3 });
      expect(await counters(at)).toEqual({ 'email_send_2026-11-23': 3 });
    }
  });
});

describe('sixty executions for fifty places', () => {
  it.each([
    // A day of 25 hours, one whose midnight does not exist, and a plain one.
    ['America/New_York', '2027-11-07T05:00:00Z', '2027-11-08T05:00:00.000Z'],
    ['America/Santiago', '2027-09-04T20:00:00Z', '2027-09-05T04:00:00.000Z'],
    ['Asia/Kathmandu', '2026-12-05T12:00:00Z', '2026-12-05T18:15:00.000Z'],
  ])('in %s: fifty today, ten at the next midnight', async (timezone, startAt, midnight) => {
    const at = await world({ timezone, startAt });
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push(await queue(at, String(n)));
    await deliver(at);
    expect(statuses(await at.executions())).toEqual([
      ['completed', 50],
      ['waiting', 10],
    ]);
    expect(await alerts(at)).toEqual([['daily_limit', 1, true]]);
    await runOut(at);
    const late = await Promise.all(ids.slice(50).map((id) => executionOf(at, id)));
    for (const { completedAt } of late) expect(completedAt?.toISOString()).toBe(midnight);
    expect(Object.values(await counters(at))).toEqual([50, 10]);
    expect(await alerts(at)).toEqual([['daily_limit', 1, false]]);
    expect(await leftovers(at)).toEqual([]);
  });

  it('the oldest first, in whatever order and at once they are woken', async () => {
    for (let seed = 0; seed < 4; seed++) {
      const at = await world({ limits: { daily: { email_send: 5 } }, fate: { turns: turnsOf(seed) } });
      const ids: string[] = [];
      for (let n = 0; n < 20; n++) ids.push(await queue(at, String(n)));
      await deliver(at);
      for (let day = 1; day < 4; day++) {
        at.queued.length = 0;
        await at.clock.advance(24 * 3_600_000);
        // A newcomer does not get past those who wait.
        const shuffled = [await queue(at, `new${day}`), ...ids.slice(day * 5)].sort(
          (a, b) => a.charCodeAt(5 + seed) - b.charCodeAt(5 + seed),
        );
        // Woken at the same time, and, as long as there is room, again: each takes its turn.
        for (let round = 0; round < 20; round++) {
          for (const id of shuffled) await releaseOne(at, id);
          await Promise.all(shuffled.map((id) => at.wake(id)));
        }
        const done = await Promise.all(ids.map(async (id) => (await executionOf(at, id)).status === 'completed'));
        expect({ seed, day, done: done.lastIndexOf(true), first: done.indexOf(false) }).toEqual({
          seed,
          day,
          done: (day + 1) * 5 - 1,
          first: day === 3 ? -1 : (day + 1) * 5,
        });
      }
      expect(await leftovers(at)).not.toContainEqual(expect.stringContaining('done 2 times'));
    }
  });
});

async function releaseOne(at: World, id: string): Promise<void> {
  const { status } = await executionOf(at, id);
  if (status !== 'waiting') return;
  const path = tenantPaths(orgId).execution(id).path;
  const signal = { kind: 'release', path: 'm', at: at.clock.now() };
  await at.store.commit([{ op: 'update', path, fields: { 'signals.release': signal } }]);
}

describe('a limit that is raised', () => {
  it('lets go on what waits for it, at once', async () => {
    const at = await world({ limits: { daily: { email_send: 0 } } });
    const ids = [await queue(at, 'a'), await queue(at, 'b'), await queue(at, 'c')];
    await deliver(at);
    expect(at.receiver.once.size).toBe(0);
    const [first] = await Promise.all(ids.map((id) => executionOf(at, id)));
    expect(first).toMatchObject({
      status: 'waiting',
      heldBy: ['email_send'],
      wait: { kind: 'limit', path: 'm', polls: 0 },
    });
    await setLimits(at, { daily: { email_send: 2 } });
    expect(await at.inProcess((engine) => releaseHeld(engine, orgId, 'limit'))).toBe(3);
    await deliver(at);
    expect([...at.receiver.once.keys()].sort()).toEqual(
      ids
        .slice(0, 2)
        .map((id) => `${id} m`)
        .sort(),
    );
    const last = await executionOf(at, ids[2] ?? '');
    expect(last).toMatchObject({ status: 'waiting', signals: {}, wait: { kind: 'limit', polls: 1 } });
  });

  it('is seen within the hour by itself', async () => {
    const at = await world({ limits: { daily: { email_send: 0 } } });
    const id = await queue(at, 'a');
    await deliver(at);
    await setLimits(at, {});
    await runOut(at);
    const { completedAt, createdAt } = await executionOf(at, id);
    expect(Number(completedAt) - Number(createdAt)).toBe(5 * 60_000);
  });
});

describe('a place', () => {
  it('goes back when the act certainly did not happen, and is taken again for the next attempt', async () => {
    const at = await world({ types, steps: [{ id: 'm', action: 'refused' }], limits: { daily: { email_send: 1 } } });
    const id = await queue(at, 'a');
    await deliver(at);
    expect((await executionOf(at, id)).stepResults[0]).toMatchObject({ status: 'waiting', reserved: [] });
    expect(Object.values(await counters(at))).toEqual([0]);
    await runOut(at);
    expect((await executionOf(at, id)).stepResults[0]).toMatchObject({ status: 'completed', attempts: 2 });
    expect(Object.values(await counters(at))).toEqual([1]);
  });

  it('is kept while nobody knows whether it happened', async () => {
    const at = await world({ types, steps: [{ id: 'm', action: 'cut' }], limits: { daily: { email_send: 1 } } });
    const id = await queue(at, 'a');
    await deliver(at);
    const { stepResults } = await executionOf(at, id);
    expect(stepResults[0]).toMatchObject({ status: 'waiting', reserved: [{ amount: 1 }], wait: { kind: 'approval' } });
    expect(Object.values(await counters(at))).toEqual([1]);
  });

  it('is not needed in a dry run', async () => {
    const at = await world({ steps: [...MAIL, ...THINK], limits: { daily: { email_send: 0 }, monthlyCost: 0 } });
    const ref = tenantPaths(orgId).playbook('main');
    await at.store.commit([{ op: 'update', path: ref.path, fields: { dryRun: true } }]);
    const id = await queue(at, 'a');
    await deliver(at);
    expect((await executionOf(at, id)).status).toBe('completed');
    expect(await counters(at)).toEqual({});
  });

  it('is one for each of the ways of a loop, and claims of other steps do not suffer', async () => {
    const send = (id: string): JsonObject => ({ id, action: 'send' });
    const loop = { id: 'l', action: 'for_each', params: { items: [1, 2, 3, 4, 5, 6], concurrency: 6 } };
    const steps = [
      { id: 'first', action: 'mail' },
      { ...loop, steps: [send('r'), ...MAIL, send('s')] },
    ];
    for (let seed = 0; seed < 8; seed++) {
      const at = await world({ steps, limits: { daily: { email_send: 5 } }, fate: { turns: turnsOf(seed) } });
      const id = await queue(at, 'a');
      await deliver(at);
      expect({ seed, acts: at.receiver.once.size }).toEqual({ seed, acts: 5 + 6 + 4 });
      expect(await counters(at)).toEqual({ 'email_send_2026-11-23': 5 });
      expect((await executionOf(at, id)).heldBy).toEqual(['email_send']);
      await runOut(at);
      expect({ seed, acts: at.receiver.once.size, left: await leftovers(at) }).toEqual({ seed, acts: 19, left: [] });
    }
  });

  it('is not taken twice when the answer to the commit is lost', async () => {
    for (let lost = 1; lost < 12; lost++) {
      const inner = createMemoryStore();
      let commits = 0;
      const store: Store = {
        ...inner,
        commit: async (writes) => {
          const versions = await inner.commit(writes);
          const isOurs = writes.some(({ path, op }) => op === 'update' && path.includes('playbook_executions'));
          // As when the client sends it again, and finds its own version gone.
          if (isOurs && ++commits === lost) throw new ConflictError('changed');
          return versions;
        },
      };
      const at = await world({ store, steps: [...MAIL, ...THINK, { id: 'n', action: 'mail' }] });
      const id = await queue(at, 'a');
      await runOut(at);
      expect({ lost, status: (await executionOf(at, id)).status }).toEqual({ lost, status: 'completed' });
      expect({ lost, left: await leftovers(at) }).toEqual({ lost, left: [] });
      expect((await counters(at))['email_send_2026-11-23']).toBe(2);
    }
  });
});
