import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/kit/clock.ts';
import { budget, createEngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { cancelExecution } from './cancel.ts';
import { RetryAfterError } from './errors.ts';
import { startExecution } from './start-execution.ts';
import { advanceExecution, wakeExecution } from './wake-execution.ts';

const quick = makeStep('quick', () => ({}));

describe('a cancel', () => {
  it('of a queued execution ends it before its first step', async () => {
    const kit = await createEngineKit([quick]);
    const { executionId } = await startExecution(
      kit.engine,
      kit.request(await kit.playbook([{ action: 'quick' }])),
      false,
    );
    expect(await cancelExecution(kit.engine, orgId, executionId, 'owner')).toMatchObject({ kind: 'told' });
    expect(kit.queued.at(-1)).toMatchObject({ handler: 'advance', data: { executionId } });
    const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect(left).toMatchObject({ status: 'canceled', stepResults: [], lease: null, dueAt: null });
  });

  it('of a waiting execution wakes it before its time', async () => {
    const busy = makeStep('busy', () => {
      throw new RetryAfterError('later', new Date(kit.clock.now().getTime() + 3_600_000));
    });
    const kit = await createEngineKit([busy]);
    const { executionId } = await startExecution(
      kit.engine,
      kit.request(await kit.playbook([{ action: 'busy' }])),
      false,
    );
    expect((await wakeExecution(kit.engine, orgId, executionId, budget(kit)))?.status).toBe('waiting');
    await cancelExecution(kit.engine, orgId, executionId, 'owner');
    expect((await wakeExecution(kit.engine, orgId, executionId, budget(kit)))?.status).toBe('canceled');
  });

  it('while a step is running lets its act end, records it, and does no other', async () => {
    let acts = 0;
    let finish: () => void = () => undefined;
    const slow = makeStep(
      'slow',
      () => new Promise<object>((resolve) => (finish = () => resolve({ acts: ++acts }))),
      'once',
    );
    const kit = await createEngineKit([slow]);
    const id = await kit.playbook([{ action: 'slow' }, { action: 'slow' }]);
    const started = await startExecution(kit.engine, kit.request(id), true);
    if (started.held === null) throw new Error('not held');
    const running = advanceExecution(kit.engine, started.held, budget(kit));
    await settle();
    await cancelExecution(kit.engine, orgId, started.executionId, 'owner');
    // The task that it enqueued comes while the holder is still at work: it changes nothing.
    expect((await wakeExecution(kit.engine, orgId, started.executionId, budget(kit)))?.status).toBe('running');
    await kit.clock.advance(21_000);
    finish();
    expect(await running).toMatchObject({ status: 'canceled', stepResults: [{ status: 'completed' }] });
    expect(acts).toBe(1);
  });

  it('that arrives between two commits is not lost', async () => {
    const kit = await createEngineKit([quick]);
    const id = await kit.playbook([{ action: 'quick' }]);
    const started = await startExecution(kit.engine, kit.request(id), true);
    if (started.held === null) throw new Error('not held');
    await cancelExecution(kit.engine, orgId, started.executionId, 'owner');
    await started.held.holder.commit();
    expect(started.held.holder.isCanceled()).toBe(true);
    const left = await advanceExecution(kit.engine, started.held, budget(kit));
    expect(left.status).toBe('canceled');
  });

  it('of a finished execution changes nothing', async () => {
    const kit = await createEngineKit([quick]);
    const id = await kit.playbook([{ action: 'quick' }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect(await cancelExecution(kit.engine, orgId, executionId, 'owner')).toMatchObject({ kind: 'finished' });
    expect((await kit.execution(executionId)).status).toBe('completed');
  });
});
