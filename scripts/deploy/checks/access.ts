import { z } from 'zod';
import { type Check, type Look, missing, ok, runtimeAccount } from '../check.ts';
import { type Condition, DEPLOYER, type Role, RUNTIME_ROLES } from '../wanted.ts';

const permissionsSchema = z.object({ permissions: z.array(z.string()).default([]) });
const bindingSchema = z.looseObject({
  role: z.string(),
  members: z.array(z.string()).default([]),
  condition: z.looseObject({ title: z.string().optional(), expression: z.string() }).optional(),
});

/** Kept whole where it is written back: a policy is replaced, not merged. */
export const policySchema = z.looseObject({
  etag: z.string().optional(),
  bindings: z.array(bindingSchema).default([]),
});
export type Policy = z.infer<typeof policySchema>;

export const accessChecks: readonly Check[] = [
  {
    id: 'deployer',
    title: 'Your own permissions',
    step: null,
    async run({ google, projectId }) {
      const permissions = Object.keys(DEPLOYER);
      const path = `/v3/projects/${projectId}:testIamPermissions`;
      const answer = await google.send('POST', 'cloudresourcemanager', path, { permissions }, permissionsSchema);
      const lacking = permissions.filter((permission) => !answer.permissions.includes(permission));
      if (lacking.length === 0) return ok(`${permissions.length} of them`);
      const roles = [...new Set(lacking.map((permission) => DEPLOYER[permission] ?? 'roles/owner'))];
      return missing(
        `You lack ${lacking.join(', ')}`,
        ...roles.map((role) => grant(projectId, 'user:YOUR_ADDRESS', role)),
      );
    },
  },
  {
    id: 'runtime-roles',
    title: 'Roles of the functions’ account',
    step: 'roles',
    async run(look) {
      const { lacking, member } = await lackingRoles(look);
      if (lacking.length === 0) return ok(`${RUNTIME_ROLES.length} of them`);
      return missing(
        `${member} lacks ${lacking.map(({ role, why }) => `${role} (${why})`).join(', ')}`,
        ...lacking.map(({ role, condition }) => grant(look.projectId, member, role, condition)),
      );
    },
  },
];

/** A role as it is to be granted in this project. */
interface Granted extends Pick<Role, 'role' | 'why'> {
  readonly condition: Condition | null;
}

/** What the functions' account still has to be granted, and the policy that says so. */
export async function lackingRoles(look: Look): Promise<{ lacking: Granted[]; member: string; policy: Policy }> {
  const path = `/v3/projects/${look.projectId}:getIamPolicy`;
  const options = { options: { requestedPolicyVersion: 3 } };
  const policy = await look.google.send('POST', 'cloudresourcemanager', path, options, policySchema);
  const number = await look.projectNumber();
  const member = `serviceAccount:${runtimeAccount(number)}`;
  const lacking = RUNTIME_ROLES.filter(({ role, within }) => !holds(policy, member, [role, ...within]))
    .map(({ role, why, condition }) => ({ role, why, condition: condition?.(number) ?? null }))
    .filter((granted) => !isBound(policy, member, granted));
  return { lacking, member, policy };
}

/** Whether it is granted under the very condition that is enough for it. */
function isBound({ bindings }: Policy, member: string, { role, condition }: Granted): boolean {
  if (condition === null) return false;
  return bindings.some(
    (one) => one.role === role && one.members.includes(member) && one.condition?.expression === condition.expression,
  );
}

/** A binding under a condition holds only sometimes, so it does not count. */
export function holds({ bindings }: Policy, member: string, roles: readonly string[]): boolean {
  return bindings.some(
    (binding) => roles.includes(binding.role) && binding.members.includes(member) && !('condition' in binding),
  );
}

/** The policy with one more member of a role. */
export function withMember(policy: Policy, member: string, role: string, condition: Condition | null = null): Policy {
  const present = policy.bindings.find(
    (binding) => binding.role === role && binding.condition?.expression === condition?.expression,
  );
  if (present?.members.includes(member)) return policy;
  const others = policy.bindings.filter((binding) => binding !== present);
  const members = [...(present?.members ?? []), member];
  return { ...policy, bindings: [...others, { role, members, ...(condition && { condition: { ...condition } }) }] };
}

export function grant(projectId: string, member: string, role: string, condition: Condition | null = null): string {
  const only = condition === null ? 'None' : `'expression=${condition.expression},title=${condition.title}'`;
  return `gcloud projects add-iam-policy-binding ${projectId} --member=${member} --role=${role} --condition=${only}`;
}
