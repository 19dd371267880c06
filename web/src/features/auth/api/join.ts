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

/** Becomes a member of the team that the invitation is to. It counts once, and for one e-mail address. */
export function acceptInvitation(api: Api, token: string): Promise<Membership> {
  return api.call({ method: 'POST', path: '/api/invitations/accept', body: { token }, answer: membershipSchema });
}
