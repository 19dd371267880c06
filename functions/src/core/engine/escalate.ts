import type { StoredError } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Task } from '../../model/task.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from './engine.ts';
import type { Run } from './executors/executor.ts';

/**
 * The last resort of a failure that nothing in the playbook took care of: an urgent task for a person, in the same
 * commit. The same failure on the same day is the same task. Whoever started it by hand, or waits for it, knows anyway.
 */
export function escalate(engine: Engine, { holder }: Run, error: StoredError): void {
  const { state, orgId, executionId } = holder;
  const { triggeredBy, mode, parent, playbookId, playbookName } = state;
  if (mode === 'dry_run' || triggeredBy === 'manual' || parent?.awaited) return;
  const now = engine.clock.now();
  const failedAt = state.stepResults.findLast(({ status }) => status === 'failed')?.stepId ?? '';
  const taskId = deriveId(orgId, playbookId, 'failure', failedAt, error.code, now.toISOString().slice(0, 10));
  const task: Task = {
    title: `Playbook '${playbookName}' failed`.slice(0, 200),
    description: error.message,
    status: 'new',
    priority: 'urgent',
    assignedAgent: null,
    assignedTo: null,
    deadline: null,
    createdBy: 'system',
    executionId,
    createdAt: now,
    updatedAt: now,
  };
  holder.defer({ op: 'set', path: tenantPaths(orgId).task(taskId).path, data: task });
}
