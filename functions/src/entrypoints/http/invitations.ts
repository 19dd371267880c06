import { z } from 'zod';
import type { App } from '../../app.ts';
import {
  acceptInvitation,
  type Invited,
  invite,
  type Joined,
  lookAtInvitation,
  nameInMail,
  revokeInvitation,
} from '../../core/governance/invitation.ts';
import type { Invitation } from '../../model/invitation.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { roleSchema } from '../../model/tenant.ts';
import { membershipView } from './account.ts';
import { actorOf, changingOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { accountRoute, type Route, tenantRoute } from './route.ts';

const administer = { role: 'admin', scope: null } as const;

export const invitationView = z.object({
  invitationId: z.string(),
  email: z.string(),
  role: roleSchema,
  createdAt: z.iso.datetime(),
  expireAt: z.iso.datetime(),
});
/** `isMailed: false`: the invitation stands, but the mail could not be sent; invite once more. */
const invitedView = invitationView.extend({ isMailed: z.boolean() });
const invitationToken = z.string().min(1).max(200);
/** What somebody who has the link, and the address that it was sent to, learns before joining. */
const openInvitationView = z.object({
  name: z.string().meta({ description: 'Of the business' }),
  role: roleSchema,
  invitedBy: z.string().nullable(),
  expireAt: z.iso.datetime(),
});
const email = z.string().trim().toLowerCase().max(254).pipe(z.email('This is no e-mail address'));

export const invitationRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/team/invitations',
      summary: 'Invite one e-mail address, for seven days; the link is in the mail only',
      body: z.strictObject({ email, role: roleSchema }),
      answers: { 201: invitedView, 403: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    administer,
    async ({ app, caller, body, request }) => {
      const by = changingOf(caller, request);
      const invited = await invite(app.engine, by, body);
      const isMailed = await mail(app, invited, by.member.name);
      return { status: 201, body: { ...toInvitationView(invited.invitationId, invited.data), isMailed } };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/team/invitations/{id}',
      summary: 'Take an invitation back',
      params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/, 'This is not the id of an invitation') }),
      answers: { 204: z.null(), 403: problemSchema, 404: problemSchema },
    },
    administer,
    async ({ app, caller, params: { id }, request }) => {
      await revokeInvitation(app.engine, changingOf(caller, request), id);
      return { status: 204, body: null };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/invitations/look',
      summary: 'What the invitation of this token, to my e-mail address, is to; it stays open',
      body: z.strictObject({ token: invitationToken }),
      answers: { 200: openInvitationView, 403: problemSchema, 404: problemSchema, 409: problemSchema },
    },
    async ({ app, caller: { id: uid, email, isEmailVerified }, body: { token } }) => {
      const found = await lookAtInvitation(app.engine, { uid, email, isEmailVerified }, token);
      if (found.kind !== 'open') throw refusal(found.kind);
      const { orgId, role, invitedBy, expireAt } = found.stored.data;
      const [tenant, inviter] = await Promise.all([
        app.engine.store.get(top.tenant(orgId)),
        app.engine.store.get(tenantPaths(orgId).member(invitedBy)),
      ]);
      if (tenant === null) throw refusal('closed');
      const body = { name: tenant.data.name, role, invitedBy: inviter?.data.name ?? null };
      return { status: 200, body: { ...body, expireAt: expireAt.toISOString() } };
    },
  ),
  accountRoute(
    {
      method: 'post',
      path: '/api/invitations/accept',
      summary: 'Become a member by the token of an invitation to my e-mail address',
      body: z.strictObject({ token: invitationToken }),
      answers: { 200: membershipView, 403: problemSchema, 404: problemSchema, 409: problemSchema },
    },
    async ({ app, caller, body: { token }, request }) => {
      const { id: uid, email, isEmailVerified, name } = caller;
      const actor = actorOf(caller, request);
      const joined = await acceptInvitation(app.engine, { uid, email, isEmailVerified, name, actor }, token);
      if (joined.kind !== 'joined') throw refusal(joined.kind);
      const tenant = await app.engine.store.get(top.tenant(joined.orgId));
      if (tenant === null) throw refusal('closed');
      const { name: tenantName, timezone, currency } = tenant.data;
      const { role } = joined.member;
      return { status: 200, body: { orgId: joined.orgId, name: tenantName, role, timezone, currency } };
    },
  ),
];

/** Whether the mail has gone out; the invitation stands either way. */
async function mail({ engine, mail }: App, { invitationId, token, data }: Invited, inviter: string): Promise<boolean> {
  const tenant = await engine.store.get(top.tenant(data.orgId));
  const team = nameInMail(tenant?.data.name ?? '') || 'a team';
  const who = nameInMail(inviter) || 'Somebody';
  const text = `${who} invites you to ${team} on Playbooks, as ${data.role}.

To join, open this link and sign in with ${data.email}:
${mail.link(`/join?token=${token}`)}

It works once, until ${data.expireAt.toISOString().slice(0, 10)}. If you do not know what this is about, ignore it.
`;
  try {
    const subject = `${who} invites you to ${team}`;
    await mail.send({ to: data.email, subject, text, html: null, key: `invitation-${invitationId}` });
    return true;
  } catch (error) {
    engine.log.error('invitation_not_mailed', error, { orgId: data.orgId, invitationId });
    return false;
  }
}

const REFUSALS: Readonly<Record<Exclude<Joined['kind'], 'joined'>, readonly [status: number, detail: string]>> = {
  not_found: [404, 'There is no such invitation; open the link of the mail, or ask for another'],
  closed: [409, 'The invitation was used, taken back or has expired; ask for another'],
  other_address: [403, 'The invitation is for another e-mail address; sign in with the one that it was sent to'],
  not_verified: [403, 'Confirm your e-mail address first, then open the link again'],
  already_member: [409, 'You are in this team already; somebody with the role for it can change yours'],
};

function refusal(kind: keyof typeof REFUSALS): HttpProblem {
  const [status, detail] = REFUSALS[kind];
  return new HttpProblem(status, kind, detail);
}

export function toInvitationView(invitationId: string, invitation: Invitation): z.input<typeof invitationView> {
  const { email, role, createdAt, expireAt } = invitation;
  return { invitationId, email, role, createdAt: createdAt.toISOString(), expireAt: expireAt.toISOString() };
}
