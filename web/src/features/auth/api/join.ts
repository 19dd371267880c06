import { roleSchema } from '@model/tenant.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Membership } from '../../../lib/session.ts';
import { membershipSchema } from './get-me.ts';

/** The token of the invitation whose link opened this page; null on any other page. */
export function invitationToken(): string | null {
  const { pathname, search } = window.location;
  return pathname === '/join' ? new URLSearchParams(search).get('token') : null;
}

/** Where a link that signs in leads back to: to the invitation, if that was opened, else to the start. */
export function pageAfterSignIn(): string {
  const token = invitationToken();
  return token === null ? '/' : `/join?token=${encodeURIComponent(token)}`;
}

const invitationSchema = z.object({ name: z.string(), role: roleSchema, invitedBy: z.string().nullable() });
type OpenInvitation = z.infer<typeof invitationSchema>;

/** What the invitation is to, before it is accepted. Refused to everybody but the one it was sent to. */
export function lookAtInvitation(api: Api, token: string): Promise<OpenInvitation> {
  return api.call({ method: 'POST', path: '/api/invitations/look', body: { token }, answer: invitationSchema });
}

/** Becomes a member of the team that the invitation is to. It counts once, and for one e-mail address. */
export function acceptInvitation(api: Api, token: string): Promise<Membership> {
  return api.call({ method: 'POST', path: '/api/invitations/accept', body: { token }, answer: membershipSchema });
}
