import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonValue } from '../../model/json.ts';
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

  it('of a playbook that asks for a yes where nothing is done is refused', async () => {
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

  it('by another playbook is one execution per step and generation, knows its parent and keeps its user', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }], { status: 'draft', ownerId: 'gone' });
    const parent = { executionId: 'parent1', path: 'loop[3].call', items: null, awaited: true };
    const user = { id: 'olive', name: 'Olive', email: 'olive@thrive.example', locale: 'en-US' };
    const start = (path: string, generation: number) => {
      const occasion = { kind: 'child', parentId: 'parent1', path, generation } as const;
      const more = { occasion, triggeredBy: 'playbook', startedBy: 'olive', parent, user, depth: 1 } as const;
      return startExecution(kit.engine, kit.request(id, more), false);
    };
    const first = await start('loop[3].call', 0);
    expect(await start('loop[3].call', 0)).toMatchObject({ executionId: first.executionId, created: false });
    expect((await start('loop[4].call', 0)).executionId).not.toBe(first.executionId);
    expect((await start('loop[3].call', 1)).executionId).not.toBe(first.executionId);
    const child = await kit.execution(first.executionId);
    expect(child).toMatchObject({ parent, depth: 1, triggeredBy: 'playbook', triggerId: null });
    expect(JSON.parse(child.contextJson)).toMatchObject({ user, trigger: { id: null, type: 'playbook' } });
  });

  it('on a version of before executes that one, with the event of before, once per key', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }]);
    const original = await startExecution(kit.engine, kit.request(id), false);
    const { versionId } = await kit.execution(original.executionId);
    const stepsJson = JSON.stringify([{ action: 'measure_gap', id: 'renamed' }]);
    await kit.store.commit([{ op: 'update', path: paths.playbook(id).path, fields: { stepsJson } }]);
    const event: JsonValue = { name: 'Blue Dream' };
    const replay = (key: string) => {
      const occasion = { kind: 'replay', of: original.executionId, key } as const;
      const more = { occasion, versionId, event, replayOf: original.executionId };
      return startExecution(kit.engine, kit.request(id, more), true);
    };
    const { executionId, held } = await replay('a');
    expect(held?.content.steps).toMatchObject([{ id: 'measure_gap' }]);
    const execution = await kit.execution(executionId);
    expect(execution).toMatchObject({ versionId, replayOf: original.executionId, eventId: null });
    expect(JSON.parse(execution.contextJson)).toMatchObject({ event });
    expect(await replay('a')).toMatchObject({ executionId, created: false });
    expect((await replay('b')).executionId).not.toBe(executionId);
  });

  it('on a version that there is not is refused', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }]);
    const started = startExecution(kit.engine, kit.request(id, { versionId: 'nonsense' }), false);
    await expect(started).rejects.toMatchObject({ code: 'not_found' });
  });
});
