import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function tenant() {
  const { orgId, uid } = await api.tenant('owner');
  const token = api.token(uid);
  const call = (method: string, path: string, body?: object) =>
    api.call(method, path, { token, ...(body && { body }) });
  return { orgId, call };
}

describe('GET /api/schedules/list', () => {
  it('tells every schedule with its next run; a pause of its playbook takes that away, and resuming gives it back', async () => {
    const { orgId, call } = await tenant();
    const triggers = [{ type: 'schedule', cron: '0 6 * * *', timezone: 'America/New_York' }];
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    const made = await call('POST', '/api/playbooks', { name: 'Daily campaign', status: 'active', triggers, steps });
    const playbookId = String(made.body.playbookId);
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    const list = async () => (await call('GET', `/api/schedules/list?client_id=${orgId}`)).body.schedules;
    expect(await list()).toEqual([
      {
        id: `${playbookId}.schedule`,
        client_id: orgId,
        skill_id: playbookId,
        playbookId,
        triggerId: 'schedule',
        name: 'Daily campaign',
        cron: '0 6 * * *',
        timezone: 'America/New_York',
        ...{ frequency: 'daily', time: '06:00', day_of_week: null, day_of_month: null },
        ...{ inputs: {}, enabled: true, last_run: null },
        nextRun: expect.stringMatching(/T1[01]:00:00.000Z$/),
        status: 'active',
      },
    ]);
    const set = async (status: string) => {
      await call('PATCH', `/api/playbooks/${playbookId}`, { status });
      await applyTriggers(api.app.arsenal, orgId, playbookId);
      return list();
    };
    expect(await set('paused')).toMatchObject([{ status: 'paused', nextRun: null }]);
    expect(await set('active')).toMatchObject([{ status: 'active', nextRun: expect.any(String) }]);
    expect((await call('GET', '/api/schedules/list?client_id=org_of_others')).status).toBe(403);
  });
});

describe('schedules of a skill, as seed 000 has them', () => {
  async function skilled() {
    const { orgId, call } = await tenant();
    const inputs = [
      { name: 'sequence_type', required: true },
      { name: 'num_emails', type: 'number' },
    ];
    const steps = [{ action: 'set_variables', params: { type: '{{inputs.sequence_type}}' } }];
    const skill = { name: 'Email Sequence', status: 'active', triggers: [{ type: 'manual' }], inputs, steps };
    const skillId = String((await call('POST', '/api/playbooks', skill)).body.playbookId);
    const key = await api.key(orgId, ['playbooks:read', 'playbooks:write', 'executions:run']);
    const byKey = (method: string, path: string, body?: object) =>
      api.call(method, path, { key, ...(body && { body }) });
    return { orgId, skillId, byKey };
  }
  // The seed's own call.
  const daily = { frequency: 'daily', time: '09:00', inputs: { sequence_type: 'Welcome', num_emails: 5 } };

  it('are made by a key, told with the others, and taken away again', async () => {
    const { orgId, skillId, byKey } = await skilled();
    const made = await byKey('POST', '/api/schedules/create', { skill_id: skillId, ...daily });
    const { id, playbookId } = made.body;
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        ...{ client_id: orgId, skill_id: skillId, ...daily, timezone: 'UTC', enabled: true, last_run: null },
        nextRun: expect.stringMatching(/T09:00:00.000Z$/),
      }),
    ]);
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    const list = async () => (await byKey('GET', '/api/schedules/list')).body.schedules;
    expect(await list()).toEqual([made.body]);
    expect((await byKey('DELETE', `/api/schedules/delete?id=${id}`)).status).toBe(204);
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    expect(await list()).toEqual([]);
    expect((await byKey('GET', `/api/playbooks/${playbookId}`)).status).toBe(404);
    expect((await byKey('GET', `/api/playbooks/${skillId}`)).status).toBe(200);
    expect((await byKey('DELETE', `/api/schedules/delete?id=${id}`)).status).toBe(404);
  });

  it.each([
    [{ frequency: 'weekly', day_of_week: 1 }, '0 9 * * 1'],
    [{ frequency: 'monthly', day_of_month: 31 }, '0 9 28-31 * *'],
    // As the seed's reference prints it, with days that it does not need.
    [{ day_of_week: 1, day_of_month: 15 }, '0 9 * * *'],
    [{ frequency: 'hourly', time: '00:15', enabled: false, timezone: 'Europe/Berlin', catchUp: 'none' }, '15 * * * *'],
  ])('take %j', async (more, cron) => {
    const { skillId, byKey } = await skilled();
    const { status, body } = await byKey('POST', '/api/schedules/create', { skill_id: skillId, ...daily, ...more });
    const isOn = !('enabled' in more);
    expect([status, body]).toEqual([201, expect.objectContaining({ cron, status: isOn ? 'active' : 'paused' })]);
    const { triggers } = (await byKey('GET', `/api/playbooks/${body.playbookId}`)).body;
    expect(triggers).toMatchObject([{ cron, catchUpPolicy: 'catchUp' in more ? 'none' : 'latest' }]);
  });

  it.each([
    [{ frequency: 'weekly' }, 'day_of_week'],
    [{ time: undefined }, 'time'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ inputs: { num_emails: 5 } }, 'inputs.sequence_type'],
    [{ inputs: { ...daily.inputs, colour: 'red' } }, 'inputs.colour'],
  ])('refuse %j', async (more, path) => {
    const { skillId, byKey } = await skilled();
    const refused = await byKey('POST', '/api/schedules/create', { skill_id: skillId, ...daily, ...more });
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([422, path]);
  });

  it('taken away from a playbook that is more than a schedule leave the rest of it', async () => {
    const { call } = await tenant();
    const triggers = [{ type: 'manual' }, { type: 'schedule', cron: '0 6 * * *', timezone: 'UTC' }];
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    const { playbookId } = (await call('POST', '/api/playbooks', { name: 'Both', triggers, steps })).body;
    expect((await call('DELETE', `/api/schedules/delete?id=${playbookId}.schedule`)).status).toBe(204);
    expect((await call('GET', `/api/playbooks/${playbookId}`)).body.triggers).toMatchObject([{ type: 'manual' }]);
  });
});

describe('the thresholds of a business', () => {
  it('are what templates ask with, and on record; a pause leaves them', async () => {
    const { orgId, call } = await tenant();
    const path = '/api/agent_configs/global';
    expect((await call('GET', path)).body).toEqual({ id: 'global', global_pause: false });
    const wanted = { past_due_days: 5, campaign_limit: 12, confirmations: false };
    expect((await call('PATCH', path, wanted)).body).toEqual({ id: 'global', global_pause: false, ...wanted });
    await call('PATCH', path, wanted);
    await call('PATCH', path, { global_pause: true });
    await call('PATCH', path, { global_pause: false });
    expect((await call('GET', path)).body).toEqual({ id: 'global', global_pause: false, ...wanted });
    const entries = await api.app.engine.store.query(queries.audit(orgId, { limit: 10 }));
    const changes = entries.flatMap(({ data }) => (data?.action === 'thresholds.changed' ? [data.afterJson] : []));
    expect(changes).toEqual([JSON.stringify(wanted)]);
    const { items } = (await call('GET', '/api/templates')).body;
    const campaign = items.find(({ id }: { id: string }) => id === 'daily-campaign');
    expect(campaign.questions.properties).toMatchObject({
      campaignLimit: { default: 12 },
      confirm: { default: false },
    });
    const answers = { address: '1 Main Street' };
    const { content } = (await call('POST', '/api/templates/daily-campaign/preview', { answers })).body;
    expect(content.steps[0].params).toMatchObject({ limit: 12 });
  });

  it.each([{}, { campaign_limit: 0 }, { past_due_days: 9, escalation_days: 9 }, { campaign_limit: '12' }, { what: 1 }])(
    'are refused: %j',
    async (body) => {
      const { call } = await tenant();
      expect((await call('PATCH', '/api/agent_configs/global', body)).status).toBe(422);
    },
  );
});
