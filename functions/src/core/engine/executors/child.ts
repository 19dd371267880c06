import type { Execution } from '../../../model/execution.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { noteSources, sourceWords, taintedParams } from '../../governance/taint.ts';
import type { Engine } from '../engine.ts';
import { enqueueAdvance } from '../enqueue.ts';
import { NonRetriableError } from '../errors.ts';
import { readOutput } from '../facts.ts';
import { executionIdFor, type Occasion } from '../occasion.ts';
import { StartRefusedError, startExecution } from '../start-execution.ts';
import { stepFacts } from '../step-facts.ts';
import { isFinished } from '../transition.ts';
import { type Executor, type PlacedStep, type Run, resultAt } from './executor.ts';
import { childWait } from './poll.ts';
import { begunResult, done, parked, parseParams, record } from './result.ts';

/** Has another playbook done, and waits for its end or not. */
export const executeChild: Executor<'child'> = async (engine, run, placed, type) => {
  const before = resultAt(run, placed.path);
  const begun = begunResult(engine, run, placed);
  const { params } = parseParams(type, placed, stepFacts(run, placed, begun.startedAt));
  const call = type.call(params);
  // What is done is for the playbook's author to say; strangers may only say with what.
  if (taintedParams(run, placed, type.targets ?? []).length > 0) {
    throw new NonRetriableError(
      `Which playbook is run comes from ${sourceWords(run)}. Write its id into the step; a branch can choose between several.`,
      { code: 'tainted_playbook' },
    );
  }
  if (before?.status !== 'waiting' || before.wait?.kind !== 'child') {
    const occasion = occasionOf(run, placed);
    const executionId = executionIdFor({ orgId: run.holder.orgId, playbookId: call.playbookId, occasion });
    const wait = call.wait ? childWait(engine, placed.path, [executionId], null) : null;
    // The state is committed first: what the child is started from, and that it may be there, must still be so after a crash.
    record(run, { ...begun, wait });
    await run.holder.commit();
    await startChild(engine, run, placed, call, begun.isTainted);
    if (wait !== null) return parked(begun, wait);
    return done(engine, run, begun, type, { executionId, status: 'queued', outputs: null });
  }
  run.holder.consume(placed.path);
  const [executionId = ''] = before.wait.executionIds;
  const child = await engine.store.get(tenantPaths(run.holder.orgId).execution(executionId));
  if (child === null)
    throw new NonRetriableError('The playbook that was called has left no trace', { code: 'child_lost' });
  if (!isFinished(child.data)) return parked(begun, childWait(engine, placed.path, [executionId], before.wait));
  if (child.data.status !== 'completed') throw childFailed(child.data, executionId);
  const outputs = await outputsOf(engine, run.holder.orgId, executionId, child.data);
  const isTainted = begun.isTainted || child.data.stepResults.some((one) => one.isTainted);
  if (isTainted) noteSources(run, placed.path);
  return done(engine, run, { ...begun, isTainted }, type, { executionId, status: child.data.status, outputs });
};

function occasionOf({ holder }: Run, { path }: PlacedStep): Occasion {
  return { kind: 'child', parentId: holder.executionId, path, generation: holder.state.generation };
}

async function startChild(
  engine: Engine,
  run: Run,
  placed: PlacedStep,
  call: { readonly playbookId: string; readonly inputs: JsonObject; readonly wait: boolean },
  isTainted: boolean,
): Promise<void> {
  const { orgId, executionId: parentId, state } = run.holder;
  try {
    const { executionId } = await startExecution(
      engine,
      {
        orgId,
        playbookId: call.playbookId,
        occasion: occasionOf(run, placed),
        triggeredBy: 'playbook',
        startedBy: state.startedBy,
        member: null,
        user: run.context.user,
        inputs: call.inputs,
        dryRun: state.mode === 'dry_run',
        isScheduled: state.isScheduled,
        isRehearsed: state.isShare && !state.parent?.items,
        depth: state.depth + 1,
        alongside: [],
        parent: { executionId: parentId, path: placed.path, items: null, awaited: call.wait },
        replayOf: null,
        taint: isTainted ? ['inputs'] : [],
      },
      false,
    );
    engine.fault('child_started');
    await enqueueAdvance(engine, orgId, executionId, null);
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    const errors = [...error.errors];
    throw new NonRetriableError(`Playbook ${call.playbookId} could not be started: ${error.message}`, {
      code: error.code,
      errors,
    });
  }
}

function childFailed({ status, error, playbookName }: Execution, executionId: string): NonRetriableError {
  const fix = { label: 'See what happened there', href: `/executions/${executionId}` };
  return new NonRetriableError(`'${playbookName}' ${status}${error ? `: ${error.message}` : ''}`, {
    code: 'child_failed',
    fix,
  });
}

/** What its steps gave, by their ids. */
async function outputsOf(engine: Engine, orgId: string, executionId: string, child: Execution): Promise<JsonObject> {
  const own = child.stepResults.filter(({ path }) => !path.includes('['));
  const outputs = await Promise.all(
    own.map(async (result) => [result.stepId, await readOutput(engine.store, orgId, executionId, result)] as const),
  );
  return Object.fromEntries(outputs);
}
