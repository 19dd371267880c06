import type { Execution } from '../../model/execution.ts';
import type { Engine } from './engine.ts';
import { signalExecution } from './signal.ts';
import { settleTask } from './tasks/settle-task.ts';

/** Tells the execution that waits for this one as its child, the one that waits its turn, and its task that it has ended. */
export async function tellOthers(engine: Engine, orgId: string, executionId: string, ended: Execution): Promise<void> {
  const at = engine.clock.now();
  const { parent, signals } = ended;
  if (parent?.awaited) {
    const signal = { kind: 'child' as const, path: parent.path, executionId, at };
    await signalExecution(engine, orgId, parent.executionId, { id: `child_${executionId}`, signal });
  }
  for (const successor of Object.values(signals)) {
    if (successor.kind !== 'successor') continue;
    const signal = { kind: 'turn' as const, path: '', at };
    await signalExecution(engine, orgId, successor.executionId, { id: 'turn', signal });
  }
  await settleTask(engine, orgId, executionId, ended);
}
