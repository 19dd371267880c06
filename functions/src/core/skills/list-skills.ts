import type { Execution } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import { isSkill } from '../../model/skill.ts';
import type { Tenant } from '../../model/tenant.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stored } from '../ports.ts';
import { builtInSkills, draftOfSkill } from './built-in.ts';
import { skillRefusal } from './which-skill.ts';

/** More playbooks than this are not looked through. */
const MOST = 500;
const AT_ONCE = 10;

export interface ListedSkill {
  readonly skillId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly icon: string | null;
  readonly isBuiltIn: boolean;
  readonly isMade: boolean;
  readonly status: Playbook['status'];
  readonly inputs: Playbook['inputs'];
  readonly refusal: string | null;
  readonly last: { readonly executionId: string; readonly execution: Execution } | null;
}

interface ListedSkills {
  readonly skills: readonly ListedSkill[];
  readonly allowedSkills: Tenant['allowedSkills'];
  readonly isWhole: boolean;
}

/**
 * The skills of a business: its own, the newest first, then ours that are not among them. Without `withRefused` only
 * those that may be run. Null where there is no such business.
 */
export async function listSkills(
  engine: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  withRefused: boolean,
): Promise<ListedSkills | null> {
  const [tenant, found] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    engine.store.query(queries.playbooks(orgId, { limit: MOST })),
  ]);
  if (tenant === null) return null;
  const stored = found.filter((one): one is Stored<Playbook> => one.data !== null);
  const own = stored.filter(({ data }) => isSkill(data) && data.status !== 'archived');
  const taken = new Set(found.map(({ id }) => id));
  const ours = [...builtInSkills.values()].filter(({ id }) => !taken.has(id));
  const made = own.map(({ id, data }) => shownOf(tenant.data, id, data, true));
  const unmade = ours.map((template) => {
    return shownOf(tenant.data, template.id, draftOfSkill(template, tenant.data, engine.clock.now()), false);
  });
  const shown = [...made, ...unmade].filter(({ refusal }) => withRefused || refusal === null);
  const skills = await concurrently(shown, AT_ONCE, async (skill) => ({
    ...skill,
    last: skill.isMade ? await lastOf(engine, orgId, skill.skillId) : null,
  }));
  return { skills, allowedSkills: tenant.data.allowedSkills, isWhole: found.length < MOST };
}

/** One skill as the list tells it; null where there is none of that id. */
export async function findSkill(
  engine: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  skillId: string,
): Promise<ListedSkill | null> {
  const [tenant, stored] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    engine.store.find(tenantPaths(orgId).playbook(skillId)),
  ]);
  const template = builtInSkills.get(skillId);
  if (tenant === null) return null;
  if (stored === null && template !== undefined) {
    const draft = draftOfSkill(template, tenant.data, engine.clock.now());
    return { ...shownOf(tenant.data, skillId, draft, false), last: null };
  }
  if (!stored?.data || !isSkill(stored.data)) return null;
  return { ...shownOf(tenant.data, skillId, stored.data, true), last: await lastOf(engine, orgId, skillId) };
}

type Shown = Omit<ListedSkill, 'last'>;

function shownOf(
  tenant: Tenant,
  skillId: string,
  playbook: Pick<Playbook, 'name' | 'description' | 'category' | 'status' | 'inputs'>,
  isMade: boolean,
): Shown {
  const { name, description, category, status, inputs } = playbook;
  const template = builtInSkills.get(skillId);
  return {
    ...{ skillId, name, description, category, status, inputs, isMade },
    icon: template?.icon ?? null,
    isBuiltIn: template !== undefined,
    refusal: skillRefusal(tenant, skillId),
  };
}

async function lastOf({ store }: Pick<Engine, 'store'>, orgId: string, skillId: string): Promise<ListedSkill['last']> {
  const [found] = await store.query(queries.liveExecutionsOf(orgId, skillId, { limit: 1 }));
  return found?.data ? { executionId: found.id, execution: found.data } : null;
}
