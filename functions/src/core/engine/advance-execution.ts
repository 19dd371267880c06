import { addUsage, type Execution, type StepResult } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import type { Step } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from './engine.ts';
import { StepError } from './errors.ts';
import { executeAction } from './executors/action.ts';
import type { Executor, Outcome, Run } from './executors/executor.ts';
import { emptyResult, failed } from './executors/result.ts';
import { contextOf, loadOutputs } from './facts.ts';
import { claimExecution, type Holder, LeaseLostError } from './holder.ts';
import { nextStep, type PlacedStep, withResult } from './next-step.ts';
import { toCanceled, toCompleted, toFailed, toQueued, toWaiting } from './transition.ts';

/** The words of a playbook map onto these; the engine never knows a step type. */
export type Kind = 'action';
const executors: Record<Kind, Executor> = { action: executeAction };

function kindOf(_step: Step): Kind {
  return 'action';
}

/** Wakes an execution: takes its lease if it is due and goes on with it until `deadline`. Null when there is none. */
export async function wakeExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  deadline: Date,
): Promise<Execution | null> {
  const claimed = await claimExecution(engine, orgId, executionId);
  if (claimed.kind === 'not_held') return claimed.execution;
  const { playbookId, versionId } = claimed.holder.state;
  const version = await engine.store.get(tenantPaths(orgId).version(playbookId, versionId));
  claimed.holder.change({ usage: addUsage(claimed.holder.state.usage, { reads: 1 }) });
  if (version === null) throw new Error(`Version ${versionId} of playbook ${playbookId} is missing`);
  const content = playbookContentSchema.parse(JSON.parse(version.data.contentJson));
  return advanceExecution(engine, claimed.holder, content, deadline);
}

/** THE LOOP: next step → do it → record, until finished, parked, or out of time. Returns the state that was left. */
export async function advanceExecution(
  engine: Engine,
  holder: Holder,
  content: PlaybookContent,
  deadline: Date,
): Promise<Execution> {
  try {
    const outputs = await loadOutputs(engine.store, holder.orgId, holder.executionId, holder.state.stepResults);
    const run: Run = { holder, content, context: contextOf(holder.state), outputs };
    for (;;) {
      const now = engine.clock.now();
      if (holder.isCanceled()) return await leave(engine, holder, toCanceled(holder.state, now));
      const placed = nextStep(content, holder.state.stepResults);
      if (placed === null) return await leave(engine, holder, toCompleted(holder.state, now));
      if (now >= deadline) return await continueLater(engine, holder);
      const outcome = await execute(engine, run, placed);
      record(run, outcome.result);
      if (outcome.kind === 'wait') return await park(engine, holder, outcome);
      run.outputs.set(placed.path, outcome.kind === 'done' ? outcome.output : null);
      if (outcome.kind === 'failed' && placed.step.onError === 'fail') {
        return await leave(engine, holder, toFailed(holder.state, outcome.error, engine.clock.now()));
      }
      await holder.checkpoint(outcome.kind === 'done' && outcome.costly);
      engine.fault('recorded');
    }
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    engine.log.warn('lease_lost', { executionId: holder.executionId });
    return holder.state;
  }
}

/**
 * What is wrong with a step before it acts fails the step, too. Anything else (a lost lease, a store that does not
 * answer) is no fault of the step: this worker ends, and the next one goes on from the last commit.
 */
async function execute(engine: Engine, run: Run, placed: PlacedStep): Promise<Outcome> {
  const startedAt = engine.clock.now();
  try {
    return await executors[kindOf(placed.step)](engine, run, placed);
  } catch (thrown) {
    if (!(thrown instanceof StepError)) throw thrown;
    return failed(engine, run, { ...emptyResult(placed, startedAt), attempts: 1 }, thrown);
  }
}

function record({ holder }: Run, result: StepResult): void {
  holder.change({
    stepResults: withResult(holder.state.stepResults, result),
    takeovers: 0,
    usage: addUsage(holder.state.usage, result.usage),
  });
}

async function leave(engine: Engine, holder: Holder, next: Execution): Promise<Execution> {
  const left = await holder.release(next);
  engine.fault('left');
  engine.log.info('execution_left', { executionId: holder.executionId, status: left.status });
  return left;
}

/** The commit comes first: if the task is lost, `dueAt` brings the execution back. */
async function park(engine: Engine, holder: Holder, { wait }: Outcome & { kind: 'wait' }): Promise<Execution> {
  const left = await leave(engine, holder, toWaiting(holder.state, wait));
  await enqueueAdvance(engine, holder.orgId, holder.executionId, wait.wakeAt);
  return left;
}

async function continueLater(engine: Engine, holder: Holder): Promise<Execution> {
  const left = await leave(engine, holder, toQueued(holder.state, engine.clock.now()));
  await enqueueAdvance(engine, holder.orgId, holder.executionId, null);
  return left;
}

/** Wakes the execution at `at` (null: now). A lost or doubled wake-up does no harm. */
export async function enqueueAdvance(
  engine: Engine,
  orgId: string,
  executionId: string,
  at: Date | null,
): Promise<void> {
  const name = deriveId(orgId, executionId, at?.toISOString() ?? engine.random.token());
  await engine.queue.enqueue({ handler: 'advance', data: { orgId, executionId }, name, at });
}
