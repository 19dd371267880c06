import type { StoredError } from '../../model/execution.ts';
import { deriveId } from '../derive-id.ts';
import { raiseAlert } from '../governance/alert.ts';
import type { Engine } from './engine.ts';
import type { Run } from './executors/executor.ts';
import { freshTask } from './tasks/fresh-task.ts';
import { taskWrites } from './tasks/task-message.ts';

/**
 * The last resort of a failure that nothing in the playbook took care of: an alert, one for each playbook and counted,
 * and an urgent task for a person in the commit that ends the execution. The same failure on the same day is the same
 * task. Whoever started it by hand, or waits for it, knows anyway; a task sees to its own failures.
 */
export async function escalate(engine: Engine, { holder }: Run, error: StoredError): Promise<void> {
  const { state, orgId, executionId } = holder;
  const { triggeredBy, mode, parent, playbookId, playbookName, startedBy } = state;
  if (mode === 'dry_run' || triggeredBy === 'manual' || triggeredBy === 'task' || parent?.awaited) return;
  // Before that commit: raised once more after a crash, but never forgotten.
  const problem = {
    code: 'playbook_failed',
    subject: playbookId,
    severity: 'warning' as const,
    title: `“${playbookName.slice(0, 120)}” failed`,
    message: error.message,
    link: `/executions/${executionId}`,
  };
  await raiseAlert(engine, orgId, problem, { uid: startedBy, isOwn: true });
  const now = engine.clock.now();
  const failedAt = state.stepResults.findLast(({ status }) => status === 'failed')?.stepId ?? '';
  const taskId = deriveId(orgId, playbookId, 'failure', failedAt, error.code, now.toISOString().slice(0, 10));
  const task = freshTask(
    {
      title: `Playbook '${playbookName}' failed`.slice(0, 200),
      description: error.message,
      priority: 'urgent',
      assignedAgent: null,
      assignedTo: null,
      createdBy: 'system',
      executionId,
    },
    now,
  );
  holder.defer(...taskWrites(orgId, taskId, task, 'set'));
}
