import type { Role } from '@model/tenant.ts';
import { isAtLeast } from '@model/tenant.ts';

interface Someone {
  readonly uid: string;
  readonly role: Role;
}

/** The roles that someone may give: owners any, admins those below their own. */
export function rolesToGive(own: Role): readonly Role[] {
  if (own === 'owner') return ['viewer', 'editor', 'admin', 'owner'];
  return own === 'admin' ? ['viewer', 'editor'] : [];
}

/** Why `me` may not change the role of `member`, or remove him; null when nothing speaks against it. */
export function whyFixed(member: Someone, me: Someone, members: readonly Someone[]): string | null {
  const isMe = member.uid === me.uid;
  if (member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1) {
    return isMe
      ? 'You are the only owner. Make someone else an owner first.'
      : 'The only owner stays until someone else is one.';
  }
  if (isMe) return null;
  if (!isAtLeast(me.role, 'admin')) return 'Admins and owners change roles.';
  return me.role === 'admin' && isAtLeast(member.role, 'admin') ? 'Only owners change admins and owners.' : null;
}
