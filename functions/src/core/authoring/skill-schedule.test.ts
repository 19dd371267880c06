import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { playbookSchema } from '../../model/playbook.ts';
import { scheduleTriggerSchema } from '../../model/trigger.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { startExecution } from '../engine/start-execution.ts';
import { systemActor } from '../governance/audit.ts';
import { scheduledSkill } from '../skills/which-skill.ts';
import { createPlaybook } from './save-playbook.ts';
import { scheduleOfSkill } from './skill-schedule.ts';

const trigger = scheduleTriggerSchema.parse({ type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: 'UTC' });

async function createSkillKit() {
  const done: JsonObject[] = [];
  const kit = await createEngineKit([makeStep('send', (params) => done.push(params))]);
  const inputs = [
    { name: 'sequence-type', required: true },
    { name: 'num_emails', type: 'number', default: 3 },
  ];
  const params = { type: '{{inputs["sequence-type"]}}', count: '{{inputs.num_emails}}' };
  const skillId = await kit.playbook([{ action: 'send', params }], { name: 'Email Sequence', inputs });
  const schedule = async (given: JsonObject) => {
    const skill = playbookSchema.parse((await kit.store.get(paths.playbook(skillId)))?.data);
    const draft = scheduleOfSkill(skill, { skillId, trigger, inputs: given, enabled: true });
    return createPlaybook(kit.engine, orgId, draft, { actor: systemActor, ownerId: 'owner' });
  };
  return { kit, skillId, schedule, done };
}

describe('a schedule of a skill', () => {
  it('runs it with what it was given, as it is written, and with its own defaults else', async () => {
    const { kit, skillId, schedule, done } = await createSkillKit();
    const { playbookId, playbook } = await schedule({ 'sequence-type': 'Hi {{user.email}}' });
    expect(scheduledSkill(playbook)).toBe(skillId);
    const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
    await enqueueAdvance(kit.engine, orgId, executionId, null);
    await kit.runOut();
    expect(done).toEqual([{ type: 'Hi {{user.email}}', count: 3 }]);
    expect(await kit.execution(executionId)).toMatchObject({ status: 'completed' });
  });

  it('is refused where the skill does not take what it is given', async () => {
    const { schedule } = await createSkillKit();
    await expect(schedule({ num_emails: 'many' })).rejects.toMatchObject({
      errors: [{ path: 'inputs.sequence-type' }, { path: 'inputs.num_emails', message: 'Give a number' }],
    });
    await expect(schedule({ 'sequence-type': 'A', colour: 'red' })).rejects.toThrow(/inputs.colour/);
  });

  it('is told from a playbook that also does something else', async () => {
    const { kit, skillId } = await createSkillKit();
    const run = { id: 'skill', action: 'run_playbook', params: { playbookId: skillId } };
    const other = await kit.playbook([run, { action: 'send' }], { category: 'schedule' });
    const stored = await kit.store.get(paths.playbook(other));
    expect(stored && scheduledSkill(stored.data)).toBeNull();
  });
});
