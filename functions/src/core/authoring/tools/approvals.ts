import { z } from 'zod';
import type { Approval } from '../../../model/approval.ts';
import type { Execution } from '../../../model/execution.ts';
import { executionIdSchema } from '../../../model/ids.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import { type Decided, decideApproval } from '../../engine/decide-approval.ts';
import type { Found } from '../../ports.ts';
import { localTime } from '../../triggering/describe-recurrence.ts';
import { notingFinal } from './deeds.ts';
import { defineTool, found, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

const LISTED = 20;
const MAX_MESSAGE = 1_000;
const MAX_SENTENCE = 1_000;
/** Chains of playbooks that call one another are no longer. */
const MAX_DEPTH = 10;

const nothing = z.strictObject({});

export const listApprovals = defineTool<z.infer<typeof nothing>>({
  name: 'list_approvals',
  title: 'See what waits for a yes',
  description: 'What waits for somebody’s yes, no or answer, the newest first.',
  params: nothing,
  role: 'editor',
  scope: 'executions:read',
  writes: false,
  isFinal: false,
  call: async ({ engine, orgId, tenant }) => {
    const waiting = await engine.store.query(queries.approvalsByStatus(orgId, 'pending', { limit: LISTED }));
    const now = engine.clock.now();
    const open = waiting.flatMap(({ id, data }) => (data === null || data.expiresAt <= now ? [] : [{ id, ...data }]));
    const approvals = open.map((one) => ({
      approvalId: one.id,
      kind: one.kind,
      title: one.title,
      message: one.message.slice(0, MAX_MESSAGE),
      playbook: one.playbookName,
      risk: one.risk,
      reasons: one.reasons,
      choices: one.choices,
      expires: localTime(one.expiresAt, tenant.timezone, tenant.locale),
    }));
    return found(
      { approvals },
      {
        isTainted: open.some((one) => one.isTainted),
        parts: open.slice(0, 5).map(({ id }) => ({ type: 'approval', approvalId: id })),
      },
    );
  },
});

const decideParams = z.strictObject({
  approvalId: executionIdSchema,
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().trim().min(1).max(2_000).optional(),
  answer: z.string().trim().min(1).max(2_000).optional().describe('To a question: what is chosen or said, with a yes'),
});
type DecideParams = z.infer<typeof decideParams>;

export const decideApprovalTool = defineTool<DecideParams>({
  name: 'decide_approval',
  title: 'Say yes or no',
  description:
    'Says yes or no to what waits, on the person’s word only. What is of high risk is decided on its page by a person who has just signed in.',
  params: decideParams,
  role: 'editor',
  scope: 'approvals:decide',
  writes: true,
  isFinal: true,
  byClick: async (context, { approvalId, decision, answer, reason }) => {
    const { title } = await approvalOf(context, approvalId);
    const verb = decision === 'approved' ? 'Approve' : 'Reject';
    const [said, why] = [answer && ` with the answer “${answer}”`, reason && ` and the reason “${reason}”`];
    const sentence = `${verb} ${title}${said ?? ''}${why ?? ''}`;
    return { sentence: sentence.length > MAX_SENTENCE ? null : sentence, part: { type: 'approval', approvalId } };
  },
  call: async (context, given) => {
    const approval = await approvalOf(context, given.approvalId);
    const why = await whyNotHere(context, approval);
    if (why !== null) return onPage(given.approvalId, why);
    return outcomeOf(given, await decide(context, approval, given));
  },
});

async function approvalOf({ engine, orgId }: ToolContext, approvalId: string): Promise<Approval> {
  const found = await engine.store.find(tenantPaths(orgId).approval(approvalId));
  if (found?.data) return found.data;
  throw new ToolError(`There is no approval ${approvalId}`, 'not_found');
}

/** Why it takes a person on its page; null where the chat will do. */
async function whyNotHere({ engine, orgId, chosenBy }: ToolContext, approval: Approval): Promise<string | null> {
  if (approval.risk === 'high') return 'It is of high risk';
  if (chosenBy !== 'model') return null;
  if (approval.isTainted) return 'Strangers had a say in what it would do';
  const isOwn = await isOfAgent(engine, orgId, approval.executionId);
  return isOwn ? 'It was asked for by an agent, and no agent answers what agents ask for' : null;
}

/** Whether an agent started it, or an execution on whose behalf it runs. */
async function isOfAgent({ store }: ToolContext['engine'], orgId: string, executionId: string): Promise<boolean> {
  let id: string | null = executionId;
  for (let depth = 0; id !== null && depth < MAX_DEPTH; depth++) {
    const found: Found<Execution> | null = await store.find(tenantPaths(orgId).execution(id));
    if (!found?.data || found.data.triggeredBy === 'agent') return true;
    id = found.data.parent?.executionId ?? null;
  }
  return id !== null;
}

function onPage(approvalId: string, why: string): ToolOutcome {
  const words = `${why}, so it is decided by a person on its page. Nothing was decided yet.`;
  const result = { approvalId, done: false, needsClick: true, words };
  return { result, isTainted: false, parts: [{ type: 'approval', approvalId }] };
}

async function decide(context: ToolContext, { title, paramsHash }: Approval, given: DecideParams): Promise<Decided> {
  const { engine, orgId, actor, key } = context;
  const { approvalId, decision: status, reason = null, answer = null } = given;
  const decided = await decideApproval(engine, orgId, approvalId, {
    status,
    by: actor.id,
    madeBy: key?.createdBy ?? null,
    reason,
    answer,
    via: key === null ? 'app' : 'key',
    actor,
    shown: paramsHash,
  });
  if (decided.kind === 'decided' || decided.kind === 'voted') {
    const writes = await notingFinal(context, `“${title}” was ${status}, which cannot be undone.`);
    if (writes.length > 0) await engine.store.commit(writes);
  }
  return decided;
}

function outcomeOf({ approvalId }: DecideParams, decided: Decided): ToolOutcome {
  switch (decided.kind) {
    case 'not_found':
      throw new ToolError(`There is no approval ${approvalId}`, 'not_found');
    case 'refused':
      throw new ToolError(decided.refused.message, 'refused', decided.errors);
    case 'closed':
      throw new ToolError(`“${decided.approval.title}” is not open any more: it is ${decided.approval.status}`);
    default: {
      const { title, status, votes, needed } = decided.approval;
      const result = { approvalId, title, status, votes: votes.length, needed };
      return { result, isTainted: false, parts: [{ type: 'approval', approvalId }] };
    }
  }
}
