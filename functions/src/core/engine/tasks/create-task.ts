import type { Actor } from '../../../model/audit.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { ProblemDetail } from '../../../model/problem.ts';
import type { Priority, Task } from '../../../model/task.ts';
import { deriveId } from '../../derive-id.ts';
import { auditWrite } from '../../governance/audit.ts';
import type { Write } from '../../ports.ts';
import type { Engine } from '../engine.ts';
import { freshTask } from './fresh-task.ts';
import { actFor, agentNamed, agentNames, type Work } from './handlers.ts';
import { taskWrites } from './task-message.ts';

/** What is said of a task to be. */
export interface TaskDraft {
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
  /** One of ours by id or name, or one of the seeds' (`Email Agent`), in capitals or not. */
  readonly assignedAgent: string | null;
  /** The uid of a member of the team. */
  readonly assignedTo: string | null;
  readonly deadline: Date | null;
  readonly action: string | null;
  readonly params: JsonObject;
  readonly metadata: JsonObject;
  readonly requiresApproval: boolean;
}

interface Requester {
  readonly orgId: string;
  readonly actor: Actor;
  /** Whether strangers may have had a say in it. */
  readonly isTainted: boolean;
  /** Where asking twice is asking once; left out, chance names it. Throws `AlreadyExistsError` the second time. */
  readonly taskId?: string;
  /** Written in the same commit. */
  readonly beside?: readonly Write[];
}

/** What is wrong with a task that somebody asked for; nothing was written. */
export class TaskRefusedError extends Error {
  override readonly name = 'TaskRefusedError';
  readonly errors: readonly ProblemDetail[];
  constructor(errors: readonly ProblemDetail[]) {
    super(`${errors[0]?.path}: ${errors[0]?.message}`);
    this.errors = errors;
  }
}

/**
 * Writes a task that a person or a key asks for, on record. What its agent is to do is settled here, where it can be told
 * from what is known, so that whoever has to agree sees it. Throws `TaskRefusedError`.
 */
export async function createTask(
  engine: Engine,
  { orgId, actor, isTainted, taskId = deriveId(orgId, 'task', engine.random.token()), beside = [] }: Requester,
  draft: TaskDraft,
): Promise<{ readonly taskId: string; readonly task: Task }> {
  const { title, description, priority, assignedTo, deadline, requiresApproval, metadata } = draft;
  const whose = whoseOf(draft);
  const work = workIn(engine, draft, whose);
  if (assignedTo !== null && (await engine.store.get(tenantPaths(orgId).member(assignedTo))) === null) {
    throw refused('assignedTo', 'There is nobody of that uid in your team');
  }
  const task = freshTask(
    {
      ...{ title, description, priority, assignedTo, deadline, requiresApproval, isTainted, ...whose },
      action: work?.action ?? null,
      paramsJson: JSON.stringify(work?.params ?? {}),
      metadataJson: JSON.stringify(metadata),
      createdBy: actor.id,
    },
    engine.clock.now(),
  );
  const after = { title, action: task.action, assignedAgent: task.assignedAgent, requiresApproval };
  const entry = { action: 'task.created', target: { kind: 'task', id: taskId }, after };
  const writes = [...taskWrites(orgId, taskId, task), auditWrite(engine, orgId, actor, entry)];
  await engine.store.commit([...writes, ...beside]);
  engine.fault('task_created');
  return { taskId, task };
}

function whoseOf({ assignedAgent, assignedTo }: TaskDraft): Pick<Task, 'assignedAgent' | 'handler'> {
  if (assignedAgent === null) return { assignedAgent: null, handler: null };
  if (assignedTo !== null) throw refused('assignedTo', 'Give it to an agent or to a person, not to both');
  const whose = agentNamed(assignedAgent);
  if (whose === null)
    throw refused('assignedAgent', `'${assignedAgent}' is none of our agents. These are: ${agentNames}`);
  return whose;
}

/** Null where it is a person's, or the agent is to find out. Params are checked as the step itself will check them. */
function workIn(engine: Engine, draft: TaskDraft, whose: Pick<Task, 'assignedAgent' | 'handler'>): Work | null {
  const { action, params, metadata } = draft;
  if (action === null) {
    if (Object.keys(params).length > 0) throw refused('params', 'These are params of an action: say which');
    const { assignedAgent, handler } = whose;
    const act = assignedAgent === null ? null : actFor(engine, { assignedAgent, handler }, metadata);
    if (act !== null) checkParams(engine, act, 'metadata');
    return act;
  }
  if (draft.assignedTo !== null) throw refused('assignedTo', 'What an action does, no person has to do');
  checkParams(engine, { action, params }, 'params');
  return { action, params };
}

function checkParams({ catalog }: Engine, { action, params }: Work, within: 'params' | 'metadata'): void {
  const type = catalog.get(action);
  if (type === undefined) throw refused('action', `There is no step type '${action}'`);
  if (type.kind !== 'action' && type.kind !== 'unfold')
    throw refused('action', `'${action}' decides how a playbook goes on; it does nothing by itself`);
  const parsed = type.params.safeParse(params);
  if (parsed.success) return;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: [within, ...path].join('.'), message }));
  throw new TaskRefusedError(errors);
}

function refused(path: string, message: string): TaskRefusedError {
  return new TaskRefusedError([{ path, message }]);
}
