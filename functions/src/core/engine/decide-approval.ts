import type { Approval, Vote } from '../../model/approval.ts';
import { yesesOf } from '../../model/approvers.ts';
import type { Actor } from '../../model/audit.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import { auditWrite, systemActor } from '../governance/audit.ts';
import { readTeam, readTenant } from '../governance/governed.ts';
import { ConflictError, type Stored, type Write } from '../ports.ts';
import {
  answerRefusal,
  type Court,
  editedTerms,
  editRefusal,
  placeOf,
  type Refused,
  refusalOf,
} from './decision-rules.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { signalWrite } from './signal.ts';
import { isFinished } from './transition.ts';

/** Somebody's answer to a question. */
export interface Answer {
  readonly status: 'approved' | 'rejected';
  /** The uid, or `key:<keyId>`. */
  readonly by: string;
  /** Who made the API key that answers. */
  readonly madeBy?: string | null;
  readonly reason: string | null;
  /** To a question: what was chosen, or said. */
  readonly answer?: string | null;
  /** Left out: the app. */
  readonly via?: Vote['via'];
  /** Who is to stand in the audit log; left out, the product itself. */
  readonly actor?: Actor;
  /** Other params than those that were asked about; with a yes only. */
  readonly params?: JsonObject | null;
  /** The hash of the params that were shown; left out where those of now were. */
  readonly shown?: string;
  /** Whether they have signed in a moment ago, as an answer for a high risk asks for. */
  readonly isRecent?: boolean;
}

export type Decided =
  | { readonly kind: 'decided'; readonly approval: Approval }
  /** It counts, and more are needed. */
  | { readonly kind: 'voted'; readonly approval: Approval }
  /** Somebody else was faster, it has expired, or its execution has ended. */
  | { readonly kind: 'closed'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly refused: Refused; readonly errors: readonly ProblemDetail[] }
  | { readonly kind: 'not_found' };

/** As many as may answer at the same moment, and some more. */
const MAX_CONFLICTS = 24;

/**
 * Records a person's yes or no, and when that decides it, wakes the execution that waits for it: all in one commit with
 * the entry in the audit log. An attempt that is refused is audited, too.
 */
export async function decideApproval(
  engine: Engine,
  orgId: string,
  approvalId: string,
  answer: Answer,
): Promise<Decided> {
  const { store } = engine;
  const [tenant, team] = await Promise.all([readTenant(store, orgId), readTeam(store, orgId)]);
  for (let attempt = 0; ; attempt++) {
    const stored = await store.get(tenantPaths(orgId).approval(approvalId));
    try {
      const deciding = { orgId, approvalId, answer, tenant, team };
      return stored === null ? await unknown(engine, deciding) : await decide(engine, deciding, stored);
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}

interface Deciding {
  readonly orgId: string;
  readonly approvalId: string;
  readonly answer: Answer;
  readonly tenant: Tenant;
  readonly team: readonly TeamMember[];
}

async function unknown(engine: Engine, deciding: Deciding): Promise<Decided> {
  const refused = refusalOf(null, deciding.answer, courtOf(engine, deciding));
  await noteRefusal(engine, deciding, refused?.code ?? 'not_found');
  return refused === null ? { kind: 'not_found' } : { kind: 'refused', refused, errors: [] };
}

function courtOf({ clock }: Engine, { team, tenant }: Deciding): Court {
  return { team, selfApproval: tenant.policy.selfApproval, now: clock.now() };
}

async function decide(engine: Engine, deciding: Deciding, stored: Stored<Approval>): Promise<Decided> {
  const { orgId, answer } = deciding;
  const { policy } = deciding.tenant;
  const given = answer.params ?? null;
  const barred = given === null ? null : editRefusal(answer);
  const edited =
    given === null ? null : barred ? { refused: barred, errors: [] } : editedTerms(engine, stored.data, given, policy);
  if (edited !== null && 'refused' in edited) {
    await noteRefusal(engine, deciding, edited.refused.code);
    return { kind: 'refused', ...edited };
  }
  const approval: Approval = edited === null ? stored.data : { ...stored.data, ...edited.terms, editedBy: answer.by };
  const court = courtOf(engine, deciding);
  const refused = refusalOf(approval, answer, court) ?? answerRefusal(approval, answer);
  if (refused !== null) {
    await noteRefusal(engine, deciding, refused.code);
    return { kind: 'refused', refused, errors: [] };
  }
  const execution = await engine.store.get(tenantPaths(orgId).execution(stored.data.executionId));
  const { now } = court;
  const isOpen = stored.data.status === 'pending' && now < stored.data.expiresAt;
  if (!isOpen || execution === null || isFinished(execution.data)) {
    await noteRefusal(engine, deciding, 'closed');
    return { kind: 'closed', approval: stored.data };
  }
  const after = withVote(approval, answer, court);
  const isDecided = after.status !== 'pending';
  const { executionId, path } = after;
  const signal = { kind: 'approval' as const, path, approvalId: stored.id, at: now };
  await engine.store.commit([
    ...(isDecided ? [signalWrite(execution, `approval_${stored.id}`, signal, now)] : []),
    voteWrite(stored, after),
    voteEntry(engine, deciding, { before: stored.data, after }),
  ]);
  engine.fault(isDecided ? 'signaled' : 'voted');
  if (isDecided) await enqueueAdvance(engine, orgId, executionId, null);
  return { kind: isDecided ? 'decided' : 'voted', approval: after };
}

/** One no is a no; a yes takes as many as are needed, to the same params. */
function withVote(
  approval: Approval,
  { status, by, via = 'app', reason, answer = null }: Answer,
  court: Court,
): Approval {
  const { paramsHash, needed } = approval;
  const { now } = court;
  const vote: Vote = { by, for: placeOf(approval, by, court), choice: status, via, paramsHash, at: now };
  const votes = [...approval.votes.filter((one) => one.by !== by), vote];
  const isDecided = status === 'rejected' || yesesOf({ votes, paramsHash }).length >= needed;
  if (!isDecided) return { ...approval, votes };
  const said = status === 'approved' ? answer : null;
  return { ...approval, votes, status, decidedBy: by, decidedAt: now, reason, answer: said };
}

function voteWrite({ ref, version }: Stored<Approval>, after: Approval): Write {
  const {
    status,
    votes,
    decidedBy,
    decidedAt,
    reason,
    answer,
    paramsJson,
    paramsHash,
    editedBy,
    risk,
    message,
    isDemanded,
  } = after;
  const terms = { paramsJson, paramsHash, editedBy, risk, message, isDemanded };
  const isOver = status !== 'pending' && { remindAt: null };
  const fields = { status, votes, decidedBy, decidedAt, reason, answer, ...terms, ...isOver };
  return { op: 'update', path: ref.path, fields, ifVersion: version };
}

/** Params are named by their hash; where they were changed, both are shown. */
function voteEntry(
  engine: Engine,
  { orgId, approvalId, answer, team }: Deciding,
  { before, after }: { readonly before: Approval; readonly after: Approval },
): Write {
  const action = `approval.${after.status === 'pending' ? 'voted' : after.status}`;
  const isEdited = before.paramsHash !== after.paramsHash;
  const params = ({ paramsJson }: Approval) => (paramsJson === null ? null : jsonObject.parse(JSON.parse(paramsJson)));
  const { executionId, path, paramsHash, needed, votes } = after;
  const place = votes.find(({ by }) => by === answer.by)?.for ?? null;
  return auditWrite(engine, orgId, answer.actor ?? systemActor, {
    action,
    target: { kind: 'approval', id: approvalId },
    ...(isEdited && { before: { params: params(before) } }),
    after: {
      executionId,
      path,
      paramsHash,
      via: answer.via ?? 'app',
      ...(place !== null && { for: { uid: place, name: team.find(({ uid }) => uid === place)?.name ?? null } }),
      reason: answer.reason,
      ...(after.answer !== null && { answer: after.answer }),
      votes: votes.length,
      needed,
      ...(isEdited && { params: params(after) }),
    },
  });
}

async function noteRefusal(engine: Engine, { orgId, approvalId, answer }: Deciding, why: string): Promise<void> {
  const target = { kind: 'approval', id: approvalId };
  const after = { choice: answer.status, via: answer.via ?? 'app', why };
  const change = { action: 'approval.refused', target, after };
  await engine.store.commit([auditWrite(engine, orgId, answer.actor ?? systemActor, change)]);
}
