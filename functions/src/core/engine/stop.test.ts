import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/kit/clock.ts';
import { budget, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, start, tell } from '../../../test/kit/flow-kit.ts';
import { wakeExecution } from './wake-execution.ts';

describe('stop_execution', () => {
  it('ends it as completed, from within a loop, and nothing else is begun', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [
      {
        action: 'for_each',
        params: { items: [1, 2, 3], concurrency: 1 },
        steps: [{ action: 'stop_execution', condition: 'item == 2', params: { reason: 'Enough' } }, tell('{{item}}')],
      },
      tell('after'),
    ]);
    expect(told).toEqual([1]);
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('is not gone past by the next worker, when this one dies before the end is written', async () => {
    for (const status of ['completed', 'failed']) {
      const { kit, told } = await createFlowKit();
      const stop = { action: 'stop_execution', params: { status, reason: 'Enough' } };
      const branches = [
        { id: 'stopping', steps: [stop] },
        { id: 'acting', steps: [{ action: 'pause' }] },
      ];
      const id = await start(kit, [{ action: 'parallel', branches }, tell('after')], {}, false);
      const running = wakeExecution(kit.engine, orgId, id, budget(kit));
      await settle();
      // The keep-alive writes the stop, while the other way is still at its act.
      await kit.clock.advance(1_500);
      const seen = await kit.execution(id);
      await kit.clock.advance(60_000);
      await running;
      const lease = { token: 'dead', until: kit.clock.now() };
      await kit.store.commit([{ op: 'set', path: paths.execution(id).path, data: { ...seen, lease } }]);
      const next = wakeExecution(kit.engine, orgId, id, budget(kit));
      await settle();
      await kit.clock.advance(20_000);
      await next;
      expect(seen.stepResults.map((one) => one.status)).toContain('completed');
      expect(told).toEqual([]);
      expect((await kit.execution(id)).status).toBe(status);
    }
  });

  it('ends it as failed, with the reason', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [{ action: 'stop_execution', params: { status: 'failed', reason: 'No stock' } }]);
    expect(await kit.execution(id)).toMatchObject({
      status: 'failed',
      error: { code: 'stopped', message: 'No stock' },
    });
  });
});
