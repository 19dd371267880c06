import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cloudSteps, publish, runOut, type Script, startMain } from '../../../test/kit/cloud.ts';
import { leftovers, play, verdictOf } from '../../../test/kit/verdict.ts';
import { createWorld } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { JsonObject } from '../../model/json.ts';

const orgId = 'org_a';
const RUNS = 250;

const condition = fc.constantFrom<JsonObject>({}, {}, {}, { condition: 'false' }, { condition: 'inputs.size() == 0' });
const leaf = fc
  .tuple(fc.constantFrom('look', 'put', 'send', 'slow', 'busy', 'fail', 'wait', 'ask'), condition)
  .map(([action, more]): JsonObject => {
    if (action === 'wait') return { action, params: { for: '90 s' }, ...more };
    if (action === 'ask') return { action: 'request_approval', params: { title: 'Go on?' }, ...more };
    return { action, onError: 'continue', ...more };
  });

/** Blocks of steps, with words of the flow that hold blocks. Failures go on, so that no outcome hangs on who is faster. */
const blocks = fc.letrec<{ block: JsonObject[]; step: JsonObject }>((tie) => {
  const block = fc.array(tie('step'), { minLength: 1, maxLength: 3, depthIdentifier: 'd' });
  const ways = fc.array(block, { minLength: 2, maxLength: 3, depthIdentifier: 'd' });
  const branches = (lists: JsonObject[][], first: JsonObject) =>
    lists.map((steps, index) => ({ id: `b${index}`, steps, ...(index === 0 ? first : {}) }));
  return {
    block,
    step: fc.oneof(
      { depthIdentifier: 'd', maxDepth: 2, withCrossShrink: true },
      { arbitrary: leaf, weight: 5 },
      {
        arbitrary: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }), block).map(
          ([count, concurrency, steps]): JsonObject => ({
            action: 'for_each',
            params: { items: Array.from({ length: count }, (_, index) => index), concurrency, onItemError: 'continue' },
            steps,
          }),
        ),
        weight: 1,
      },
      {
        arbitrary: fc
          .tuple(fc.constantFrom('all', 'settled'), ways)
          .map(
            ([join, lists]): JsonObject => ({ action: 'parallel', params: { join }, branches: branches(lists, {}) }),
          ),
        weight: 1,
      },
      {
        arbitrary: fc
          .tuple(ways, fc.constantFrom('true', 'false'))
          .map(([lists, holds]): JsonObject => ({ action: 'branch', branches: branches(lists, { condition: holds }) })),
        weight: 1,
      },
    ),
  };
});

const script = fc
  .tuple(blocks.block, fc.option(blocks.block))
  .map(
    ([steps, onFailure]): Script =>
      onFailure === null
        ? { steps }
        : { steps: [...steps, { action: 'stop_execution', params: { status: 'failed', reason: 'x' } }], onFailure },
  );
const fate = fc.record({
  /** Two soon after each other, which one step must survive. */
  deaths: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
  /** How often each task is delivered, and how many of those at the same time. */
  copies: fc.infiniteStream(fc.constantFrom(0, 1, 1, 1, 2, 3)),
  turns: fc.infiniteStream(fc.constantFrom(0, 0, 0, 1, 2)),
});

it('a random playbook under random deaths, lost and repeated wake-ups equals the calm execution', {
  timeout: 120_000,
}, async () => {
  const property = fc.asyncProperty(script, fate, async (given, { deaths, copies, turns }) => {
    const calm = await play(given, { orgId, store: createMemoryStore() });
    expect(await leftovers(calm)).toEqual([]);
    const store = createMemoryStore();
    const world = createWorld({
      orgId,
      store,
      steps: cloudSteps,
      fate: { deaths, delivery: () => copies.next().value ?? 1, turns: () => turns.next().value ?? 0 },
    });
    await publish(store, orgId, given);
    await startMain(world);
    await runOut(world);
    expect(await verdictOf(world)).toEqual(await verdictOf(calm));
    expect(await leftovers(world)).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS });
});
