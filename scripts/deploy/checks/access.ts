import { z } from 'zod';
import { type Check, type Look, missing, ok, runtimeAccount } from '../check.ts';
import { DEPLOYER, type Role, RUNTIME_ROLES } from '../wanted.ts';

const permissionsSchema = z.object({ permissions: z.array(z.string()).default([]) });
const bindingSchema = z.looseObject({ role: z.string(), members: z.array(z.string()).default([]) });

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
        ...lacking.map(({ role }) => grant(look.projectId, member, role)),
      );
    },
  },
];

/** What the functions' account still has to be granted, and the policy that says so. */
export async function lackingRoles(look: Look): Promise<{ lacking: Role[]; member: string; policy: Policy }> {
  const path = `/v3/projects/${look.projectId}:getIamPolicy`;
  const options = { options: { requestedPolicyVersion: 3 } };
  const policy = await look.google.send('POST', 'cloudresourcemanager', path, options, policySchema);
  const member = `serviceAccount:${runtimeAccount(await look.projectNumber())}`;
  const lacking = RUNTIME_ROLES.filter(({ role, within }) => !holds(policy, member, [role, ...within]));
  return { lacking, member, policy };
}

/** A binding under a condition holds only sometimes, so it does not count. */
export function holds({ bindings }: Policy, member: string, roles: readonly string[]): boolean {
  return bindings.some(
    (binding) => roles.includes(binding.role) && binding.members.includes(member) && !('condition' in binding),
  );
}

/** The policy with one more member of a role. */
export function withMember(policy: Policy, member: string, role: string): Policy {
  const present = policy.bindings.find((binding) => binding.role === role && !('condition' in binding));
  if (present?.members.includes(member)) return policy;
  const others = policy.bindings.filter((binding) => binding !== present);
  return { ...policy, bindings: [...others, { role, members: [...(present?.members ?? []), member] }] };
}

export function grant(projectId: string, member: string, role: string): string {
  return `gcloud projects add-iam-policy-binding ${projectId} --member=${member} --role=${role} --condition=None`;
}
