import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { calendarDay } from '../../src/core/triggering/zoned-time.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const DAY_MS = 86_400_000;
const steps = [{ id: 'note', action: 'set_variables', params: { values: { a: 1 } } }];

/** The day some days from now, as UTC counts them. */
function dayFromNow(offset: number): string {
  const { year, month, dayOfMonth } = calendarDay(Math.floor(Date.now() / DAY_MS) + offset);
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

async function tenant() {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const make = async (name: string, cron: string) => {
    const triggers = [{ type: 'schedule', cron, timezone: 'America/New_York' }];
    const made = await api.call('POST', '/api/playbooks', {
      token,
      body: { name, status: 'active', overlap: 'allow', triggers, steps },
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const playbookId = String(made.body.playbookId);
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    return playbookId;
  };
  const look = (from: string, to: string, more = '') =>
    api.call('GET', `/api/calendar?from=${from}&to=${to}${more}`, { token });
  const patch = (playbookId: string, body: object) =>
    api.call('PATCH', `/api/playbooks/${playbookId}`, { token, body });
  const run = (playbookId: string, key: string) => {
    const occasion = { kind: 'request', key } as const;
    return startExecution(
      api.app.engine,
      { ...unattended, orgId, playbookId, occasion, triggeredBy: 'schedule' },
      false,
    );
  };
  return { orgId, token, make, look, patch, run };
}

describe('GET /api/calendar', () => {
  it('refuses days that no stored time can name', async () => {
    const { look } = await tenant();
    for (const day of ['0000-01-01', '0001-01-01', '1969-12-31', '9999-12-31']) {
      expect((await look(day, day)).status, day).toBe(422);
    }
    expect((await look('9998-12-31', '9998-12-31')).status).toBe(200);
    expect((await look('1970-01-02', '1970-01-02')).status).toBe(200);
  });

  it('tells what will start by schedules, in the order of time, what is often as a band', async () => {
    const { make, look } = await tenant();
    const [nine, often] = [await make('Nine', '0 9 * * *'), await make('Often', '*/5 * * * *')];
    const { status, body } = await look(dayFromNow(2), dayFromNow(3));
    expect(status).toBe(200);
    expect(body).toMatchObject({ timezone: 'America/New_York', isWhole: true, executions: [] });
    expect(body.starts.map((one: { playbookId: string }) => one.playbookId)).toEqual([nine, nine]);
    expect(body.bands).toMatchObject([
      { playbookId: often, playbookName: 'Often', count: expect.any(Number), everyMinutes: 5, isPaused: false },
      { playbookId: often, day: dayFromNow(3) },
    ]);
    expect(body.days.map((one: { day: string }) => one.day)).toEqual([dayFromNow(2), dayFromNow(3)]);
    expect(body.days[0].ahead).toBe(1 + body.bands[0].count);
    const only = await look(dayFromNow(2), dayFromNow(3), `&playbookId=${nine}`);
    expect([only.body.bands, only.body.starts.length]).toEqual([[], 2]);
  });

  it('marks what a pause keeps from starting, and nothing once it was archived', async () => {
    const { orgId, make, look, patch } = await tenant();
    const playbookId = await make('Nine', '0 9 * * *');
    await patch(playbookId, { status: 'paused' });
    await applyTriggers(api.app.arsenal, orgId, playbookId);
    expect((await look(dayFromNow(2), dayFromNow(2))).body.starts).toMatchObject([{ isPaused: true }]);
    await patch(playbookId, { status: 'archived' });
    expect((await look(dayFromNow(2), dayFromNow(2))).body.starts).toEqual([]);
  });

  it('tells what ran, the newest of each day, and counts the rest', async () => {
    const { make, look, run } = await tenant();
    const playbookId = await make('Nine', '0 9 * * *');
    const keys = Array.from({ length: 45 }, (_, index) => `run${index}`);
    await Promise.all(keys.map((key) => run(playbookId, key)));
    const { body } = await look(dayFromNow(-1), dayFromNow(1));
    const ran = body.days.reduce((sum: number, { executions }: { executions: number }) => sum + executions, 0);
    expect([ran, body.executions.length]).toEqual([45, 40]);
    expect(body.executions[0]).toMatchObject({ playbookName: 'Nine', status: 'queued', triggeredBy: 'schedule' });
    const month = await look(dayFromNow(-44), dayFromNow(0));
    expect(month.body.executions.length).toBeLessThan(10);
  });

  it('shows nothing of another tenant', async () => {
    const [ours, theirs] = [await tenant(), await tenant()];
    const playbookId = await theirs.make('Theirs', '0 9 * * *');
    await theirs.run(playbookId, 'one');
    const { body } = await ours.look(dayFromNow(-1), dayFromNow(3));
    expect([body.starts, body.executions, body.playbooks]).toEqual([[], [], []]);
    const asked = await ours.look(dayFromNow(-1), dayFromNow(3), `&playbookId=${playbookId}`);
    expect([asked.body.starts, asked.body.executions]).toEqual([[], []]);
    expect(await api.app.engine.store.get(tenantPaths(ours.orgId).playbook(playbookId))).toBeNull();
  });

  it('refuses what is no range of at most 45 days', async () => {
    const { look } = await tenant();
    const statuses = await Promise.all(
      [
        look(dayFromNow(0), dayFromNow(44)),
        look(dayFromNow(0), dayFromNow(45)),
        look(dayFromNow(1), dayFromNow(0)),
      ].map(async (answer) => (await answer).status),
    );
    expect(statuses).toEqual([200, 422, 422]);
    expect((await look('2026-02-30', '2026-03-01')).status).toBe(422);
    expect((await look('0001-01-01', '9999-12-31')).status).toBe(422);
  });
});
