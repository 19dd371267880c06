import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, paths } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { noUsage } from '../../model/execution.ts';
import { PRICES } from '../../model/price.ts';
import type { Store } from '../ports.ts';
import { create, daily, execute, forecast, lowStock, setTenant, types } from './forecast.fixture.ts';

const DAY_MS = 24 * 3_600_000;

/** Events of the last 30 days, evenly spread, the oldest first. */
async function happened(kit: EngineKit, count: number, quantity: (index: number) => number): Promise<void> {
  const now = kit.clock.now().getTime();
  for (let index = 0; index < count; index++) {
    const time = new Date(now - 30 * DAY_MS + ((index + 0.5) * 30 * DAY_MS) / count);
    const event = {
      eventName: 'inventory.low_stock',
      source: 'inventory',
      subject: String(index),
      time,
      dataJson: JSON.stringify({ quantity: quantity(index) }),
      depth: 0,
      causedBy: null,
      cursor: null,
      started: 0,
      dueAt: null,
      expireAt: new Date(now + DAY_MS),
    };
    await kit.store.commit([{ op: 'create', path: paths.event(`event${index}`).path, data: event }]);
  }
}

describe('executions per month', () => {
  it('of a schedule are those of the coming month', async () => {
    const kit = await create();
    const triggers = [daily, { ...daily, id: 'minutes', cron: '*/5 * * * *' }];
    const { executionsPerMonth, triggers: said } = await forecast(
      kit,
      await kit.playbook([{ action: 'do' }], { triggers }),
    );
    expect(said.map(({ perMonth }) => perMonth)).toEqual([31, 31 * 288]);
    expect(executionsPerMonth).toEqual({ min: 31 * 289, max: 31 * 289 });
  });

  it('of an event are those that it wanted in the last 30 days', async () => {
    const kit = await create();
    await happened(kit, 90, (index) => index % 10);
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [daily, lowStock] });
    const { executionsPerMonth, triggers } = await forecast(kit, playbookId);
    expect(triggers[1]).toEqual({
      triggerId: 'low',
      type: 'event',
      words: 'when inventory.low_stock happens',
      timezone: null,
      next: [],
      perMonth: 45,
    });
    expect(executionsPerMonth).toEqual({ min: 31, max: 76 });
  });

  it('of 10,000 events are told from the first 1,000, which it says', async () => {
    let read = 0;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      query: async (query) => {
        const found = await memory.query(query);
        read += found.length;
        return found;
      },
    };
    const kit = await create(store);
    await happened(kit, 10_000, (index) => index % 8);
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [lowStock] });
    read = 0;
    const { triggers, notes, executionsPerMonth } = await forecast(kit, playbookId);
    expect(read).toBeLessThanOrEqual(1_000);
    expect(triggers[0]?.perMonth).toBe(6250);
    expect(executionsPerMonth.min).toBe(0);
    expect(notes).toContain(
      '10,000 inventory.low_stock in the last 30 days; of the first 1,000, 625 would have started it',
    );
  });

  it('of an event that nobody has seen are not known', async () => {
    const kit = await create();
    const { triggers, notes } = await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers: [lowStock] }));
    expect(triggers[0]?.perMonth).toBeNull();
    expect(notes[0]).toMatch(/^No inventory.low_stock was seen in the last 30 days/);
  });

  it('of a webhook that nobody has called are not known, and it is called what people call it', async () => {
    const kit = await create();
    const webhook = { type: 'webhook', id: 'webhook', scheme: 'hmac' };
    const { notes } = await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers: [webhook] }));
    expect(notes[0]).toMatch(/^No delivery of a webhook was seen in the last 30 days/);
  });

  it('by hand are those of the last 30 days; dry runs, replays and others do not count', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [{ type: 'manual', id: 'manual' }] });
    await execute(kit, playbookId, 'long ago');
    await kit.clock.advance(31 * DAY_MS);
    for (const key of ['a', 'b', 'c']) await execute(kit, playbookId, key);
    await execute(kit, playbookId, 'dry', { dryRun: true });
    await execute(kit, playbookId, 'replay', { replayOf: 'x' });
    await execute(kit, playbookId, 'other', { triggeredBy: 'playbook' });
    expect((await forecast(kit, playbookId)).triggers[0]?.perMonth).toBe(3);
  });
});

describe('the cost of a month', () => {
  it('is told from what the latest executions used', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [daily] });
    for (const [index, tokens] of [100, 300, 200].entries()) {
      await execute(kit, playbookId, `key${index}`);
      const [{ ref } = { ref: null }] = await kit.store.query({
        from: paths.executions,
        where: [],
        orderBy: [['createdAt', 'desc']],
        limit: 1,
        after: null,
      });
      if (ref === null) throw new Error('Nothing was executed');
      await kit.store.commit([{ op: 'update', path: ref.path, fields: { usage: { ...noUsage, tokens } } }]);
      await kit.clock.advance(60_000);
    }
    expect((await forecast(kit, playbookId)).cost).toEqual({
      min: 31 * 100 * PRICES.tokens,
      max: 31 * 300 * PRICES.tokens,
      basis: 'by what the last 3 finished executions used',
    });
  });

  it('is told from the steps as long as nothing was executed, a loop over a known list included', async () => {
    const kit = await create();
    const write = { action: 'write', params: { words: 500 } };
    const cost = async (steps: object[]) =>
      (await forecast(kit, await kit.playbook(steps as never, { triggers: [daily] }))).cost;
    const one = await cost([write]);
    const items = { action: 'for_each', params: { items: ['a', 'b', 'c'] }, steps: [write] };
    const three = await cost([items]);
    const eitherOr = await cost([
      {
        action: 'branch',
        branches: [
          { id: 'a', steps: [write] },
          { id: 'b', steps: [write] },
        ],
      },
    ]);
    const step = 31 * 500 * 2 * PRICES.tokens;
    expect(one.max).toBeGreaterThan(step);
    expect(three.max - one.max).toBeGreaterThan(2 * step);
    expect(eitherOr.max).toBeLessThan(2 * step);
    expect(one.min).toBeLessThan(step / 100);
    const loop = { id: 'each', action: 'for_each', params: { items: '{{inputs.names}}' }, steps: [write] };
    const inputs = [{ name: 'names', type: 'list' }];
    const open = await forecast(kit, await kit.playbook([loop], { triggers: [daily], inputs }));
    expect(open.cost.basis).toBe(
      "by the most that its steps may use, as it has not run yet; 'each' counted for one item",
    );
  });
});

describe('limits', () => {
  const twice = [
    { id: 'one', action: 'mail' },
    { id: 'two', action: 'mail' },
  ];

  it('are touched where the busiest day reaches beyond them', async () => {
    const kit = await create();
    const triggers = [{ ...daily, cron: '0 * * * *' }];
    const hourly = await kit.playbook(twice, { triggers });
    const limit = async () => (await forecast(kit, hourly)).limits.find(({ name }) => name === 'email_send');
    expect(await limit()).toEqual({
      name: 'email_send',
      words: 'up to 48 of 50 e-mails a day',
      perDay: 48,
      limit: 50,
      isTouched: false,
    });
    await setTenant(kit, { limits: { daily: { email_send: 40 } } });
    expect(await limit()).toMatchObject({
      words: 'up to 48 of 40 e-mails a day; the rest wait for the next day',
      isTouched: true,
    });
  });

  it('count the day with an hour more', async () => {
    const kit = await createEngineKit(types, { startAt: '2026-10-20T12:00:00Z' });
    const triggers = [{ ...daily, cron: '0 * * * *' }];
    const { limits } = await forecast(kit, await kit.playbook(twice, { triggers }));
    expect(limits[0]?.perDay).toBe(50);
  });

  it('of the month are those of the tier, or the tenant’s own', async () => {
    const kit = await create();
    await setTenant(kit, { limits: { monthlyExecutions: 30, monthlyCost: 1 } });
    const { limits } = await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers: [daily] }));
    expect(limits).toEqual([
      {
        name: 'monthly_executions',
        words: 'up to 31 of 30 executions a month, for all playbooks together; the rest wait for the next month',
        perDay: null,
        limit: 30,
        isTouched: true,
      },
      expect.objectContaining({ name: 'monthly_cost', limit: 1, isTouched: true }),
      expect.objectContaining({ name: 'execution_cost', limit: 500_000, isTouched: false }),
    ]);
  });
});

it('a playbook with mistakes has no forecast but its problems', async () => {
  const kit = await create();
  const { problems, triggers } = await forecast(
    kit,
    await kit.playbook([{ action: 'nonsense' }], { triggers: [daily] }),
  );
  expect(triggers).toEqual([]);
  expect(problems[0]?.path).toBe('steps.0.action');
});
