import type { Engine } from '../engine.ts';
import { dispatchTask } from './dispatch-task.ts';

/** Begins a task that was just written, where it is to be begun now. If that fails, its trigger or the executor begins it. */
export async function beginTask(engine: Engine, orgId: string, taskId: string): Promise<void> {
  try {
    await dispatchTask(engine, orgId, taskId);
  } catch (error) {
    engine.log.error('task_not_dispatched', error, { orgId, taskId });
  }
}
