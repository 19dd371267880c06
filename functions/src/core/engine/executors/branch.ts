import type { StepResult, StoredError } from '../../../model/execution.ts';
import type { Engine } from '../engine.ts';
import { evaluateCondition } from '../expression.ts';
import { stepFacts } from '../step-facts.ts';
import type { BranchType, Choice } from '../step-type.ts';
import type { Executor, Outcome, Passage, PlacedStep, Run } from './executor.ts';
import { begunResult, cutShort, done, parseParams, record } from './result.ts';

/** Decides once how it goes on, and then goes that way: what comes to light in the branch does not change the choice. */
export const executeBranch: Executor<'branch'> = async (engine, run, placed, type) => {
  const begun = begunResult(engine, run, placed);
  const choice: Choice =
    begun.branch === null ? choose(engine, run, placed, type) : { kind: 'take', branch: begun.branch };
  if (choice.kind === 'pass') return done(engine, run, begun, type, { branch: null });
  if (choice.kind === 'stop') return stop(engine, begun, choice);
  const result: StepResult = { ...begun, branch: choice.branch };
  record(run, result);
  const { scope, isOver } = placed;
  const steps = placed.step.branches.find(({ id }) => id === choice.branch)?.steps ?? [];
  const passage = await run.advance({ steps, prefix: `${placed.path}.`, scope, isOver });
  return outcomeOf(engine, result, passage, () => done(engine, run, result, type, { branch: choice.branch }));
};

function choose(engine: Engine, run: Run, placed: PlacedStep, type: BranchType<never, unknown>): Choice {
  const facts = stepFacts(run, placed, engine.clock.now());
  const { params } = parseParams(type, placed, facts);
  const branches = placed.step.branches.map(({ id, condition }) => ({
    id,
    holds: () => condition === null || evaluateCondition(condition, facts),
  }));
  return type.choose(params, branches);
}

function stop(engine: Engine, begun: StepResult, { as, reason }: Extract<Choice, { kind: 'stop' }>): Outcome {
  const stopped: StoredError = { code: 'stopped', fault: 'user', message: reason, fix: null, errors: [] };
  const error = as === 'failed' ? stopped : null;
  return { kind: 'stopped', result: cutShort(engine, { ...begun, note: reason }, error), error };
}

/** What came of the block inside is what comes of the step. */
function outcomeOf(engine: Engine, result: StepResult, passage: Passage, passed: () => Outcome): Outcome {
  const completedAt = engine.clock.now();
  switch (passage.kind) {
    case 'passed':
      return passed();
    case 'failed':
      return {
        kind: 'failed',
        error: passage.error,
        result: { ...result, status: 'failed', error: passage.error, completedAt },
      };
    case 'parked':
      return { kind: 'parked', result };
    case 'stopped':
      return { kind: 'stopped', error: passage.error, result: cutShort(engine, result, passage.error) };
    case 'interrupted':
      return passage;
  }
}
