import type { StepResult, StoredError } from '../../../model/execution.ts';
import { allSteps } from '../../../model/step.ts';
import type { Engine } from '../engine.ts';
import { releaseUnder } from '../release.ts';
import { innerScope } from '../scope.ts';
import { stepFacts } from '../step-facts.ts';
import type { Fork, ForkType, Way, WayEnd } from '../step-type.ts';
import { type Executor, type Outcome, type Passage, type PlacedStep, type Run, resultAt } from './executor.ts';
import { begunResult, cutShort, done, parseParams, record } from './result.ts';
import { CONCURRENCY_EACH, executeShares } from './shares.ts';
import { endsOf, outputOf, wayEnds } from './way-ends.ts';

/** A child execution takes this many items at most, and an execution this many results. */
const MAX_SHARE = 100;
const MAX_RESULTS = 500;

/** Goes several ways at the same time: all here, or, where they are too many for one execution, in child executions. */
export const executeFork: Executor<'fork'> = async (engine, run, placed, type) => {
  const before = resultAt(run, placed.path)?.wait ?? null;
  const begun = begunResult(engine, run, placed);
  const share = run.share?.path === placed.path ? run.share : null;
  // As at the time when it began: after a crash the same items must come out again.
  const facts = stepFacts(run, placed, begun.startedAt);
  const { params } = share ? { params: type.params.parse(share.params) } : parseParams(type, placed, facts);
  const fork = type.spread(params, placed.step, share?.from ?? 0);
  const size = sizeOf(fork);
  const isLarge = fork.ways.length > MAX_SHARE || size > roomIn(run, placed.path);
  const batch = begun.progress ? begun.progress.batch : isLarge && type.share && !share ? shareSize(fork, size) : null;
  const progress = begun.progress ?? {
    total: fork.ways.length,
    completed: 0,
    failed: 0,
    batch,
    next: 0,
    open: [],
    generation: run.holder.state.generation,
  };
  const result: StepResult = { ...begun, progress };
  record(run, result);
  if (batch !== null) return executeShares(engine, run, { placed, type, params, fork, result, before }, batch);
  run.reserved += size;
  try {
    return await goAllWays(engine, run, { placed, type, fork, result, isShare: share !== null });
  } finally {
    run.reserved -= size;
  }
};

interface Forked {
  readonly placed: PlacedStep;
  readonly type: ForkType<never, unknown>;
  readonly fork: Fork;
  readonly result: StepResult;
  readonly isShare: boolean;
}

async function goAllWays(engine: Engine, run: Run, forked: Forked): Promise<Outcome> {
  const { placed, fork, type } = forked;
  const { ends, seen, firstError } = await race(run, forked);
  const result = withProgress(forked.result, ends);
  const completedAt = engine.clock.now();
  if (seen.stopped) {
    await releaseUnder(engine, run, placed.path);
    const { error } = seen.stopped;
    return { kind: 'stopped', error, result: cutShort(engine, result, error) };
  }
  const list = ends.filter((end) => end !== null);
  const hasWon = fork.join === 'any' && list.some(({ status }) => status === 'completed');
  const hasLost = fork.join === 'all' && firstError !== null;
  const isOver = list.length === fork.ways.length;
  if (hasWon || hasLost) await releaseUnder(engine, run, placed.path);
  else if (seen.interrupted) return { kind: 'interrupted' };
  else if (!isOver) return { kind: 'parked', result };
  const noneWon = fork.join === 'any' && !hasWon && firstError !== null;
  if (hasLost || noneWon) {
    return {
      kind: 'failed',
      error: firstError,
      result: { ...result, status: 'failed', error: firstError, completedAt },
    };
  }
  if (!forked.isShare) return done(engine, run, result, type, outputOf(fork, list));
  return done(engine, run, result, { ...type, output: wayEnds }, endsOf(list));
}

interface Race {
  readonly ends: (WayEnd | null)[];
  readonly seen: { stopped: Extract<Passage, { kind: 'stopped' }> | null; interrupted: boolean };
  readonly firstError: StoredError | null;
}

/** As many ways at a time as the word allows. A way that is parked makes room for the next. */
async function race(run: Run, { placed, fork, result, isShare }: Forked): Promise<Race> {
  const ends: (WayEnd | null)[] = fork.ways.map(() => null);
  const seen: Race['seen'] = { stopped: null, interrupted: false };
  let firstError: StoredError | null = null;
  let isDecided = false;
  let next = 0;
  const isOver = () => isDecided || placed.isOver();
  const goOne = async (way: Way, place: number): Promise<void> => {
    const scope = innerScope(placed.scope, way.names, result.isTainted);
    const prefix = `${placed.path}[${way.key}].`;
    const passage = await run.advance({ steps: way.steps, prefix, scope, isOver });
    if (passage.kind === 'interrupted') seen.interrupted = true;
    if (passage.kind === 'stopped') seen.stopped ??= passage;
    if (passage.kind === 'failed') firstError ??= passage.error;
    if (passage.kind === 'passed' || passage.kind === 'failed') ends[place] = endOf(way, passage);
    isDecided ||= isDecisive(fork, passage);
    if (ends[place]) record(run, withProgress(result, ends));
  };
  const worker = async (): Promise<void> => {
    for (let place = next++; place < fork.ways.length && !isDecided; place = next++) {
      const way = fork.ways[place];
      if (way) await goOne(way, place);
    }
  };
  const concurrency = isShare ? Math.min(fork.concurrency, CONCURRENCY_EACH) : fork.concurrency;
  const workers = Array.from({ length: Math.min(concurrency, fork.ways.length) }, async () => {
    try {
      await worker();
    } catch (error) {
      isDecided = true;
      throw error;
    }
  });
  // Nobody leaves while another is still acting.
  for (const settled of await Promise.allSettled(workers)) if (settled.status === 'rejected') throw settled.reason;
  return { ends, seen, firstError };
}

function isDecisive({ join }: Fork, { kind }: Passage): boolean {
  if (kind === 'stopped') return true;
  return (join === 'all' && kind === 'failed') || (join === 'any' && kind === 'passed');
}

function endOf({ key }: Way, passage: Extract<Passage, { kind: 'passed' | 'failed' }>): WayEnd {
  if (passage.kind === 'passed') return { key, status: 'completed', output: passage.output, error: null };
  const { code, message } = passage.error;
  return { key, status: 'failed', output: null, error: { code, message } };
}

function withProgress(result: StepResult, ends: readonly (WayEnd | null)[]): StepResult {
  if (result.progress === null) return result;
  const count = (status: WayEnd['status']) => ends.filter((end) => end?.status === status).length;
  return { ...result, progress: { ...result.progress, completed: count('completed'), failed: count('failed') } };
}

/** How many results all ways together add, as far as it can be told beforehand. */
function sizeOf({ ways }: Fork): number {
  const [first] = ways;
  const each = first ? allSteps(first.steps).length : 0;
  return each * ways.length;
}

function roomIn({ holder, reserved }: Run, path: string): number {
  const others = holder.state.stepResults.filter((result) => !result.path.startsWith(`${path}[`)).length;
  return MAX_RESULTS - others - reserved;
}

function shareSize({ ways }: Fork, size: number): number {
  const each = Math.max(1, size / Math.max(1, ways.length));
  const heaviest = Math.max(1, ...ways.map(({ names }) => JSON.stringify(names).length));
  return Math.max(1, Math.min(MAX_SHARE, Math.floor((MAX_RESULTS - 50) / each), Math.floor(400_000 / heaviest)));
}
