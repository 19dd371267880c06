import { type Role, roleSchema } from '@model/tenant.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const memberSchema = z.object({
  uid: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  away: z.object({ until: moment, delegate: z.string() }).nullable().default(null),
  createdAt: moment,
});
const invitationSchema = z.object({
  invitationId: z.string(),
  email: z.string(),
  role: roleSchema,
  createdAt: moment,
  expireAt: moment,
});
const teamSchema = z.object({ members: z.array(memberSchema), invitations: z.array(invitationSchema).default([]) });
export type Member = z.infer<typeof memberSchema>;
export type Invitation = z.infer<typeof invitationSchema>;
type Team = z.infer<typeof teamSchema>;

/** Who belongs to the business, and who is invited. Asked again whenever `version` changes. */
export function useTeam(version: number): Live<Team> {
  return useAnswer(`team|${version}`, (api) => api.call({ method: 'GET', path: '/api/team', answer: teamSchema }));
}

const memberPath = (uid: string) => `/api/team/${encodeURIComponent(uid)}`;

export async function changeRole(api: Api, uid: string, role: Role): Promise<void> {
  await api.call({ method: 'PATCH', path: memberPath(uid), body: { role }, answer: z.unknown() });
}

export async function removeMember(api: Api, uid: string): Promise<void> {
  await api.call({ method: 'DELETE', path: memberPath(uid), answer: z.unknown() });
}

/** Says until which day (of the business) I am away and who answers for me; null: I am back. */
export async function setAbsence(
  api: Api,
  away: { readonly until: string; readonly delegate: string } | null,
): Promise<void> {
  await api.call({ method: 'PUT', path: '/api/me/absence', body: { away }, answer: z.unknown() });
}

/** Invites by mail; false when the invitation stands, but the mail could not be sent. */
export async function invite(api: Api, invitation: { readonly email: string; readonly role: Role }): Promise<boolean> {
  const { isMailed } = await api.call({
    method: 'POST',
    path: '/api/team/invitations',
    body: invitation,
    answer: z.object({ isMailed: z.boolean() }),
  });
  return isMailed;
}

export async function revokeInvitation(api: Api, invitationId: string): Promise<void> {
  const path = `/api/team/invitations/${encodeURIComponent(invitationId)}`;
  await api.call({ method: 'DELETE', path, answer: z.unknown() });
}
