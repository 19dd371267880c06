import { onDocumentWritten } from 'firebase-functions/v2/firestore';
import { app, withFirestore } from '../app.ts';
import { deployedRegion } from '../config.ts';
import { settlePlan } from '../core/coach/action-plan-changes.ts';
import { dispatchTask } from '../core/engine/tasks/dispatch-task.ts';
import { COMPETITIVE_ACTION, tellCompetitiveAction } from '../core/engine/tasks/tell-competitive-action.ts';
import { TASK_GROUPS } from '../model/task.ts';

const GIVE_UP_MS = 24 * 3_600_000;
const isEnded = (status: unknown) => TASK_GROUPS.ended.some((one) => one === status);

/**
 * Begins a task at once that is to be begun now, whoever wrote it; what it misses the executor finds. How one ended is
 * told to the competitive action that it was made for, and that it ended, or did not after all, to its plan.
 */
export const onTaskWritten = withFirestore(
  onDocumentWritten(
    { document: 'tenants/{orgId}/tasks/{taskId}', region: deployedRegion(), retry: true, memory: '512MiB' },
    async (event) => {
      const after = event.data?.after;
      const status: unknown = after?.get('status');
      if (Date.now() - Date.parse(event.time) > GIVE_UP_MS) return;
      const { orgId, taskId } = event.params;
      // Only hints of what is worth a look: the task is read again.
      if (String(after?.get('metadataJson')).includes(COMPETITIVE_ACTION)) {
        await tellCompetitiveAction(app().engine, orgId, taskId);
      }
      const planId: unknown = after?.get('planId');
      if (typeof planId === 'string' && isEnded(status) !== isEnded(event.data?.before?.get('status'))) {
        await settlePlan(app().engine, orgId, planId);
      }
      if (after?.get('dueAt') == null || (status !== 'new' && status !== 'failed')) return;
      await dispatchTask(app().engine, orgId, taskId);
    },
  ),
);
