import { type AgentId, agentIds } from '../../model/agent.ts';
import type { Approval } from '../../model/approval.ts';
import { queries } from '../../model/query.ts';
import type { Task } from '../../model/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { readable } from './readable.ts';

const TRUST_DAYS = 90;
const DAY_MS = 86_400_000;
/** The newest of each; more do not change what is said. */
const MOST = { approvals: 500, tasks: 300, open: 200, playbooks: 200 } as const;
const MOST_SHOWN = 5;

/** How people have answered to what an agent was about to do, in the last 90 days. */
export interface Trust {
  /** As it was, and after a change. */
  readonly approved: number;
  readonly edited: number;
  readonly rejected: number;
  /** Nobody answered in time. */
  readonly expired: number;
  /** Tasks that were done, and those for which a person had to step in. */
  readonly done: number;
  readonly escalated: number;
}

/** What an agent has to do with: its active playbooks and open tasks, of which a few are named, and what it has earned. */
export interface AgentWork {
  readonly agent: AgentId;
  readonly playbooks: { readonly count: number; readonly first: readonly { playbookId: string; name: string }[] };
  readonly tasks: {
    readonly count: number;
    readonly first: readonly Pick<Task & { taskId: string }, 'taskId' | 'title' | 'status'>[];
  };
  readonly trust: Trust;
}

/** The work of every agent, by four bounded reads. */
export async function agentWork(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
): Promise<AgentWork[]> {
  const since = new Date(clock.now().getTime() - TRUST_DAYS * DAY_MS);
  const [approvals, tasks, open, playbooks] = await Promise.all([
    store.query(queries.decidedApprovalsSince(orgId, since, { limit: MOST.approvals })),
    store.query(queries.tasks(orgId, { limit: MOST.tasks })),
    store.query(queries.openTasks(orgId, { limit: MOST.open })),
    store.query(queries.playbooksByStatus(orgId, 'active', { limit: MOST.playbooks })),
  ]);
  return agentIds.map((agent) => {
    const isOurs = ({ data }: Found<Task>) => data?.assignedAgent === agent;
    const ownTasks = readable(open.filter(isOurs));
    const ownPlaybooks = readable(playbooks).filter(({ data }) => data.agent === agent);
    const lately = readable(tasks.filter(isOurs)).filter(({ data }) => data.createdAt >= since);
    return {
      agent,
      playbooks: {
        count: ownPlaybooks.length,
        first: ownPlaybooks.slice(0, MOST_SHOWN).map(({ id, data: { name } }) => ({ playbookId: id, name })),
      },
      tasks: {
        count: ownTasks.length,
        first: ownTasks.slice(0, MOST_SHOWN).map(({ id, data: { title, status } }) => ({ taskId: id, title, status })),
      },
      trust: trustOf(
        readable(approvals).flatMap(({ data }) => (data.agent === agent ? [data] : [])),
        lately.map(({ data }) => data),
      ),
    };
  });
}

/** Of a task only the yes before it is begun is counted here; what its step asks is an approval. */
function trustOf(approvals: readonly Approval[], tasks: readonly Task[]): Trust {
  const marks = [
    ...approvals.flatMap(markOfApproval),
    ...tasks.flatMap(markOfTask),
    ...tasks.flatMap(({ status, isDryRun }): (keyof Trust)[] => {
      if (status === 'completed' && !isDryRun) return ['done'];
      return status === 'escalated' ? ['escalated'] : [];
    }),
  ];
  const count = (mark: keyof Trust) => marks.filter((one) => one === mark).length;
  return {
    approved: count('approved'),
    edited: count('edited'),
    rejected: count('rejected'),
    expired: count('expired'),
    done: count('done'),
    escalated: count('escalated'),
  };
}

function markOfApproval({ status, editedBy }: Approval): (keyof Trust)[] {
  if (status === 'approved') return [editedBy === null ? 'approved' : 'edited'];
  return status === 'rejected' || status === 'expired' ? [status] : [];
}

function markOfTask({ requiresApproval, approvedAt, rejectedAt }: Task): (keyof Trust)[] {
  if (!requiresApproval) return [];
  if (approvedAt !== null) return ['approved'];
  return rejectedAt === null ? [] : ['rejected'];
}
