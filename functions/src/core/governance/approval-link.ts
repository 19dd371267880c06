import { z } from 'zod';
import type { Approval } from '../../model/approval.ts';
import { executionIdSchema, orgIdSchema, uidSchema } from '../../model/ids.ts';
import { readToken, signToken } from '../engine/signed-token.ts';

/** What a link in a mail lets one person say to one question, as it was shown to him. */
const claimSchema = z.strictObject({
  orgId: orgIdSchema,
  approvalId: executionIdSchema,
  uid: uidSchema,
  choice: z.enum(['approved', 'rejected']),
  paramsHash: z.string().max(64),
  expiresAt: z.iso.datetime(),
});
export type LinkClaim = z.infer<typeof claimSchema>;

/** What a token says of itself; whether that is true is `isGenuine`. */
export interface ReadLink {
  readonly claim: LinkClaim;
  readonly isGenuine: boolean;
}

export function signLink(key: string, claim: LinkClaim): string {
  return signToken(key, 'approval-link', claim);
}

/** Null for what is no token at all. */
export function readLink(key: string, token: string): ReadLink | null {
  const read = readToken(key, 'approval-link', token);
  const claim = claimSchema.safeParse(read?.value);
  return read === null || !claim.success ? null : { claim: claim.data, isGenuine: read.isGenuine };
}

export interface ApprovalLinks {
  readonly approve: string;
  readonly reject: string;
}

/** The links of one person to one question, as paths; each opens a page with a button. */
export function approvalLinks(
  key: string,
  whose: Pick<LinkClaim, 'orgId' | 'approvalId' | 'uid'>,
  { paramsHash, expiresAt }: Pick<Approval, 'paramsHash' | 'expiresAt'>,
): ApprovalLinks {
  const path = `/api/approvals/${encodeURIComponent(whose.approvalId)}`;
  const link = (verb: string, choice: LinkClaim['choice']): string => {
    const token = signLink(key, { ...whose, choice, paramsHash, expiresAt: expiresAt.toISOString() });
    return `${path}/${verb}?token=${token}`;
  };
  return { approve: link('approve', 'approved'), reject: link('reject', 'rejected') };
}

/** What a yes and a no are called on a button. */
export function choiceWords({ kind }: Pick<Approval, 'kind'>): { readonly yes: string; readonly no: string } {
  return kind === 'unknown_outcome' ? { yes: 'Do it again', no: 'It has happened' } : { yes: 'Approve', no: 'Reject' };
}

/** What cannot be taken back takes a sign-in; an answer takes more than a click. */
export function mayHaveLinks({ risk, kind }: Pick<Approval, 'risk' | 'kind'>): boolean {
  return risk !== 'high' && kind !== 'question';
}
