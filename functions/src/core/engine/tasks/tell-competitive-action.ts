import type { CompetitiveAction } from '../../../model/competitive-action.ts';
import { executionIdSchema } from '../../../model/ids.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { TaskStatus } from '../../../model/task.ts';
import { retryConflicts } from '../../governance/retry-conflicts.ts';
import type { Engine } from '../engine.ts';
import { objectIn } from './handlers.ts';

/** The name in a task's metadata of the action that it was made for. */
export const COMPETITIVE_ACTION = 'competitiveActionId';

/** What becomes of the action when its task ends so; while a task is open, or needs a person, the action stays as it is. */
const OUTCOMES: Partial<Record<TaskStatus, CompetitiveAction['status']>> = {
  completed: 'done',
  rejected: 'dismissed',
  canceled: 'dismissed',
};

/** Tells a competitive action how the task that was made for it has ended. Told twice it is told once. */
export function tellCompetitiveAction(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  taskId: string,
): Promise<void> {
  const paths = tenantPaths(orgId);
  return retryConflicts(async () => {
    const task = await store.find(paths.task(taskId));
    const status = task?.data ? OUTCOMES[task.data.status] : undefined;
    const id = executionIdSchema.safeParse(objectIn(task?.data?.metadataJson ?? '')[COMPETITIVE_ACTION]);
    if (status === undefined || !id.success) return;
    const action = await store.find(paths.competitiveAction(id.data));
    // Anybody may write that name into a task of his own.
    if (action === null || action.data?.taskId !== taskId || action.data.status === status) return;
    const fields = { status, updatedAt: clock.now() };
    await store.commit([{ op: 'update', path: action.ref.path, fields, ifVersion: action.version }]);
  });
}
