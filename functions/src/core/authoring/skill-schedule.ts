import type { JsonObject } from '../../model/json.ts';
import { type Playbook, type PlaybookDraft, playbookDraftSchema } from '../../model/playbook.ts';
import type { TriggerDraft } from '../../model/trigger.ts';
import { parseInputs } from '../engine/inputs.ts';
import { SKILL_SCHEDULE } from '../skills/which-skill.ts';
import { InvalidPlaybookError } from './save-playbook.ts';

const { category, stepId, action } = SKILL_SCHEDULE;

interface Wanted {
  readonly skillId: string;
  readonly trigger: TriggerDraft;
  readonly inputs: JsonObject;
  readonly enabled: boolean;
}

/**
 * A playbook that does nothing but run another one, the skill, at set times. What the skill is given stands in the defaults
 * of inputs of its own: they are changed on its page, and what they hold is never read as a template. Throws
 * `InvalidPlaybookError` where the skill does not take them.
 */
export function scheduleOfSkill(skill: Playbook, { skillId, trigger, inputs, enabled }: Wanted): PlaybookDraft {
  const read = parseInputs(skill.inputs, inputs);
  if ('problems' in read) throw new InvalidPlaybookError(read.problems);
  const given = skill.inputs.filter(({ name }) => inputs[name] !== undefined);
  const handedOn = given.map(({ name }) => [name, `{{inputs["${name}"]}}`]);
  return playbookDraftSchema.parse({
    name: `${skill.name.slice(0, 100)}, scheduled`,
    description: `Runs “${skill.name}” at set times.`,
    category,
    agent: skill.agent,
    status: enabled ? 'active' : 'paused',
    triggers: [trigger],
    inputs: given.map((input) => ({ ...input, required: false, default: inputs[input.name] })),
    steps: [{ id: stepId, action, params: { playbookId: skillId, inputs: Object.fromEntries(handedOn) } }],
  });
}
