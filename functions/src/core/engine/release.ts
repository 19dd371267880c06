import type { StepResult, Wait } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Step } from '../../model/step.ts';
import { ConflictError } from '../ports.ts';
import { cancelExecution } from './cancel.ts';
import type { Engine } from './engine.ts';
import { eventWaitId } from './event-wait-id.ts';
import type { Run } from './executors/executor.ts';
import { record } from './executors/result.ts';
import { isInside } from './step-address.ts';

/** Ends what is still open inside the step at `path`: nothing is left that waits for it. */
export async function releaseUnder(engine: Engine, run: Run, path: string): Promise<void> {
  await releaseWhere(engine, run, (one) => isInside(one, path));
}

/** Ends what is still open in the whole execution, but for what stands in the steps that are to go on. */
export async function releaseAll(engine: Engine, run: Run, goOn: readonly Step[] = []): Promise<void> {
  const roots = new Set(goOn.map(({ id }) => id));
  await releaseWhere(engine, run, (one) => !roots.has(one.split(/[.[]/, 1).join()));
}

async function releaseWhere(engine: Engine, run: Run, isInside: (path: string) => boolean): Promise<void> {
  for (const result of run.holder.state.stepResults) {
    if (!isInside(result.path) || (result.status !== 'waiting' && result.status !== 'running')) continue;
    if (result.wait !== null) await releaseWait(engine, run, result.wait);
    const canceled: StepResult = { ...result, status: 'canceled', wait: null, completedAt: engine.clock.now() };
    record(run, canceled);
  }
}

async function releaseWait(engine: Engine, { holder }: Run, wait: Wait): Promise<void> {
  const { orgId, executionId, state } = holder;
  const paths = tenantPaths(orgId);
  holder.consume(wait.path);
  switch (wait.kind) {
    case 'event': {
      const id = eventWaitId(orgId, executionId, state.generation, wait.path);
      holder.defer({ op: 'delete', path: paths.eventWait(id).path });
      return;
    }
    case 'approval':
      return cancelApproval(engine, orgId, wait.approvalId);
    case 'child':
      for (const child of wait.executionIds) await cancelExecution(engine, orgId, child, 'system');
      return;
    default:
      return;
  }
}

async function cancelApproval({ store }: Engine, orgId: string, approvalId: string): Promise<void> {
  const stored = await store.get(tenantPaths(orgId).approval(approvalId));
  if (stored?.data.status !== 'pending') return;
  const { ref, version } = stored;
  try {
    await store.commit([{ op: 'update', path: ref.path, fields: { status: 'canceled' }, ifVersion: version }]);
  } catch (error) {
    // It was decided at the same moment, and that stands on record.
    if (!(error instanceof ConflictError)) throw error;
  }
}
