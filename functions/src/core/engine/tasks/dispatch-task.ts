import type { ExecutionContext } from '../../../model/execution-context.ts';
import { TASKS } from '../../../model/ids.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { type Playbook, playbookDraftSchema, playbookSchema } from '../../../model/playbook.ts';
import { queries } from '../../../model/query.ts';
import { MAX_TASK_ATTEMPTS, type Task } from '../../../model/task.ts';
import { retryConflicts } from '../../governance/retry-conflicts.ts';
import type { Stored } from '../../ports.ts';
import type { Engine } from '../engine.ts';
import { enqueueAdvance } from '../enqueue.ts';
import { systemUser, userOf } from '../new-execution.ts';
import { executionIdFor } from '../occasion.ts';
import { StartRefusedError, type StartRequest, startExecution, unattended } from '../start-execution.ts';
import type { AnyStepType } from '../step-type.ts';
import { isFinished } from '../transition.ts';
import { mayBegin } from './fresh-task.ts';
import { type Work, workOf } from './handlers.ts';
import { saysOwnWords } from './own-words.ts';
import { failAttempt, settleTask, WORK } from './settle-task.ts';
import { snapshotWrite } from './snapshot.ts';
import { messageWrite } from './task-message.ts';

/** Step types that stand for themselves: a task can be done by one. */
type DoingType = Extract<AnyStepType, { readonly kind: 'action' | 'unfold' }>;

/** When a task that is under way is looked at, should nobody have told it how that ended. */
const LOOK_AFTER_MS = 10 * 60_000;
const MAX_CONFLICTS = 8;

/** `followed`: its execution is under way, or has ended, and the task says so now. `refused`: it cannot even begin. */
type Dispatched = 'nothing' | 'started' | 'followed' | 'refused';

/**
 * Does what is to be done of a task now: starts the execution that does it, or follows the one that is under way. That
 * one's id comes from the task and its generation, and is written in the commit that creates it: however often, and
 * wherever this is called or killed, one generation is one execution. Pauses, limits and dry runs are its own affair.
 */
export function dispatchTask(engine: Engine, orgId: string, taskId: string): Promise<Dispatched> {
  return retryConflicts(async () => {
    const task = await engine.store.find(tenantPaths(orgId).task(taskId));
    // What cannot be read was written by hand, and is nothing to try again.
    if (task === null || 'problems' in task) return 'nothing';
    const { dueAt, doneBy, status } = task.data;
    if (dueAt === null || dueAt > engine.clock.now()) return 'nothing';
    if (doneBy !== null && (await follow(engine, orgId, task, doneBy))) return 'followed';
    const isOpen = (status === 'new' || status === 'failed') && mayBegin(task.data);
    if (!isOpen || task.data.executionAttempts >= MAX_TASK_ATTEMPTS) return 'nothing';
    try {
      return await start(engine, orgId, task);
    } catch (error) {
      if (!(error instanceof StartRefusedError)) throw error;
      await refuse(engine, orgId, task, error);
      return 'refused';
    }
  }, MAX_CONFLICTS);
}

/**
 * Whether the last execution of a task is all that there is to it for now: it is under way, as it is again when somebody
 * has resumed it, or it has ended and nobody has told the task.
 */
async function follow(engine: Engine, orgId: string, task: Stored<Task>, doneBy: string): Promise<boolean> {
  const execution = await engine.store.get(tenantPaths(orgId).execution(doneBy));
  const isOurs = task.data.status === 'in_progress';
  if (execution === null) {
    if (isOurs) await failAttempt(engine, orgId, task, { message: 'Its execution is gone', isFinal: true });
    return isOurs;
  }
  if (!isFinished(execution.data)) {
    const dueAt = lookAgainAt(engine, execution.data.dueAt);
    const fields = { status: 'in_progress', dueAt, updatedAt: engine.clock.now() };
    await engine.store.commit([{ op: 'update', path: task.ref.path, fields, ifVersion: task.version }]);
    return true;
  }
  if (!isOurs && execution.data.status !== 'completed') return false;
  await settleTask(engine, orgId, doneBy, execution.data);
  return true;
}

/** A while after somebody has to touch the execution itself. */
function lookAgainAt({ clock }: Engine, executionDueAt: Date | null): Date {
  return new Date(Math.max(clock.now().getTime(), executionDueAt?.getTime() ?? 0) + LOOK_AFTER_MS);
}

async function start(engine: Engine, orgId: string, task: Stored<Task>): Promise<Dispatched> {
  const { id: taskId, data, ref, version } = task;
  const work = await workOf(engine, data);
  if (work === null) return 'nothing';
  const type = typeOf(engine, work);
  const mayAct = !data.isTainted || data.approvedAt !== null || (await saysOwnWords(engine, orgId, data, work, type));
  const now = engine.clock.now();
  const bare: StartRequest = {
    ...unattended,
    orgId,
    playbookId: TASKS,
    inline: inlineOf(data, work, type, mayAct),
    taskId,
    occasion: { kind: 'request', key: `${taskId}|${data.generation}` },
    triggeredBy: 'task',
    startedBy: data.createdBy,
    user: await userFor(engine, orgId, data),
    event: work.params,
    taint: data.isTainted ? ['event'] : [],
    depth: data.depth,
  };
  const executionId = executionIdFor(bare);
  const fields = {
    status: 'in_progress',
    doneBy: executionId,
    executionAttempts: data.executionAttempts + 1,
    lastExecutionAttempt: now,
    dueAt: lookAgainAt(engine, null),
    updatedAt: now,
  };
  const text = `Begun: ${work.action}`;
  const begun = { kind: 'started' as const, text, by: 'system', executionId, createdAt: now };
  const alongside = [
    { op: 'update' as const, path: ref.path, fields, ifVersion: version },
    await snapshotWrite(engine.store, { orgId, taskId, executionId }, data, work.params, now),
    messageWrite(orgId, taskId, String(data.generation), begun),
  ];
  engine.fault('task_starting');
  const { created } = await startExecution(engine, { ...bare, alongside }, false);
  // Somebody else has begun it, and the task says so by now; or somebody has put back the task by hand.
  if (!created) await engine.store.commit([{ op: 'update', path: ref.path, fields, ifVersion: version }]);
  engine.fault('task_started');
  await enqueueAdvance(engine, orgId, executionId, null);
  return 'started';
}

function typeOf({ catalog }: Engine, { action }: Work): DoingType {
  const type = catalog.get(action);
  if (type?.kind === 'action' || type?.kind === 'unfold') return type;
  const message = type
    ? `'${action}' decides how a playbook goes on, and does nothing by itself`
    : `There is no step type '${action}'`;
  throw new StartRefusedError('invalid', message, [{ path: 'action', message }]);
}

/**
 * The version that does it is the same for all tasks of a step type: the params come in as `event`, so that what they
 * hold is never read as a template, and what strangers had a say in is asked about by whom it reaches. Only what a step
 * type takes as it is written stands in the version itself. A tainted task acts on a person's yes alone, or with the
 * playbook's own words; its HTML is shown as text.
 */
function inlineOf(task: Task, { action, params }: Work, type: DoingType, mayAct: boolean): Playbook {
  const { literals = [], htmlParams = [] } = type;
  const written = Object.entries(params).map(([name, value]) => {
    if (literals.includes(name)) return [name, value];
    if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      const isHtml = htmlParams.includes(name) && !task.isTainted;
      return [name, isHtml ? `{{raw(event.${name})}}` : `{{event.${name}}}`];
    }
    const message = `'${name}' is no name for a param`;
    throw new StartRefusedError('invalid', message, [{ path: `params.${name}`, message }]);
  });
  const agent = task.assignedAgent;
  const requiresApproval = !mayAct && type.kind === 'action' && type.effect !== 'none';
  // What an agent does is asked about act by act.
  const confirming = !mayAct && type.kind === 'unfold' ? type.confirming : {};
  const filled = { ...(Object.fromEntries(written) as JsonObject), ...confirming };
  const step = { id: WORK, action, params: filled, agent, requiresApproval };
  const draft = playbookDraftSchema.parse({
    name: task.title.trim().slice(0, 120) || 'Task',
    status: 'active',
    agent,
    triggers: [{ type: 'event', eventName: 'custom.task' }],
    steps: [step],
  });
  return playbookSchema.parse({ ...draft, createdBy: task.approvedBy ?? task.createdBy });
}

/** Whoever has said yes to it, or has asked for it, as long as he is in the team; else its owner. */
async function userFor({ store }: Engine, orgId: string, task: Task): Promise<ExecutionContext['user']> {
  const uid = task.approvedBy ?? task.createdBy;
  const member = uid === 'system' || uid.includes('/') ? null : await store.get(tenantPaths(orgId).member(uid));
  if (member !== null) return userOf(member.data);
  const [owner] = await store.query(queries.owners(orgId));
  return owner?.data ? userOf(owner.data) : systemUser;
}

/** What cannot start counts as an attempt: it may be put right by then, as a key that is missing. */
async function refuse(engine: Engine, orgId: string, task: Stored<Task>, error: StartRefusedError): Promise<void> {
  engine.log.warn('task_refused', { orgId, taskId: task.id, reason: error.code });
  const executionAttempts = task.data.executionAttempts + 1;
  const lastExecutionAttempt = engine.clock.now();
  const attempted = { ...task, data: { ...task.data, executionAttempts, lastExecutionAttempt, doneBy: null } };
  const isFinal = error.code === 'too_deep' || error.code === 'key_revoked';
  await failAttempt(engine, orgId, attempted, { message: error.message, isFinal });
}
