import type { Actor } from '../../../model/audit.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { Task } from '../../../model/task.ts';
import { resolveAlert } from '../../governance/alert.ts';
import { type Auditing, auditWrite } from '../../governance/audit.ts';
import { retryConflicts } from '../../governance/retry-conflicts.ts';
import type { Fields, Stored, Write } from '../../ports.ts';
import { cancelExecution } from '../cancel.ts';
import type { Engine } from '../engine.ts';
import { isFinished } from '../transition.ts';
import { type Asker, approvalRefusal, type Refused } from './approve-task.ts';
import { beginTask } from './begin-task.ts';
import { isOurs, mayBegin } from './fresh-task.ts';
import { ESCALATED, settleTask } from './settle-task.ts';
import { messageWrite } from './task-message.ts';

/**
 * What people do about a task. `complete`: a person has done it, where it was a person's to do; `reopen`: that was not so
 * after all.
 */
export type TaskVerb = 'approve' | 'reject' | 'cancel' | 'retry' | 'complete' | 'reopen';

type Decided =
  | { readonly kind: 'done'; readonly task: Task }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refused: Refused };

const DONE = {
  approve: 'approved',
  reject: 'rejected',
  cancel: 'canceled',
  retry: 'retried',
  complete: 'completed',
  reopen: 'reopened',
} as const;
const MAX_CONFLICTS = 8;

interface Deciding {
  readonly orgId: string;
  readonly taskId: string;
  readonly verb: TaskVerb;
  readonly reason: string | null;
}

/**
 * Does what somebody wants of a task, on record in the same commit. What is so already changes nothing. An approved
 * task, and one that is tried again, is begun at once; of one that is under way the execution is canceled, which ends
 * the task when it has come to its end.
 */
export async function decideTask(engine: Engine, deciding: Deciding, by: Asker): Promise<Decided> {
  const { orgId, taskId, verb } = deciding;
  const decided = await retryConflicts(() => decideOnce(engine, deciding, by), MAX_CONFLICTS);
  if (decided.kind !== 'done' || (verb !== 'approve' && verb !== 'retry')) return decided;
  await beginTask(engine, orgId, taskId);
  return reread(engine, deciding);
}

async function reread({ store }: Engine, { orgId, taskId }: Deciding): Promise<Decided> {
  const task = await store.get(tenantPaths(orgId).task(taskId));
  return task === null ? { kind: 'not_found' } : { kind: 'done', task: task.data };
}

async function decideOnce(engine: Engine, deciding: Deciding, by: Asker): Promise<Decided> {
  const task = await engine.store.get(tenantPaths(deciding.orgId).task(deciding.taskId));
  if (task === null) return { kind: 'not_found' };
  const refused =
    closedFor(task.data, deciding.verb) ??
    (deciding.verb === 'approve' ? await approvalRefusal(engine, deciding.orgId, task.data, by) : null);
  if (refused !== null) return { kind: 'refused', refused };
  if (isSoAlready(task.data, deciding.verb)) return { kind: 'done', task: task.data };
  if (deciding.verb === 'cancel' && task.data.status === 'in_progress') return stop(engine, deciding, task, by.actor);
  if (deciding.verb === 'retry' && (await isUnderWay(engine, deciding.orgId, task.data))) {
    return { kind: 'refused', refused: { code: 'closed', message: 'Its execution is under way again' } };
  }
  const fields = fieldsOf(task.data, deciding, by.actor.id, engine.clock.now());
  await commit(engine, deciding, task, fields, by.actor);
  if (task.data.status === 'escalated') {
    await resolveAlert(engine, deciding.orgId, { code: ESCALATED, subject: deciding.taskId });
  }
  return { kind: 'done', task: { ...task.data, ...fields } };
}

function isSoAlready({ status, approvedAt }: Task, verb: TaskVerb): boolean {
  if (verb === 'approve') return approvedAt !== null;
  if (verb === 'reopen') return status === 'new';
  return verb !== 'retry' && status === DONE[verb];
}

/** Why this cannot be done about the task as it stands; null where it can, or has been. */
function closedFor(task: Task, verb: TaskVerb): Refused | null {
  const { status, requiresApproval, approvedAt } = task;
  const isAsked = status === 'new' && requiresApproval && approvedAt === null;
  const mayBe: Readonly<Record<TaskVerb, boolean>> = {
    approve: isAsked,
    reject: isAsked,
    cancel: status !== 'completed' && status !== 'rejected',
    retry: status === 'failed' || status === 'escalated' || status === 'canceled',
    complete: status === 'escalated' || (!isOurs(task) && (status === 'new' || status === 'in_progress')),
    reopen: !isOurs(task) && status === 'completed',
  };
  if (mayBe[verb] || isSoAlready(task, verb)) return null;
  const waits = !requiresApproval && (verb === 'approve' || verb === 'reject') ? ' and asks for no yes' : '';
  return { code: 'closed', message: `The task is ${status.replace('_', ' ')}${waits}` };
}

/** A resume of its execution is as good as another attempt. */
async function isUnderWay({ store }: Engine, orgId: string, { doneBy }: Task): Promise<boolean> {
  const execution = doneBy === null ? null : await store.get(tenantPaths(orgId).execution(doneBy));
  return execution !== null && !isFinished(execution.data);
}

function fieldsOf(task: Task, { verb, reason }: Deciding, uid: string, now: Date): Partial<Task> {
  switch (verb) {
    case 'approve':
      return { approvedBy: uid, approvedAt: now, dueAt: mayBegin({ ...task, approvedAt: now }) ? now : null };
    case 'reject':
      return { status: 'rejected', rejectedBy: uid, rejectedAt: now, rejectionReason: reason, dueAt: null };
    case 'cancel':
      return { status: 'canceled', dueAt: null };
    case 'complete':
      return { status: 'completed', executionError: null, dueAt: null };
    case 'reopen':
      // Its next end is another one, with a line of its own.
      return { status: 'new', generation: task.generation + 1, dueAt: null };
    case 'retry': {
      const again = { generation: task.generation + 1, executionAttempts: 0, executionError: null };
      return { status: 'new', ...again, dueAt: mayBegin(task) ? now : null };
    }
  }
}

async function commit(
  engine: Engine,
  deciding: Deciding,
  task: Stored<Task>,
  fields: Fields,
  actor: Actor,
): Promise<void> {
  await engine.store.commit(decisionWrites(engine, deciding, task, fields, actor));
  engine.fault('task_decided');
}

function decisionWrites(
  engine: Auditing,
  deciding: Deciding,
  { ref, version, data }: Stored<Task>,
  fields: Fields,
  actor: Actor,
): Write[] {
  const { orgId, taskId, verb, reason } = deciding;
  const now = engine.clock.now();
  const kind = DONE[verb];
  const text = reason ?? `It was ${kind}.`;
  return [
    { op: 'update', path: ref.path, fields: { ...fields, updatedAt: now }, ifVersion: version },
    messageWrite(orgId, taskId, `${data.generation}.${actor.id}`, { kind, text, by: actor.id, createdAt: now }),
    auditOf(engine, deciding, data, actor),
  ];
}

/** What calls off a person's open task, to go with the commit of what it is a part of. */
export function callOffWrites(
  engine: Auditing,
  deciding: Omit<Deciding, 'taskId' | 'verb'>,
  task: Stored<Task>,
  actor: Actor,
): Write[] {
  const fields: Partial<Task> = { status: 'canceled', dueAt: null };
  return decisionWrites(engine, { ...deciding, taskId: task.id, verb: 'cancel' }, task, fields, actor);
}

function auditOf(engine: Auditing, { orgId, taskId, verb, reason }: Deciding, { status }: Task, actor: Actor) {
  const entry = { action: `task.${DONE[verb]}`, target: { kind: 'task', id: taskId }, before: { status } };
  return auditWrite(engine, orgId, actor, { ...entry, ...(reason !== null && { after: { reason } }) });
}

/** An act that has begun is seen to its end; the task says so when it has. */
async function stop(engine: Engine, deciding: Deciding, task: Stored<Task>, actor: Actor): Promise<Decided> {
  const { orgId, taskId } = deciding;
  const { doneBy } = task.data;
  const now = engine.clock.now();
  const said = { kind: 'canceled' as const, text: deciding.reason ?? 'It is to be canceled.', by: actor.id };
  const asked = messageWrite(orgId, taskId, `${task.data.generation}.${actor.id}`, { ...said, createdAt: now });
  const alongside = [asked, auditOf(engine, deciding, task.data, actor)];
  const signaled =
    doneBy === null
      ? { kind: 'not_found' as const }
      : await cancelExecution(engine, orgId, doneBy, actor.id, alongside);
  if (signaled.kind === 'not_found') {
    const fields: Partial<Task> = { status: 'canceled', dueAt: null };
    await commit(engine, deciding, task, fields, actor);
    return { kind: 'done', task: { ...task.data, ...fields } };
  }
  if (signaled.kind === 'told' || doneBy === null) return { kind: 'done', task: task.data };
  // It has ended, and the task was not told yet.
  await settleTask(engine, orgId, doneBy, signaled.execution);
  return decideAfter(engine, deciding);
}

async function decideAfter(engine: Engine, deciding: Deciding): Promise<Decided> {
  const decided = await reread(engine, deciding);
  if (decided.kind !== 'done' || decided.task.status === 'canceled') return decided;
  const words = decided.task.status.replace('_', ' ');
  return { kind: 'refused', refused: { code: 'closed', message: `It has ended before: the task is ${words}` } };
}

/** What somebody says about a task, on record; false where there is no such task. */
export async function commentOnTask(
  engine: Engine,
  orgId: string,
  taskId: string,
  text: string,
  { actor, isTainted }: Pick<Asker, 'actor' | 'isTainted'>,
): Promise<boolean> {
  if ((await engine.store.get(tenantPaths(orgId).task(taskId))) === null) return false;
  const said = { kind: 'comment' as const, text, by: actor.id, isTainted, createdAt: engine.clock.now() };
  const entry = { action: 'task.commented', target: { kind: 'task', id: taskId } };
  await engine.store.commit([
    messageWrite(orgId, taskId, engine.random.token(), said),
    auditWrite(engine, orgId, actor, entry),
  ]);
  return true;
}
