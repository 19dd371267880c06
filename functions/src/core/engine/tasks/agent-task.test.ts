import { expect, it } from 'vitest';
import { createAgentKit } from '../../../../test/kit/agent-kit.ts';
import { makeStep, orgId, paths } from '../../../../test/kit/engine-kit.ts';
import { systemActor } from '../../governance/audit.ts';
import { createTask } from './create-task.ts';
import { dispatchTask } from './dispatch-task.ts';

/** Those that an agent has where nobody names any. */
const TOOLS = ['query_documents', 'get_document', 'aggregate_list', 'fetch_page', 'extract_products', 'read_rss'].map(
  (id) => makeStep(id, () => ({})),
);

it.each([false, true])(
  'an agent with a language model finds out by itself what to do (tainted: %s)',
  async (isTainted) => {
    const kit = await createAgentKit(() => ({ text: 'There are 40 jars.' }), TOOLS);
    const services = { ...kit.engine.services, setting: () => 'model-1', secret: async () => 'key' };
    const engine = { ...kit.engine, services };
    const nothing = { params: {}, metadata: { shelf: 'B' }, action: null, assignedTo: null, deadline: null };
    const asked = {
      title: 'Count the jars',
      description: 'All of them',
      priority: 'normal',
      requiresApproval: false,
    } as const;
    const draft = { ...nothing, ...asked, assignedAgent: 'pops' };
    const { taskId } = await createTask(engine, { orgId, actor: systemActor, isTainted }, draft);
    expect(await dispatchTask(engine, orgId, taskId)).toBe('started');
    await kit.drain();
    const task = (await kit.store.get(paths.task(taskId)))?.data;
    expect(task).toMatchObject({ executionError: null, status: 'completed', isTainted });
    expect(JSON.stringify(kit.asked[0])).toMatch(/Count the jars.*All of them.*shelf/s);
  },
);

it('an agent whose task strangers had a say in asks before each act', async () => {
  const kit = await createAgentKit((_, index) =>
    index === 0 ? { calls: [['mail', { to: ['owner@thrive.example'] }]] } : { text: 'Done.' },
  );
  const params = { goal: 'Mail the owner', tools: ['mail'], confirm: false };
  const nothing = { metadata: {}, assignedTo: null, deadline: null, description: '', assignedAgent: 'pops' };
  const draft = { ...nothing, title: 'Mail', priority: 'normal', requiresApproval: false, action: 'run_agent', params };
  const { taskId } = await createTask(kit.engine, { orgId, actor: systemActor, isTainted: true }, draft as never);
  await dispatchTask(kit.engine, orgId, taskId);
  await kit.drain();
  expect(kit.sent).toEqual([]);
  expect((await kit.open()).data).toMatchObject({ action: 'mail', path: 'work[turn-1].calls[call-1].mail' });
});
