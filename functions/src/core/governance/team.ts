import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Role, TeamMember } from '../../model/tenant.ts';
import type { Store, Stored, Write } from '../ports.ts';
import { type Auditing, auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** What changes to a team need of the world. */
export interface TeamDesk extends Auditing {
  readonly store: Store;
}

/** The one who changes a team: a member of it, as he is now. */
export interface Changing {
  readonly orgId: string;
  readonly member: TeamMember;
  readonly actor: Actor;
}

/** Why a change to a team is refused, in words for whoever asked; nothing was written. */
export class TeamRefusedError extends Error {
  override readonly name = 'TeamRefusedError';
  readonly code: 'not_found' | 'role' | 'last_owner' | 'already_member' | 'too_many' | 'bad_absence';
  constructor(code: TeamRefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Admins look after editors and viewers; whoever may do more than that is an owner's business. */
export function mayGive(giver: Role, role: Role): boolean {
  return giver === 'owner' || (giver === 'admin' && (role === 'editor' || role === 'viewer'));
}

/** Gives a member another role. Throws `TeamRefusedError`. */
export function changeRole(desk: TeamDesk, by: Changing, uid: string, role: Role): Promise<TeamMember> {
  return retryConflicts(async () => {
    const stored = await memberOf(desk, by.orgId, uid);
    const { data: before, ref, version } = stored;
    if (!mayGive(by.member.role, before.role) || !mayGive(by.member.role, role)) {
      throw new TeamRefusedError('role', `Only an owner may make ${aRole(before.role)} ${aRole(role)}`);
    }
    if (before.role === role) return before;
    const target = { kind: 'member', id: uid };
    const entry = { action: 'member.role_changed', target, before: { role: before.role }, after: { role } };
    await desk.store.commit([
      { op: 'update', path: ref.path, fields: { role }, ifVersion: version },
      ...(await keepingAnOwner(desk, by.orgId, stored)),
      auditWrite(desk, by.orgId, by.actor, entry),
    ]);
    return { ...before, role };
  });
}

/** Takes a member out of the team; everybody may leave by themselves. Throws `TeamRefusedError`. */
export function removeMember(desk: TeamDesk, by: Changing, uid: string): Promise<void> {
  return retryConflicts(async () => {
    const isSelf = uid === by.member.uid;
    if (!isSelf && !mayGive(by.member.role, 'viewer')) {
      throw new TeamRefusedError('role', `This needs the role admin; you are ${by.member.role}`);
    }
    const stored = await memberOf(desk, by.orgId, uid);
    const { email, name, role } = stored.data;
    if (!isSelf && !mayGive(by.member.role, role)) {
      throw new TeamRefusedError('role', `Only an owner may remove ${aRole(role)}`);
    }
    const entry = {
      action: isSelf ? 'member.left' : 'member.removed',
      target: { kind: 'member', id: uid },
      before: { email, name, role },
    };
    await desk.store.commit([
      { op: 'delete', path: stored.ref.path, ifVersion: stored.version },
      { op: 'delete', path: tenantPaths(by.orgId).preferencesOf(uid).path },
      ...(await keepingAnOwner(desk, by.orgId, stored)),
      auditWrite(desk, by.orgId, by.actor, entry),
    ]);
  });
}

async function memberOf({ store }: TeamDesk, orgId: string, uid: string): Promise<Stored<TeamMember>> {
  const stored = await store.get(tenantPaths(orgId).member(uid));
  if (stored === null) throw new TeamRefusedError('not_found', 'Nobody in the team has this uid');
  return stored;
}

/**
 * Insists on another owner who is one still when this is committed, so that of two owners who demote each other at the
 * same moment one remains.
 */
async function keepingAnOwner({ store }: TeamDesk, orgId: string, { id, data }: Stored<TeamMember>): Promise<Write[]> {
  if (data.role !== 'owner') return [];
  const other = (await store.query(queries.owners(orgId))).find((owner) => owner.id !== id);
  if (other === undefined) {
    throw new TeamRefusedError('last_owner', 'This is the last owner; make somebody else an owner first');
  }
  return [{ op: 'update', path: other.ref.path, fields: { role: 'owner' }, ifVersion: other.version }];
}

function aRole(role: Role): string {
  return role === 'viewer' ? 'a viewer' : `an ${role}`;
}
