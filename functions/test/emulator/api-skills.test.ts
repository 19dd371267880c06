import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/derive-id.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { fireSchedule } from '../../src/core/triggering/fire-schedule.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { SkillView } from '../../src/model/skill.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { createSkillProgram, SKILL_SECRET } from '../vendors/skill-program.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

let api: ApiKit;
let program: VendorServer;
beforeAll(async () => {
  program = await startVendors([createSkillProgram().vendor]);
  const [detour] = Object.entries(program.detours).map(([host, to]) => `${host}=${to}`);
  api = await startApi({ MODAL_WEBHOOK_URL: 'https://skills.example/run', OUTBOUND_DETOURS: detour ?? '' });
  await api.addSecret('MODAL_WEBHOOK_SECRET', SKILL_SECRET);
});
afterAll(async () => {
  await api.close();
  program.close();
});

async function tenant() {
  const { orgId, uid } = await api.tenant('owner');
  const token = api.token(uid);
  const key = await api.key(orgId);
  const by = (who: object) => (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    api.call(method, path, { ...who, ...(body && { body }), ...(headers && { headers }) });
  return { orgId, uid, key, call: by({ token }), byKey: by({ key }) };
}
type Calls = Awaited<ReturnType<typeof tenant>>;
const welcome = { sequence_type: 'Welcome', num_emails: 5 };
const RUN = '/api/skills/email-sequence/run';
const runsOf = async ({ byKey }: Calls, query = '?limit=50') => (await byKey('GET', `/api/history/get${query}`)).body;

/** What the tick and the workers would do: the occurrence begins, then the execution and the one it runs. */
async function fire({ orgId }: Calls, playbookId: string) {
  const { engine } = api.app;
  const ref = tenantPaths(orgId).schedule(playbookId, 'schedule');
  const past = new Date(Date.now() - 60_000);
  const fields = { armedAt: new Date(Date.now() - 48 * 3_600_000), scheduledFor: past, dueAt: past };
  await engine.store.commit([{ op: 'update', path: ref.path, fields }]);
  const fired = await fireSchedule(engine, { orgId, playbookId, triggerId: 'schedule', scheduleTime: null });
  if (fired.kind !== 'started') return fired;
  const wake = async (id: string) => {
    const now = Date.now();
    const budget = { deadline: new Date(now + 15_000), end: new Date(now + 30_000), isShort: false };
    await wakeExecution(engine, orgId, id, budget);
    return (await engine.store.get(tenantPaths(orgId).execution(id)))?.data;
  };
  const waiting = await wake(fired.executionId);
  if (waiting?.wait?.kind === 'child') for (const id of waiting.wait.executionIds) await wake(id);
  await wake(fired.executionId);
  return fired;
}

describe('the testing checklist of the dashboard before this one', () => {
  it('Run a skill → appears in history; a history item has inputs, output, duration', async () => {
    const ours = await tenant();
    const ran = await ours.byKey('POST', RUN, { inputs: welcome });
    expect([ran.status, ran.body]).toEqual([
      200,
      expect.objectContaining({ success: true, status: 'completed', skill_id: 'email-sequence', error: null }),
    ]);
    expect(ran.body.result.text).toContain('# Welcome sequence of Thrive');
    expect(ran.body.result.table.rows).toHaveLength(5);
    const { success, runs, total } = await runsOf(ours);
    expect([success, total]).toEqual([true, 1]);
    expect(runs).toEqual([
      {
        id: ran.body.executionId,
        ...{ skill_id: 'email-sequence', skill_name: 'Email Sequence Builder', timestamp: expect.any(String) },
        ...{ success: true, status: 'completed', error: null, scheduled: false },
        inputs: expect.objectContaining(welcome),
        result: expect.objectContaining({ count: 5 }),
        duration_ms: ran.body.duration_ms,
      },
    ]);
    const again = await ours.byKey('GET', `/api/executions/${ran.body.executionId}/result`);
    expect(again.body).toEqual(ran.body);
  });

  it('Filter history by skill name, and by success or failure', async () => {
    const { byKey } = await tenant();
    const log = (skill_id: string, success: boolean) =>
      byKey('POST', '/api/history/log', { skill_id, success, inputs: {}, result: null, duration_ms: 1 });
    await log('seo', true);
    const failed = await log('seo', false);
    await log('ads', false);
    const found = await byKey('GET', '/api/executions?playbookId=seo&status=failed');
    expect(found.body.items).toMatchObject([{ executionId: failed.body.id, status: 'failed' }]);
    const byName = await byKey('GET', '/api/executions?text=seo');
    expect(byName.body.items).toHaveLength(2);
  });

  it('Create schedule → appears in list; it runs; "scheduled": true; delete → removed from list', async () => {
    const ours = await tenant();
    const { orgId, byKey } = ours;
    const wanted = { skill_id: 'email-sequence', frequency: 'daily', time: '09:00', inputs: welcome };
    const made = await byKey('POST', '/api/schedules/create', wanted);
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ ...wanted, client_id: orgId, enabled: true }),
    ]);
    await applyTriggers(api.app.arsenal, orgId, made.body.playbookId);
    const list = async () => (await byKey('GET', '/api/schedules/list')).body.schedules;
    expect(await list()).toMatchObject([{ id: made.body.id, skill_id: 'email-sequence' }]);
    await fire(ours, made.body.playbookId);
    const { runs } = await runsOf(ours);
    expect(runs).toMatchObject([{ skill_id: 'email-sequence', scheduled: true, success: true, inputs: welcome }]);
    expect(await list()).toMatchObject([{ last_run: expect.any(String) }]);
    expect((await byKey('DELETE', `/api/schedules/delete?id=${made.body.id}`)).status).toBe(204);
    await applyTriggers(api.app.arsenal, orgId, made.body.playbookId);
    expect(await list()).toEqual([]);
  });
});

describe('GET /api/skills', () => {
  it('tells the own and ours, with their inputs and the last run', async () => {
    const { call, byKey } = await tenant();
    const inputs = [{ name: 'topic', label: 'Topic', required: true }];
    const steps = [{ action: 'set_variables', params: { a: 1 } }];
    await call('POST', '/api/playbooks', { name: 'Mine', triggers: [{ type: 'manual' }], inputs, steps });
    const list = async () => (await byKey('GET', '/api/skills')).body.skills as SkillView[];
    const before = await list();
    expect(before.filter(({ isBuiltIn }) => isBuiltIn).length).toBeGreaterThanOrEqual(8);
    expect(before[0]).toMatchObject({ name: 'Mine', isBuiltIn: false, isMade: true, lastRun: null, inputs });
    await byKey('POST', RUN, { inputs: { ...welcome, num_emails: 1 } });
    const one = (await list()).find(({ skillId }) => skillId === 'email-sequence');
    expect(one).toMatchObject({
      ...{ isBuiltIn: true, isMade: true, status: 'active', refusal: null },
      lastRun: { status: 'completed', durationMs: expect.any(Number) },
    });
    expect(one?.inputs[1]).toMatchObject({ name: 'num_emails', type: 'number', min: 1, max: 10, default: 5 });
    expect((await byKey('GET', '/api/skills/email-sequence')).body).toEqual(one);
  });
});

describe('POST /api/skills/{id}/run', () => {
  it('is one execution for one key, and a dry run where that is wanted', async () => {
    const ours = await tenant();
    const { byKey } = ours;
    const key = { 'Idempotency-Key': 'first' };
    const [one, two] = [
      await byKey('POST', RUN, { inputs: welcome }, key),
      await byKey('POST', RUN, { inputs: welcome }, key),
    ];
    expect(two.body).toEqual(one.body);
    const dry = await byKey('POST', RUN, { inputs: welcome, isDryRun: true });
    expect((await byKey('GET', `/api/executions/${dry.body.executionId}`)).body.mode).toBe('dry_run');
    expect((await runsOf(ours)).total).toBe(1);
  });

  it.each([
    ['email-sequence', { num_emails: 11 }, 422, 'inputs.num_emails'],
    ['email-sequence', { num_emails: 'many' }, 422, 'inputs.num_emails'],
    ['email-sequence', { sequence_type: 'Haiku' }, 422, 'inputs.sequence_type'],
    ['email-sequence', { colour: 'red' }, 422, 'inputs.colour'],
    ['nothing', {}, 404, undefined],
  ])('of %s with %j is refused', async (id, inputs, status, path) => {
    const { byKey } = await tenant();
    const refused = await byKey('POST', `/api/skills/${id}/run`, { inputs });
    expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([status, path]);
  });

  it('says why a skill failed, and how long it took', async () => {
    const { call, byKey } = await tenant();
    const steps = [{ action: 'stop_execution', params: { status: 'failed', reason: 'The list is empty' } }];
    const inputs = [{ name: 'topic' }];
    const made = await call('POST', '/api/playbooks', { name: 'Fails', triggers: [{ type: 'manual' }], inputs, steps });
    const { status, body } = await byKey('POST', `/api/skills/${made.body.playbookId}/run`, {});
    expect([status, body.success, body.status]).toEqual([200, false, 'failed']);
    expect(body.error).toContain('The list is empty');
    expect(body.duration_ms).toBeGreaterThanOrEqual(0);
  });

  it('has the program of the platform do it, where the skill stands behind a webhook', async () => {
    const { call, byKey } = await tenant();
    const filled = { answers: { skill: 'seo-outline' }, activate: true };
    const made = await call('POST', '/api/templates/own-skill/use', filled);
    const { status, body } = await byKey('POST', `/api/skills/${made.body.playbookId}/run`, {
      inputs: { task: 'Tea' },
    });
    expect([status, body.success, body.error]).toEqual([200, true, null]);
    expect(body.result).toMatchObject({ text: expect.stringContaining('"task":"Tea"'), table: { columns: ['part'] } });
  });
});

describe('skills that are not allowed', () => {
  it('are refused by every way, told with the reason, and their schedules are skipped with it', async () => {
    const ours = await tenant();
    const { orgId, call, byKey } = ours;
    const wanted = { skill_id: 'email-sequence', frequency: 'daily', time: '09:00', inputs: welcome };
    const made = await byKey('POST', '/api/schedules/create', wanted);
    await applyTriggers(api.app.arsenal, orgId, made.body.playbookId);
    const changed = await call('PATCH', '/api/tenant', { allowedSkills: ['faq-builder'] });
    expect([changed.status, changed.body.allowedSkills]).toEqual([200, ['faq-builder']]);
    const { body } = await byKey('GET', '/api/skills');
    expect([body.skills.map(({ skillId }: SkillView) => skillId), body.allowedSkills]).toEqual([
      ['faq-builder'],
      ['faq-builder'],
    ]);
    const all = (await byKey('GET', '/api/skills?all=true')).body.skills as SkillView[];
    expect(all.find(({ skillId }) => skillId === 'email-sequence')?.refusal).toContain('an admin chooses them');
    const refusals = [
      await byKey('POST', RUN, { inputs: welcome }),
      await byKey('POST', '/api/playbooks/email-sequence/execute', { inputs: welcome }),
      await byKey('POST', '/api/schedules/create', wanted),
      await byKey('POST', '/api/schedules/create', {
        ...wanted,
        skill_id: 'meeting-agenda',
        inputs: { topics: ['a'] },
      }),
    ];
    expect(refusals.map(({ status, problem }) => [status, problem.type])).toEqual(
      refusals.map(() => [403, 'urn:playbooks:problem:skill_not_allowed']),
    );
    await fire(ours, made.body.playbookId);
    const { runs } = await runsOf(ours);
    expect(runs).toMatchObject([
      {
        skill_id: 'email-sequence',
        status: 'skipped',
        success: false,
        scheduled: true,
        error: expect.stringContaining('an admin chooses'),
      },
    ]);
  });

  it('come with a tier, some of them', async () => {
    const { byKey } = await tenant();
    const refused = await byKey('POST', '/api/skills/ad-copy-variants/run', {
      inputs: { product: 'Tea', benefit: 'Calm' },
    });
    expect([refused.status, refused.problem.detail]).toEqual([
      403,
      'This skill comes with the tier “starter”; this business has “free”',
    ]);
  });

  it('are the schedules of a key that was revoked, too: skipped, with that reason', async () => {
    const ours = await tenant();
    const made = await ours.byKey('POST', '/api/schedules/create', {
      ...{ skill_id: 'email-sequence', frequency: 'hourly', time: '00:00', inputs: welcome },
    });
    await applyTriggers(api.app.arsenal, ours.orgId, made.body.playbookId);
    const { path } = top.apiKey(sha256Hex(ours.key));
    await api.app.engine.store.commit([{ op: 'update', path, fields: { revokedAt: new Date() } }]);
    await fire(ours, made.body.playbookId);
    const found = await api.app.engine.store.query(queries.executions(ours.orgId, { limit: 5 }));
    expect(found).toMatchObject([{ data: { status: 'skipped', error: { code: 'key_revoked' } } }]);
  });
});
