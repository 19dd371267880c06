import { z } from 'zod';
import { absenceSchema, setAbsence } from '../../core/governance/absence.ts';
import { readTenant } from '../../core/governance/governed.ts';
import { isOpen } from '../../core/governance/invitation.ts';
import { changeRole, mayGive, removeMember } from '../../core/governance/team.ts';
import { memberIdSchema, uidSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { roleSchema, type TeamMember, teamMemberSchema } from '../../model/tenant.ts';
import { assertPerson, changingOf } from './caller.ts';
import { invitationView, toInvitationView } from './invitations.ts';
import { type Route, tenantRoute } from './route.ts';

/** A uid that can be the id of a document. */
const byUid = z.object({ uid: memberIdSchema });
const time = z.iso.datetime();
const memberView = teamMemberSchema
  .omit({ locale: true })
  .extend({ createdAt: time, away: z.object({ until: time, delegate: uidSchema }).nullable() });

export const teamRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/team',
      summary: 'Who is in the team; for admins, who is invited, too',
      answers: { 200: z.object({ members: z.array(memberView), invitations: z.array(invitationView) }) },
    },
    { role: 'viewer', scope: null },
    async ({ app: { engine }, caller }) => {
      const { orgId, member } = assertPerson(caller);
      const [team, invited] = await Promise.all([
        engine.store.query(queries.team(orgId)),
        mayGive(member.role, 'viewer') ? engine.store.query(queries.invitations(orgId)) : [],
      ]);
      const open = invited.flatMap(({ id, data }) => (data && isOpen(data, engine.clock.now()) ? [{ id, data }] : []));
      const members = team.flatMap(({ data }) => (data === null ? [] : [toView(data)]));
      const invitations = open.map(({ id, data }) => toInvitationView(id, data));
      return { status: 200, body: { members, invitations } };
    },
  ),
  tenantRoute(
    {
      method: 'patch',
      path: '/api/team/{uid}',
      summary: 'Give a member another role; whoever is or becomes admin or owner is for owners',
      params: byUid,
      body: z.strictObject({ role: roleSchema }),
      answers: { 200: memberView, 403: problemSchema, 404: problemSchema, 409: problemSchema },
    },
    { role: 'admin', scope: null },
    async ({ app, caller, params: { uid }, body: { role }, request }) => {
      const changed = await changeRole(app.engine, changingOf(caller, request), uid, role);
      return { status: 200, body: toView(changed) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/team/{uid}',
      summary: 'Take a member out of the team; everybody may leave by themselves',
      params: byUid,
      answers: { 204: z.null(), 403: problemSchema, 404: problemSchema, 409: problemSchema },
    },
    { role: 'viewer', scope: null },
    async ({ app, caller, params: { uid }, request }) => {
      await removeMember(app.engine, changingOf(caller, request), uid);
      return { status: 204, body: null };
    },
  ),
  tenantRoute(
    {
      method: 'put',
      path: '/api/me/absence',
      summary: 'Until which day I am away, and who answers meanwhile what I was named to answer; null: I am back',
      body: z.strictObject({ away: absenceSchema.nullable() }),
      answers: { 200: memberView, 404: problemSchema, 422: problemSchema },
    },
    { role: 'viewer', scope: null },
    async ({ app: { engine }, caller, body: { away }, request }) => {
      const by = changingOf(caller, request);
      const { timezone } = await readTenant(engine.store, by.orgId);
      return { status: 200, body: toView(await setAbsence(engine, by, away, timezone)) };
    },
  ),
];

function toView({ locale, createdAt, away, ...member }: TeamMember): z.input<typeof memberView> {
  const absence = away && { ...away, until: away.until.toISOString() };
  return { ...member, away: absence, createdAt: createdAt.toISOString() };
}
