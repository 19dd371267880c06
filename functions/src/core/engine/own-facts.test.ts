import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { dispatchEvent } from '../triggering/dispatch-event.ts';
import { NonRetriableError } from './errors.ts';
import { startExecution } from './start-execution.ts';
import { wakeExecution } from './wake-execution.ts';

const break_ = makeStep('break', () => {
  throw new NonRetriableError('The shop did not answer', { code: 'unreachable' });
});
const create = () => createEngineKit([break_, makeStep('do', () => ({}))]);

async function eventsOf(kit: EngineKit) {
  const found = await kit.store.query(queries.events(orgId, new Date(0), new Date('2030-01-01'), { limit: 100 }));
  return found.flatMap(({ id, data }) => (data === null ? [] : [{ id, ...data, data: JSON.parse(data.dataJson) }]));
}
async function listen(kit: EngineKit, eventName: string, steps: readonly JsonObject[]): Promise<string> {
  const playbookId = await kit.playbook(steps, { triggers: [{ type: 'event', id: 'event', eventName }] });
  const data = { playbookId, triggerId: 'event', eventName, filter: null, armedAt: new Date(0) };
  await kit.store.commit([{ op: 'set', path: paths.listener(playbookId, 'event').path, data }]);
  return playbookId;
}
async function run(kit: EngineKit, playbookId: string, more = {}) {
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId, more), false);
  await wakeExecution(kit.engine, orgId, executionId, budget(kit));
  return executionId;
}
/** Serves all that is enqueued, until nothing is left. */
async function settle(kit: EngineKit): Promise<void> {
  for (let task = kit.queued.shift(); task !== undefined; task = kit.queued.shift()) {
    const { handler, data } = task;
    if (handler === 'dispatch') await dispatchEvent(kit.engine, orgId, String(data.eventId));
    if (handler === 'advance') await wakeExecution(kit.engine, orgId, String(data.executionId), budget(kit));
  }
}

describe('a failure', () => {
  it('is an event, stored in the commit that ends the execution', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([
      { id: 'ok', action: 'do' },
      { id: 'scan', action: 'break' },
    ]);
    const executionId = await run(kit, playbookId, { depth: 2 });
    const [event, ...more] = await eventsOf(kit);
    expect(more).toEqual([]);
    const error = { error: 'The shop did not answer', code: 'unreachable', stepId: 'scan' };
    const data = { executionId, playbookId, playbookName: 'Test', ...error };
    const marks = { depth: 2, causedBy: executionId, isTainted: false };
    expect(event).toMatchObject({ eventName: 'execution.failed', data, ...marks });
    expect(kit.commits.find((written) => written.includes(`${paths.events.path}/${event?.id}`))).toContain(
      paths.execution(executionId).path,
    );
    expect(kit.queued.filter(({ handler }) => handler === 'dispatch')).toMatchObject([{ name: event?.id }]);
  });

  it('is told though the worker dies right behind it, and once', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'break' }]);
    kit.deaths.add('left');
    await expect(run(kit, playbookId)).rejects.toThrow();
    await settle(kit);
    const [event, ...more] = await eventsOf(kit);
    expect(more).toEqual([]);
    expect(event?.dueAt?.getTime()).toBeGreaterThan(kit.clock.now().getTime());
  });

  it('starts what listens for it, and no storm where that fails, too', async () => {
    const kit = await create();
    await listen(kit, 'execution.failed', [{ action: 'break' }]);
    await listen(kit, 'execution.failed', [{ action: 'do' }]);
    await run(kit, await kit.playbook([{ action: 'break' }]));
    await settle(kit);
    expect(await eventsOf(kit)).toHaveLength(1);
    const all = await kit.store.query(queries.executions(orgId, { limit: 100 }));
    expect(all.map(({ data }) => data?.status).toSorted()).toEqual(['completed', 'failed', 'failed']);
  });

  it.each([
    ['a rehearsal', { dryRun: true }],
    ['a rehearsal of a simulation', { isRehearsed: true }],
  ])('of %s is none', async (_, more) => {
    const kit = await create();
    await run(kit, await kit.playbook([{ action: 'break' }]), more);
    expect(await eventsOf(kit)).toEqual([]);
  });

  it('of a playbook that another one waits for is told of that one', async () => {
    const kit = await create();
    const inner = await kit.playbook([{ action: 'break' }]);
    const outer = await kit.playbook([{ action: 'run_playbook', params: { playbookId: inner } }], { name: 'Outer' });
    await run(kit, outer);
    await kit.runOut();
    expect((await eventsOf(kit)).map(({ data }) => data.playbookName)).toEqual(['Outer']);
  });
});

describe('a question to people', () => {
  const ask = { action: 'request_approval', params: { title: 'Send it?', message: 'To 40 customers' } };

  it('is an event, once, and one that it starts asks without another', async () => {
    const kit = await create();
    await listen(kit, 'approval.requested', [ask]);
    await run(kit, await kit.playbook([ask]));
    await settle(kit);
    const [event, ...more] = await eventsOf(kit);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ eventName: 'approval.requested', data: { title: 'Send it?', playbookName: 'Test' } });
    expect(await kit.store.query(queries.approvals(orgId, { limit: 10 }))).toHaveLength(2);
  });
});

describe('a monthly limit', () => {
  it('that comes near is an event for each share, once a month', async () => {
    const kit = await create();
    const limits = { daily: {}, monthlyExecutions: 4, monthlyCost: null, executionCost: null };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { limits } }]);
    const playbookId = await kit.playbook([{ action: 'do' }]);
    for (let index = 0; index < 5; index++) {
      await run(kit, playbookId, { occasion: { kind: 'request', key: String(index) } });
      await kit.clock.advance(60_000);
    }
    const told = (await eventsOf(kit)).map(({ data }) => data).toSorted((a, b) => a.percent - b.percent);
    expect(told.map(({ percent }) => percent)).toEqual([75, 90, 100]);
    expect(told[0]).toEqual({ limit: 'monthly_executions', percent: 75, used: 3, of: 4 });
  });
});
