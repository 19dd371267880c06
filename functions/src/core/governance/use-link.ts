import type { Approval } from '../../model/approval.ts';
import { yesesOf } from '../../model/approvers.ts';
import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type Decided, decideApproval } from '../engine/decide-approval.ts';
import { type Refused, refusalOf } from '../engine/decision-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { type LinkClaim, readLink } from './approval-link.ts';
import { auditWrite } from './audit.ts';
import { readTeam, readTenant } from './governed.ts';

/** A link that somebody has opened or pressed the button of. */
export interface LinkUse {
  readonly linkKeyName: string;
  readonly token: string;
  /** The question and the choice of the address, which are to be those of the token. */
  readonly approvalId: string;
  readonly choice: LinkClaim['choice'];
  readonly from: Actor['from'];
  /** Who is signed in where it was used; null for nobody. */
  readonly signedIn: string | null;
}

export interface LinkRefused {
  readonly kind: 'refused';
  readonly code: Refused['code'] | 'forged' | 'foreign' | 'expired' | 'closed';
  readonly message: string;
}

export type OpenedLink =
  | LinkRefused
  | {
      readonly kind: 'open';
      readonly claim: LinkClaim;
      readonly approval: Approval;
      readonly orgName: string;
      readonly timezone: string;
    };

/** What a link asks, for the page that it opens. Decides nothing: scanners of mail open links, too. */
export async function openLink(engine: Engine, use: LinkUse): Promise<OpenedLink> {
  const claim = await claimOf(engine, use);
  if ('kind' in claim) return claim;
  const { orgId, approvalId, uid, choice, paramsHash } = claim;
  const [stored, tenant, team] = await Promise.all([
    engine.store.get(tenantPaths(orgId).approval(approvalId)),
    readTenant(engine.store, orgId),
    readTeam(engine.store, orgId),
  ]);
  if (stored === null) return closed('The question is gone');
  const answer = { status: choice, by: uid, reason: null, via: 'link', shown: paramsHash } as const;
  const court = { team, selfApproval: tenant.policy.selfApproval, now: engine.clock.now() };
  const refused = refusalOf(stored.data, answer, court);
  if (refused !== null) return { kind: 'refused', ...refused };
  if (stored.data.status !== 'pending') return closed(closedWords(stored.data));
  await note(engine, use, claim, 'opened', {});
  return { kind: 'open', claim, approval: stored.data, orgName: tenant.name, timezone: tenant.timezone };
}

/** Decides as the one for whom the link was written. */
export async function useLink(
  engine: Engine,
  use: LinkUse,
): Promise<LinkRefused | Exclude<Decided, { kind: 'refused' }>> {
  const claim = await claimOf(engine, use);
  if ('kind' in claim) return claim;
  const { orgId, approvalId, uid, choice, paramsHash } = claim;
  const actor: Actor = { kind: 'link', id: uid, name: null, from: use.from };
  const answer = { status: choice, by: uid, reason: null, via: 'link', actor, shown: paramsHash } as const;
  const decided = await decideApproval(engine, orgId, approvalId, answer);
  return decided.kind === 'refused' ? { kind: 'refused', ...decided.refused } : decided;
}

/** What is said to whoever has just answered, and how many more are needed, where some are. */
export function recordWords(choice: LinkClaim['choice'], approval: Approval) {
  const words = choice === 'approved' ? 'Your yes is on record.' : 'Your no is on record.';
  const count = `${yesesOf(approval).length} of ${approval.needed} have said yes so far.`;
  return { words, more: approval.status === 'pending' ? [count] : [] };
}

export function closedWords({ status }: Approval): string {
  const words = {
    approved: 'It was approved already',
    rejected: 'It was rejected already',
    expired: 'The time to answer is over',
    canceled: 'It was canceled; nothing is to be decided any more',
    pending: 'Its execution has ended; nothing is to be decided any more',
  };
  return words[status];
}

/** What a genuine link claims, if it is for this question, this choice, this person and this time. */
async function claimOf(engine: Engine, use: LinkUse): Promise<LinkClaim | LinkRefused> {
  const key = await engine.services.secret(use.linkKeyName);
  const read = key === null ? null : readLink(key, use.token);
  if (read === null) return refused('forged', 'This link is not complete; open it from the mail once more');
  const { claim, isGenuine } = read;
  const problem = isGenuine ? problemWith(claim, use, engine.clock.now()) : forged;
  if (problem === null) return claim;
  await note(engine, use, claim, 'refused', { choice: claim.choice, via: 'link', why: problem.code });
  return problem;
}

const forged = refused('forged', 'This link was not written by us');

function problemWith(claim: LinkClaim, use: LinkUse, now: Date): LinkRefused | null {
  if (claim.approvalId !== use.approvalId || claim.choice !== use.choice) {
    return refused('foreign', 'This link is for another question, or for another answer');
  }
  if (use.signedIn !== null && use.signedIn !== claim.uid) {
    return refused('foreign', 'This link was written for somebody else');
  }
  return now.getTime() < Date.parse(claim.expiresAt) ? null : refused('expired', 'The time to answer is over');
}

/** Only where there is such a question: what is forged may name any tenant. */
async function note(
  engine: Engine,
  { from, signedIn }: LinkUse,
  { orgId, approvalId, uid }: LinkClaim,
  what: 'opened' | 'refused',
  after: Record<string, string>,
): Promise<void> {
  const stored = await engine.store.get(tenantPaths(orgId).approval(approvalId));
  if (stored === null) {
    engine.log.warn('approval_link_refused', { approvalId, ...after });
    return;
  }
  const actor: Actor = { kind: 'link', id: signedIn ?? uid, name: null, from };
  const change = { action: `approval.${what}`, target: { kind: 'approval', id: approvalId }, after };
  await engine.store.commit([auditWrite(engine, orgId, actor, change)]);
}

function refused(code: LinkRefused['code'], message: string): LinkRefused {
  return { kind: 'refused', code, message };
}

function closed(message: string): LinkRefused {
  return refused('closed', message);
}
