import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { cancelExecution } from '../engine/cancel.ts';
import { wakeExecution } from '../engine/wake-execution.ts';
import { startUnattended } from './start-unattended.ts';

/** A playbook under `queue` (or another policy) whose only step says which event it is about. */
async function createLine(overlap: string) {
  const said: unknown[] = [];
  const kit = await createEngineKit([makeStep('say', ({ word }) => said.push(word))]);
  const id = await kit.playbook([{ action: 'say', params: { word: '{{event.word}}' } }], {
    triggers: [{ type: 'event', id: 'event', eventName: 'custom.said' }],
    overlap,
  });
  const come = async (word: string): Promise<string> => {
    const occasion = { kind: 'event', triggerId: 'event', eventId: word, event: { word } } as const;
    const request = kit.request(id, { occasion, triggeredBy: 'event', startedBy: 'system' });
    return (await startUnattended(kit.engine, request)).executionId;
  };
  const wake = (executionId: string) => wakeExecution(kit.engine, orgId, executionId, budget(kit));
  /** What the queue delivers, in its order, until it is empty. */
  const deliver = async () => {
    for (let task = kit.queued.shift(); task; task = kit.queued.shift()) await wake(String(task.data.executionId));
  };
  return { kit, said, come, wake, deliver };
}

describe('executions that wait their turn', () => {
  it('go one after the other, each woken by the end of the one before it', async () => {
    const { said, come, deliver } = await createLine('queue');
    for (const word of ['a', 'b', 'c', 'd']) await come(word);
    await deliver();
    expect(said).toEqual(['a', 'b', 'c', 'd']);
    await come('e');
    await deliver();
    expect(said).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('stay in line when they are woken before their turn, and look for themselves after five minutes', async () => {
    const { kit, said, come, wake } = await createLine('queue');
    const first = await come('a');
    const second = await come('b');
    await wake(second);
    expect(await kit.execution(second)).toMatchObject({ status: 'waiting', startedAt: null, wait: { kind: 'turn' } });
    await kit.clock.advance(301_000);
    await wake(second);
    expect(said).toEqual([]);
    await wake(first);
    expect(said).toEqual(['a']);
    await kit.clock.advance(301_000);
    await wake(second);
    expect(said).toEqual(['a', 'b']);
  });

  it('end at once when they are canceled in line', async () => {
    const { kit, said, come, deliver } = await createLine('queue');
    await come('a');
    const second = await come('b');
    await cancelExecution(kit.engine, orgId, second, 'olive');
    await deliver();
    expect(said).toEqual(['a']);
    expect(await kit.execution(second)).toMatchObject({ status: 'canceled' });
  });
});

describe('an execution that is canceled by the next', () => {
  it('ends, and the next is done', async () => {
    const { kit, said, come, deliver } = await createLine('cancel_previous');
    const first = await come('a');
    await come('b');
    await deliver();
    expect(said).toEqual(['b']);
    expect(await kit.execution(first)).toMatchObject({ status: 'canceled' });
  });
});
