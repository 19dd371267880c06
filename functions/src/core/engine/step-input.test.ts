import { describe, expect, it } from 'vitest';
import { type EngineKit, orgId } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, start } from '../../../test/kit/flow-kit.ts';
import { shareId } from './share.ts';
import { readStepInput } from './step-input.ts';

/** `give` gives what it was given: so of each that has been done, the input is known. */
async function inputsOf(kit: EngineKit, executionId: string) {
  const { stepResults } = await kit.execution(executionId);
  const gave = stepResults.filter(({ action, status }) => action === 'give' && status === 'completed');
  return Promise.all(
    gave.map(async ({ path, outputJson }) => ({
      path,
      given: JSON.parse(outputJson ?? 'null'),
      read: (await readStepInput(kit.engine, orgId, executionId, path))?.params,
    })),
  );
}

const give = (id: string, params: object, more: object = {}) => ({
  id,
  action: 'give',
  params: { ...params },
  ...more,
});

describe('the input of a step', () => {
  it('is what it acted on, wherever it stands: after others, in loops, branches and after failures', async () => {
    const { kit } = await createFlowKit();
    const executionId = await start(
      kit,
      [
        give('list', { skus: ['A', 'B'], more: { price: 4 } }, { agent: 'ezal' }),
        {
          id: 'each',
          action: 'for_each',
          params: { items: '{{steps.list.skus}}', as: 'sku' },
          steps: [
            give('inner', { sku: '{{sku}}', place: '{{index}}', price: '{{ezal.more.price}}' }),
            give('again', { was: '{{steps.inner.sku}}' }),
          ],
        },
        {
          id: 'choice',
          action: 'branch',
          branches: [
            { id: 'no', condition: 'steps.list.more.price > 9', steps: [give('never', {})] },
            { id: 'yes', steps: [give('taken', { n: '{{steps.each.total}}' })] },
          ],
        },
        {
          id: 'both',
          action: 'parallel',
          branches: [
            { id: 'left', steps: [give('l', { n: '{{steps.taken.n}}' })] },
            { id: 'right', steps: [give('r', {})] },
          ],
        },
        { id: 'broken', action: 'fail', onError: 'branch', errorSteps: [give('care', { why: '{{error.message}}' })] },
        give('after', { care: '{{steps.care.why}}', who: '{{user.id}}' }),
        { id: 'end', action: 'fail' },
      ],
      { onFailure: [give('last', { why: '{{error.message}}', first: '{{steps.list.skus}}' })] },
    );
    const inputs = await inputsOf(kit, executionId);
    expect(inputs.map(({ path }) => path).toSorted()).toEqual(
      ['after', 'both[left].l', 'both[right].r', 'broken.care', 'choice.taken', 'each[0].again', 'each[0].inner']
        .concat(['each[1].again', 'each[1].inner', 'last', 'list'])
        .toSorted(),
    );
    for (const { path, given, read } of inputs) expect({ path, params: read }).toEqual({ path, params: given });
  });

  it('of a loop in shares is filled in by its own items', async () => {
    const { kit } = await createFlowKit();
    const items = Array.from({ length: 120 }, (_, n) => n);
    const loop = {
      id: 'each',
      action: 'for_each',
      params: { items },
      steps: [give('inner', { n: '{{item}}', index: '{{index}}' })],
    };
    const parentId = await start(kit, [loop]);
    const [loopResult] = (await kit.execution(parentId)).stepResults;
    const batch = loopResult?.progress?.batch;
    if (loopResult === undefined || batch == null) throw new Error('It was not shared out');
    for (const from of [0, batch]) {
      const id = shareId(orgId, parentId, loopResult, from);
      const inputs = await inputsOf(kit, id);
      expect(inputs.length).toBeGreaterThan(0);
      for (const { path, given, read } of inputs) expect({ path, params: read }).toEqual({ path, params: given });
    }
  });

  it('is not made up where nothing was filled in', async () => {
    const { kit } = await createFlowKit();
    const executionId = await start(kit, [
      give('skipped', { a: 1 }, { condition: '1 > 2' }),
      give('bad', { a: '{{steps.skipped.a.b.c}}' }),
      give('never', {}),
    ]);
    const reasonAt = async (path: string) => (await readStepInput(kit.engine, orgId, executionId, path))?.reason;
    expect(await reasonAt('skipped')).toContain('was skipped');
    expect(await reasonAt('bad')).toContain('steps.skipped.a.b.c');
    expect(await reasonAt('never')).toBe('It has not begun');
    expect(await readStepInput(kit.engine, orgId, 'nothing', 'bad')).toBeNull();
  });
});
