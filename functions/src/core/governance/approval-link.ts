import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Approval } from '../../model/approval.ts';
import { executionIdSchema, orgIdSchema, uidSchema } from '../../model/ids.ts';

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
  const body = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${body}.${macOf(key, body).toString('base64url')}`;
}

/** Null for what is no token at all. */
export function readLink(key: string, token: string): ReadLink | null {
  const [body = '', mac = '', ...more] = token.split('.');
  if (more.length > 0) return null;
  const claim = claimSchema.safeParse(parseJson(Buffer.from(body, 'base64url').toString('utf8')));
  if (!claim.success) return null;
  const [given, right] = [Buffer.from(mac, 'base64url'), macOf(key, body)];
  return { claim: claim.data, isGenuine: given.length === right.length && timingSafeEqual(given, right) };
}

/** What cannot be taken back takes a sign-in; an answer takes more than a click. */
export function mayHaveLinks({ risk, kind }: Pick<Approval, 'risk' | 'kind'>): boolean {
  return risk !== 'high' && kind !== 'question';
}

function macOf(key: string, body: string): Buffer {
  return createHmac('sha256', key).update(`approval-link.${body}`).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
