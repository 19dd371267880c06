import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const scan = { action: 'scan_competitors', params: { competitors: ['https://shop.example/menu'] } };
const analyze = { action: 'analyze_pricing', agent: 'money_mike' };
const notify = {
  action: 'notify',
  condition: '{{money_mike.price_gap}} > 10',
  params: { to: '{{user.email}}', subject: 'Price Alert!' },
};
const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
const alert = { name: 'Competitor Price Alert', status: 'active', triggers: [daily], steps: [scan, analyze, notify] };

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const tenant = await api.tenant();
  ({ orgId } = tenant);
  token = api.token(tenant.uid);
});
afterAll(() => api.close());

const stored = async () => (await api.app.engine.store.query(queries.playbooks(orgId, { limit: 50 }))).length;

describe('bad input is refused with the path of the mistake, and nothing is stored', () => {
  const cases: [string, object, string][] = [
    ['an unknown action', { ...alert, steps: [{ action: 'scan_competitor' }] }, 'steps.0.action'],
    ['a bad cron', { ...alert, triggers: [{ ...daily, cron: '61 9 * * *' }] }, 'triggers.0.cron'],
    ['four cron fields', { ...alert, triggers: [{ ...daily, cron: '0 9 * *' }] }, 'triggers.0.cron'],
    [
      'an unknown time zone',
      { ...alert, triggers: [{ ...daily, timezone: 'America/Syracuse' }] },
      'triggers.0.timezone',
    ],
    [
      'a condition with a syntax error',
      { ...alert, steps: [scan, analyze, { ...notify, condition: '{{money_mike.price_gap}} >' }] },
      'steps.2.condition',
    ],
    [
      'a condition over an agent who did nothing',
      { ...alert, steps: [scan, analyze, { ...notify, condition: 'pops.price_gap > 1' }] },
      'steps.2.condition',
    ],
    [
      'a template that names a missing step',
      {
        ...alert,
        steps: [
          scan,
          { ...notify, condition: null, params: { to: '{{user.email}}', subject: '{{steps.nope.title}}' } },
        ],
      },
      'steps.1.params.subject',
    ],
    [
      'a header in a recipient',
      { ...alert, steps: [scan, analyze, { ...notify, params: { to: 'a@b.co\r\nBcc: evil@x.io', subject: 'x' } }] },
      'steps.2.params.to',
    ],
    ['a field that nobody knows', { ...alert, trigger: [] }, 'body'],
    ['no steps', { ...alert, steps: [] }, 'steps'],
    [
      'two steps of one id',
      {
        ...alert,
        steps: [
          { ...scan, id: 'a' },
          { ...scan, id: 'a' },
        ],
      },
      'steps.1.id',
    ],
    [
      'code where a template should be',
      { ...alert, steps: [scan, analyze, { ...notify, params: { to: '{{process.env.HOME}}', subject: 'x' } }] },
      'steps.2.params.to',
    ],
  ];
  for (const [name, body, path] of cases) {
    it(name, async () => {
      const before = await stored();
      const answer = await api.call('POST', '/api/playbooks', { token, body });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        422,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer.problem.errors.map((error) => error.path).join(' ')).toContain(path);
      expect(await stored()).toBe(before);
    });
  }

  it('malformed JSON', async () => {
    const answer = await api.call('POST', '/api/playbooks', { token, text: '{"name": ' });
    expect([answer.status, answer.problem.errors[0]?.path]).toEqual([400, 'body']);
  });

  it('a body of two megabytes', async () => {
    const answer = await api.call('POST', '/api/playbooks', { token, body: { name: 'x'.repeat(2_000_000) } });
    expect([answer.status, answer.problem.errors[0]?.path]).toEqual([413, 'body']);
  });

  it('an address that does not exist', async () => {
    expect((await api.call('GET', '/api/nothing', { token })).status).toBe(404);
  });
});

describe('the playbooks API', () => {
  it('takes the worked example of seed 003 as it is printed, gives ids and wires what was left out', async () => {
    const answer = await api.call('POST', '/api/playbooks', {
      token,
      body: { ...alert, agent: 'money_mike', category: 'intelligence' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body.triggers).toMatchObject([{ id: 'schedule', cron: '0 9 * * *' }]);
    expect(answer.body.steps.map((step: { id: string }) => step.id)).toEqual([
      'scan_competitors',
      'analyze_pricing',
      'notify',
    ]);
    expect(answer.body.steps[1].params).toEqual({ competitors: '{{steps.scan_competitors.competitors}}' });
  });

  it('reads, lists in pages, changes and deletes', async () => {
    const tenant = await api.tenant();
    const mine = { token: api.token(tenant.uid) };
    for (const name of ['A', 'B', 'C']) await api.call('POST', '/api/playbooks', { ...mine, body: { ...alert, name } });
    const first = await api.call('GET', '/api/playbooks?limit=2', mine);
    const second = await api.call('GET', `/api/playbooks?limit=2&cursor=${first.body.nextCursor}`, mine);
    const names = [...first.body.items, ...second.body.items].map((item: { name: string }) => item.name);
    expect([names, second.body.nextCursor]).toEqual([['C', 'B', 'A'], null]);
    const path = `/api/playbooks/${first.body.items[0].playbookId}`;
    const paused = await api.call('PATCH', path, { ...mine, body: { status: 'paused' } });
    expect(paused.body).toMatchObject({ status: 'paused', triggers: [{ id: 'schedule' }] });
    const edited = await api.call('PATCH', path, {
      ...mine,
      body: { triggers: [{ ...daily, id: 'schedule', cron: '0 8 * * *' }] },
    });
    expect(edited.body.triggers).toMatchObject([{ id: 'schedule', cron: '0 8 * * *' }]);
    expect((await api.call('DELETE', path, mine)).status).toBe(204);
    expect((await api.call('GET', path, mine)).status).toBe(404);
  });

  it('forecasts the next five occurrences in the zone of the trigger', async () => {
    const created = await api.call('POST', '/api/playbooks', { token, body: alert });
    const { body } = await api.call('GET', `/api/playbooks/${created.body.playbookId}/forecast`, { token });
    expect(body.triggers).toMatchObject([{ triggerId: 'schedule', timezone: 'America/New_York' }]);
    expect(body.triggers[0].next).toHaveLength(5);
    for (const { at, local } of body.triggers[0].next) {
      const hour = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric' }).format(
        new Date(at),
      );
      expect([hour, local]).toEqual(['9 AM', expect.stringContaining('9:00')]);
    }
  });

  it('answers a repeated POST with the same Idempotency-Key from memory, and refuses another body under it', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    const before = await stored();
    const first = await api.call('POST', '/api/playbooks', { token, headers, body: alert });
    const again = await api.call('POST', '/api/playbooks', { token, headers, body: alert });
    expect([again.status, again.body.playbookId]).toEqual([201, first.body.playbookId]);
    const other = await api.call('POST', '/api/playbooks', { token, headers, body: { ...alert, name: 'Other' } });
    expect(other.status).toBe(422);
    expect(await stored()).toBe(before + 1);
  });
});

describe('executing', () => {
  const variables = {
    name: 'V',
    status: 'active',
    steps: [{ action: 'set_variables', params: { values: { answer: 42 } } }],
  };

  it('a quick playbook answers with its result', async () => {
    const created = await api.call('POST', '/api/playbooks', { token, body: variables });
    const answer = await api.call('POST', `/api/playbooks/${created.body.playbookId}/execute`, { token, body: {} });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'completed',
      triggeredBy: 'manual',
      stepResults: [{ status: 'completed' }],
    });
    const read = await api.call('GET', `/api/executions/${answer.body.executionId}`, { token });
    expect(read.body).toEqual(answer.body);
    const listed = await api.call('GET', `/api/executions?playbookId=${created.body.playbookId}&status=completed`, {
      token,
    });
    expect(listed.body.items).toHaveLength(1);
  });

  it('without waiting answers 202 and queues it', async () => {
    const created = await api.call('POST', '/api/playbooks', { token, body: variables });
    const answer = await api.call('POST', `/api/playbooks/${created.body.playbookId}/execute`, {
      token,
      body: { wait: 0 },
    });
    expect([answer.status, answer.body.status]).toEqual([202, 'queued']);
  });

  it('a playbook of which an input is missing names the input', async () => {
    const inputs = [{ name: 'city', required: true }];
    const created = await api.call('POST', '/api/playbooks', { token, body: { ...variables, inputs } });
    const answer = await api.call('POST', `/api/playbooks/${created.body.playbookId}/execute`, { token, body: {} });
    expect([answer.status, answer.problem.errors]).toMatchObject([422, [{ path: 'inputs.city' }]]);
  });
});

describe('the platform', () => {
  it('describes itself: every route is in OpenAPI, and health answers without signing in', async () => {
    const { body } = await api.call('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/playbooks', '/api/playbooks/{id}/execute', '/api/me']),
    );
    expect((await api.call('GET', '/api/health')).body.status).toBe('ok');
  });

  it('lets a newcomer make a business and tells him that it is his', async () => {
    const uid = 'newcomer';
    const mine = { token: api.token(uid) };
    expect((await api.call('GET', '/api/me', mine)).body.tenants).toEqual([]);
    const body = { name: 'Corner Shop', timezone: 'Europe/Berlin', currency: 'EUR' };
    expect((await api.call('POST', '/api/tenants', { ...mine, body })).status).toBe(201);
    expect((await api.call('GET', '/api/me', mine)).body.tenants).toMatchObject([
      { name: 'Corner Shop', role: 'owner' },
    ]);
    const wrong = await api.call('POST', '/api/tenants', { ...mine, body: { ...body, timezone: 'Berlin' } });
    expect([wrong.status, wrong.problem.errors[0]?.path]).toEqual([422, 'timezone']);
  });
});
