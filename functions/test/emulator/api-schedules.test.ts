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
        playbookId,
        triggerId: 'schedule',
        name: 'Daily campaign',
        cron: '0 6 * * *',
        timezone: 'America/New_York',
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
