import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook, PlaybookDraft } from '../../model/playbook.ts';
import { isSkill } from '../../model/skill.ts';
import type { Tenant } from '../../model/tenant.ts';
import { createPlaybook } from '../authoring/save-playbook.ts';
import { skillTemplates } from '../authoring/templates/skills.ts';
import { sketchTemplate, type Template } from '../authoring/templates/template.ts';
import type { Engine } from '../engine/engine.ts';
import { AlreadyExistsError } from '../ports.ts';
import { skillRefusal } from './which-skill.ts';

/** The skills that come with the product, by id: templates of the gallery that ask nothing before they can be used. */
export const builtInSkills: ReadonlyMap<string, Template> = new Map(skillTemplates.map((one) => [one.id, one]));

/** What a skill of ours is as a playbook of a business. */
export function draftOfSkill(template: Template, tenant: Tenant, now: Date): PlaybookDraft {
  const user = { name: tenant.name, email: 'nobody@example.com' };
  return { ...sketchTemplate(template, {}, { tenant, user, now }), status: 'active' };
}

interface Skill {
  readonly skillId: string;
  readonly playbook: Playbook;
}

/** A skill that cannot be had; the message says why. */
export class SkillRefusedError extends Error {
  override readonly name = 'SkillRefusedError';
  readonly code: 'not_found' | 'not_active' | 'skill_not_allowed';
  constructor(code: SkillRefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The playbook of a skill that is to be run or scheduled. One of ours is made now if it is not there: in the product's own
 * name, so that it outlives whoever used it first. `ownerId`: whose it becomes. Throws `SkillRefusedError`.
 */
export async function takeSkill(
  engine: Engine,
  orgId: string,
  skillId: string,
  ownerId: () => Promise<string>,
): Promise<Skill> {
  const ref = tenantPaths(orgId).playbook(skillId);
  const [stored, tenant] = await Promise.all([engine.store.get(ref), engine.store.get(top.tenant(orgId))]);
  const template = builtInSkills.get(skillId);
  if (tenant === null || (stored === null && template === undefined)) {
    throw new SkillRefusedError('not_found', `There is no skill ${skillId}`);
  }
  const refusal = stored === null || isSkill(stored.data) ? skillRefusal(tenant.data, skillId) : null;
  if (refusal !== null) throw new SkillRefusedError('skill_not_allowed', refusal);
  if (stored !== null || template === undefined) return { skillId, playbook: asUsable(stored?.data ?? null, skillId) };
  const draft = draftOfSkill(template, tenant.data, engine.clock.now());
  const actor = { kind: 'system', id: 'system', name: null, from: null } as const;
  try {
    const made = await createPlaybook(engine, orgId, draft, { actor, ownerId: await ownerId(), playbookId: skillId });
    return { skillId, playbook: made.playbook };
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    // Somebody else has used it for the first time in the same moment.
    return { skillId, playbook: asUsable((await engine.store.get(ref))?.data ?? null, skillId) };
  }
}

function asUsable(playbook: Playbook | null, skillId: string): Playbook {
  if (playbook === null) throw new SkillRefusedError('not_found', `There is no skill ${skillId}`);
  if (playbook.status !== 'archived') return playbook;
  throw new SkillRefusedError('not_active', `“${playbook.name}” is archived; make it a draft again first`);
}
