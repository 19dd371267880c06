import type { AgentId } from './agent.ts';
import { tenantPaths } from './paths.ts';
import { DOCUMENT_ID, everywhere, type Order, type PageArgs, query } from './query-shape.ts';
import { type Priority, TASK_GROUPS, type TaskStatus } from './task.ts';

/** Many may be made at one moment, and no page leaves one out. */
const newestFirst: Order[] = [
  ['createdAt', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

function tasksIn(orgId: string, group: keyof typeof TASK_GROUPS, page: PageArgs) {
  return query(tenantPaths(orgId).tasks, [['status', 'in', TASK_GROUPS[group]]], newestFirst, page);
}

/** Queries of tasks, and of what belongs to them. */
export const taskQueries = {
  tasks: (orgId: string, page: PageArgs) => query(tenantPaths(orgId).tasks, [], newestFirst, page),
  tasksByStatus: (orgId: string, status: TaskStatus, page: PageArgs) =>
    query(tenantPaths(orgId).tasks, [['status', '==', status]], newestFirst, page),
  openTasks: (orgId: string, page: PageArgs) => tasksIn(orgId, 'open', page),
  endedTasks: (orgId: string, page: PageArgs) => tasksIn(orgId, 'ended', page),
  stoppedTasks: (orgId: string, page: PageArgs) => tasksIn(orgId, 'stopped', page),
  tasksOfAgent: (orgId: string, agent: AgentId, page: PageArgs) =>
    query(tenantPaths(orgId).tasks, [['assignedAgent', '==', agent]], newestFirst, page),
  tasksOfAgentByStatus: (orgId: string, agent: AgentId, status: TaskStatus, page: PageArgs) =>
    query(
      tenantPaths(orgId).tasks,
      [
        ['assignedAgent', '==', agent],
        ['status', '==', status],
      ],
      newestFirst,
      page,
    ),
  /** What the executor has to look at by now, over all tenants, the oldest first. */
  dueTasks: (priority: Priority, now: Date, page: PageArgs) =>
    query(
      everywhere(tenantPaths('-').tasks),
      [
        ['priority', '==', priority],
        ['dueAt', '<=', now],
      ],
      [
        ['dueAt', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  taskMessages: (orgId: string, taskId: string, page: PageArgs) =>
    query(
      tenantPaths(orgId).taskMessages,
      [['taskId', '==', taskId]],
      [
        ['createdAt', 'asc'],
        [DOCUMENT_ID, 'asc'],
      ],
      page,
    ),
  /** The last picture of what a task was about. */
  taskSnapshots: (orgId: string, taskId: string, page: PageArgs) =>
    query(tenantPaths(orgId).executionSnapshots, [['taskId', '==', taskId]], [['createdAt', 'desc']], page),
} as const;
