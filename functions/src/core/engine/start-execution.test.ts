import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep } from '../../../test/kit/engine-kit.ts';
import { StartRefusedError, startExecution } from './start-execution.ts';

const gap = makeStep('measure_gap', () => ({ gap: 0 }));

describe('a start', () => {
  it('of a playbook with mistakes is refused with their paths, and nothing is stored', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gapp' }]);
    const started = startExecution(kit.engine, kit.request(id), false);
    await expect(started).rejects.toThrow(StartRefusedError);
    await expect(started).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'steps.0.action' }] });
    expect(kit.commits.flat().filter((path) => path.includes('playbook_executions'))).toEqual([]);
  });

  it('of a playbook with a step that asks for an approval is refused, since nothing could wait for it', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap', requiresApproval: true }]);
    await expect(startExecution(kit.engine, kit.request(id), false)).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'steps.0.requiresApproval' }],
    });
  });

  it('by a schedule of a paused playbook is refused; by a person it is not', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }], { status: 'paused' });
    const bySchedule = startExecution(kit.engine, kit.request(id, { triggeredBy: 'schedule' }), false);
    await expect(bySchedule).rejects.toMatchObject({ code: 'not_active' });
    await expect(startExecution(kit.engine, kit.request(id), false)).resolves.toMatchObject({ created: true });
  });

  it('is refused when the owner has left the team', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }], { ownerId: 'gone' });
    await expect(startExecution(kit.engine, kit.request(id), false)).rejects.toMatchObject({ code: 'owner_left' });
  });
});
