import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { beginTask } from '../../core/engine/tasks/begin-task.ts';
import { createTask, type TaskDraft, TaskRefusedError } from '../../core/engine/tasks/create-task.ts';
import { isOurs } from '../../core/engine/tasks/fresh-task.ts';
import { objectIn } from '../../core/engine/tasks/handlers.ts';
import { WORK } from '../../core/engine/tasks/settle-task.ts';
import { keyedTaskId } from '../../core/engine/tasks/task-message.ts';
import { AlreadyExistsError, type Stored } from '../../core/ports.ts';
import type { Approval } from '../../model/approval.ts';
import { executionIdSchema } from '../../model/ids.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import type { Task } from '../../model/task.ts';
import type { TenantCaller } from './caller.ts';
import { decideInPerson, toReply } from './decide.ts';
import { HttpProblem } from './problem.ts';
import { type Reply, type Route, tenantRoute } from './route.ts';
import { askerOf, runsTasks, taskMissing } from './task-decisions.ts';
import { taskView } from './task-views.ts';

const MAX_TEXT = 40_000;
const HTML_ONLY = 'This mail is shown by programs that read HTML.';

const address = z.string().trim().min(3).max(254);
const text = z.string().min(1).max(MAX_TEXT);
const sendBody = z
  .strictObject({
    to: z.union([address, z.array(address).min(1).max(50)]),
    subject: z.string().trim().min(1).max(300),
    /** Text, or simple Markdown. */
    text: text.optional(),
    /** Instead of the HTML that is made from `text`, or of any text. */
    html: text.optional(),
    /** Whether somebody has to say yes, whatever the policy says. */
    requiresApproval: z.boolean().default(false),
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, { error: 'Say what it says', path: ['text'] });
const respondBody = z
  .strictObject({
    /** The task that was made of the mail. */
    taskId: executionIdSchema.optional(),
    /** The mail's Message-ID, or where it has none the id that read_inbox gave. */
    messageId: z.string().trim().min(1).max(250).optional(),
    /** Its sender: needed where no task was made of it. */
    to: address.optional(),
    /** Left out: the draft that waits for a yes. */
    text: text.optional(),
  })
  .refine(({ taskId, messageId }) => (taskId === undefined) !== (messageId === undefined), {
    error: 'Give either taskId or messageId',
    path: ['messageId'],
  });
/** Of a task that a playbook has made of a mail. */
const ofMail = z.object({ mailId: z.string().min(1), to: z.string().min(1) });

/** How the task of a mail stands; `executionId`: what sends it, once it has begun. */
const mailTaskView = taskView
  .pick({ taskId: true, status: true, requiresApproval: true })
  .extend({ executionId: executionIdSchema.nullable() });

const problems = { 403: problemSchema, 409: problemSchema, 422: problemSchema };

export const emailRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/email/send',
      summary: 'Have an e-mail sent, as a task: at once, or after a yes where the policy asks for one',
      body: sendBody,
      answers: { 201: mailTaskView, ...problems },
    },
    runsTasks,
    ({ app, caller, request, body: { text, html, requiresApproval, ...rest } }) => {
      const params = { ...rest, body: text ?? HTML_ONLY, ...(html !== undefined && { html }) };
      const draft = { title: `E-mail: ${rest.subject}`, action: 'send_email', params, metadata: {}, requiresApproval };
      return asTask(app, caller, request, draft);
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/email/respond',
      summary: 'Answer a mail that was read, in its thread: with the draft that waits for a yes, or with other words',
      body: respondBody,
      answers: { 200: mailTaskView, 201: mailTaskView, 404: problemSchema, ...problems },
    },
    runsTasks,
    async ({ app, caller, request, body: { taskId, messageId, to, text } }) => {
      const { orgId } = caller;
      const { store } = app.engine;
      const id = taskId ?? keyedTaskId(orgId, `mail ${messageId}`);
      const about = await store.get(tenantPaths(orgId).task(id));
      if (about === null && taskId !== undefined) throw taskMissing(taskId);
      const draft = about === null ? null : await waitingDraft(app, orgId, about.data);
      if (draft !== null) {
        await sayYes(app, caller, request, draft, text);
        return standing(app, orgId, id, 200);
      }
      if (about !== null && isOurs(about.data)) refuseSecond(about.data);
      if (text === undefined) throw invalid('text', 'There is no draft that waits for a yes: say what it says');
      const known = about === null ? { mailId: messageId } : objectIn(about.data.metadataJson);
      const mail = ofMail.safeParse({ ...known, ...(to !== undefined && { to }) });
      if (!mail.success) {
        throw about === null
          ? invalid('to', 'No task was made of that mail: say who has sent it')
          : invalid('taskId', 'This task is not about a mail');
      }
      const { mailId } = mail.data;
      const params = { id: mailId, to: mail.data.to, body: text };
      const metadata = { mailId, to: params.to, ...(about !== null && { taskId: id }) };
      const answer = { title: `Answer ${params.to}`, action: 'reply_to_email', params, metadata };
      // Of a mail that nothing is known of it is the task: whatever reads that mail later makes no other.
      const itself = about === null ? { taskId: id } : {};
      return asTask(app, caller, request, { ...answer, ...itself, requiresApproval: false });
    },
  ),
];

type Asked = Pick<TaskDraft, 'title' | 'action' | 'params' | 'metadata' | 'requiresApproval'> & {
  readonly taskId?: string;
};

async function asTask(
  app: App,
  caller: TenantCaller,
  request: Request,
  { taskId: id, ...asked }: Asked,
): Promise<Reply> {
  const { orgId } = caller;
  const { actor, isTainted } = askerOf(app, caller, request);
  const whose = { assignedAgent: 'Email Agent', assignedTo: null, deadline: null, description: '' };
  const title = asked.title.slice(0, 200).toWellFormed();
  const draft: TaskDraft = { ...asked, ...whose, title, priority: 'normal' };
  const requester = { orgId, actor, isTainted, ...(id !== undefined && { taskId: id }) };
  const { taskId, task } = await createTask(app.engine, requester, draft).catch(toProblem);
  if (task.dueAt !== null) await beginTask(app.engine, orgId, taskId);
  return standing(app, orgId, taskId, 201);
}

async function standing({ engine }: App, orgId: string, taskId: string, status: number): Promise<Reply> {
  const task = (await engine.store.get(tenantPaths(orgId).task(taskId)))?.data;
  if (task === undefined) throw taskMissing(taskId);
  const { requiresApproval, doneBy: executionId } = task;
  const body: z.input<typeof mailTaskView> = { taskId, status: task.status, requiresApproval, executionId };
  return { status, body };
}

/** The question whether the answer of a task may go out. */
async function waitingDraft(
  { engine: { store } }: App,
  orgId: string,
  { status, doneBy }: Task,
): Promise<Stored<Approval> | null> {
  const paths = tenantPaths(orgId);
  const execution = status === 'in_progress' && doneBy !== null ? await store.get(paths.execution(doneBy)) : null;
  const approvalId = execution?.data.stepResults.find(({ path }) => path === WORK)?.approvalId ?? null;
  const asked = approvalId === null ? null : await store.get(paths.approval(approvalId));
  return asked?.data.status === 'pending' && asked.data.kind === 'act' ? asked : null;
}

/** Whoever answers with other words has said yes to these, by the rules of any approval. */
async function sayYes(
  app: App,
  caller: TenantCaller,
  request: Request,
  { id, data }: Stored<Approval>,
  text: string | undefined,
): Promise<void> {
  if (caller.kind === 'key' && !caller.scopes.includes('approvals:decide')) {
    throw new HttpProblem(403, 'scope', 'A draft waits for a yes, and the API key lacks the scope approvals:decide');
  }
  if (text !== undefined && data.action !== 'reply_to_email') {
    throw invalid('text', 'What waits for a yes is a fixed answer: leave out text, or say no to it first');
  }
  const shown: JsonObject = objectIn(data.paramsJson ?? '{}');
  const params = text === undefined ? null : { ...shown, body: text };
  const body = { reason: null, answer: null, params };
  toReply(app, id, await decideInPerson(app, caller, { id, verb: 'approve', body, request }));
}

/** One mail, one answer. */
function refuseSecond({ status }: Task): void {
  if (status === 'completed') throw new HttpProblem(409, 'answered', 'That mail has been answered');
  if (status === 'new' || status === 'in_progress' || status === 'failed') throw underWay();
}

function underWay(): HttpProblem {
  return new HttpProblem(409, 'under_way', 'That mail is about to be answered: wait, or cancel its task first');
}

function invalid(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid', `${path}: ${message}`, { errors: [{ path, message }] });
}

/** The params of the step are the fields of the body. */
function toProblem(error: unknown): never {
  if (error instanceof AlreadyExistsError) throw underWay();
  if (!(error instanceof TaskRefusedError)) throw error;
  const errors = error.errors.map(({ path, message }) => ({ path: path.replace(/^params\./, ''), message }));
  throw new HttpProblem(422, 'invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
}
