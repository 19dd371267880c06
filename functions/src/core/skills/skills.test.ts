import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { logBody } from '../../model/skill.ts';
import { flowWords } from '../../steps/flow/words.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { createPlaybook } from '../authoring/save-playbook.ts';
import { scheduleOfSkill } from '../authoring/skill-schedule.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { replayStart } from '../engine/replay.ts';
import { resumeExecution } from '../engine/resume.ts';
import { startExecution } from '../engine/start-execution.ts';
import { wakeExecution } from '../engine/wake-execution.ts';
import type { Llm } from '../ports.ts';
import { startUnattended } from '../triggering/start-unattended.ts';
import { builtInSkills, takeSkill } from './built-in.ts';
import { readHistory } from './history.ts';
import { findSkill, listSkills } from './list-skills.ts';
import { logExecution } from './log-execution.ts';
import { resultOf } from './result-of.ts';

const words = new Set(flowWords.map(({ id }) => id));
const noModel: Llm = {
  generateText: async () => {
    throw new NonRetriableError('No language model is set up', { code: 'no_language_model' });
  },
};
async function createKit(): Promise<EngineKit> {
  const kit = await createEngineKit(
    stepCatalog.all().filter(({ id }) => !words.has(id)),
    { llm: noModel },
  );
  kit.clock.flow();
  return kit;
}
/** Until nothing of it is to be done. */
async function runToEnd(kit: EngineKit, executionId: string) {
  await wakeExecution(kit.engine, orgId, executionId, budget(kit));
  return kit.execution(executionId);
}
const owner = async () => 'owner';
const actor = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;
const setTenant = (kit: EngineKit, fields: object) =>
  kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { ...fields } }]);
const history = async (kit: EngineKit) => (await readHistory(kit.store, orgId, { limit: 50, after: null })).runs;
const sequence = { sequence_type: 'Re-engagement', num_emails: 10 };

describe('the skills of a business', () => {
  it('are its own and ours, of which one becomes a playbook when it is first used', async () => {
    const kit = await createKit();
    const inputs = [{ name: 'topic', required: true }];
    await kit.playbook([], { name: 'Mine', triggers: [{ type: 'manual' }], inputs, createdAt: new Date(0) });
    await kit.playbook([], { name: 'No skill', triggers: [{ type: 'manual' }], createdAt: new Date(0) });
    const ids = async () => (await listSkills(kit.engine, orgId, false))?.skills.map(({ skillId }) => skillId);
    const free = [...builtInSkills.keys()].filter((id) => id !== 'ad-copy-variants' && id !== 'price-comparison');
    expect(builtInSkills.size).toBeGreaterThanOrEqual(8);
    expect(await ids()).toEqual(['playbook1', ...free]);
    expect(await findSkill(kit.engine, orgId, 'email-sequence')).toMatchObject({ isBuiltIn: true, isMade: false });
    await takeSkill(kit.engine, orgId, 'email-sequence', owner);
    await takeSkill(kit.engine, orgId, 'email-sequence', owner);
    expect(await findSkill(kit.engine, orgId, 'email-sequence')).toMatchObject({
      isBuiltIn: true,
      isMade: true,
      last: null,
    });
    expect((await kit.store.get(paths.playbook('email-sequence')))?.data).toMatchObject({
      ...{ name: 'Email Sequence Builder', status: 'active', ownerId: 'owner', createdBy: 'system' },
    });
    await expect(takeSkill(kit.engine, orgId, 'none', owner)).rejects.toMatchObject({ code: 'not_found' });
    await kit.store.commit([
      { op: 'update', path: paths.playbook('email-sequence').path, fields: { status: 'archived' } },
    ]);
    await expect(takeSkill(kit.engine, orgId, 'email-sequence', owner)).rejects.toMatchObject({ code: 'not_active' });
  });

  it('are run without a language model, and bring mails, a table and a text', async () => {
    const kit = await createKit();
    await takeSkill(kit.engine, orgId, 'email-sequence', owner);
    const { executionId } = await startExecution(
      kit.engine,
      kit.request('email-sequence', { inputs: sequence }),
      false,
    );
    const execution = await runToEnd(kit, executionId);
    expect(execution.status).toBe('completed');
    const result = await resultOf(kit.store, orgId, executionId, execution);
    expect(result?.text).toMatch(/^# Re engagement sequence/);
    expect(result?.table?.rows).toHaveLength(10);
    const skill = await findSkill(kit.engine, orgId, 'email-sequence');
    expect(skill?.last).toMatchObject({ executionId });
  });

  it.each([
    [{ num_emails: 11 }, 'Give at most 10'],
    [{ num_emails: 0 }, 'Give at least 1'],
    [{ sequence_type: 'Haiku' }, expect.stringContaining('Choose one of Welcome')],
  ])('refuse %j', async (wrong, message) => {
    const kit = await createKit();
    await takeSkill(kit.engine, orgId, 'email-sequence', owner);
    const refused = startExecution(
      kit.engine,
      kit.request('email-sequence', { inputs: { ...sequence, ...wrong } }),
      false,
    );
    await expect(refused).rejects.toMatchObject({
      code: 'bad_inputs',
      errors: [{ path: `inputs.${Object.keys(wrong)[0]}`, message }],
    });
  });
});

describe('skills that are not allowed', () => {
  it('are neither taken nor started, and the list leaves them out, or says why', async () => {
    const kit = await createKit();
    await takeSkill(kit.engine, orgId, 'email-sequence', owner);
    await setTenant(kit, { allowedSkills: ['meeting-agenda'] });
    await expect(takeSkill(kit.engine, orgId, 'email-sequence', owner)).rejects.toMatchObject({
      code: 'skill_not_allowed',
    });
    await expect(takeSkill(kit.engine, orgId, 'faq-builder', owner)).rejects.toMatchObject({
      code: 'skill_not_allowed',
    });
    const start = startExecution(kit.engine, kit.request('email-sequence', { inputs: sequence }), false);
    await expect(start).rejects.toMatchObject({ code: 'skill_not_allowed' });
    const listed = await listSkills(kit.engine, orgId, false);
    expect(listed?.skills.map(({ skillId }) => skillId)).toEqual(['meeting-agenda']);
    const all = await listSkills(kit.engine, orgId, true);
    expect(all?.skills.find(({ skillId }) => skillId === 'email-sequence')?.refusal).toMatch(/an admin chooses/);
  });

  it('come with a tier, some of them', async () => {
    const kit = await createKit();
    await setTenant(kit, { tier: 'free' });
    const take = () => takeSkill(kit.engine, orgId, 'ad-copy-variants', owner);
    await expect(take()).rejects.toThrow('This skill comes with the tier “starter”; this business has “free”');
    await setTenant(kit, { tier: 'pro' });
    expect((await take()).playbook.name).toBe('Ad copy variants');
  });

  it('keep what is scheduled from starting, with that reason', async () => {
    const kit = await createKit();
    const { playbookId, request } = await scheduled(kit);
    await setTenant(kit, { allowedSkills: [] });
    const { reason } = await startUnattended(kit.engine, request);
    expect(reason).toMatchObject({ code: 'skill_not_allowed' });
    expect(await history(kit)).toMatchObject([
      { skill_id: 'email-sequence', status: 'skipped', success: false, scheduled: true, error: reason?.message },
    ]);
    expect((await kit.store.get(paths.playbook(playbookId)))?.data.status).toBe('active');
  });
});

async function scheduled(kit: EngineKit) {
  const skill = await takeSkill(kit.engine, orgId, 'email-sequence', owner);
  const rest = { every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null } as const;
  const daily = { id: 'schedule', type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' } as const;
  const trigger = { ...daily, ...rest, catchUpPolicy: 'latest' as const };
  const draft = scheduleOfSkill(skill.playbook, { skillId: skill.skillId, trigger, inputs: sequence, enabled: true });
  const { playbookId } = await createPlaybook(kit.engine, orgId, draft, { actor, ownerId: 'owner' });
  const occasion = { kind: 'schedule', triggerId: 'schedule', scheduledFor: kit.clock.now() } as const;
  return { playbookId, request: kit.request(playbookId, { occasion, triggeredBy: 'schedule', startedBy: 'system' }) };
}

describe('the history', () => {
  it('tells of what a schedule ran by the skill, once, and that it was scheduled', async () => {
    const kit = await createKit();
    const { request } = await scheduled(kit);
    const byHand = kit.request('email-sequence', { inputs: { ...sequence, num_emails: 1 } });
    await runToEnd(kit, (await startExecution(kit.engine, byHand, false)).executionId);
    const { executionId } = await startUnattended(kit.engine, request);
    const { wait } = await runToEnd(kit, executionId);
    if (wait?.kind !== 'child') throw new Error('The schedule runs no skill');
    for (const id of wait.executionIds) await runToEnd(kit, id);
    expect((await runToEnd(kit, executionId)).status).toBe('completed');
    const runs = await history(kit);
    expect(
      runs.map(({ skill_id, status, scheduled: by, inputs }) => [skill_id, status, by, inputs.num_emails]),
    ).toEqual(
      expect.arrayContaining([
        ['email-sequence', 'completed', true, 10],
        ['email-sequence', 'completed', false, 1],
      ]),
    );
    expect(runs).toHaveLength(2);
  });
});

describe('a run that took place elsewhere', () => {
  const run = logBody.parse({
    ...{ skill_id: 'email-sequence', inputs: { sequence_type: 'Welcome' }, success: true },
    ...{ result: { markdown: 'Hi' }, duration_ms: 1234 },
  });
  const log = (kit: EngineKit, more: object = {}, key = 'k') =>
    logExecution(kit.engine, {
      ...{ orgId, by: 'key:1', member: null, triggeredBy: 'api', key, run: { ...run, ...more } },
      alongside: () => [],
    });

  it('becomes an execution that has ended, is counted, and is one for one key', async () => {
    const kit = await createKit();
    const id = await log(kit);
    expect(await log(kit)).toBe(id);
    expect(await history(kit)).toEqual([
      {
        ...{ id, skill_id: 'email-sequence', skill_name: 'Email Sequence Builder', success: true, status: 'completed' },
        timestamp: new Date(kit.clock.now().getTime() - 1234).toISOString(),
        ...{
          inputs: { sequence_type: 'Welcome' },
          result: { markdown: 'Hi' },
          error: null,
          duration_ms: 1234,
          scheduled: false,
        },
      },
    ]);
    expect(await kit.execution(id)).toMatchObject({ isForeign: true, isCounted: true, taint: ['inputs', 'result'] });
    expect(await kit.store.query(queries.endNotes({ limit: 10 }))).toMatchObject([
      { data: { executionId: id, status: 'completed', durationMs: 1234 } },
    ]);
  });

  it('is neither gone on with nor repeated', async () => {
    const kit = await createKit();
    const id = await log(kit, { success: false, error: 'No such list' });
    expect(await kit.execution(id)).toMatchObject({
      status: 'failed',
      error: { message: 'No such list', fault: 'vendor' },
    });
    const resumed = await resumeExecution(kit.engine, orgId, id, { by: 'owner', version: 'pinned', inputs: {} });
    expect(resumed).toMatchObject({ kind: 'refused', reason: expect.stringContaining('took place elsewhere') });
    const how = {
      orgId,
      actor,
      member: null,
      triggeredBy: 'manual',
      version: 'newest',
      dryRun: false,
      key: 'r',
    } as const;
    await expect(replayStart(kit.engine, id, how)).rejects.toThrow('took place elsewhere');
  });

  it('keeps a large result beside it', async () => {
    const kit = await createKit();
    const id = await log(kit, { result: { markdown: 'x'.repeat(100_000) } });
    const execution = await kit.execution(id);
    expect(execution.stepResults[0]).toMatchObject({ outputJson: null, outputStored: true });
    expect((await resultOf(kit.store, orgId, id, execution))?.text).toHaveLength(100_000);
  });

  it.each([
    ['2026-11-24T13:00:00Z', 'still to come'],
    ['2020-01-01T00:00:00Z', 'kept for'],
  ])('has no time such as %s', async (timestamp, why) => {
    await expect(log(await createKit(), { timestamp })).rejects.toThrow(why);
  });
});
