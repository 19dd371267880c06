import type { Execution, StepResult, StoredError, Wait } from '../../../model/execution.ts';
import { tenantPaths } from '../../../model/paths.ts';
import type { Progress } from '../../../model/progress.ts';
import { isSuspect, noteSources } from '../../governance/taint.ts';
import { AlreadyExistsError, type Stored, type Write } from '../../ports.ts';
import { cancelExecution } from '../cancel.ts';
import type { Engine } from '../engine.ts';
import { enqueueAdvance } from '../enqueue.ts';
import { readOutput } from '../facts.ts';
import { shareExecution, shareId } from '../share.ts';
import type { Fork, ForkType, WayEnd } from '../step-type.ts';
import { isFinished } from '../transition.ts';
import type { Outcome, PlacedStep, Run } from './executor.ts';
import { childWait } from './poll.ts';
import { cutShort, done, parked, record } from './result.ts';
import { outputOf, wayEnds } from './way-ends.ts';

/** One child execution goes this many ways at a time. */
export const CONCURRENCY_EACH = 10;

interface Shared {
  readonly placed: PlacedStep;
  readonly type: ForkType<never, unknown>;
  readonly params: never;
  readonly fork: Fork;
  readonly result: StepResult;
  readonly before: Wait | null;
}

/** Has the ways gone by child executions, a few at a time; the parent keeps counts, and in the end puts all together. */
export async function executeShares(engine: Engine, run: Run, given: Shared, batch: number): Promise<Outcome> {
  const { fork, placed, type } = given;
  run.holder.consume(placed.path);
  const { progress: settled, error, stop, isTainted } = await settleOpen(engine, run, given, batch);
  const shared: Shared = { ...given, result: { ...given.result, isTainted } };
  if (stop !== null || (error !== null && fork.join === 'all')) {
    for (const id of idsOf(run, shared.result, settled.open))
      await cancelExecution(engine, run.holder.orgId, id, 'system');
    const result = { ...shared.result, progress: settled };
    if (stop !== null) return { kind: 'stopped', error: stop.error, result: cutShort(engine, result, stop.error) };
    const completedAt = engine.clock.now();
    if (error !== null) return { kind: 'failed', error, result: { ...result, status: 'failed', error, completedAt } };
  }
  const progress = await startNext(engine, run, shared, { progress: settled, batch });
  const result = { ...shared.result, progress };
  if (progress.open.length === 0) {
    return done(engine, run, result, type, outputOf(fork, await allEnds(engine, run, shared, batch)));
  }
  const ids = idsOf(run, result, progress.open);
  return parked(result, childWait(engine, placed.path, ids, shared.before));
}

/** Counts what has ended since the last look. Those that failed stay open, for a resume. */
async function settleOpen(engine: Engine, run: Run, { fork, result }: Shared, batch: number) {
  let progress = progressOf(result);
  let { isTainted } = result;
  let error: StoredError | null = null;
  let stopped: StoredError | null = null;
  let stop: Pick<Execution, 'error'> | null = null;
  for (const from of progress.open) {
    const child = await readShare(engine, run, result, from);
    if (child === null || !isFinished(child.data)) continue;
    if (isStopped(child.data, result.path)) {
      stop ??= child.data;
      continue;
    }
    isTainted ||= child.data.stepResults.some(isSuspect);
    noteSources(run, ...child.data.taint);
    const size = Math.min(batch, progress.total - from);
    if (child.data.status === 'completed') {
      const ends = await endsOfShare(engine, run, result.path, child);
      const failed = ends.filter(({ status }) => status === 'failed').length;
      progress = closed(progress, from, { completed: ends.length - failed, failed });
      continue;
    }
    error ??= child.data.error;
    // Perhaps canceled by us, on account of another: that one's error comes first.
    stopped ??= stoppedError(child.data);
    if (fork.join !== 'all') progress = closed(progress, from, { completed: 0, failed: size });
  }
  record(run, { ...result, progress, isTainted });
  return { progress, isTainted, error: error ?? stopped, stop };
}

/** A `stop_execution` for one item ends it all: as failed, or else with a loop that has come to no output. */
function isStopped({ status, error, stepResults }: Execution, path: string): boolean {
  if (status !== 'completed') return error?.code === 'stopped';
  const result = stepResults.find((one) => one.path === path);
  return result?.outputJson === null && !result.outputStored;
}

function closed(progress: Progress, from: number, add: { completed: number; failed: number }): Progress {
  const open = progress.open.filter((one) => one !== from);
  return { ...progress, open, completed: progress.completed + add.completed, failed: progress.failed + add.failed };
}

/** Creates the next shares, each in one commit with the state that says so, then wakes them. */
async function startNext(
  engine: Engine,
  run: Run,
  shared: Shared,
  { progress, batch }: { readonly progress: Progress; readonly batch: number },
): Promise<Progress> {
  const { fork, result } = shared;
  const window = Math.max(1, Math.ceil(fork.concurrency / CONCURRENCY_EACH));
  let after = progress;
  while (after.open.length < window && after.next < progress.total) {
    const from = after.next;
    const to = Math.min(progress.total, from + batch);
    after = { ...after, next: to, open: [...after.open, from] };
    const ids = idsOf(run, result, after.open);
    record(run, { ...result, progress: after, wait: childWait(engine, result.path, ids, null) });
    await create(run, shareExecution(engine, run, shared, { from, to }));
    engine.fault('share_created');
    await enqueueAdvance(
      engine,
      run.holder.orgId,
      shareId(run.holder.orgId, run.holder.executionId, result, from),
      null,
    );
  }
  return after;
}

async function create(run: Run, writes: readonly Write[]): Promise<void> {
  try {
    await run.holder.commit(...writes);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

async function allEnds(engine: Engine, run: Run, { result }: Shared, batch: number): Promise<WayEnd[]> {
  const { total } = progressOf(result);
  const starts = Array.from({ length: Math.ceil(total / batch) }, (_, index) => index * batch);
  const shares = await Promise.all(
    starts.map(async (from) => {
      const child = await readShare(engine, run, result, from);
      if (child?.data.status === 'completed') return endsOfShare(engine, run, result.path, child);
      const { code, message } = child?.data.error ?? stoppedError(child?.data ?? null);
      const keys = Array.from({ length: Math.min(batch, total - from) }, (_, place) => String(from + place));
      return keys.map((key): WayEnd => ({ key, status: 'failed', output: null, error: { code, message } }));
    }),
  );
  return shares.flat();
}

async function endsOfShare(engine: Engine, run: Run, path: string, child: Stored<Execution>): Promise<WayEnd[]> {
  const result = child.data.stepResults.find((one) => one.path === path);
  const output = result ? await readOutput(engine.store, run.holder.orgId, child.id, result) : [];
  return wayEnds.parse(output);
}

async function readShare(
  { store }: Engine,
  { holder: { orgId, executionId } }: Run,
  result: StepResult,
  from: number,
): Promise<Stored<Execution> | null> {
  return store.get(tenantPaths(orgId).execution(shareId(orgId, executionId, result, from)));
}

function idsOf({ holder: { orgId, executionId } }: Run, result: StepResult, open: readonly number[]): string[] {
  return open.map((from) => shareId(orgId, executionId, result, from));
}

function progressOf({ progress }: StepResult): Progress {
  if (progress === null) throw new Error('A loop in shares has progress');
  return progress;
}

function stoppedError(child: Execution | null): StoredError {
  const message = `A part of the loop was ${child?.status ?? 'lost'}`;
  return { code: 'part_stopped', fault: 'system', message, fix: null, errors: [] };
}
