import { addUsage, noUsage, type StepResult } from '../../../model/execution.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Step } from '../../../model/step.ts';
import { isSuspect, readsTainted } from '../../governance/taint.ts';
import type { Engine } from '../engine.ts';
import { readOutput } from '../facts.ts';
import { releaseUnder } from '../release.ts';
import { innerScope } from '../scope.ts';
import { isInside } from '../step-address.ts';
import { stepFacts } from '../step-facts.ts';
import type { NextRound, Round } from '../step-type.ts';
import { type Executor, type Outcome, type Passage, type PlacedStep, type Run, resultAt } from './executor.ts';
import { begunResult, cutShort, done, parseParams, record } from './result.ts';

/**
 * One round after the other, until there is none: what each of them does is on record as any other step is, so that
 * whoever goes on after a crash, a wait or a yes is led through the rounds that are behind it, and does none again.
 */
export const executeUnfold: Executor<'unfold'> = async (engine, run, placed, type) => {
  const begun = begunResult(engine, run, placed);
  const { params } = parseParams(type, placed, stepFacts(run, placed, begun.startedAt));
  const place = {
    path: placed.path,
    agent: placed.step.agent,
    org: run.context.org,
    startedAt: begun.startedAt,
    mode: run.holder.state.mode,
    catalog: engine.catalog,
    isTainted: readsTainted(run, placed),
  };
  const rounds: Round[] = [];
  record(run, begun);
  for (;;) {
    const next = type.next(params, rounds, place);
    if (next.kind === 'done') return done(engine, run, begun, type, next.output);
    const isTainted = place.isTainted || rounds.some((round) => round.isTainted);
    const passage = await goRound(engine, run, placed, next, isTainted);
    if (passage.kind !== 'passed') return outcomeOf(engine, run, begun, passage);
    rounds.push(roundOf(run.holder.state.stepResults, prefixOf(placed.path, next), next.steps, passage.output));
  }
};

async function goRound(
  engine: Engine,
  run: Run,
  { path, scope, isOver }: PlacedStep,
  next: GoOn,
  isTainted: boolean,
): Promise<Passage> {
  const outputs = await recalled(engine, run, path, next.recalls);
  const inner = innerScope(scope, { ...next.names, outputs }, isTainted);
  return run.advance({ steps: next.steps, prefix: prefixOf(path, next), scope: inner, isOver });
}

type GoOn = Extract<NextRound, { kind: 'go' }>;

/** What stands before the ids of a round's steps in their addresses. */
export function prefixOf(path: string, { key }: Pick<GoOn, 'key'>): string {
  return `${path}[${key}].`;
}

/** What a round has come to, by the results of its steps and of all that stands inside of them. */
export function roundOf(
  results: readonly StepResult[],
  prefix: string,
  steps: readonly Step[],
  output: JsonValue,
): Round {
  const own = steps.map(({ id }) => prefix + id);
  const inside = results.filter(({ path }) => own.some((one) => path === one || isInside(path, one)));
  const usage = inside.reduce((sum, one) => addUsage(sum, one.usage), noUsage);
  return { output, usage, isTainted: inside.some(isSuspect) };
}

async function recalled(engine: Engine, run: Run, path: string, recalls: Readonly<Record<string, string>>) {
  const wanted = Object.entries(recalls);
  const outputs: JsonObject = {};
  if (wanted.length === 0) return outputs;
  // A large one that was just made lies beside the execution once that is written.
  await run.holder.checkpoint(true);
  const { orgId, executionId } = run.holder;
  for (const [name, address] of wanted) {
    const result = resultAt(run, path + address);
    outputs[name] = result === null ? null : await readOutput(engine.store, orgId, executionId, result);
  }
  return outputs;
}

async function outcomeOf(
  engine: Engine,
  run: Run,
  result: StepResult,
  passage: Exclude<Passage, { kind: 'passed' }>,
): Promise<Outcome> {
  switch (passage.kind) {
    case 'interrupted':
      return passage;
    case 'parked':
      return { kind: 'parked', result };
    case 'stopped':
      await releaseUnder(engine, run, result.path);
      return { kind: 'stopped', error: passage.error, result: cutShort(engine, result, passage.error) };
    case 'failed': {
      const { error } = passage;
      return { kind: 'failed', error, result: { ...result, status: 'failed', error, completedAt: engine.clock.now() } };
    }
  }
}
