import type { Actor } from '../../model/audit.ts';
import type { Invitation } from '../../model/invitation.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import type { Role, TeamMember } from '../../model/tenant.ts';
import { sha256Hex } from '../derive-id.ts';
import { AlreadyExistsError, ConflictError, type Store, type Stored, type Write } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { type Changing, mayGive, type TeamDesk, TeamRefusedError } from './team.ts';

const MAX_TEAM = 200;
/** Invitations are mail to strangers in the name of the product. */
const MAX_A_DAY = 50;
const DAY_MS = 24 * 3_600_000;

/** The token is in the link that is mailed, and stored nowhere. */
export interface Invited {
  readonly invitationId: string;
  readonly token: string;
  readonly data: Invitation;
}

/** Invites one e-mail address; an open invitation of the same address is replaced. Throws `TeamRefusedError`. */
export function invite(desk: TeamDesk, by: Changing, to: { email: string; role: Role }): Promise<Invited> {
  return retryConflicts(() => inviteOnce(desk, by, to));
}

async function inviteOnce(
  desk: TeamDesk,
  { orgId, member, actor }: Changing,
  { email, role }: Parameters<typeof invite>[2],
) {
  if (!mayGive(member.role, role)) throw new TeamRefusedError('role', `Only an owner may invite as ${role}`);
  const now = desk.clock.now();
  const [team, known] = await Promise.all([
    desk.store.query(queries.team(orgId)),
    desk.store.query(queries.invitations(orgId)),
  ]);
  if (team.some(({ data }) => data?.email.toLowerCase() === email)) {
    throw new TeamRefusedError('already_member', `${email} is in the team already`);
  }
  const recent = known.filter(({ data }) => data && now.getTime() - data.createdAt.getTime() < DAY_MS);
  if (team.length >= MAX_TEAM) throw new TeamRefusedError('too_many', `A team has at most ${MAX_TEAM} members`);
  if (recent.length >= MAX_A_DAY) {
    throw new TeamRefusedError('too_many', `At most ${MAX_A_DAY} invitations a day; go on tomorrow`);
  }
  const token = desk.random.token();
  const invitationId = sha256Hex(token);
  const fixed = { orgId, email, role, invitedBy: member.uid, acceptedAt: null, revokedAt: null };
  const data: Invitation = { ...fixed, createdAt: now, expireAt: expiryOf('invitation', now) };
  const replaced = known.filter((one) => one.data?.email === email && isOpen(one.data, now));
  const target = { kind: 'invitation', id: invitationId };
  await desk.store.commit([
    { op: 'create', path: top.invitation(invitationId).path, data },
    ...replaced.map(({ ref, version }) => revocation(ref.path, now, version)),
    auditWrite(desk, orgId, actor, { action: 'invitation.sent', target, after: { email, role } }),
  ]);
  return { invitationId, token, data };
}

/** A name as it may stand in a mail to strangers: on one line, and nothing that mail programs make a link of. */
export function nameInMail(name: string): string {
  return name
    .replaceAll(/[\p{C}\s/\\@:]+/gu, ' ')
    .replaceAll(/\.(?=\S)/g, ' ')
    .trim();
}

/** Takes an invitation back. Throws `TeamRefusedError`. */
export function revokeInvitation(
  desk: TeamDesk,
  { orgId, member, actor }: Changing,
  invitationId: string,
): Promise<void> {
  return retryConflicts(async () => {
    const stored = await desk.store.get(top.invitation(invitationId));
    const now = desk.clock.now();
    if (stored === null || stored.data.orgId !== orgId || !isOpen(stored.data, now)) {
      throw new TeamRefusedError('not_found', 'There is no open invitation of this id');
    }
    const { email, role } = stored.data;
    if (!mayGive(member.role, role)) throw new TeamRefusedError('role', `Only an owner may take back one as ${role}`);
    const target = { kind: 'invitation', id: invitationId };
    await desk.store.commit([
      revocation(stored.ref.path, now, stored.version),
      auditWrite(desk, orgId, actor, { action: 'invitation.revoked', target, before: { email, role } }),
    ]);
  });
}

/** Somebody who has signed in, with the e-mail address that the sign-in vouches for. */
export interface Joining {
  readonly uid: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly actor: Actor;
}

export type Joined =
  | { readonly kind: 'joined'; readonly orgId: string; readonly member: TeamMember }
  | { readonly kind: 'not_found' | 'closed' | 'other_address' | 'not_verified' | 'already_member' };

/** Makes somebody a member by the token of an invitation, once. The same person again is told that he has joined. */
export function acceptInvitation(desk: TeamDesk, joining: Joining, token: string): Promise<Joined> {
  return retryConflicts(async () => {
    const found = await lookAtInvitation(desk, joining, token);
    if (found.kind === 'open') return join(desk, joining, found.stored);
    if (found.kind !== 'already_member' || !found.isBySame) return { kind: found.kind };
    return { kind: 'joined', orgId: found.orgId, member: found.member };
  });
}

/** `isBySame`: it is by this invitation, perhaps, that one is in the team already. */
type Found =
  | { readonly kind: 'open'; readonly stored: Stored<Invitation> }
  | { readonly kind: 'already_member'; readonly orgId: string; readonly member: TeamMember; readonly isBySame: boolean }
  | { readonly kind: 'not_found' | 'closed' | 'other_address' | 'not_verified' };

/** The invitation of this token, if whoever asks may accept it now; else why not. */
export async function lookAtInvitation(
  { store, clock }: TeamDesk,
  { uid, email, isEmailVerified }: Pick<Joining, 'uid' | 'email' | 'isEmailVerified'>,
  token: string,
): Promise<Found> {
  const stored = await store.get(top.invitation(sha256Hex(token)));
  if (stored === null) return { kind: 'not_found' };
  const { orgId, email: invited, acceptedAt } = stored.data;
  if (email === null || email.toLowerCase() !== invited) return { kind: 'other_address' };
  if (!isEmailVerified) return { kind: 'not_verified' };
  const member = await store.get(tenantPaths(orgId).member(uid));
  if (member !== null) return { kind: 'already_member', orgId, member: member.data, isBySame: acceptedAt !== null };
  const isStanding = isOpen(stored.data, clock.now()) && (await standsFor(store, stored.data));
  return isStanding ? { kind: 'open', stored } : { kind: 'closed' };
}

async function join(desk: TeamDesk, { uid, email, name, actor }: Joining, stored: Stored<Invitation>): Promise<Joined> {
  const { orgId, role } = stored.data;
  const createdAt = desk.clock.now();
  const member: TeamMember = {
    uid,
    email: email ?? stored.data.email,
    name: (name ?? stored.data.email).slice(0, 120),
    role,
    locale: 'en-US',
    away: null,
    createdAt,
  };
  const target = { kind: 'member', id: uid };
  const after = { email: member.email, name: member.name, role, invitationId: stored.id };
  try {
    await desk.store.commit([
      { op: 'create', path: tenantPaths(orgId).member(uid).path, data: member },
      { op: 'update', path: stored.ref.path, fields: { acceptedAt: createdAt }, ifVersion: stored.version },
      auditWrite(desk, orgId, actor, { action: 'member.joined', target, after }),
    ]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    throw new ConflictError('The member was there at the same moment');
  }
  return { kind: 'joined', orgId, member };
}

/** Whether whoever invited could do so now: somebody who has left, or may less by now, invites nobody. */
async function standsFor(store: Store, { orgId, role, invitedBy }: Invitation): Promise<boolean> {
  const [tenant, inviter] = await Promise.all([
    store.get(top.tenant(orgId)),
    store.get(tenantPaths(orgId).member(invitedBy)),
  ]);
  return tenant !== null && inviter !== null && mayGive(inviter.data.role, role);
}

export function isOpen({ acceptedAt, revokedAt, expireAt }: Invitation, now: Date): boolean {
  return acceptedAt === null && revokedAt === null && expireAt > now;
}

function revocation(path: string, revokedAt: Date, ifVersion: string): Write {
  return { op: 'update', path, fields: { revokedAt }, ifVersion };
}
