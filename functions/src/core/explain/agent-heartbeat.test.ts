import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { type AgentId, agentIds } from '../../model/agent.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { postSlackMessage } from '../../steps/messaging/post-slack-message.ts';
import { freshTask } from '../engine/tasks/fresh-task.ts';
import { systemActor } from '../governance/audit.ts';
import { settleCompetitiveAction } from '../governance/settle-competitive-action.ts';
import { heartbeatOf, summedUp } from './agent-heartbeat.ts';
import { agentWork } from './agent-work.ts';

let kit: EngineKit;
beforeEach(async () => {
  kit = await createEngineKit([postSlackMessage]);
});

const put = (path: string, data: object) =>
  kit.store.commit([{ op: 'set', path, data: data as Record<string, never> }]);
const look = async (agent: AgentId) => summedUp((await heartbeatOf(kit.engine, orgId, [agent])).get(agent) ?? []);

function threat(id: string, priority: string, more: object = {}) {
  const now = kit.clock.now();
  return put(paths.competitiveAction(id).path, {
    ...{ type: 'price_adjustment', title: 'Match them', recommendation: 'Go down', product: 'Tea', productId: 'tea' },
    ...{ competitor: 'Rival', currentPrice: 10, suggestedPrice: 9, currency: 'USD', dataJson: '{"gap":10}', priority },
    ...{ assignedAgent: 'money_mike', status: 'pending', taskId: null, executionId: null, createdBy: 'owner' },
    ...{ createdAt: now, updatedAt: now, expireAt: expiryOf('insight', now) },
    ...more,
  });
}

function task(id: string, more: Partial<Parameters<typeof freshTask>[0]>) {
  const given = {
    title: 'Write',
    description: '',
    priority: 'normal',
    assignedAgent: 'craig',
    assignedTo: null,
  } as const;
  return put(paths.task(id).path, freshTask({ ...given, createdBy: 'owner', ...more }, kit.clock.now()));
}

describe('the heartbeat', () => {
  it('is ok where nothing requires attention', async () => {
    expect(await look('ezal')).toEqual({ status: 'ok' });
  });

  it('tells of critical competitive threats to whom they are, and to who watches competitors', async () => {
    await threat('a', 'critical');
    await threat('b', 'critical', { assignedAgent: 'craig' });
    await threat('c', 'critical', { status: 'done' });
    expect(await look('ezal')).toEqual({
      status: 'alert',
      message: '🚨 2 critical competitive threats require attention',
      priority: 'high',
      actions: [
        expect.objectContaining({ actionId: 'a', type: 'price_adjustment', suggestedPrice: 9, data: { gap: 10 } }),
        expect.objectContaining({ actionId: 'b', assignedAgent: 'craig' }),
      ],
    });
    expect(await look('money_mike')).toMatchObject({ message: '🚨 1 critical competitive threat requires attention' });
    expect(await look('pops')).toEqual({ status: 'ok' });
  });

  it('sums up the rest, the worst first', async () => {
    await threat('a', 'low', { assignedAgent: 'craig' });
    await task('asked', { requiresApproval: true });
    await task('failed', { status: 'escalated' });
    const now = kit.clock.now();
    await put(`${paths.connections.path}/slack`, {
      ...{ connector: 'slack', name: 'Ours', settings: {}, isDefault: true, status: 'failing', statusText: 'No' },
      ...{ checkedAt: now, createdBy: 'owner', createdAt: now, updatedAt: now, rotatedAt: null },
    });
    expect(await look('craig')).toMatchObject({
      message:
        '1 task could not be done; 1 task waits for a yes; 1 connection fails that the work goes through; 1 suggestion waits for an answer',
      priority: 'high',
      actions: [{ taskId: 'failed' }, { taskId: 'asked' }, { connectionId: 'slack' }, { actionId: 'a' }],
    });
    expect(await look('money_mike')).toEqual({ status: 'ok' });
  });

  it('tells no more of a proposal that somebody has decided on; one with a task goes by its task', async () => {
    await threat('a', 'critical');
    await threat('b', 'critical', { taskId: 'task1' });
    const member = (await kit.store.get(paths.member('owner')))?.data;
    if (!member) throw new Error('There is no owner');
    const by = { orgId, member, actor: { ...systemActor, kind: 'user', id: 'owner' } as const };
    const settle = async (id: string, verb: 'accept' | 'dismiss') =>
      (await settleCompetitiveAction(kit.engine, by, id, verb))?.data.status;
    expect([await settle('a', 'dismiss'), await settle('a', 'accept')]).toEqual(['dismissed', 'dismissed']);
    expect([await settle('b', 'accept'), await settle('nobody', 'accept')]).toEqual(['pending', undefined]);
    expect(await look('ezal')).toMatchObject({ actions: [{ actionId: 'b' }] });
    const entries = await kit.store.query(queries.audit(orgId, { limit: 5 }));
    expect(entries.map(({ data }) => data?.action)).toEqual(['competitive_action.dismissed']);
  });

  it('looks by the same few reads for one agent and for all', async () => {
    let reads = 0;
    const counting = { ...kit.store, query: <T>(query: Parameters<typeof kit.store.query<T>>[0]) => count(query) };
    const count: typeof kit.store.query = (query) => {
      reads++;
      return kit.store.query(query);
    };
    await heartbeatOf({ ...kit.engine, store: counting }, orgId, agentIds);
    expect(reads).toBe(4);
  });
});

describe('the work of an agent', () => {
  it('counts what people have answered in 90 days, and names what is open', async () => {
    const long = new Date(kit.clock.now().getTime() - 100 * 86_400_000);
    const now = kit.clock.now();
    const approval = (id: string, more: object) =>
      put(paths.approval(id).path, {
        ...{
          kind: 'act',
          executionId: 'e',
          playbookId: 'p',
          playbookName: 'P',
          path: 'x',
          title: 'Do it',
          message: '',
        },
        ...{ status: 'approved', agent: 'craig', requestedAt: now, expiresAt: now, decidedBy: 'owner', decidedAt: now },
        ...{ reason: null, expireAt: now },
        ...more,
      });
    await approval('a', {});
    await approval('b', { editedBy: 'owner' });
    await approval('c', { status: 'rejected' });
    await approval('d', { status: 'expired', decidedBy: null, decidedAt: null });
    await approval('e', { requestedAt: long });
    await approval('f', { agent: null });
    await task('yes', { requiresApproval: true, approvedAt: now, approvedBy: 'owner', status: 'completed' });
    await task('open', {});
    await task('rehearsed', { status: 'completed', isDryRun: true });
    await kit.playbook([{ id: 'a', action: 'post_slack_message' }], { agent: 'craig', name: 'News', createdAt: now });
    const [craig, ezal] = await agentWork(kit.engine, orgId);
    expect(craig).toEqual({
      agent: 'craig',
      playbooks: { count: 1, first: [{ playbookId: 'playbook1', name: 'News' }] },
      tasks: { count: 1, first: [{ taskId: 'open', title: 'Write', status: 'new' }] },
      trust: { approved: 2, edited: 1, rejected: 1, expired: 1, done: 1, escalated: 0 },
    });
    expect(ezal?.trust).toMatchObject({ approved: 0, rejected: 0 });
  });
});
