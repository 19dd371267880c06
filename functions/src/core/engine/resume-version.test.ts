import { describe, expect, it } from 'vitest';
import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { start, statuses, tell } from '../../../test/kit/flow-kit.ts';
import { createShakyKit, resume } from '../../../test/kit/resume-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { StartRefusedError, startExecution } from './start-execution.ts';

const change = (kit: EngineKit, fields: Record<string, unknown>) =>
  kit.store.commit([{ op: 'update', path: paths.playbook('playbook1').path, fields }]);

describe('a resume with the newest version', () => {
  it('does the changed step, drops what is gone, and keeps what is done', async () => {
    const { kit, told } = await createShakyKit();
    const id = await start(kit, [
      { id: 'a', ...tell('a') },
      { id: 'gone', action: 'give', params: { x: 1 } },
      { id: 'b', action: 'shaky' },
    ]);
    const { versionId } = await kit.execution(id);
    const steps = [
      { id: 'a', ...tell('a') },
      { id: 'b', action: 'give', params: { y: 2 } },
      { id: 'c', ...tell('{{steps.b.y}}') },
    ];
    await change(kit, { stepsJson: JSON.stringify(steps) });
    await resume(kit, id, { version: 'newest' });
    const execution = await kit.execution(id);
    expect(execution.status).toBe('completed');
    expect(execution.versionId).not.toBe(versionId);
    expect(await kit.store.get(paths.version('playbook1', execution.versionId))).not.toBeNull();
    expect(await statuses(kit, id)).toEqual({ a: 'completed', b: 'completed', c: 'completed' });
    expect(told).toEqual(['a', 2]);
  });

  it('that is wrong is refused, and nothing changes', async () => {
    const { kit } = await createShakyKit();
    const id = await start(kit, [{ action: 'shaky' }]);
    await change(kit, { stepsJson: JSON.stringify([{ action: 'no_such_step' }]) });
    await expect(resume(kit, id, { version: 'newest' })).rejects.toThrow(StartRefusedError);
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', generation: 0 });
  });
});

describe('edited inputs', () => {
  const inputs = [
    { name: 'page', type: 'text', required: true },
    { name: 'times', type: 'number', default: 2 },
  ];
  const startWith = async (kit: EngineKit, given: JsonObject) => {
    const playbookId = await kit.playbook([{ action: 'shaky' }, tell('{{inputs.page}} {{inputs.times}}')], { inputs });
    const { executionId } = await startExecution(kit.engine, kit.request(playbookId, { inputs: given }), false);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
    await kit.drain();
    return executionId;
  };

  it('take the place of those that are named', async () => {
    const { kit, told, mend } = await createShakyKit();
    const id = await startWith(kit, { page: 'old', times: 5 });
    mend();
    await resume(kit, id, { inputs: { page: 'new' } });
    expect(told).toEqual(['new 5']);
  });

  it('that are wrong are named, and nothing changes', async () => {
    const { kit } = await createShakyKit();
    const id = await startWith(kit, { page: 'old' });
    const refused = await resume(kit, id, { inputs: { times: 'often', colour: 'red' } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({
      code: 'bad_inputs',
      errors: [{ path: 'inputs.times' }, { path: 'inputs.colour' }],
    });
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', generation: 0 });
  });
});
