import { type Playbook, readSteps } from '../../model/playbook.ts';
import { isSkill } from '../../model/skill.ts';
import { leastTierOf } from '../../model/skill-tier.ts';
import { type Tenant, tierSchema } from '../../model/tenant.ts';

/** How a playbook that a schedule is looks: one step, which runs the skill. */
export const SKILL_SCHEDULE = { category: 'schedule', stepId: 'skill', action: 'run_playbook' } as const;

/** The skill that a playbook was made to run at set times, and nothing else; null where it is another one. */
export function scheduledSkill(playbook: Playbook): string | null {
  const { category, stepId, action } = SKILL_SCHEDULE;
  const steps = readSteps(playbook.steps, playbook.stepsJson);
  const after = readSteps(playbook.onFailure, playbook.onFailureJson);
  const [step, another] = [...steps, ...after];
  const isOurs = playbook.category === category && another === undefined && step?.id === stepId;
  const skillId = isOurs && step.action === action ? step.params?.playbookId : null;
  return typeof skillId === 'string' ? skillId : null;
}

/** Why a business may not run a skill; null where it may. */
export function skillRefusal({ tier, allowedSkills }: Pick<Tenant, 'tier' | 'allowedSkills'>, skillId: string) {
  if (allowedSkills !== null && !allowedSkills.includes(skillId)) {
    return 'This skill is none of those that this business may run; an admin chooses them in the settings, under Skills';
  }
  const least = leastTierOf(skillId);
  const rank = (one: Tenant['tier']) => tierSchema.options.indexOf(one);
  return rank(tier) < rank(least) ? `This skill comes with the tier “${least}”; this business has “${tier}”` : null;
}

/** The same of a start: of the skill itself, or of what runs it at set times. Other playbooks are nobody's to allow. */
export function startRefusal(tenant: Pick<Tenant, 'tier' | 'allowedSkills'>, playbookId: string, playbook: Playbook) {
  const skillId = isSkill(playbook) ? playbookId : scheduledSkill(playbook);
  return skillId === null ? null : skillRefusal(tenant, skillId);
}
