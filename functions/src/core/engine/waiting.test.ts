import { describe, expect, it } from 'vitest';
import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, outputAt, start, tell } from '../../../test/kit/flow-kit.ts';
import type { DomainEvent } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { dispatchEvent } from '../triggering/dispatch-event.ts';
import { cancelExecution } from './cancel.ts';
import { decideApproval } from './decide-approval.ts';
import { receiveCallback } from './receive-callback.ts';
import { startExecution } from './start-execution.ts';

const DAY_MS = 86_400_000;

describe('wait', () => {
  it('lasts 45 days, which is longer than a task can be kept', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [{ action: 'wait', params: { for: '45 days' } }, tell('done')]);
    const { wait, dueAt } = await kit.execution(id);
    expect(wait).toMatchObject({ kind: 'timer', wakeAt: new Date(kit.clock.now().getTime() + 45 * DAY_MS) });
    expect(kit.queued).toEqual([]);
    await kit.clock.advance(45 * DAY_MS);
    expect(dueAt?.getTime()).toBe(kit.clock.now().getTime());
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'tick', at: null });
    await kit.drain();
    expect(told).toEqual(['done']);
  });

  it('goes on with the answer that somebody posts, also when that comes early', async () => {
    for (const isEarly of [false, true]) {
      const { kit } = await createFlowKit();
      const pause = isEarly ? '1 h' : '1 s';
      const id = await start(kit, [
        { id: 'hand', action: 'give', params: { url: '{{callbacks.answer}}' } },
        { action: 'wait', params: { for: pause } },
        { id: 'answer', action: 'wait', params: { callback: true } },
        { id: 'end', action: 'give', params: { body: '{{steps.answer.body}}' } },
      ]);
      if (!isEarly) await kit.clock.advance(1_000);
      await kit.drain();
      const { url } = (await outputAt(kit, id, 'hand')) as { url: string };
      const [, hookId = '', path = ''] = /\/api\/hooks\/([^/]+)\/(.+)$/.exec(url) ?? [];
      expect(await receiveCallback(kit.engine, hookId, path, { paid: true })).toBe(true);
      expect(await receiveCallback(kit.engine, 'guessed', path, {})).toBe(false);
      for (const elsewhere of ['hand', 'nowhere', 'answer[1]', 'answer.hand']) {
        expect(await receiveCallback(kit.engine, hookId, elsewhere, {})).toBe(false);
      }
      await kit.runOut();
      expect(await outputAt(kit, id, 'end')).toEqual({ body: { paid: true } });
    }
  });
});

describe('wait_for_event', () => {
  const steps: readonly JsonObject[] = [
    { id: 'order', action: 'give', params: { id: 'o-7' } },
    {
      id: 'paid',
      action: 'wait_for_event',
      params: {
        eventName: 'custom.invoice_paid',
        filter: 'event.total > 10',
        match: { order: '{{steps.order.id}}' },
        timeout: '3 days',
      },
    },
    { id: 'end', action: 'give', params: { late: '{{steps.paid.timedOut}}', total: '{{steps.paid.event.total}}' } },
  ];
  const happen = async (kit: EngineKit, id: string, data: JsonObject) => {
    const now = kit.clock.now();
    const event: DomainEvent = {
      eventName: 'custom.invoice_paid',
      source: 'test',
      subject: `invoices/${id}`,
      time: now,
      dataJson: JSON.stringify(data),
      depth: 0,
      causedBy: null,
      isTainted: false,
      replayOf: null,
      onlyFor: null,
      dryRun: false,
      left: [],
      cursor: null,
      started: 0,
      dueAt: now,
      expireAt: new Date(now.getTime() + DAY_MS),
    };
    await kit.store.commit([{ op: 'create', path: paths.event(id).path, data: event }]);
    await dispatchEvent(kit.engine, orgId, id);
    await kit.drain();
  };
  const eventWaits = (kit: EngineKit) =>
    kit.store.query({ from: paths.eventWaits, where: [], orderBy: [], limit: 10, after: null });

  it('goes on with the event that fits, and no other', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, steps);
    await happen(kit, 'other', { order: 'o-8', total: 50 });
    await happen(kit, 'small', { order: 'o-7', total: 5 });
    expect((await kit.execution(id)).status).toBe('waiting');
    await happen(kit, 'right', { order: 'o-7', total: 50 });
    expect(await outputAt(kit, id, 'end')).toEqual({ late: false, total: 50 });
    expect(await eventWaits(kit)).toEqual([]);
  });

  it('finds the event that came while an earlier step was done', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [{ action: 'wait', params: { for: '1 h' } }, ...steps]);
    await kit.clock.advance(60_000);
    await happen(kit, 'early', { order: 'o-7', total: 50 });
    await kit.runOut();
    expect(await outputAt(kit, id, 'end')).toEqual({ late: false, total: 50 });
  });

  it('goes on without it after its time, or is released by a cancel', async () => {
    const { kit } = await createFlowKit();
    const late = await start(kit, [
      ...steps.slice(0, 2),
      { id: 'end', action: 'give', params: { late: '{{steps.paid.timedOut}}' } },
    ]);
    const canceled = await start(kit, steps);
    await cancelExecution(kit.engine, orgId, canceled, 'owner');
    await kit.runOut();
    expect(await outputAt(kit, late, 'end')).toEqual({ late: true });
    expect((await kit.execution(canceled)).status).toBe('canceled');
    expect(await eventWaits(kit)).toEqual([]);
  });

  it('does not take the same event twice in a row', async () => {
    const { kit } = await createFlowKit();
    const wait = { action: 'wait_for_event', params: { eventName: 'custom.invoice_paid' } };
    const id = await start(kit, [wait, wait]);
    await happen(kit, 'one', {});
    expect((await kit.execution(id)).status).toBe('waiting');
    await happen(kit, 'two', {});
    expect((await kit.execution(id)).status).toBe('completed');
  });
});

describe('request_approval', () => {
  const steps = [
    { id: 'ask', action: 'request_approval', params: { title: 'Send it?' } },
    tell('sent by {{steps.ask.by}}'),
  ];
  const approvalOf = async (kit: EngineKit, id: string) => {
    const { wait } = await kit.execution(id);
    return wait?.kind === 'approval' ? wait.approvalId : '';
  };

  it('goes on after a yes', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, steps);
    const decision = { status: 'approved' as const, by: 'owner', reason: null };
    expect(await decideApproval(kit.engine, orgId, await approvalOf(kit, id), decision)).toMatchObject({
      kind: 'decided',
    });
    await kit.drain();
    expect(told).toEqual(['sent by owner']);
  });

  it('fails after a no, with the reason', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, steps);
    const approvalId = await approvalOf(kit, id);
    await decideApproval(kit.engine, orgId, approvalId, { status: 'rejected', by: 'owner', reason: 'Not today' });
    await kit.drain();
    expect(told).toEqual([]);
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { code: 'rejected' } });
    expect((await kit.execution(id)).error?.message).toContain('Not today');
    const again = await decideApproval(kit.engine, orgId, approvalId, {
      status: 'approved',
      by: 'owner',
      reason: null,
    });
    expect(again).toMatchObject({ kind: 'closed', approval: { status: 'rejected' } });
  });

  it('expires, and is closed then', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, steps);
    const approvalId = await approvalOf(kit, id);
    await kit.runOut();
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { code: 'approval_expired' } });
    expect((await kit.store.get(paths.approval(approvalId)))?.data.status).toBe('expired');
  });

  it('is canceled with its execution', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, steps);
    const approvalId = await approvalOf(kit, id);
    await cancelExecution(kit.engine, orgId, id, 'owner');
    await kit.drain();
    expect(await kit.execution(id)).toMatchObject({ status: 'canceled', dueAt: null, lease: null });
    expect((await kit.store.get(paths.approval(approvalId)))?.data.status).toBe('canceled');
  });
});

describe('run_playbook', () => {
  it('waits for the other playbook and gives what its steps gave', async () => {
    const { kit } = await createFlowKit();
    const inputs = [{ name: 'n', type: 'number' }];
    const callee = await kit.playbook([{ id: 'double', action: 'give', params: { twice: '{{inputs.n * 2.0}}' } }], {
      inputs,
    });
    const id = await start(kit, [
      { id: 'call', action: 'run_playbook', params: { playbookId: callee, inputs: { n: 21 } } },
      { id: 'end', action: 'give', params: { got: '{{steps.call.outputs.double.twice}}' } },
    ]);
    expect(await outputAt(kit, id, 'end')).toEqual({ got: 42 });
  });

  it('fails when that fails, and says where', async () => {
    const { kit } = await createFlowKit();
    const callee = await kit.playbook([{ action: 'fail' }]);
    const id = await start(kit, [{ action: 'run_playbook', params: { playbookId: callee } }]);
    const { status, error } = await kit.execution(id);
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'child_failed' });
    expect(error?.fix?.href).toMatch(/^\/executions\//);
  });

  it('ends a playbook that calls itself', async () => {
    const { kit } = await createFlowKit();
    const id = await start(kit, [{ action: 'run_playbook', params: { playbookId: 'playbook1' } }]);
    await kit.runOut();
    expect((await kit.execution(id)).error?.message).toContain('loop');
  });
});

describe('a failure', () => {
  it('goes to the errorSteps of the step, which see the error, and then on', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [
      { id: 'page', action: 'fail', onError: 'branch', errorSteps: [tell('{{error.step}}: {{error.message}}')] },
      tell('and on'),
    ]);
    expect(told).toEqual(['page: No such page', 'and on']);
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('has the onFailure steps done before the execution ends', async () => {
    const { kit, told } = await createFlowKit();
    const id = await start(kit, [{ id: 'x', action: 'give', params: { a: 1 } }, { action: 'fail' }], {
      onFailureJson: JSON.stringify([{ action: 'wait', params: { for: '1 h' } }, tell('{{steps.x.a}} {{error.code}}')]),
    });
    expect(await kit.execution(id)).toMatchObject({ status: 'waiting', failing: { message: 'No such page' } });
    await kit.runOut();
    expect(told).toEqual(['1 failed']);
    expect(await kit.execution(id)).toMatchObject({ status: 'failed', error: { message: 'No such page' } });
  });

  it('that nobody started by hand or takes care of becomes an urgent task', async () => {
    const { kit } = await createFlowKit();
    const playbookId = await kit.playbook([{ action: 'fail' }]);
    const request = kit.request(playbookId, { triggeredBy: 'api' });
    const { executionId } = await startExecution(kit.engine, request, false);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'x', at: null });
    await kit.drain();
    const tasks = (await kit.store.query({ from: paths.tasks, where: [], orderBy: [], limit: 10, after: null })).map(
      ({ data }) => data,
    );
    expect(tasks).toMatchObject([{ priority: 'urgent', status: 'new', executionId, description: 'No such page' }]);
  });
});
