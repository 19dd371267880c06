import { addUsage, type Execution, type StoredError } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { endingWrites } from '../afterwards/ending-writes.ts';
import { raiseAlert } from '../governance/alert.ts';
import { AlreadyExistsError, ConflictError, type Stored } from '../ports.ts';
import { factWrite } from '../triggering/publish-fact.ts';
import type { Engine } from './engine.ts';
import type { Look } from './gate.ts';
import { createHolder, type Holder } from './holder.ts';
import { updateAt } from './ledger.ts';
import { failureFact } from './own-facts.ts';
import { standBy } from './stand-by.ts';
import { isFinished, isSignaled, toFailed, toRunning } from './transition.ts';

const MAX_TAKEOVERS = 3;
const MAX_CONFLICTS = 8;

/** `seen`: the look by which nothing holds it; null where nobody looked. */
type Held = { readonly kind: 'held'; readonly holder: Holder; readonly seen: Look | null };
type NotHeld = { readonly kind: 'not_held'; readonly execution: Execution | null };

/** Takes the lease of an execution that is queued, due or abandoned. A wake-up that comes early or late changes nothing. */
export async function claimExecution(engine: Engine, orgId: string, executionId: string): Promise<Held | NotHeld> {
  for (let attempt = 0; ; attempt++) {
    const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
    if (stored === null || isFinished(stored.data)) return { kind: 'not_held', execution: stored?.data ?? null };
    if (!isDue(stored.data, engine.clock.now())) return { kind: 'not_held', execution: stored.data };
    try {
      return await claimOnce(engine, orgId, stored);
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof AlreadyExistsError)) throw error;
      // Another took the same place of the month, or has woken this one: look again.
      if (stored.data.wait?.path !== '' || attempt === MAX_CONFLICTS)
        return { kind: 'not_held', execution: stored.data };
    }
  }
}

async function claimOnce(engine: Engine, orgId: string, stored: Stored<Execution>): Promise<Held | NotHeld> {
  const stood = await standBy(engine, orgId, stored);
  if (stood.kind !== 'goes') return { kind: 'not_held', execution: stood.execution };
  const next = claimed(stored.data, engine.random.token(), engine.clock.now());
  if (isGivenUp(stored.data, next)) await raiseWorkerDied(engine, orgId, stored);
  const news =
    next.status === 'failed'
      ? await failureFact(engine, { orgId, executionId: stored.id, state: next }, next.error)
      : null;
  const left = await endingWrites(engine, { orgId, executionId: stored.id, state: next }, null);
  const told = news === null ? [] : [factWrite(engine, orgId, news)];
  const writes = [...stood.writes, ...told, ...left];
  const version = await updateAt(engine.store, stored, next, writes);
  engine.fault('claimed');
  if (next.status !== 'running') return { kind: 'not_held', execution: next };
  const holder = createHolder(engine, orgId, { ...stored, data: next, version });
  return { kind: 'held', holder, seen: stood.seen };
}

function isDue(execution: Execution, now: Date): boolean {
  if (execution.status === 'running') return execution.lease.until <= now;
  if (execution.status !== 'waiting') return true;
  return isSignaled(execution) || execution.wait.wakeAt <= now;
}

/** The third death in one step ends the execution: its `onFailure` steps are done, and if they, too, kill, it is over. */
function claimed(execution: Execution, token: string, now: Date): Execution {
  const takeovers = execution.takeovers + (execution.status === 'running' ? 1 : 0);
  const usage = addUsage(execution.usage, { reads: 1, writes: 1 });
  const running = { ...toRunning(execution, token, now), takeovers, usage, behind: null };
  if (takeovers < MAX_TAKEOVERS) return running;
  if (running.failing !== null) return toFailed(running, running.failing, now);
  return { ...running, takeovers: 0, failing: workerDied(running) };
}

function isGivenUp(before: Execution, { failing }: Execution): boolean {
  return before.failing === null && failing?.code === 'worker_died';
}

/** Before the commit that says so: raised once more after a crash, but never forgotten. */
async function raiseWorkerDied(engine: Engine, orgId: string, { id, data }: Stored<Execution>): Promise<void> {
  const { message } = workerDied(data);
  await raiseAlert(engine, orgId, {
    code: 'worker_died',
    subject: data.playbookId,
    severity: 'critical',
    title: `“${data.playbookName.slice(0, 120)}” was stopped, since its worker died`,
    message,
    link: `/executions/${id}`,
  });
}

function workerDied(execution: Execution): StoredError {
  const underWay = execution.stepResults.filter(({ status }) => status === 'running').map(({ path }) => `'${path}'`);
  const last = execution.stepResults.at(-1);
  const where = underWay.length > 0 ? `in ${underWay.join(', ')}` : last ? `after '${last.path}'` : 'in the first step';
  return {
    code: 'worker_died',
    fault: 'system',
    message: `The worker died ${MAX_TAKEOVERS} times ${where}, so the execution was stopped.`,
    fix: null,
    errors: [],
  };
}
