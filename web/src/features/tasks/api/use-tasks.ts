import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import type { Task, TaskMessage } from '@model/task.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

const MOST_MESSAGES = 200;

/** Tasks that are still open, or those that are not any more; newest first, live. */
export function useTasks(isOpen: boolean, limit: number): Live<readonly Entry<Task>[]> {
  const { orgId } = useSession();
  return useCollection(isOpen ? queries.openTasks(orgId, { limit }) : queries.endedTasks(orgId, { limit }));
}

/** One task; null when there is none. */
export function useTask(taskId: string): Live<Entry<Task> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).task(taskId));
}

/** What has happened to it, and what people say about it, in its order. */
export function useTaskMessages(taskId: string): Live<readonly Entry<TaskMessage>[]> {
  const { orgId } = useSession();
  return useCollection(queries.taskMessages(orgId, taskId, { limit: MOST_MESSAGES }));
}
