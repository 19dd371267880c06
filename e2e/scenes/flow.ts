import { describe, expect, it, vi } from 'vitest';
import { DEMO_ORG_ID } from '../../local/src/seed/demo-shop.ts';
import { patience } from '../stage.ts';
import { stage } from '../the-stage.ts';

const steps = [
  { id: 'hand', action: 'set_variables', params: { url: '{{callbacks.answer}}' } },
  {
    id: 'orders',
    action: 'for_each',
    params: { items: ['Blue Dream', 'Golden Goat', 'Silver Haze'] },
    steps: [{ id: 'line', action: 'set_variables', params: { text: '{{index}}: {{item}}' } }],
  },
  { id: 'ask', action: 'request_approval', params: { title: 'Order three products?', message: 'About $120' } },
  { id: 'answer', action: 'wait', params: { callback: true } },
  { id: 'low', action: 'wait_for_event', params: { eventName: 'inventory.low_stock', match: { itemId: 'flow-item' } } },
  {
    id: 'tell',
    action: 'send_email',
    params: {
      to: '{{user.email}}',
      subject: 'All is ordered',
      body: '{{steps.orders.total}} products, approved by {{steps.ask.by}}; the wholesaler says {{steps.answer.body.says}}; {{steps.low.event.name}} is low',
    },
  },
];

describe('a playbook that loops, asks, and waits for the outside', () => {
  it('goes on with a click, a callback and an event', async () => {
    const { stack } = stage;
    const { playbookId } = await stage.post('/api/playbooks', { name: 'Weekly order', status: 'active', steps });
    const { executionId } = await stage.post(`/api/playbooks/${playbookId}/execute`, { wait: 5 });
    const execution = stage.database.doc(`tenants/${DEMO_ORG_ID}/playbook_executions/${executionId}`);
    const waitsFor = async () => (await execution.get()).get('wait.kind');
    await vi.waitFor(async () => expect(await waitsFor()).toBe('approval'), patience);

    const owner = await stage.arrive(`/executions/${executionId}`);
    await owner.page.getByText('Order three products?').first().waitFor();
    await owner.page.getByRole('button', { name: 'Approve' }).click();
    await vi.waitFor(async () => expect(await waitsFor()).toBe('callback'), patience);

    const results = (await execution.get()).get('stepResults') as { path: string; outputJson: string }[];
    expect(results.map(({ path }) => path)).toContain('orders[2].line');
    const { url } = JSON.parse(results.find(({ path }) => path === 'hand')?.outputJson ?? '{}');
    const hook = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"says":"yes"}',
    });
    expect(hook.status).toBe(202);
    await vi.waitFor(async () => expect(await waitsFor()).toBe('event'), patience);

    const item = stage.database.doc(`tenants/${DEMO_ORG_ID}/inventory/flow-item`);
    await item.set({ name: 'Silver Haze', quantity: 9, reorderPoint: 5 });
    await item.update({ quantity: 2 });
    await owner.page.getByText('Completed').first().waitFor({ timeout: 60_000 });
    const [mail] = stack.inbox.messages().filter(({ subject }) => subject === 'All is ordered');
    for (const told of ['3 products', 'says yes', 'Silver Haze is low']) expect(mail?.text).toContain(told);
    await owner.page.getByRole('button', { name: 'Explain in plain words' }).click();
    await owner.page
      .getByText(/started it/)
      .first()
      .waitFor();
    expect(owner.complaints).toEqual([]);
  });
});
