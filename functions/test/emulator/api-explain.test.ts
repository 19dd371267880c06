import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { fireSchedule } from '../../src/core/triggering/fire-schedule.ts';
import { latestOccurrence } from '../../src/core/triggering/next-occurrence.ts';
import { explanationSchema } from '../../src/model/explanation.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const timezone = 'America/New_York';
const draft = {
  name: 'Every minute',
  status: 'active',
  triggers: [{ type: 'schedule', cron: '* * * * *', timezone }],
  steps: [{ id: 'note', action: 'set_variables', params: { values: { answer: 42 } } }],
};

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A tenant whose playbook was armed an hour ago and has just been started by its schedule. */
async function started() {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const { body } = await api.call('POST', '/api/playbooks', { token, body: draft });
  const playbookId = String(body.playbookId);
  const { engine, arsenal } = api.app;
  await applyTriggers(arsenal, orgId, playbookId);
  const armedAt = new Date(engine.clock.now().getTime() - 3_600_000);
  const path = tenantPaths(orgId).schedule(playbookId, 'schedule').path;
  await engine.store.commit([{ op: 'update', path, fields: { armedAt } }]);
  const fired = await fireSchedule(engine, { orgId, playbookId, triggerId: 'schedule', scheduleTime: null });
  if (fired.kind !== 'started') throw new Error(`It is ${fired.kind}`);
  const stored = await engine.store.get(tenantPaths(orgId).execution(fired.executionId));
  const due = stored?.data.scheduledFor;
  if (!due) throw new Error('It has no time');
  return { orgId, token, playbookId, executionId: fired.executionId, due };
}
const addresses = ({ executionId, playbookId, due }: Awaited<ReturnType<typeof started>>) => [
  `/api/executions/${executionId}/explain`,
  `/api/playbooks/${playbookId}/why?at=${due.toISOString()}`,
];

describe('an explanation', () => {
  it('of an execution that its schedule started, and of the minute in which it did, name the same evidence', async () => {
    const world = await started();
    const [explain = '', why = ''] = addresses(world);
    const ofExecution = await api.call('GET', explain, { token: world.token });
    expect(ofExecution.status).toBe(200);
    const { sentences } = explanationSchema.parse(ofExecution.body);
    const due = { label: 'Due', value: world.due.toISOString(), path: `playbook_executions/${world.executionId}` };
    expect(sentences.flatMap(({ evidence }) => evidence)).toContainEqual(due);
    const ofMinute = await api.call('GET', why, { token: world.token });
    const answer = explanationSchema.parse(ofMinute.body);
    expect(answer.summary).toContain('It did run');
    expect(answer.links).toContainEqual({ label: 'The execution', href: `/executions/${world.executionId}` });
  });

  it('reads a time without an offset in the tenant’s zone', async () => {
    const { token, playbookId, due } = await started();
    const daily = { cron: '0 9 * * *', timezone, every: 1, anchor: null, dayOfMonth: null };
    const nine = latestOccurrence(daily, due);
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(nine ?? due);
    const { body } = await api.call('GET', `/api/playbooks/${playbookId}/why?at=${day}T09:00`, { token });
    const { sentences } = explanationSchema.parse(body);
    expect(sentences[0]?.evidence[0]).toEqual({ label: 'Due', value: nine?.toISOString(), path: null });
  });

  it('is for everyone in the tenant and for keys that may read, and for no one else', async () => {
    const world = await started();
    const viewer = `viewer_${world.playbookId}`.slice(0, 60);
    const member = { uid: viewer, email: 'v@thrive.example', name: 'Vic', role: 'viewer', createdAt: new Date() };
    const path = tenantPaths(world.orgId).member(viewer).path;
    await api.app.engine.store.commit([{ op: 'create', path, data: member }]);
    const stranger = await api.tenant();
    for (const address of addresses(world)) {
      const status = async (options: { token?: string; key?: string }) =>
        (await api.call('GET', address, options)).status;
      expect(await status({ token: api.token(viewer) })).toBe(200);
      expect(await status({ key: await api.key(world.orgId, ['executions:read']) })).toBe(200);
      expect(await status({ key: await api.key(world.orgId, ['playbooks:write']) })).toBe(403);
      expect(await status({ token: api.token(stranger.uid) })).toBe(404);
      expect(await status({ key: await api.key(stranger.orgId) })).toBe(404);
      expect(await status({})).toBe(401);
    }
  });

  it('is asked for a time that is one', async () => {
    const { token, playbookId } = await started();
    for (const at of [
      '',
      '?at=',
      '?at=yesterday',
      '?at=2026-02-30T09:00',
      '?at=0000-01-01T00:00Z',
      '?at=9999-12-31T23:59Z',
    ]) {
      const { status, problem } = await api.call('GET', `/api/playbooks/${playbookId}/why${at}`, { token });
      expect([at, status, problem.errors[0]?.path]).toEqual([at, 422, 'at']);
    }
    expect((await api.call('GET', '/api/playbooks/nope/why?at=2026-11-23T09:00', { token })).status).toBe(404);
    expect((await api.call('GET', '/api/executions/nope/explain', { token })).status).toBe(404);
  });
});
