import { describe, expect, it } from 'vitest';
import { createFlowKit, outputAt, start, statuses, tell } from '../../../test/kit/flow-kit.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';

describe('branch', () => {
  const steps = [
    { id: 'stock', action: 'give', params: { left: 3 } },
    {
      id: 'choice',
      action: 'branch',
      branches: [
        { id: 'low', condition: 'steps.stock.left < 5', steps: [{ id: 'order', ...tell('order') }] },
        { id: 'otherwise', steps: [{ id: 'rest', ...tell('rest') }] },
      ],
    },
    { id: 'end', action: 'give', params: { ordered: '{{steps.order}}', rested: '{{steps.rest}}' } },
  ];

  it('goes the first way whose condition holds; what was not done is null', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, steps);
    expect(told).toEqual(['order']);
    expect(await statuses(kit, id)).toEqual({
      stock: 'completed',
      choice: 'completed',
      'choice.order': 'completed',
      end: 'completed',
    });
    expect(await outputAt(kit, id, 'choice')).toEqual({ branch: 'low' });
    expect(await outputAt(kit, id, 'end')).toEqual({ ordered: { place: 1 }, rested: null });
  });

  it('passes when none holds', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [
      { id: 'c', action: 'branch', branches: [{ id: 'never', condition: 'false', steps: [tell('x')] }] },
    ]);
    expect(await outputAt(kit, id, 'c')).toEqual({ branch: null });
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('stays with its choice while it waits, whatever changes meanwhile', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [
      {
        id: 'c',
        action: 'branch',
        branches: [
          {
            id: 'early',
            condition: `now < timestamp("2026-11-23T14:00:00Z")`,
            steps: [{ action: 'wait', params: { for: '2 h' } }, tell('early')],
          },
        ],
      },
    ]);
    expect((await kit.execution(id)).status).toBe('waiting');
    await kit.runOut();
    expect(told).toEqual(['early']);
  });
});

describe('for_each', () => {
  const loop = (items: JsonValue, more: JsonObject = {}): JsonObject => ({
    id: 'loop',
    action: 'for_each',
    params: { items, ...more },
    steps: [
      { id: 'say', action: 'tell', params: { text: '{{item}} at {{index}}' } },
      { id: 'back', action: 'give', params: { got: '{{item}}' } },
    ],
  });

  it('does its steps for every item and lists what the last one gave', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [
      loop(['a', 'b', 'c']),
      { id: 'after', action: 'give', params: { all: '{{steps.loop.results}}' } },
    ]);
    expect(told.toSorted()).toEqual(['a at 0', 'b at 1', 'c at 2']);
    expect(await outputAt(kit, id, 'loop')).toMatchObject({
      total: 3,
      completed: 3,
      failed: 0,
      results: [{ got: 'a' }, { got: 'b' }, { got: 'c' }],
    });
    expect(Object.keys(await statuses(kit, id))).toContain('loop[2].back');
    expect(await outputAt(kit, id, 'after')).toEqual({ all: [{ got: 'a' }, { got: 'b' }, { got: 'c' }] });
  });

  it('completes at once without items', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [loop([])]);
    expect(await outputAt(kit, id, 'loop')).toMatchObject({ total: 0, results: [] });
  });

  it('stops at the first failure, or goes on with the others', async () => {
    const { kit } = await createFlowKit();
    const body = {
      steps: [
        { action: 'fail', condition: 'item == 2' },
        { action: 'give', params: { ok: '{{item}}' } },
      ],
    };
    const stopped = await start(kit, [{ ...loop([1, 2, 3], { concurrency: 1 }), ...body }]);
    expect(await kit.execution(stopped)).toMatchObject({ status: 'failed', error: { message: 'No such page' } });
    const going = await start(kit, [{ ...loop([1, 2, 3], { concurrency: 1, onItemError: 'continue' }), ...body }]);
    expect(await outputAt(kit, going, 'loop')).toMatchObject({
      completed: 2,
      failed: 1,
      results: [{ ok: 1 }, null, { ok: 3 }],
      errors: [{ index: 1, message: 'No such page' }],
    });
  });

  it('nests, each loop with its own names', async () => {
    const { kit, told } = await createFlowKit();
    await start(kit, [
      {
        action: 'for_each',
        params: { items: [1, 2], as: 'row' },
        steps: [{ action: 'for_each', params: { items: ['x', 'y'] }, steps: [tell('{{row}}{{item}}')] }],
      },
    ]);
    expect(told.toSorted()).toEqual(['1x', '1y', '2x', '2y']);
  });

  it('gives shares to child executions beyond a hundred items, a few at a time', async () => {
    const { kit, told } = await createFlowKit();
    const items = Array.from({ length: 1_050 }, (_, index) => index);
    const id = await start(kit, [
      { id: 'prefix', action: 'give', params: { text: 'n' } },
      {
        id: 'loop',
        action: 'for_each',
        params: { items },
        steps: [tell('{{steps.prefix.text}}{{item}}'), { action: 'give', params: { i: '{{index}}' } }],
      },
      {
        id: 'after',
        action: 'give',
        params: { last: '{{steps.loop.results[1049].i}}', total: '{{steps.loop.total}}' },
      },
    ]);
    await kit.runOut();
    expect(await kit.execution(id)).toMatchObject({ status: 'completed' });
    expect(new Set(told).size).toBe(1_050);
    expect(told).toHaveLength(1_050);
    expect(await outputAt(kit, id, 'after')).toEqual({ last: 1049, total: 1050 });
    expect((await kit.execution(id)).stepResults.map(({ path }) => path)).toEqual(['prefix', 'loop', 'after']);
  });
});

describe('parallel', () => {
  const both = (join: string, left: JsonObject[], right: JsonObject[]): JsonObject => ({
    id: 'both',
    action: 'parallel',
    params: { join },
    branches: [
      { id: 'left', steps: left },
      { id: 'right', steps: right },
    ],
  });

  it('joins all: what each way gave', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [
      both('all', [{ action: 'give', params: { a: 1 } }], [{ action: 'give', params: { b: 2 } }]),
    ]);
    expect(await outputAt(kit, id, 'both')).toMatchObject({ left: { output: { a: 1 } }, right: { output: { b: 2 } } });
  });

  it('joins all: one failure fails it, and what waits in the others is released', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [
      both('all', [{ id: 'w', action: 'wait', params: { for: '2 h' } }], [{ action: 'fail' }]),
    ]);
    expect((await kit.execution(id)).status).toBe('failed');
    expect(await statuses(kit, id)).toMatchObject({ 'both[left].w': 'canceled' });
  });

  it('joins any: the first to complete wins', async () => {
    const { kit, told } = await createFlowKit();
    const slow = [{ action: 'wait', params: { for: '2 h' } }, tell('slow')];
    const id = await start(kit, [both('any', slow, [{ action: 'give', params: { b: 2 } }])]);
    await kit.runOut();
    expect((await kit.execution(id)).status).toBe('completed');
    expect(told).toEqual([]);
    expect(await outputAt(kit, id, 'both')).toEqual({ right: { status: 'completed', output: { b: 2 }, error: null } });
  });

  it('joins settled: waits for all, and a failure is told', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [both('settled', [{ action: 'wait', params: { for: '2 h' } }], [{ action: 'fail' }])]);
    expect((await kit.execution(id)).status).toBe('waiting');
    await kit.runOut();
    expect(await outputAt(kit, id, 'both')).toMatchObject({
      left: { status: 'completed' },
      right: { status: 'failed', error: { message: 'No such page' } },
    });
  });
});
