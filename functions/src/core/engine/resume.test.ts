import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, Death, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { outputAt, start, statuses, tell } from '../../../test/kit/flow-kit.ts';
import { createShakyKit, resume } from '../../../test/kit/resume-kit.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { cancelExecution } from './cancel.ts';
import { receiveCallback } from './receive-callback.ts';
import { resumeExecution } from './resume.ts';
import { wakeExecution } from './wake-execution.ts';

describe('a resume', () => {
  it('goes on from the failed step; what was done is not done again', async () => {
    const { kit, told, mend } = await createShakyKit();
    const id = await start(kit, [
      tell('before'),
      { id: 'x', action: 'shaky', params: { a: 1 } },
      tell('{{steps.x.a}}'),
    ]);
    expect((await kit.execution(id)).status).toBe('failed');
    expect(await resume(kit, id)).toMatchObject({ kind: 'resumed', execution: { status: 'queued', generation: 1 } });
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', generation: 1 });
    mend();
    await resume(kit, id);
    expect(await kit.execution(id)).toMatchObject({ status: 'completed', generation: 2, error: null });
    expect(told).toEqual(['before', 1]);
  });

  it('is refused while it is under way and when it has completed', async () => {
    const { kit } = await createShakyKit();
    const waiting = await start(kit, [{ action: 'wait', params: { for: '1 h' } }]);
    expect(await resume(kit, waiting)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('waiting') });
    const completed = await start(kit, [{ action: 'give' }]);
    expect(await resume(kit, completed)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('completed'),
    });
    expect((await resume(kit, 'nowhere')).kind).toBe('not_found');
  });

  it('of a canceled one arms its wait anew, and keeps an answer that came early', async () => {
    const { kit, told } = await createShakyKit();
    const id = await start(kit, [
      { id: 'url', action: 'give', params: { url: '{{callbacks.answer}}' } },
      { id: 'pause', action: 'wait', params: { for: '1 h' } },
      { id: 'answer', action: 'wait', params: { callback: true } },
      tell('{{steps.answer.body.said}}'),
    ]);
    const [hook] = await kit.store.query(queries.hookOf(id));
    await receiveCallback(kit.engine, hook?.id ?? '', 'answer', { said: 'yes' });
    await cancelExecution(kit.engine, orgId, id, 'owner');
    await kit.drain();
    expect((await kit.execution(id)).status).toBe('canceled');
    await kit.clock.advance(7_200_000);
    await resume(kit, id);
    const { wait } = await kit.execution(id);
    expect(wait?.wakeAt.getTime()).toBe(kit.clock.now().getTime() + 3_600_000);
    await kit.runOut();
    expect((await kit.execution(id)).status).toBe('completed');
    expect(told).toEqual(['yes']);
    expect((await kit.store.get(top.hook(hook?.id ?? '')))?.data).toMatchObject({ executionId: id });
  });

  it('does an act again of which nobody knew whether it happened', async () => {
    const seen: string[] = [];
    const send = makeStep(
      'send',
      (_, { idempotencyKey }) => {
        seen.push(idempotencyKey);
        if (seen.length === 1) throw new Error('socket hang up');
        return {};
      },
      'once',
    );
    const kit = await createEngineKit([send]);
    const id = await start(kit, [{ action: 'send' }]);
    const { wait } = await kit.execution(id);
    expect(wait?.kind).toBe('approval');
    await kit.runOut();
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { code: 'unknown_outcome' } });
    await resume(kit, id);
    expect((await kit.execution(id)).status).toBe('completed');
    expect(new Set(seen).size).toBe(2);
  });

  it('leaves a failure alone that the playbook took care of', async () => {
    const { kit, told, mend } = await createShakyKit();
    const id = await start(kit, [
      { id: 'a', action: 'shaky', onError: 'branch', errorSteps: [tell('sorry')] },
      { id: 'b', action: 'shaky', onError: 'continue' },
      { id: 'c', action: 'shaky' },
    ]);
    mend();
    await resume(kit, id);
    expect(await statuses(kit, id)).toMatchObject({ a: 'failed', b: 'failed', c: 'completed' });
    expect(told).toEqual(['sorry']);
  });

  it('goes on inside the branch that was taken, though its condition would not hold any more', async () => {
    const { kit, told, mend } = await createShakyKit();
    const early = [tell('one'), { id: 's', action: 'shaky' }, tell('two')];
    const id = await start(kit, [
      {
        id: 'c',
        action: 'branch',
        branches: [{ id: 'early', condition: 'now < timestamp("2026-11-23T14:00:00Z")', steps: early }],
      },
    ]);
    await kit.clock.advance(86_400_000);
    mend();
    await resume(kit, id);
    expect((await kit.execution(id)).status).toBe('completed');
    expect(told).toEqual(['one', 'two']);
  });

  it('does the onFailure steps again if it fails again', async () => {
    const { kit, told, mend } = await createShakyKit();
    const onFailureJson = JSON.stringify([tell('failed')]);
    const id = await start(kit, [{ action: 'shaky' }], { onFailureJson });
    await resume(kit, id);
    expect(told).toEqual(['failed', 'failed']);
    mend();
    await resume(kit, id);
    expect(await kit.execution(id)).toMatchObject({ status: 'completed', failing: null });
    expect(told).toHaveLength(2);
    expect(Object.keys(await statuses(kit, id))).toHaveLength(1);
  });

  it('asks a stop_execution again', async () => {
    const { kit, told } = await createShakyKit();
    const id = await start(
      kit,
      [
        {
          action: 'for_each',
          params: { items: [1] },
          steps: [
            { action: 'stop_execution', condition: 'inputs.strict', params: { status: 'failed', reason: 'No stock' } },
          ],
        },
        tell('after'),
      ],
      { inputs: [{ name: 'strict', type: 'boolean', default: true }] },
    );
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { message: 'No stock' } });
    await resume(kit, id);
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { message: 'No stock' } });
    await resume(kit, id, { inputs: { strict: false } });
    expect((await kit.execution(id)).status).toBe('completed');
    expect(told).toEqual(['after']);
  });

  it('after a death behind its commit is picked up when it is due', async () => {
    const { kit, mend } = await createShakyKit();
    const id = await start(kit, [{ action: 'shaky' }]);
    mend();
    kit.deaths.add('resumed');
    await expect(resume(kit, id)).rejects.toThrow(Death);
    expect(await kit.execution(id)).toMatchObject({ status: 'queued', dueAt: expect.any(Date) });
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'tick', at: null });
    await kit.drain();
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('asked for twice at the same time is one', async () => {
    const { kit, mend } = await createShakyKit();
    const id = await start(kit, [{ action: 'shaky' }]);
    mend();
    const kinds = (await Promise.all([resume(kit, id), resume(kit, id)])).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['refused', 'resumed']);
    expect((await kit.execution(id)).generation).toBe(1);
  });
});

describe('a resume of a loop', () => {
  const loop = (items: JsonValue, more: JsonObject = {}): JsonObject => ({
    id: 'loop',
    action: 'for_each',
    params: { items, concurrency: 2, ...more },
    steps: [tell('{{item}}'), { id: 's', action: 'shaky', condition: 'item == 3' }],
  });

  it('does the items that were not done', async () => {
    const { kit, told, mend } = await createShakyKit();
    const id = await start(kit, [loop([1, 2, 3, 4, 5]), tell('after')]);
    expect((await kit.execution(id)).status).toBe('failed');
    mend();
    await resume(kit, id);
    expect((await kit.execution(id)).status).toBe('completed');
    expect(told.toSorted()).toEqual([1, 2, 3, 4, 5, 'after']);
    expect(await outputAt(kit, id, 'loop')).toMatchObject({ total: 5, completed: 5, failed: 0 });
  });

  const many = Array.from({ length: 250 }, (_, index) => index);
  const large: JsonObject = {
    ...loop(many, { concurrency: 20 }),
    steps: [tell('{{item}}'), { id: 's', action: 'shaky', condition: 'item == 120' }, tell('{{item}} again')],
  };

  it('in shares resumes the shares in place', async () => {
    const { kit, told, mend } = await createShakyKit();
    const id = await start(kit, [large, tell('after')]);
    const failed = await kit.execution(id);
    expect(failed.status).toBe('failed');
    const everything = { from: paths.executions, where: [], orderBy: [], limit: 100, after: null };
    const shares = async () => (await kit.store.query(everything)).filter(({ data }) => data?.isShare);
    const before = await shares();
    mend();
    const share = before.find(({ data }) => data?.status === 'failed');
    expect(await resume(kit, share?.id ?? '')).toMatchObject({ kind: 'refused', reason: expect.stringContaining(id) });
    await resume(kit, id);
    await kit.runOut();
    expect((await kit.execution(id)).status).toBe('completed');
    const each = told.filter((text) => typeof text === 'number').toSorted((a, b) => Number(a) - Number(b));
    expect(each).toEqual(many);
    expect(new Set(told).size).toBe(501);
    expect(told).toHaveLength(501);
    expect(await outputAt(kit, id, 'loop')).toMatchObject({ total: 250, completed: 250, failed: 0 });
    const ids = (await shares()).map((one) => one.id);
    expect(ids).toEqual(expect.arrayContaining(before.map((one) => one.id)));
    expect(ids).toHaveLength(3);
  });

  it('in shares waits until those that are being stopped have ended', async () => {
    const { kit, mend } = await createShakyKit();
    const id = await start(kit, [
      {
        ...large,
        steps: [
          { id: 'w', action: 'wait', params: { for: '1 h' } },
          { id: 's', action: 'shaky' },
        ],
      },
    ]);
    await cancelExecution(kit.engine, orgId, id, 'owner');
    await wakeExecution(kit.engine, orgId, id, budget(kit));
    expect((await kit.execution(id)).status).toBe('canceled');
    const ask = { by: 'owner', version: 'pinned', inputs: {} } as const;
    expect(await resumeExecution(kit.engine, orgId, id, ask)).toMatchObject({ kind: 'refused' });
    await kit.drain();
    mend();
    await resume(kit, id);
    await kit.runOut();
    expect((await kit.execution(id)).status).toBe('completed');
  });
});
