import { describe, expect, it } from 'vitest';
import { budget, Death, orgId } from '../../../../test/kit/engine-kit.ts';
import { createFlowKit, start, tell } from '../../../../test/kit/flow-kit.ts';
import type { JsonObject } from '../../../model/json.ts';
import { startExecution } from '../start-execution.ts';
import { wakeExecution } from '../wake-execution.ts';

const items = Array.from({ length: 250 }, (_, index) => index);
const loop = (more: JsonObject, ...steps: JsonObject[]): JsonObject => ({
  id: 'loop',
  action: 'for_each',
  params: { items, concurrency: 20, ...more },
  steps,
});
const stopAt = (item: number, status: 'completed' | 'failed') => ({
  action: 'stop_execution',
  condition: `item == ${item}`,
  params: { status, reason: 'Enough' },
});

describe('a loop in shares', () => {
  it('loses none when its worker dies between two of them', async () => {
    const { kit, told } = await createFlowKit();
    const playbookId = await kit.playbook([loop({}, tell('{{item}}'))]);
    const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
    const wake = { handler: 'advance' as const, data: { orgId, executionId }, name: 'tick', at: null };
    kit.deaths.add('share_created');
    await expect(wakeExecution(kit.engine, orgId, executionId, budget(kit))).rejects.toThrow(Death);
    await kit.clock.advance(120_000);
    kit.queued.push(wake);
    await kit.drain();
    // The first one was created and not woken: the tick finds it by its dueAt.
    const { wait } = await kit.execution(executionId);
    for (const id of wait?.kind === 'child' ? wait.executionIds : []) {
      kit.queued.push({ ...wake, data: { orgId, executionId: id } });
    }
    await kit.runOut();
    expect((await kit.execution(executionId)).status).toBe('completed');
    expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(items);
  });

  it.each(['completed', 'failed'] as const)('ends as %s where an item stops the execution', async (status) => {
    for (const onItemError of ['stop', 'continue']) {
      const { kit, told } = await createFlowKit();
      const id = await start(kit, [loop({ onItemError }, stopAt(120, status)), tell('after')]);
      await kit.runOut();
      expect((await kit.execution(id)).status).toBe(status);
      expect(told).toEqual([]);
    }
  });
});
