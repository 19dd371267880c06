import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastRoute } from '../../src/entrypoints/http/forecast.ts';
import { simulateRoute } from '../../src/entrypoints/http/simulate.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const DAY_MS = 24 * 3_600_000;
const draft = {
  name: 'Low stock',
  status: 'draft',
  triggers: [
    { type: 'event', id: 'low', eventName: 'inventory.low_stock', filter: 'event.quantity < 5' },
    { type: 'schedule', id: 'daily', cron: '0 9 * * *', timezone: 'UTC' },
  ],
  steps: [{ action: 'notify', params: { to: 'ada@example.com', message: 'Something is low' } }],
};

let api: ApiKit;
let orgId: string;
let token: string;
let path: string;
beforeAll(async () => {
  api = await startApi();
  const tenant = await api.tenant('editor');
  orgId = tenant.orgId;
  token = api.token(tenant.uid);
  const created = await api.call('POST', '/api/playbooks', { token, body: draft });
  path = `/api/playbooks/${created.body.playbookId}`;
  const now = api.app.engine.clock.now().getTime();
  await api.app.engine.store.commit(
    [2, 8, 4].map((quantity, index) => {
      const time = new Date(now - (index + 1) * DAY_MS);
      const event = {
        eventName: 'inventory.low_stock',
        source: 'inventory',
        subject: 'blue-dream',
        time,
        dataJson: JSON.stringify({ quantity }),
        depth: 0,
        causedBy: null,
        cursor: null,
        started: 0,
        dueAt: null,
        expireAt: new Date(now + DAY_MS),
      };
      return { op: 'create' as const, path: tenantPaths(orgId).event(`event${index}`).path, data: event };
    }),
  );
});
afterAll(() => api.close());

const simulate = (body: unknown, headers = {}) => api.call('POST', `${path}/simulate`, { token, headers, body });
const executions = () =>
  api.app.engine.store.query({
    from: tenantPaths(orgId).executions,
    where: [],
    orderBy: [],
    limit: 100,
    after: null,
  });

describe('GET /api/playbooks/{id}/forecast', () => {
  it('says how often, what it costs and which limits it touches, in the shape that it promises', async () => {
    const { status, body } = await api.call('GET', `${path}/forecast`, { token });
    expect(status).toBe(200);
    expect(forecastRoute.answers[200]?.parse(body)).toEqual(body);
    expect(body.triggers.map(({ perMonth }: { perMonth: number }) => perMonth)).toEqual([2, expect.any(Number)]);
    expect(body.executionsPerMonth.max).toBe(body.executionsPerMonth.min + 2);
    expect(body.cost.basis).toContain('as it has not run yet');
    expect(body.notes).toContain('The playbook is a draft: it starts by itself only when it is active');
  });
});

describe('POST /api/playbooks/{id}/simulate', () => {
  it('rehearses what was stored, as dry runs and nothing else', async () => {
    const { status, body } = await simulate({ days: 10 });
    expect(status).toBe(200);
    expect(simulateRoute.answers[200]?.parse(body)).toEqual(body);
    expect(body.summary).toBe('would have run 12 times, sent 12 notifications to ada@example.com');
    const found = await executions();
    expect(found).toHaveLength(12);
    expect(await api.app.engine.store.query(queries.executions(orgId, { limit: 1 }))).toEqual([]);
    expect(new Set(found.map(({ data }) => `${data?.mode} ${data?.status}`))).toEqual(new Set(['dry_run completed']));
    const events = body.starts.filter(({ occasion }: { occasion: { type: string } }) => occasion.type === 'event');
    expect(events.map(({ occasion }: { occasion: { eventId: string } }) => occasion.eventId)).toEqual([
      'event2',
      'event0',
    ]);
  });

  it('is one simulation under one Idempotency-Key', async () => {
    const before = (await executions()).length;
    const headers = { 'Idempotency-Key': 'once' };
    const [first, again] = [await simulate({ days: 1 }, headers), await simulate({ days: 1 }, headers)];
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await executions()).toHaveLength(before + first.body.rehearsed);
  });

  it('rehearses one start with the event that is given', async () => {
    const { body } = await simulate({ event: { quantity: 1 } });
    expect(body).toMatchObject({ counted: 1, summary: 'would have run once, sent 1 notification to ada@example.com' });
    const execution = await api.app.engine.store.get(tenantPaths(orgId).execution(body.starts[0].dryRunId));
    expect(JSON.parse(execution?.data.contextJson ?? '')).toMatchObject({ event: { quantity: 1 } });
  });

  it.each([
    [{ days: 31 }, 'days'],
    [{ days: 0 }, 'days'],
    [{ days: 3, inputs: {} }, 'days'],
    [{ inputs: { nobody: 'asked' } }, 'inputs.nobody'],
    [{ hours: 3 }, 'body'],
  ])('refuses %j and names the field', async (body, field) => {
    const { status, problem } = await simulate(body);
    expect([status, problem.errors?.[0]?.path]).toEqual([422, field]);
  });
});
