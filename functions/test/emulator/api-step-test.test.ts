import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOptions } from '../kit/api-kit.ts';
import { type ConnectionWorld, openConnectionWorld } from '../kit/connection-world.ts';

let world: ConnectionWorld;
beforeAll(async () => {
  world = await openConnectionWorld();
});
afterAll(() => world.close());

describe('the test of a step', () => {
  const test = (action: string, body: unknown, options?: CallOptions) =>
    world.post(`/api/steps/${action}/test`, body, options);

  it('is dry unless told otherwise, with samples for its templates', async () => {
    const params = { to: 'ada@shop.example', subject: '{{steps.find.total}} left', body: 'Hi {{inputs.name}}' };
    const facts = { steps: { find: { total: 3 } }, inputs: { name: 'Bo' } };
    const { status, body } = await test('send_email', { params, facts });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'completed', mode: 'dry_run', playbookName: 'Test of Send e-mail' });
    expect(body.note).toMatch(/^would have .*ada@shop\.example/);
  });

  it('for real uses the connection, and says what came of it', async () => {
    await world.post('/api/connections', {
      connector: 'discord',
      name: 'Again',
      secrets: { webhookUrl: world.address('again') },
    });
    const params = { text: 'From a test' };
    const done = await test('post_discord_message', { params, dryRun: false });
    expect(done.body).toMatchObject({ status: 'completed', mode: 'live', output: { messageId: '1' } });
    expect([world.lastSeen(), done.body.output.channelId]).toEqual([
      expect.stringContaining(world.planted.again ?? '-'),
      expect.stringContaining('<omitted>'),
    ]);
    world.mood.isRefusing = true;
    const failed = await test('post_discord_message', { params, dryRun: false });
    world.mood.isRefusing = false;
    expect(failed.body).toMatchObject({ status: 'failed', error: { code: expect.any(String) }, output: null });
  });

  it('waits for a yes where the policy wants one', async () => {
    const policy = { moderate: { decision: 'approve' } };
    expect((await world.patch('/api/tenant', { policy })).status).toBe(200);
    const asked = await test('post_discord_message', { params: { text: 'Well?' }, dryRun: false });
    expect([asked.status, asked.body]).toEqual([202, { executionId: expect.any(String), status: 'waiting' }]);
    const { body } = await world.call('GET', `/api/executions/${asked.body.executionId}`);
    expect(body).toMatchObject({ wait: { kind: 'approval' }, playbookId: 'step_tests' });
  });

  it('is refused with the place of the mistake, and to viewers', async () => {
    const wrong = await test('send_email', { params: { to: '{{steps.nobody.mail}}', subject: 'x', body: 'y' } });
    expect([wrong.status, wrong.problem.errors?.[0]?.path]).toEqual([422, 'params.to']);
    expect((await test('no_such_step', {})).status).toBe(404);
    expect((await test('for_each', { params: { items: [] } })).status).toBe(422);
    const templated = await test('set_variables', { facts: { steps: { a: { b: '{{org.id}}' } } } });
    expect(templated.status).toBe(422);
    const viewer = { token: world.api.token(`viewer_${world.orgId}`) };
    expect((await test('set_variables', { params: { a: 1 } }, viewer)).status).toBe(403);
    const key = { key: await world.api.key(world.orgId, ['executions:run']) };
    const byKey = await test('set_variables', { params: { a: 1 } }, key);
    expect(byKey.body).toMatchObject({ status: 'completed', triggeredBy: 'api', output: { a: 1 } });
  });

  it('lets no sample pass for the step itself, nor be more than a playbook may be', async () => {
    const params = { a: 1 };
    const own = await test('set_variables', { params, facts: { steps: { tested: { a: 2 } } } });
    expect([own.status, own.problem.errors?.[0]?.path]).toEqual([422, expect.stringContaining('facts')]);
    const hidden = { steps: { 'sample-of-ezal': { a: 2 } }, agents: { ezal: { a: 3 } } };
    expect((await test('set_variables', { params, facts: hidden })).status).toBe(422);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`s${index}`, { a: index }]));
    expect((await test('set_variables', { params, facts: { steps: many } })).status).toBe(422);
    const wide = { steps: { a: { text: 'x'.repeat(200_000) } } };
    expect((await test('set_variables', { params, facts: wide })).status).toBe(422);
  });

  it('stands in the list of executions under a name of its own, and in no list of playbooks', async () => {
    const { body } = await world.call('GET', '/api/executions?playbookId=step_tests');
    expect(body.items.map((one: { playbookName: string }) => one.playbookName)).toContain('Test of Send e-mail');
    const all = await world.call('GET', '/api/playbooks');
    expect(all.body.items).toEqual([]);
    const explained = await world.call('GET', `/api/executions/${body.items[0].executionId}/explain`);
    expect(explained.status).toBe(200);
  });
});
