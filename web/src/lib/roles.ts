import type { Role } from '@model/tenant.ts';

/** What each role may, from the least to the most. */
export const roleWords: Record<Role, { readonly name: string; readonly may: string }> = {
  viewer: { name: 'Viewer', may: 'Sees everything but outputs and approvals' },
  editor: { name: 'Editor', may: 'Makes and runs playbooks, decides approvals' },
  admin: { name: 'Admin', may: 'Also settings, team, API keys and what is risky' },
  owner: { name: 'Owner', may: 'Everything, also the policy, the limits and the data' },
};

/** `Only owners can change this. You are an editor.` */
export function needsRole(role: Role, needed: Role): string {
  const who =
    needed === 'owner' ? 'Only owners' : needed === 'admin' ? 'Only admins and owners' : 'Only editors and up';
  return `${who} can change this. You are ${/^[aeo]/.test(role) ? 'an' : 'a'} ${role}.`;
}
