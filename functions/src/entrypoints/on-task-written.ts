import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { dispatchTask } from '../core/engine/tasks/dispatch-task.ts';

const GIVE_UP_MS = 24 * 3_600_000;

/** Begins a task at once that is to be begun now, whoever wrote it; what it misses the executor finds. */
export const onTaskWritten = withFirestore(
  onDocumentWritten(
    { document: 'tenants/{orgId}/tasks/{taskId}', region: deployedRegion(), retry: true, memory: '512MiB' },
    async (event) => {
      const after = event.data?.after;
      const status: unknown = after?.get('status');
      // Only a hint of what is worth a look: the task is read again.
      if (after?.get('dueAt') == null || (status !== 'new' && status !== 'failed')) return;
      if (Date.now() - Date.parse(event.time) > GIVE_UP_MS) return;
      await dispatchTask(app().engine, event.params.orgId, event.params.taskId);
    },
  ),
);
