import type { Approval } from '../../../model/approval.ts';
import type { StepResult, Wait } from '../../../model/execution.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { expiryOf } from '../../../model/retention.ts';
import { deriveId } from '../../derive-id.ts';
import { AlreadyExistsError, ConflictError, type Stored } from '../../ports.ts';
import type { Engine } from '../engine.ts';
import type { Outcome, Run } from './executor.ts';
import { parked, record } from './result.ts';

const DEFAULT_MS = 7 * 86_400_000;

type ApprovalWait = Extract<Wait, { kind: 'approval' }>;

interface Question {
  /** The result of the step that asks, which is written in the same commit. */
  readonly begun: StepResult;
  readonly kind: Approval['kind'];
  readonly path: string;
  /** What the question is about, so that another question of the same step is another one. */
  readonly about: string;
  readonly title: string;
  readonly message: string;
  readonly until: Date | null;
}

/** Puts a question to people, together with the state of the execution. The same question twice is one. */
export async function askForDecision(engine: Engine, run: Run, question: Question): Promise<ApprovalWait> {
  const { orgId, executionId, state } = run.holder;
  const { kind, path, title, message, about, begun } = question;
  const now = engine.clock.now();
  const expiresAt = question.until ?? new Date(now.getTime() + DEFAULT_MS);
  const approvalId = deriveId(orgId, executionId, String(state.generation), path, kind, about);
  const approval: Approval = {
    kind,
    executionId,
    playbookId: state.playbookId,
    playbookName: state.playbookName,
    path,
    title: title.slice(0, 200),
    message: message.slice(0, 10_000),
    status: 'pending',
    requestedAt: now,
    expiresAt,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    expireAt: expiryOf('approval', expiresAt),
  };
  const ref = tenantPaths(orgId).approval(approvalId);
  const wait: ApprovalWait = { kind: 'approval', path, wakeAt: expiresAt, approvalId };
  record(run, { ...begun, wait });
  try {
    await run.holder.commit({ op: 'create', path: ref.path, data: approval });
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    // Asked before, perhaps even answered: an answer has no one left to wake us.
    const asked = await engine.store.get(ref);
    if (asked?.data.status !== 'pending') return { ...wait, wakeAt: now };
  }
  engine.fault('asked');
  return wait;
}

export type Decision =
  | Extract<Outcome, { kind: 'parked' }>
  | {
      readonly kind: 'approved' | 'rejected';
      readonly by: string | null;
      readonly reason: string | null;
      readonly words: string;
    }
  | { readonly kind: 'expired' };

/** What became of a question; it expires when nobody has answered in time. */
export async function decisionOf(engine: Engine, run: Run, wait: ApprovalWait, begun: StepResult): Promise<Decision> {
  const ref = tenantPaths(run.holder.orgId).approval(wait.approvalId);
  for (;;) {
    // First forget what was told, then look: what is told from now on stays to be seen.
    run.holder.consume(wait.path);
    const stored = await engine.store.get(ref);
    if (stored === null) return { kind: 'expired' };
    const { status, decidedBy: by, reason } = stored.data;
    if (status === 'approved' || status === 'rejected') {
      const words = `${status} by ${by ?? 'someone'}${reason ? `: ${reason}` : ''}`;
      return { kind: status, by, reason, words };
    }
    if (status !== 'pending') return { kind: 'expired' };
    if (engine.clock.now() < stored.data.expiresAt) return parked(begun, wait) as Extract<Outcome, { kind: 'parked' }>;
    if (await expire(engine, stored)) return { kind: 'expired' };
  }
}

/** False when it was decided at the last moment. */
async function expire(engine: Engine, { ref, version }: Stored<Approval>): Promise<boolean> {
  try {
    await engine.store.commit([{ op: 'update', path: ref.path, fields: { status: 'expired' }, ifVersion: version }]);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
