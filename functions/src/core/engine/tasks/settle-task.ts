import type { Execution, StoredError } from '../../../model/execution.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { MAX_TASK_ATTEMPTS, type Task } from '../../../model/task.ts';
import { deriveId } from '../../derive-id.ts';
import { raiseAlert, resolveAlert } from '../../governance/alert.ts';
import { retryConflicts } from '../../governance/retry-conflicts.ts';
import type { Fields, Stored, Write } from '../../ports.ts';
import { effectKey } from '../effect.ts';
import type { Engine } from '../engine.ts';
import { freshTask } from './fresh-task.ts';
import { messageWrite, taskWrites } from './task-message.ts';

/** The id of the one step of an execution that does a task. */
export const WORK = 'work';

/** The code of the alert about a task that could not be done; its subject is the task. */
export const ESCALATED = 'task_escalated';
const FIRST_PAUSE_MS = 60_000;
/** Nobody changes a task more often at one moment. */
const MAX_CONFLICTS = 8;
/** What another attempt cannot mend: the policy forbids it, nobody has answered, or nobody knows what has happened. */
const FINAL: readonly string[] = ['blocked_by_policy', 'approval_expired', 'unknown_outcome'];

type Settling = Pick<Engine, 'store' | 'clock' | 'log' | 'fault'>;

/**
 * Tells a task that the execution that does it has ended. Told twice it is told once; what was ended by a person, or is
 * done by another execution by now, is left alone. A resume that succeeds after all completes what had failed.
 */
export async function settleTask(engine: Settling, orgId: string, id: string, ended: Execution): Promise<void> {
  const { taskId } = ended;
  if (taskId === null) return;
  await retryConflicts(async () => {
    const task = await engine.store.find(tenantPaths(orgId).task(taskId));
    if (task === null || 'problems' in task || task.data.doneBy !== id) return;
    engine.fault('task_settling');
    const { status } = task.data;
    if (ended.status === 'completed' && !['completed', 'canceled', 'rejected'].includes(status)) {
      await complete(engine, orgId, task, ended);
    } else if (status === 'in_progress') {
      await end(engine, orgId, task, ended);
    }
  }, MAX_CONFLICTS);
}

async function end(engine: Settling, orgId: string, task: Stored<Task>, ended: Execution): Promise<void> {
  if (ended.status === 'canceled') {
    const text = 'Its execution was canceled.';
    await commit(engine, orgId, task, { status: 'canceled', dueAt: null }, { kind: 'canceled', text });
    return;
  }
  const { error } = ended;
  const isNo = error?.code === 'rejected' || (error?.code === 'approval_expired' && task.data.isSuggestion);
  if (error && isNo) return reject(engine, orgId, task, ended, error);
  const message = error?.message ?? 'It did not begin';
  const isFinal = FINAL.includes(error?.code ?? '') || (await mayHaveActed(engine, orgId, task, ended));
  await failAttempt(engine, orgId, task, { message, isFinal });
}

async function complete(engine: Settling, orgId: string, task: Stored<Task>, ended: Execution): Promise<void> {
  const { taint, mode } = ended;
  const result = ended.stepResults.find(({ path }) => path === WORK);
  const isTainted = task.data.isTainted || taint.length > 0 || (result?.isTainted ?? false);
  const isDryRun = mode === 'dry_run';
  const dataJson = result?.outputJson ?? null;
  const deliverableUrl = (isTainted ? null : addressIn(dataJson)) ?? `/executions/${task.data.doneBy}`;
  const fields = { status: 'completed', executionError: null, deliverableUrl, isDryRun, isTainted, dueAt: null };
  const note = result?.note == null ? '' : `: ${result.note}`;
  const text = isDryRun ? `Rehearsed${note}.` : `Done${note}.`;
  await commit(engine, orgId, task, fields, { kind: 'completed', text, dataJson, isTainted });
  if (task.data.status === 'escalated') await resolveAlert(engine, orgId, { code: ESCALATED, subject: task.id });
}

/** Where people see what has come of it: its `url`, where it has a whole one. */
function addressIn(outputJson: string | null): string | null {
  const output: unknown = outputJson === null ? null : JSON.parse(outputJson);
  const url = output !== null && typeof output === 'object' && 'url' in output ? output.url : null;
  return typeof url === 'string' && url.length <= 2_000 && /^https?:\/\//.test(url) ? url : null;
}

/** The step has asked people first, and they said no, or to a suggestion nothing: that is the last word on the task, too. */
async function reject(
  engine: Settling,
  orgId: string,
  task: Stored<Task>,
  { stepResults }: Execution,
  { message }: StoredError,
): Promise<void> {
  const approvalId = stepResults.find(({ path }) => path === WORK)?.approvalId ?? null;
  const approval = approvalId === null ? null : await engine.store.get(tenantPaths(orgId).approval(approvalId));
  const rejectedBy = approval?.data.decidedBy ?? null;
  const rejectedAt = approval?.data.decidedAt ?? engine.clock.now();
  const rejectionReason = message.slice(0, 2_000);
  const fields = { status: 'rejected', rejectedBy, rejectedAt, rejectionReason, dueAt: null };
  await commit(engine, orgId, task, fields, { kind: 'rejected', text: message, by: rejectedBy ?? 'system' });
}

/** Whether what is never to be done twice may have been done: then another attempt is a person's to order. */
async function mayHaveActed(
  { store }: Settling,
  orgId: string,
  { data }: Stored<Task>,
  { generation }: Execution,
): Promise<boolean> {
  if (data.doneBy === null) return false;
  for (let one = generation; one >= 0; one--) {
    const effect = await store.get(tenantPaths(orgId).effect(effectKey(orgId, data.doneBy, one, WORK)));
    if (effect !== null && effect.data.status !== 'released') return true;
  }
  return false;
}

/**
 * An attempt is one execution, with all its step's own retries, or a start that was refused. After a failure the next
 * one comes a minute later, then four minutes later; after the third, or where another cannot help, a person has to look:
 * an urgent task for whoever takes it, and an alert. Throws `ConflictError` when somebody has changed the task.
 */
export async function failAttempt(
  engine: Settling,
  orgId: string,
  task: Stored<Task>,
  { message, isFinal }: { readonly message: string; readonly isFinal: boolean },
): Promise<void> {
  const { executionAttempts: attempts, lastExecutionAttempt, generation } = task.data;
  const executionError = message.slice(0, 2_000);
  if (isFinal || attempts >= MAX_TASK_ATTEMPTS) return escalate(engine, orgId, task, executionError);
  const dueAt = new Date(engine.clock.now().getTime() + FIRST_PAUSE_MS * 4 ** Math.max(0, attempts - 1));
  const attempted = { executionAttempts: attempts, lastExecutionAttempt };
  const fields = { status: 'failed', executionError, ...attempted, generation: generation + 1, dueAt };
  const text = `Attempt ${attempts} of ${MAX_TASK_ATTEMPTS} has failed: ${message}`;
  await commit(engine, orgId, task, fields, { kind: 'failed', text });
}

/** The alert before the commit: raised once more after a crash, but never forgotten. */
async function escalate(engine: Settling, orgId: string, task: Stored<Task>, reason: string): Promise<void> {
  const { title, doneBy, generation, executionAttempts, lastExecutionAttempt, createdBy } = task.data;
  const times = executionAttempts === 1 ? 'once' : `${executionAttempts} times`;
  const problem = {
    code: ESCALATED,
    subject: task.id,
    severity: 'critical' as const,
    title: `The task “${title.slice(0, 120)}” could not be done`,
    message: `It was tried ${times}. ${reason}`,
    link: `/tasks/${task.id}`,
  };
  await raiseAlert(engine, orgId, problem, { uid: createdBy });
  const forPerson = freshTask(
    {
      title: `See to ‘${title}’, which could not be done`.slice(0, 200),
      description: `It was tried ${times}. ${reason}`,
      priority: 'urgent',
      assignedAgent: null,
      assignedTo: null,
      createdBy: 'system',
      executionId: doneBy,
      metadataJson: JSON.stringify({ taskId: task.id }),
      isTainted: task.data.isTainted,
    },
    engine.clock.now(),
  );
  const forPersonId = deriveId(orgId, 'task', 'escalated', task.id, String(generation));
  const attempted = { executionAttempts, lastExecutionAttempt };
  const fields = { status: 'escalated', executionError: reason, ...attempted, dueAt: null };
  const more = taskWrites(orgId, forPersonId, forPerson, 'set');
  await commit(engine, orgId, task, fields, { kind: 'escalated', text: `Tried ${times}: ${reason}` }, more);
}

type Message = Omit<Parameters<typeof messageWrite>[3], 'by' | 'createdAt' | 'executionId'> & { readonly by?: string };

async function commit(
  engine: Settling,
  orgId: string,
  { id, ref, version, data }: Stored<Task>,
  fields: Fields,
  message: Message,
  more: readonly Write[] = [],
): Promise<void> {
  const now = engine.clock.now();
  const { doneBy: executionId, isTainted, generation } = data;
  const said = { by: 'system', isTainted, ...message, executionId, createdAt: now };
  await engine.store.commit([
    { op: 'update', path: ref.path, fields: { ...fields, updatedAt: now }, ifVersion: version },
    messageWrite(orgId, id, String(generation), said),
    ...more,
  ]);
  engine.fault('task_settled');
}
