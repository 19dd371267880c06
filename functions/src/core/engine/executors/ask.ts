import { keyIdOf } from '../../../model/api-key.ts';
import type { Approval } from '../../../model/approval.ts';
import { approversOf, MAX_TOLD } from '../../../model/approvers.ts';
import type { StepResult, Wait } from '../../../model/execution.ts';
import type { Notification } from '../../../model/notification.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { ApprovalRule } from '../../../model/policy.ts';
import { queries } from '../../../model/query.ts';
import { expiryOf, keptBeyond } from '../../../model/retention.ts';
import { deriveId } from '../../derive-id.ts';
import { auditWrite, systemActor } from '../../governance/audit.ts';
import { teamOf, tenantOf } from '../../governance/governed.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../../ports.ts';
import { dispatchSoon, factWrite } from '../../triggering/publish-fact.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError } from '../errors.ts';
import type { StateChange } from '../ledger.ts';
import { requestFact } from '../own-facts.ts';
import type { Outcome, Run } from './executor.ts';
import { parked, record } from './result.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_MS = 7 * DAY_MS;

type ApprovalWait = Extract<Wait, { kind: 'approval' }>;

/** What is asked: the part of an approval that its step knows. */
type Asked = Pick<Approval, 'kind' | 'title' | 'message' | 'isTainted'> &
  Partial<Pick<Approval, 'action' | 'risk' | 'reasons' | 'paramsJson' | 'paramsHash' | 'isDemanded' | 'choices'>>;

interface Question {
  /** The result of the step that asks; that it waits is written in the same commit. */
  readonly begun: StepResult;
  readonly approvalId: string;
  readonly asked: Asked;
  readonly until: Date | null;
  readonly rule: Pick<ApprovalRule, 'needed' | 'approvers' | 'onExpiry'>;
}

/** Whoever may answer, one yes is enough, and without one it is a no. */
export const anybody: Question['rule'] = { needed: 1, approvers: [], onExpiry: 'reject' };

/** The id of a question; `about` parts it from the other questions of the same step. */
export function approvalIdOf(
  { holder: { orgId, executionId, state } }: Run,
  { path, kind, about }: { readonly path: string; readonly kind: Approval['kind']; readonly about: string },
  generation = state.generation,
): string {
  return deriveId(orgId, executionId, String(generation), path, kind, about);
}

/**
 * Puts a question to people, together with the state of the execution and a notification for each of them. The same
 * question twice is one.
 */
export async function askForDecision(engine: Engine, run: Run, question: Question): Promise<ApprovalWait> {
  const { orgId } = run.holder;
  const { begun, approvalId } = question;
  const now = engine.clock.now();
  const approval = approvalFrom(run, question, await personBehind(engine, run.holder.state.startedBy), now);
  const ref = tenantPaths(orgId).approval(approvalId);
  const wait: ApprovalWait = { kind: 'approval', path: begun.path, wakeAt: approval.expiresAt, approvalId };
  const notices = await noticesOf(engine, run, approvalId, approval);
  const news = await requestFact(engine, run.holder, approvalId, approval);
  if (news !== null) notices.push(factWrite(engine, orgId, news));
  const isAct = approval.kind === 'act';
  record(run, begun);
  // Another step's commit must not say of this one that it has asked, before it has.
  const asking: StateChange = (state) => ({
    ...state,
    stepResults: state.stepResults.map((one) =>
      one.path === begun.path ? { ...one, wait, ...(isAct && { approvalId }) } : one,
    ),
  });
  try {
    await run.holder.commitChange(asking, { op: 'create', path: ref.path, data: approval }, ...notices);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    // Asked before, perhaps even answered: an answer has no one left to wake us.
    const asked = await engine.store.get(ref);
    if (asked?.data.status !== 'pending') return { ...wait, wakeAt: now };
  }
  engine.fault('asked');
  await tellThem(engine, run, approvalId);
  if (news !== null) await dispatchSoon(engine, orgId, news.eventId);
  return wait;
}

/** Who has caused what was started by this: for an API key, whoever made that. Null when nobody in person did. */
export async function personBehind({ store }: Pick<Engine, 'store'>, startedBy: string): Promise<string | null> {
  if (startedBy === 'system') return null;
  const keyId = keyIdOf(startedBy);
  if (keyId === null) return startedBy;
  const [key] = await store.query(queries.apiKey(keyId));
  return key?.data?.createdBy ?? startedBy;
}

function approvalFrom(
  run: Run,
  { begun, asked, until, rule }: Question,
  requestedBy: string | null,
  now: Date,
): Approval {
  const { executionId, state } = run.holder;
  const expiresAt = until ?? new Date(now.getTime() + DEFAULT_MS);
  return {
    action: null,
    risk: 'moderate',
    paramsJson: null,
    paramsHash: '',
    isDemanded: false,
    choices: [],
    ...asked,
    title: asked.title.slice(0, 200),
    message: asked.message.slice(0, 10_000),
    reasons: (asked.reasons ?? []).slice(0, 10).map((reason) => reason.slice(0, 500)),
    executionId,
    playbookId: state.playbookId,
    playbookName: state.playbookName,
    agent: begun.agent ?? run.content.agent,
    path: begun.path,
    status: 'pending',
    editedBy: null,
    requestedBy,
    needed: rule.needed,
    approvers: [...rule.approvers],
    onExpiry: rule.onExpiry,
    votes: [],
    told: [],
    requestedAt: now,
    expiresAt,
    remindAt: reminderTime(now, expiresAt),
    decidedBy: null,
    decidedAt: null,
    reason: null,
    answer: null,
    expireAt: keptBeyond(state.expireAt, expiresAt),
  };
}

/** At half of the time or a day before its end, whichever comes first, and not within the first hour. */
function reminderTime(askedAt: Date, expiresAt: Date): Date | null {
  const [from, until] = [askedAt.getTime(), expiresAt.getTime()];
  const at = Math.max(Math.min(from + (until - from) / 2, until - DAY_MS), from + HOUR_MS);
  return at < until ? new Date(at) : null;
}

/** One for each who may say yes; where nobody may, for the owners, who can do something about that. */
async function noticesOf(engine: Engine, run: Run, approvalId: string, approval: Approval): Promise<Write[]> {
  const { orgId, executionId } = run.holder;
  const [{ policy }, team] = await Promise.all([tenantOf(engine, run), teamOf(engine, run)]);
  const able = approversOf(approval, team, policy.selfApproval);
  const people = able.length > 0 ? able : team.filter(({ role }) => role === 'owner');
  const createdAt = engine.clock.now();
  return people.slice(0, MAX_TOLD).map(({ uid }): Write => {
    const data: Notification = {
      uid,
      type: 'warning',
      title: approval.title,
      message: able.length > 0 ? approval.message : 'Nobody in the team may answer this: see who is to approve it.',
      link: `/approvals/${approvalId}`,
      executionId,
      createdAt,
      readAt: null,
      expireAt: expiryOf('notification', createdAt),
    };
    const { path } = tenantPaths(orgId).notification(deriveId(orgId, 'approval', approvalId, uid));
    return { op: 'set', path, data };
  });
}

/** By mail; the task's name makes it one, however often it is enqueued. */
async function tellThem({ queue, log }: Engine, { holder }: Run, approvalId: string): Promise<void> {
  const { orgId, executionId, state } = holder;
  const name = deriveId(orgId, 'tell', approvalId);
  try {
    await queue.enqueue({ handler: 'tell', data: { orgId, approvalId }, name, at: null });
  } catch (error) {
    // Another worker tries once more. Should there be no queue for it, people find the question in the app.
    if (state.takeovers === 0) throw error;
    log.error('approvers_not_told', error, { executionId, approvalId });
  }
}

export type Decision =
  | Extract<Outcome, { kind: 'parked' }>
  | { readonly kind: 'approved' | 'rejected'; readonly approval: Approval; readonly words: string }
  | { readonly kind: 'expired'; readonly approval: Approval };

/** What became of a question; when nobody has answered in time, what was laid down for that holds. */
export async function decisionOf(engine: Engine, run: Run, approvalId: string, begun: StepResult): Promise<Decision> {
  const { orgId } = run.holder;
  const ref = tenantPaths(orgId).approval(approvalId);
  for (;;) {
    // First forget what was told, then look: what is told from now on stays to be seen.
    run.holder.consume(begun.path);
    const stored = await engine.store.get(ref);
    if (stored === null) throw new NonRetriableError('What people were asked is gone', { code: 'approval_expired' });
    const { data: approval } = stored;
    const { status, decidedBy, reason, expiresAt } = approval;
    if (status === 'approved' || status === 'rejected') {
      const words = `${status} by ${decidedBy ?? 'nobody'}${reason ? `: ${reason}` : ''}`;
      return { kind: status, approval, words };
    }
    if (status !== 'pending') return { kind: 'expired', approval };
    if (engine.clock.now() < expiresAt) {
      // Whoever asked may have died before the mail was on its way.
      await tellThem(engine, run, approvalId);
      const wait = { kind: 'approval' as const, path: begun.path, wakeAt: expiresAt, approvalId };
      return parked(begun, wait) as Extract<Outcome, { kind: 'parked' }>;
    }
    await expire(engine, orgId, stored);
  }
}

/** Does nothing when it was decided at the last moment. */
async function expire(engine: Engine, orgId: string, { ref, id, data, version }: Stored<Approval>): Promise<void> {
  const isYes = data.onExpiry === 'approve' && data.risk !== 'high' && !data.isTainted;
  const yes = { status: 'approved', decidedAt: engine.clock.now(), reason: 'Nobody answered in time' } as const;
  const fields = isYes ? yes : { status: 'expired' as const };
  const target = { kind: 'approval', id };
  const change = { action: `approval.${fields.status}`, target, after: { byItself: true } };
  try {
    await engine.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      auditWrite(engine, orgId, systemActor, change),
    ]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
