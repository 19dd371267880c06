import { describe, expect, it } from 'vitest';
import { cloudSteps, deliver, runOut } from '../../../test/kit/cloud.ts';
import { counters, executionOf, limitedWorld, queue, setLimits, turnsOf } from '../../../test/kit/limits-kit.ts';
import { leftovers } from '../../../test/kit/verdict.ts';
import type { StepsOf, World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Store } from '../ports.ts';
import { NonRetriableError } from './errors.ts';
import { releaseHeld } from './hold.ts';
import type { AnyActionType, AnyStepType } from './step-type.ts';

const orgId = 'org_a';
const THINK: JsonObject[] = [{ id: 't', action: 'think' }];
const world = (given: Partial<Parameters<typeof limitedWorld>[0]> = {}) =>
  limitedWorld({ store: createMemoryStore(), orgId, steps: THINK, ...given });
const alerts = async (at: World) =>
  (await at.all(tenantPaths(orgId).alerts)).map(({ data }) => [data.code, data.count, data.resolvedAt === null]);
const cost = async (at: World) => (await counters(at))['cost_2026-11'] ?? 0;

describe('what costs money', () => {
  it('is reserved at its worst, and counted as what it was', async () => {
    let then: unknown = null;
    const watched: StepsOf = (act, receiver, die) =>
      cloudSteps(act, receiver, die).map((type) => {
        if (type.id !== 'think') return type;
        const { run } = type as AnyActionType;
        const watching: typeof run = async (params, context) => {
          then = (await executionOf(at, context.executionId)).stepResults[0]?.reserved;
          return run(params, context);
        };
        return { ...type, run: watching } as AnyStepType;
      });
    const at: World = await world({ types: watched });
    const id = await queue(at, 'a');
    await runOut(at);
    const [result] = (await executionOf(at, id)).stepResults;
    expect(then).toEqual([{ limitId: 'cost_2026-11', amount: 6_000 }]);
    expect(result).toMatchObject({ usage: { tokens: 100 }, reserved: [{ limitId: 'cost_2026-11', amount: 600 }] });
    expect(await cost(at)).toBe(600);
    expect(await leftovers(at)).toEqual([]);
  });

  it('waits for the next month, or until there may be more of it', async () => {
    const at = await world({
      steps: [
        { ...THINK[0], id: 'a' },
        { ...THINK[0], id: 'b' },
      ],
      limits: { monthlyCost: 6_500 },
    });
    const id = await queue(at, 'a');
    await deliver(at);
    expect(await executionOf(at, id)).toMatchObject({ status: 'waiting', wait: { limit: 'cost', path: 'b' } });
    expect(await cost(at)).toBe(600);
    await runOut(at);
    const done = await executionOf(at, id);
    expect(done).toMatchObject({ status: 'completed', completedAt: new Date('2026-12-01T05:00:00Z') });
    expect(await counters(at)).toEqual({ 'cost_2026-11': 600, 'cost_2026-12': 600 });
  });

  it('never exceeds the cap, whoever races', async () => {
    for (let seed = 0; seed < 50; seed++) {
      let most = 0;
      const inner = createMemoryStore();
      const store: Store = {
        ...inner,
        commit: async (writes) => {
          const versions = await inner.commit(writes);
          const stored = await inner.get(tenantPaths(orgId).limit('cost_2026-11'));
          most = Math.max(most, stored?.data.used ?? 0);
          return versions;
        },
      };
      const given = { store, limits: { monthlyCost: 9_100 }, fate: { turns: turnsOf(seed) } };
      const at = await world(given);
      for (let n = 0; n < 6; n++) await queue(at, String(n));
      const ids = at.queued.splice(0).map(({ data }) => String(data.executionId));
      await Promise.all(ids.map((id) => at.wake(id)));
      for (let round = 0; (await cost(at)) < 3_600 && round < 9; round++) {
        await at.inProcess((engine) => releaseHeld(engine, orgId, 'limit'));
        await deliver(at);
      }
      expect({ seed, cost: await cost(at), left: await leftovers(at) }).toEqual({ seed, cost: 3_600, left: [] });
      expect(most).toBeGreaterThanOrEqual(6_000);
      expect(most).toBeLessThanOrEqual(9_100);
    }
  });

  it('is told of at 75 and at 90 %, once', async () => {
    const at = await world({ limits: { monthlyCost: 8_000 } });
    for (let n = 0; n < 2; n++) await queue(at, String(n));
    await deliver(at);
    expect(await alerts(at)).toEqual([['monthly_cost_75', 1, true]]);
    await queue(at, 'last');
    await deliver(at);
    expect((await alerts(at)).sort()).toEqual([
      ['monthly_cost_75', 1, true],
      ['monthly_cost_90', 1, true],
    ]);
    await setLimits(at, { monthlyCost: 1_000_000 });
    await at.clock.advance(9 * 86_400_000);
    await queue(at, 'december');
    await deliver(at);
    expect((await alerts(at)).map(([, , isOpen]) => isOpen)).toEqual([false, false]);
  });

  it.each([
    ['kept while nobody knows whether it was spent', true, 6_000],
    ['given back when nothing certainly was', false, 0],
  ])('is %s', async (_, mayHaveActed, left) => {
    const failing: StepsOf = (act, receiver, die) =>
      cloudSteps(act, receiver, die).map((type) => {
        if (type.id !== 'think') return type;
        const run = () => Promise.reject(new NonRetriableError('The line was cut', { mayHaveActed }));
        return { ...type, run } as AnyStepType;
      });
    const at = await world({ types: failing });
    const id = await queue(at, 'a');
    await deliver(at);
    expect((await executionOf(at, id)).status).toBe('failed');
    expect(await cost(at)).toBe(left);
    expect(await leftovers(at)).toEqual([]);
  });

  it('ends an execution that would spend more than one may, before it does', async () => {
    const loop = { id: 'l', action: 'for_each', params: { items: [1, 2, 3, 4], concurrency: 1 }, steps: THINK };
    const at = await world({ steps: [loop], limits: { executionCost: 7_000 } });
    const id = await queue(at, 'a');
    await deliver(at);
    const { status, error, stepResults } = await executionOf(at, id);
    expect({ status, code: error?.code, fix: error?.fix?.href }).toEqual({
      status: 'failed',
      code: 'execution_budget',
      fix: '/settings',
    });
    expect(error?.message).toContain('$0.0070');
    expect(stepResults.map(({ path, status: of }) => [path, of])).toEqual([
      ['l', 'failed'],
      ['l[0].t', 'completed'],
      ['l[1].t', 'completed'],
      ['l[2].t', 'failed'],
    ]);
    expect(await cost(at)).toBe(1_200);
  });
});
