import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../../test/kit/consent-kit.ts';
import { budget, orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { start, statuses } from '../../../../test/kit/flow-kit.ts';
import type { JsonObject } from '../../../model/json.ts';
import { top } from '../../../model/paths.ts';
import { policySchema } from '../../../model/policy.ts';
import { queries } from '../../../model/query.ts';
import type { Store } from '../../ports.ts';
import { NonRetriableError, RetryAfterError } from '../errors.ts';
import { resumeExecution } from '../resume.ts';
import { startExecution } from '../start-execution.ts';
import { wakeExecution } from '../wake-execution.ts';

const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@thrive.example`);
const mail = (params: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: 'mail',
  action: 'mail',
  params,
  ...more,
});
const asked = mail({ to: 'ada@example.com', text: 'At {{now}}' }, { requiresApproval: true });
const moderate = (decision: string) => policySchema.parse({ moderate: { decision, within: {}, beyond: decision } });
const resume = { by: 'owner', version: 'pinned', inputs: {} } as const;

describe('an act that needs a yes', () => {
  it('waits, and then does exactly what was shown, whatever has changed since', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([asked]);
    const { id: approvalId, data } = await kit.open();
    expect(data).toMatchObject({
      kind: 'act',
      action: 'mail',
      risk: 'moderate',
      title: 'Send mail (Test)',
      message: 'Without this question it would have mailed ada@example.com.',
      reasons: ['The playbook asks for a yes at this step'],
      requestedBy: 'owner',
      needed: 1,
    });
    const shown = JSON.parse(data.paramsJson ?? '');
    expect(kit.sent).toEqual([]);
    await kit.clock.advance(3_600_000);
    expect(await kit.answer(approvalId, {})).toBe('decided');
    expect(kit.sent).toEqual([{ to: ['ada@example.com'], text: shown.text }]);
    expect(await kit.execution(id)).toMatchObject({ status: 'completed', stepResults: [{ approvalId }] });
  });

  it('that gets a no fails, and so does one that nobody answers in time', async () => {
    const kit = await createConsentKit();
    const no = await kit.go([asked]);
    await kit.answer((await kit.open()).id, { status: 'rejected', reason: 'Not now' });
    expect((await kit.execution(no)).error).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('Not now'),
    });
    const late = await kit.go([asked]);
    await kit.runOut();
    expect((await kit.execution(late)).error).toMatchObject({ code: 'approval_expired' });
    expect(kit.sent).toEqual([]);
  });

  it.each([
    ['happens after all', asked, {}, 'completed'],
    ['does not, where its risk is high', mail({ to: many }), {}, 'failed'],
    [
      'does not, where strangers have a say in it',
      mail({ to: '{{steps.page.to}}' }),
      { id: 'page', action: 'fetch', params: { to: 'eve@rival.example' } },
      'failed',
    ],
  ])('by default on expiry %s', async (_, step, before, status) => {
    const kit = await createConsentKit();
    const rule = { approval: { onExpiry: 'approve', timeoutMs: 3_600_000 } };
    const id = await kit.go([...('id' in before ? [before] : []), { ...step, ...rule }]);
    await kit.runOut();
    expect((await kit.execution(id)).status).toBe(status);
    expect(kit.sent).toHaveLength(status === 'completed' ? 1 : 0);
    const action = status === 'completed' ? 'approval.approved' : 'approval.expired';
    expect((await kit.audited()).map((one) => [one.action, one.actor.kind])).toEqual([[action, 'system']]);
  });

  it('asks for each item of a loop, and for each way', async () => {
    const kit = await createConsentKit();
    const loop = {
      id: 'each',
      action: 'for_each',
      params: { items: ['a@x.example', 'b@x.example'] },
      steps: [{ ...asked, params: { to: '{{item}}' } }],
    };
    const id = await kit.go([loop]);
    const open = await kit.approvals();
    expect(open.map(({ data }) => data.path).toSorted()).toEqual(['each[0].mail', 'each[1].mail']);
    const second = open.find(({ data }) => data.path === 'each[1].mail');
    await kit.answer(second?.id ?? '', {});
    expect(kit.sent.map(({ to }) => to)).toEqual([['b@x.example']]);
    await kit.answer((await kit.open()).id, {});
    expect((await kit.execution(id)).status).toBe('completed');
    expect(kit.sent).toHaveLength(2);
  });

  it('asks in each share of a large loop', async () => {
    const kit = await createConsentKit();
    const items = Array.from({ length: 101 }, (_, index) => index);
    const one = { ...asked, params: { to: 'x@x.example' }, condition: 'index == 3 || index == 100' };
    const id = await kit.go([{ id: 'each', action: 'for_each', params: { items, concurrency: 50 }, steps: [one] }]);
    const open = await kit.approvals();
    expect(open.map(({ data }) => data.path).toSorted()).toEqual(['each[100].mail', 'each[3].mail']);
    for (const { id: approvalId } of open) await kit.answer(approvalId, {});
    expect((await kit.execution(id)).status).toBe('completed');
    expect(kit.sent).toHaveLength(2);
  });

  it('is asked for where a step only reads, too, if its playbook wants it', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([mail({ to: [] }, { requiresApproval: true })]);
    expect((await kit.open()).data.risk).toBe('safe');
    await kit.answer((await kit.open()).id, {});
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('keeps its yes through retries', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([asked]);
    const later = new Date(kit.clock.now().getTime() + 1_800_000);
    kit.failures.push(new RetryAfterError('Later', later, { mayHaveActed: false }));
    const text = JSON.parse((await kit.open()).data.paramsJson ?? '').text;
    await kit.answer((await kit.open()).id, {});
    expect((await kit.execution(id)).wait?.kind).toBe('retry');
    await kit.runOut();
    expect(kit.sent).toEqual([{ to: ['ada@example.com'], text }]);
    expect(await kit.approvals()).toHaveLength(1);
  });

  it('keeps it through a resume where nothing was done, and else is asked anew', async () => {
    const fixed = mail({ to: 'ada@example.com', text: 'Hi' }, { requiresApproval: true });
    for (const [mayHaveActed, questions] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const kit = await createConsentKit();
      const id = await kit.go([fixed]);
      kit.failures.push(new NonRetriableError('No such host', { mayHaveActed }));
      await kit.answer((await kit.open()).id, {});
      expect((await kit.execution(id)).status).toBe('failed');
      await resumeExecution(kit.engine, orgId, id, resume);
      await kit.drain();
      expect(await kit.approvals()).toHaveLength(questions);
      expect(kit.sent).toHaveLength(mayHaveActed ? 0 : 1);
    }
  });

  it('with other params than before is asked anew after a resume', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([asked]);
    kit.failures.push(new NonRetriableError('No such host', { mayHaveActed: false }));
    await kit.answer((await kit.open()).id, {});
    await kit.clock.advance(60_000);
    await resumeExecution(kit.engine, orgId, id, resume);
    await kit.drain();
    expect(await kit.approvals()).toHaveLength(2);
    expect(kit.sent).toEqual([]);
  });

  it('asks twice of one step: whether it may, and whether it has', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([asked]);
    kit.failures.push(new Error('cut off'));
    await kit.answer((await kit.open()).id, {});
    const doubt = await kit.open();
    expect(doubt.data.kind).toBe('unknown_outcome');
    const [first] = (await kit.approvals()).filter(({ data }) => data.kind === 'act');
    await kit.clock.advance(60_000);
    await kit.answer(doubt.id, {});
    expect(kit.sent).toEqual([{ to: ['ada@example.com'], text: JSON.parse(first?.data.paramsJson ?? '').text }]);
    expect((await kit.execution(id)).status).toBe('completed');
  });

  it('tells everybody who may say yes, in the commit that asks, and has them written to', async () => {
    const kit = await createConsentKit();
    await kit.member('ed', 'editor');
    await kit.member('vic', 'viewer');
    await kit.go([asked]);
    const { id } = await kit.open();
    const commit = kit.commits.find((list) => list.includes(paths.approval(id).path)) ?? [];
    expect(commit.filter((path) => path.includes('/notifications/'))).toHaveLength(1);
    const [notice] = await kit.store.query(queries.notifications(orgId, 'ed', { limit: 5 }));
    expect(notice?.data).toMatchObject({ title: 'Send mail (Test)', link: `/approvals/${id}` });
    const told = kit.queued.filter(({ handler }) => handler === 'tell');
    expect(new Set(told.map(({ name }) => name)).size).toBe(1);
    expect(told[0]?.data).toEqual({ orgId, approvalId: id });
  });
});

describe('the policy of the tenant', () => {
  it('waits in the app, should there be no queue to write to people by', async () => {
    const kit = await createConsentKit();
    const { enqueue } = kit.engine.queue;
    const noQueue: typeof enqueue = async (task) => {
      if (task.handler === 'tell') throw new Error('no such queue');
      await enqueue(task);
    };
    const playbookId = await kit.playbook([asked]);
    const engine = { ...kit.engine, queue: { enqueue: noQueue } };
    const { executionId } = await startExecution(engine, kit.request(playbookId), false);
    await expect(wakeExecution(engine, orgId, executionId, budget(kit))).rejects.toThrow('no such queue');
    await kit.clock.advance(61_000);
    const left = await wakeExecution(engine, orgId, executionId, budget(kit));
    expect(left).toMatchObject({ status: 'waiting', wait: { kind: 'approval' } });
    expect((await kit.open()).data.status).toBe('pending');
  });

  it('asks where an act is risky or reaches far', async () => {
    const kit = await createConsentKit();
    await kit.go([mail({ to: many })]);
    expect((await kit.open()).data).toMatchObject({ risk: 'high', reasons: ['Its risk is high'] });
  });

  it('refuses what it does not allow, and says who can change that', async () => {
    const kit = await createConsentKit();
    await kit.tenant({ policy: moderate('block') });
    const id = await kit.go([mail({ to: 'ada@example.com' })]);
    expect((await kit.execution(id)).error).toMatchObject({
      code: 'blocked_by_policy',
      message: expect.stringContaining('An owner can change'),
      fix: { href: '/settings' },
    });
    expect(kit.sent).toEqual([]);
  });

  it('tells the owners of what it lets happen so', async () => {
    const kit = await createConsentKit();
    await kit.tenant({ policy: moderate('notify') });
    await kit.go([mail({ to: 'ada@example.com' })]);
    expect(kit.sent).toHaveLength(1);
    const found = await kit.store.query(queries.notifications(orgId, 'owner', { limit: 5 }));
    expect(found.map(({ data }) => data?.message)).toEqual([
      expect.stringContaining('would have mailed ada@example.com'),
    ]);
  });

  it('is read once a worker, however often it acts', async () => {
    const readsFor = async (...ids: readonly string[]): Promise<number> => {
      const kit = await createConsentKit();
      let reads = 0;
      const get: Store['get'] = (ref) => {
        if (ref.path === top.tenant(orgId).path) reads += 1;
        return kit.store.get(ref);
      };
      const engine = { ...kit.engine, store: { ...kit.store, get } };
      const id = await start(
        kit,
        ids.map((step) => ({ ...mail({ to: 'a@x.example' }), id: step })),
        {},
        false,
      );
      await wakeExecution(engine, orgId, id, budget(kit));
      expect(kit.sent).toHaveLength(ids.length);
      return reads;
    };
    expect(await readsFor('m1', 'm2', 'm3')).toBe(await readsFor('m1'));
  });
});

describe('a rehearsal', () => {
  it('asks nobody, says that it would have, and goes on', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([asked], { dryRun: true });
    const [result] = (await kit.execution(id)).stepResults;
    expect(result?.note).toBe(
      'would have asked for a yes first (The playbook asks for a yes at this step); would have mailed ada@example.com',
    );
    expect(await statuses(kit, id)).toEqual({ mail: 'completed' });
    expect([await kit.approvals(), kit.sent]).toEqual([[], []]);
  });

  it('fails where the policy would refuse', async () => {
    const kit = await createConsentKit();
    await kit.tenant({ policy: moderate('block') });
    const id = await kit.go([mail({ to: 'ada@example.com' })], { dryRun: true });
    expect((await kit.execution(id)).error?.code).toBe('blocked_by_policy');
  });
});
