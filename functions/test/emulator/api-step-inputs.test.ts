import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionWorld, openConnectionWorld } from '../kit/connection-world.ts';

let world: ConnectionWorld;
beforeAll(async () => {
  world = await openConnectionWorld();
});
afterAll(() => world.close());

const note = (id: string, values: object, more: object = {}) => ({
  id,
  action: 'set_variables',
  params: values,
  ...more,
});

/** An execution of these steps that has ended. */
async function executed(steps: readonly object[], inputs: object = {}): Promise<string> {
  const names = Object.keys(inputs);
  const draft = { name: 'Inputs', inputs: names.map((name) => ({ name, type: 'text' })), steps };
  const { body } = await world.post('/api/playbooks', draft);
  const done = await world.post(`/api/playbooks/${body.playbookId}/execute`, {
    orgId: world.orgId,
    triggeredBy: 'manual',
    inputs,
    wait: 20,
  });
  return String(done.body.executionId);
}
const inputAt = (executionId: string, path: string) => `/api/executions/${executionId}/input?path=${path}`;

describe('the input of a step', () => {
  it('is its params filled in, also from an output that lies beside the execution', async () => {
    const executionId = await executed([
      note('large', { text: 'x'.repeat(20_000), price: 7 }),
      note('next', { price: '{{steps.large.price}}', tail: '{{steps.large.text}}' }),
      note('not_now', { a: 1 }, { condition: 'steps.large.price > 9' }),
    ]);
    const { status, body } = await world.call('GET', inputAt(executionId, 'next'));
    expect([status, body]).toEqual([
      200,
      { source: 'filled_in', params: { price: 7, tail: 'x'.repeat(20_000) }, reason: null },
    ]);
    const skipped = await world.call('GET', inputAt(executionId, 'not_now'));
    expect(skipped.body).toEqual({ source: 'unknown', params: null, reason: expect.stringContaining('skipped') });
  });

  it('of an act that people were asked about is what they were shown', async () => {
    const params = { to: ['ada@shop.example'], subject: '{{inputs.word}} for you', body: 'Hello' };
    const executionId = await executed([{ id: 'mail', action: 'send_email', params, requiresApproval: true }], {
      word: 'News',
    });
    const { body } = await world.call('GET', inputAt(executionId, 'mail'));
    expect(body).toMatchObject({ source: 'approved', params: { subject: 'News for you' } });
  });

  it('tells no secret of a connection', async () => {
    await world.post('/api/connections', {
      connector: 'discord',
      name: 'Again',
      secrets: { webhookUrl: world.address('again') },
    });
    await world.post('/api/steps/post_discord_message/test', { params: { text: 'Once' }, dryRun: false });
    const secret = world.planted.again ?? 'none';
    const executionId = await executed([note('said', { word: '{{inputs.word}}' })], { word: secret });
    const { status, body } = await world.call('GET', inputAt(executionId, 'said'));
    expect([status, JSON.stringify(body).includes(secret)]).toEqual([200, false]);
  });

  it('is for editors and keys that may read executions, and not there for other tenants', async () => {
    const address = inputAt(await executed([note('a', { n: 1 })]), 'a');
    const { api, orgId } = world;
    const status = async (options: object) => (await api.call('GET', address, options)).status;
    expect(await status({ token: api.token(`viewer_${orgId}`) })).toBe(403);
    expect(await status({ key: await api.key(orgId, ['executions:read']) })).toBe(200);
    expect(await status({ key: await api.key(orgId, ['playbooks:write']) })).toBe(403);
    const stranger = await api.tenant();
    expect(await status({ token: api.token(stranger.uid) })).toBe(404);
    expect(await status({})).toBe(401);
  });
});
