import { addUsage, type Execution, type RunningExecution, type StoredError, type Wait } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import { allSteps } from '../../model/step.ts';
import { endingWrites } from '../afterwards/ending-writes.ts';
import { dispatchSoon, factWrite } from '../triggering/publish-fact.ts';
import { advanceBlock } from './advance-execution.ts';
import { claimExecution } from './claim.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { escalate } from './escalate.ts';
import type { Block, Budget, InHand, Passage, Run } from './executors/executor.ts';
import { contextOf, loadOutputs } from './facts.ts';
import { createGate } from './gate.ts';
import { callbackUrlOf } from './hook.ts';
import { keepLonger } from './keep-longer.ts';
import { LeaseLostError } from './ledger.ts';
import { failureFact } from './own-facts.ts';
import { releaseAll } from './release.ts';
import { namedScope, remember, rootScope, type Scope } from './scope.ts';
import { openShare } from './share.ts';
import { tellOthers } from './tell-others.ts';
import { isFinished, isSignaled, toCanceled, toCompleted, toFailed, toQueued, toWaiting } from './transition.ts';

/** Wakes an execution: takes its lease if it is due and goes on with it. Null when there is none. */
export async function wakeExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  budget: Budget,
): Promise<Execution | null> {
  const claimed = await claimExecution(engine, orgId, executionId);
  if (claimed.kind === 'not_held') {
    // Whoever ended it may have died before telling; this task is then the same one, delivered again.
    if (claimed.execution !== null && isFinished(claimed.execution)) {
      await tellOthers(engine, orgId, executionId, claimed.execution);
    }
    return claimed.execution;
  }
  const { playbookId, versionId } = claimed.holder.state;
  const version = await engine.store.get(tenantPaths(orgId).version(playbookId, versionId));
  claimed.holder.change({ usage: addUsage(claimed.holder.state.usage, { reads: 1 }) });
  if (version === null) throw new Error(`Version ${versionId} of playbook ${playbookId} is missing`);
  const content = playbookContentSchema.parse(JSON.parse(version.data.contentJson));
  return advanceExecution(engine, { holder: claimed.holder, content, seen: claimed.seen }, budget);
}

/** Goes on with an execution until it is finished, parked, or out of time. Returns the state that was left. */
export async function advanceExecution(engine: Engine, inHand: InHand, budget: Budget): Promise<Execution> {
  const { holder } = inHand;
  const over = new AbortController();
  const lost = new AbortController();
  void holder.keepAlive(over.signal, (error) => lost.abort(error));
  try {
    const { run, root } = await open(engine, inHand, { budget, lost: lost.signal });
    return await leave(engine, run, await passAll(engine, run, root));
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    engine.log.warn('lease_lost', { executionId: holder.executionId });
    return holder.state;
  } finally {
    over.abort('over');
  }
}

async function open(
  engine: Engine,
  { holder, content, seen }: InHand,
  more: Pick<Run, 'budget' | 'lost'>,
): Promise<{ readonly run: Run; readonly root: Block }> {
  const { orgId, executionId, state } = holder;
  const { parent } = state;
  const steps = [...content.steps, ...content.onFailure];
  const items = parent?.items ?? null;
  const shared =
    parent && items ? await openShare(engine.store, orgId, executionId, steps, { path: parent.path, items }) : null;
  const run: Run = {
    holder,
    content,
    context: contextOf(state),
    ...more,
    outputs: await loadOutputs(engine.store, orgId, executionId, state.stepResults),
    share: shared?.share ?? null,
    callbackUrl: await callbackUrlOf(engine, holder, content),
    places: new Map(state.stepResults.map(({ path }, place) => [path, place])),
    reserved: 0,
    gate: createGate(engine, holder, seen),
    isReleased: holder.signalsFor('').some(({ kind }) => kind === 'release'),
    hasBegun: false,
    advance: (block) => advanceBlock(engine, run, block),
  };
  holder.consume('');
  const scope = rootScope(allSteps(steps));
  return { run, root: shared?.block ?? { steps: content.steps, prefix: '', scope, isOver: () => false } };
}

/** The playbook's steps; when they have failed, its `onFailure` steps. */
async function passAll(engine: Engine, run: Run, root: Block): Promise<Passage> {
  const { holder, content } = run;
  if (holder.state.failing === null) {
    const passage = await run.advance(root);
    const error = failureOf(passage);
    if (error === null) return passage;
    holder.change({ failing: error });
  }
  // Also where a worker died before it had done so, or a third one in the steps themselves.
  await releaseAll(engine, run, content.onFailure);
  const failing = holder.state.failing ?? unknownFailure;
  if (content.onFailure.length === 0 || run.share !== null) return { kind: 'failed', error: failing };
  const { code, message, fault } = failing;
  const scope = namedScope(everything(run, root.scope), { error: { code, message, fault, step: null } });
  const passage = await run.advance({ ...root, steps: content.onFailure, scope });
  if (passage.kind === 'parked' || passage.kind === 'interrupted') return passage;
  return passage.kind === 'failed' ? { kind: 'failed', error: failing } : { kind: 'stopped', error: failing };
}

function failureOf(passage: Passage): StoredError | null {
  if (passage.kind === 'failed') return passage.error;
  return passage.kind === 'stopped' ? passage.error : null;
}

const unknownFailure: StoredError = { code: 'failed', fault: 'system', message: 'It failed', fix: null, errors: [] };

/** After a failure the steps that were done can be read, wherever they stand but in loops. */
function everything({ holder, outputs }: Run, scope: Scope): Scope {
  for (const result of holder.state.stepResults) {
    if (!result.path.includes('['))
      remember(scope, result, outputs.get(result.path) ?? scope.steps[result.stepId] ?? null);
  }
  return scope;
}

/** The last commit, and then whatever others have to learn of it: if that is lost, they look for themselves. */
async function leave(engine: Engine, run: Run, passage: Passage): Promise<Execution> {
  const { holder } = run;
  const { orgId, executionId } = holder;
  const isCanceled = holder.isCanceled();
  if (isCanceled || passage.kind === 'stopped') await releaseAll(engine, run);
  if (!isCanceled && passage.kind === 'failed') await escalate(engine, run, passage.error);
  const failure = isCanceled ? null : failureOf(passage);
  const news = failure === null ? null : await failureFact(engine, holder, failure);
  if (news !== null) holder.defer(factWrite(engine, orgId, news));
  if (!isCanceled && passage.kind === 'parked') {
    const { wakeAt } = earliestWait(holder.state);
    await keepLonger(engine, orgId, executionId, holder.state, wakeAt, () => holder.commit());
  }
  const now = engine.clock.now();
  const next = (state: RunningExecution) => (isCanceled ? toCanceled(state, now) : leftBy(passage, state, now));
  holder.defer(...(await endingWrites(engine, { orgId, executionId, state: next(holder.state) }, run.gate.tenant())));
  const left = await holder.release(next);
  engine.fault('left');
  engine.log.info('execution_left', { executionId, status: left.status });
  if (news !== null) await dispatchSoon(engine, orgId, news.eventId);
  if (left.status === 'queued') await enqueueAdvance(engine, orgId, executionId, null);
  else if (left.status === 'waiting') await enqueueAdvance(engine, orgId, executionId, dueAtOf(left));
  else await tellOthers(engine, orgId, executionId, left);
  return left;
}

function leftBy(passage: Passage, state: RunningExecution, now: Date): Execution {
  switch (passage.kind) {
    case 'passed':
      return toCompleted(state, now);
    case 'failed':
      return toFailed(state, passage.error, now);
    case 'stopped':
      return passage.error === null ? toCompleted(state, now) : toFailed(state, passage.error, now);
    case 'parked':
      return toWaiting(state, earliestWait(state), now);
    case 'interrupted':
      return toQueued(state, now);
  }
}

/** What was told while it was being parked makes it due at once. */
function dueAtOf(execution: Extract<Execution, { status: 'waiting' }>): Date | null {
  return isSignaled(execution) ? null : execution.wait.wakeAt;
}

/**
 * The wait that ends first. What is held back, by a pause or a limit, gives it its name, so that whoever lets go of what
 * is held finds it.
 */
function earliestWait({ stepResults }: Execution): Wait {
  const waits = stepResults.flatMap(({ wait }) => (wait === null ? [] : [wait]));
  const [earliest] = waits.sort((a, b) => a.wakeAt.getTime() - b.wakeAt.getTime());
  if (!earliest) throw new Error('An execution was parked without a wait');
  const held = waits.find(({ kind }) => kind === 'pause') ?? waits.find(({ kind }) => kind === 'limit') ?? earliest;
  return { ...held, wakeAt: earliest.wakeAt };
}
