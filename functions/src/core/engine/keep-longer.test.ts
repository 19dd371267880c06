import { describe, expect, it } from 'vitest';
import { createEngineKit, Death, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { resumeExecution } from './resume.ts';
import { startExecution } from './start-execution.ts';

const DAY_MS = 86_400_000;
const LARGE = 'x'.repeat(20_000);

/** A step with a large output, a hook, and then a sleep. */
async function asleep(days: number) {
  const seen: unknown[] = [];
  const kit = await createEngineKit([
    makeStep('give', () => ({ text: LARGE })),
    makeStep('take', ({ text }) => {
      seen.push(text);
      return {};
    }),
    makeStep('fail', () => {
      throw new Error('no');
    }),
  ]);
  const playbookId = await kit.playbook([
    { id: 'large', action: 'give' },
    { id: 'sleep', action: 'wait', params: { for: `${days} days` } },
    { id: 'answer', action: 'wait', params: { callback: true, for: '60 days' } },
    { id: 'read', action: 'take', params: { text: '{{steps.large.text}}' } },
  ]);
  const wake = async (id: string) => {
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'tick', at: null });
    await kit.drain();
  };
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
  return { kit, executionId, wake, seen };
}

async function endsOf(kit: Awaited<ReturnType<typeof asleep>>['kit'], executionId: string) {
  const { createdAt, expireAt } = await kit.execution(executionId);
  const outputs = await kit.store.query(queries.outputs(orgId, executionId, { limit: 10 }));
  const hooks = await kit.store.query(queries.hookOf(executionId));
  const days = (at: Date | undefined) => at && (at.getTime() - createdAt.getTime()) / DAY_MS;
  return [
    days(expireAt),
    ...outputs.map(({ data }) => days(data?.expireAt)),
    ...hooks.map(({ data }) => days(data && 'expireAt' in data ? data.expireAt : undefined)),
  ];
}

describe('an execution that sleeps beyond the time that it is kept for', () => {
  it('is kept longer with what is said about it', async () => {
    const { kit, executionId, wake } = await asleep(45);
    const { createdAt, expireAt } = await kit.execution(executionId);
    const said = { executionId, by: 'owner', mentions: [], isTainted: false, createdAt, expireAt };
    const comments = Array.from({ length: 301 }, (_, index) => ({ ...said, text: `No. ${index}` }));
    for (const data of comments) {
      await kit.store.commit([{ op: 'create', path: paths.comment(data.text.replace('. ', '_')).path, data }]);
    }
    await wake(executionId);
    const { expireAt: until } = await kit.execution(executionId);
    const all = await kit.store.query(queries.executionComments(orgId, executionId, { limit: 400 }));
    expect(all).toHaveLength(301);
    expect(new Set(all.map(({ data }) => data?.expireAt.getTime()))).toEqual(new Set([until.getTime()]));
  });

  it('is kept longer, with what lies beside it and the address of its answers', async () => {
    const { kit, executionId, wake, seen } = await asleep(45);
    await wake(executionId);
    expect(await endsOf(kit, executionId)).toEqual([75, 75, 75]);
    await kit.clock.advance(45 * DAY_MS);
    await wake(executionId);
    expect(await endsOf(kit, executionId)).toEqual([135, 135, 135]);
    await kit.clock.advance(60 * DAY_MS);
    await wake(executionId);
    expect((await kit.execution(executionId)).status).toBe('completed');
    expect(seen).toEqual([LARGE]);
    expect(await endsOf(kit, executionId)).toEqual([135, 135, 135]);
  });

  it('keeps what lies beside it also when the worker dies between the two', async () => {
    const { kit, executionId, wake } = await asleep(45);
    kit.deaths.add('kept_longer');
    await expect(wake(executionId)).rejects.toThrow(Death);
    await kit.clock.advance(61_000);
    await wake(executionId);
    expect(await endsOf(kit, executionId)).toEqual([75, 75, 75].map((days) => expect.closeTo(days, 2)));
  });

  it('costs nothing where it is awake in time', async () => {
    const { kit, executionId, wake } = await asleep(22);
    await wake(executionId);
    expect(await endsOf(kit, executionId)).toEqual([30, 30, 30]);
    expect(kit.commits.flat().filter((path) => path.endsWith('/outputs/large'))).toHaveLength(1);
  });
});

describe('an execution that is resumed in its last days', () => {
  it('is kept longer, too', async () => {
    const { kit, executionId, wake } = await asleep(20);
    await wake(executionId);
    const id = executionId;
    const fields = {
      status: 'canceled',
      lease: null,
      wait: null,
      dueAt: null,
      completedAt: kit.clock.now(),
      error: null,
    };
    await kit.store.commit([{ op: 'update', path: paths.execution(id).path, fields }]);
    await kit.clock.advance(29 * DAY_MS);
    const how = { by: 'owner', version: 'pinned', inputs: {} } as const;
    expect(await resumeExecution(kit.engine, orgId, id, how)).toMatchObject({ kind: 'resumed' });
    expect(await endsOf(kit, id)).toEqual([59, 59, 59]);
  });
});

describe('an execution that a pause holds', () => {
  it('is kept as long as it is held', async () => {
    const { kit, executionId, wake } = await asleep(1);
    const pause = { since: kit.clock.now(), by: 'owner', reason: null };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { pause } }]);
    await wake(executionId);
    await kit.clock.advance(DAY_MS);
    await wake(executionId);
    const { wait, createdAt } = await kit.execution(executionId);
    expect(wait?.kind).toBe('pause');
    const soon = new Date(kit.clock.now().getTime() + DAY_MS);
    await kit.store.commit([{ op: 'update', path: paths.execution(executionId).path, fields: { expireAt: soon } }]);
    await kit.clock.advance((wait?.wakeAt ?? createdAt).getTime() - kit.clock.now().getTime());
    await wake(executionId);
    const held = await kit.execution(executionId);
    expect(held.wait?.kind).toBe('pause');
    expect(held.expireAt.getTime()).toBeGreaterThan(kit.clock.now().getTime() + 29 * DAY_MS);
  });
});
