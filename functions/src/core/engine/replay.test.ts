import { describe, expect, it } from 'vitest';
import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, outputAt, start } from '../../../test/kit/flow-kit.ts';
import { contextOf } from './facts.ts';
import { chooseCanary, type ReplayHow, ReplayRefusedError, replayRest, replayStart } from './replay.ts';
import { shareId } from './share.ts';
import { startExecution } from './start-execution.ts';

const how: ReplayHow = {
  orgId,
  actor: { kind: 'user', id: 'editor', name: 'Ed', from: null },
  member: null,
  triggeredBy: 'manual',
  version: 'newest',
  dryRun: false,
  key: 'k',
};

/** Starts what was prepared, and lets it go as far as it can now. */
async function go(kit: EngineKit, request: Awaited<ReturnType<typeof replayStart>>): Promise<string> {
  if (request === null) throw new Error('There is nothing to start');
  const { executionId } = await startExecution(kit.engine, request, false);
  kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
  await kit.drain();
  return executionId;
}

describe('a replay', () => {
  it('has the event, the inputs and the user of the execution that it repeats', async () => {
    const { kit } = await createFlowKit();
    const inputs = [{ name: 'n', type: 'number' }];
    const give = { id: 'all', action: 'give', params: { n: '{{inputs.n}}', sku: '{{event.sku}}', by: '{{user.id}}' } };
    const triggers = [{ id: 'event', type: 'event', eventName: 'inventory.low_stock' }];
    const playbookId = await kit.playbook([give], { inputs, triggers });
    const occasion = { kind: 'event', triggerId: 'event', eventId: 'e1', event: { sku: 'A1' } } as const;
    const first = await go(kit, kit.request(playbookId, { occasion, triggeredBy: 'event', inputs: { n: 4 } }));
    const again = await go(kit, await replayStart(kit.engine, first, how));
    expect(again).not.toBe(first);
    expect(await outputAt(kit, again, 'all')).toEqual({ n: 4, sku: 'A1', by: 'owner' });
    expect(await kit.execution(again)).toMatchObject({ replayOf: first, startedBy: 'editor', eventId: null });
    expect(await go(kit, await replayStart(kit.engine, first, how))).toBe(again);
  });

  it('on the newest version leaves out the inputs that are gone, and is refused for want of a new one', async () => {
    const { kit } = await createFlowKit();
    const playbookId = await kit.playbook([{ action: 'give' }], { inputs: [{ name: 'old', type: 'text' }] });
    const first = await go(kit, kit.request(playbookId, { inputs: { old: 'x' } }));
    const declare = (inputs: object[]) =>
      kit.store.commit([{ op: 'update', path: paths.playbook(playbookId).path, fields: { inputs } }]);
    await declare([{ name: 'new', type: 'number', default: 7 }]);
    const again = await kit.execution(await go(kit, await replayStart(kit.engine, first, how)));
    expect(contextOf(again).inputs).toEqual({ new: 7 });
    await declare([{ name: 'needed', type: 'number', required: true }]);
    await expect(go(kit, await replayStart(kit.engine, first, { ...how, key: 'other' }))).rejects.toMatchObject({
      code: 'bad_inputs',
      errors: [{ path: 'inputs.needed' }],
    });
  });

  it('of a part of a loop, of what was skipped, or of nothing is none', async () => {
    const { kit } = await createFlowKit();
    const items = Array.from({ length: 101 }, (_, index) => index);
    const steps = [{ action: 'give', params: { i: '{{index}}' } }];
    const id = await start(kit, [{ id: 'loop', action: 'for_each', params: { items }, steps }]);
    const [loop] = (await kit.execution(id)).stepResults;
    if (!loop) throw new Error('There is no loop');
    const part = shareId(orgId, id, loop, 0);
    await expect(replayStart(kit.engine, part, how)).rejects.toThrow(ReplayRefusedError);
    const { matched } = await chooseCanary(kit.engine, { playbookId: 'playbook1' }, 20, how);
    expect(matched).toBe(1);
    const fields = {
      status: 'skipped',
      startedAt: null,
      error: { code: 'missed', fault: 'user', message: '', fix: null },
    };
    await kit.store.commit([{ op: 'update', path: paths.execution(id).path, fields }]);
    await expect(replayStart(kit.engine, id, how)).rejects.toThrow('never started');
    expect(await replayStart(kit.engine, 'nowhere', how)).toBeNull();
  });

  it('of a set does the others on the version that its first one has proved', async () => {
    const { kit } = await createFlowKit();
    const playbookId = await kit.playbook([{ id: 'x', action: 'give', params: { v: 1 } }]);
    for (const key of ['a', 'b', 'c']) {
      await go(kit, kit.request(playbookId, { occasion: { kind: 'request', key } }));
      await kit.clock.advance(60_000);
    }
    const change = (steps: object[]) =>
      kit.store.commit([
        { op: 'update', path: paths.playbook(playbookId).path, fields: { stepsJson: JSON.stringify(steps) } },
      ]);
    await change([{ id: 'x', action: 'give', params: { v: 2 } }]);
    const canary = await go(kit, (await chooseCanary(kit.engine, { playbookId }, 20, how)).start);
    await change([{ id: 'x', action: 'fail' }]);
    const rest = await replayRest(kit.engine, canary, { playbookId }, 20, how);
    await kit.drain();
    expect(rest).toMatchObject({ matched: 3, refused: [] });
    expect(rest?.started).toHaveLength(2);
    for (const { executionId } of rest?.started ?? []) {
      expect(await outputAt(kit, executionId, 'x')).toEqual({ v: 2 });
    }
  });
});
