import { noUsage, type StepResult } from '../../../model/execution.ts';
import type { Engine } from '../engine.ts';
import { toStoredError } from '../errors.ts';
import type { PlacedStep } from '../next-step.ts';
import type { Outcome, Run } from './executor.ts';

/** The result of a step that nothing is known of yet. */
export function emptyResult({ path, step }: PlacedStep, startedAt: Date): StepResult {
  return {
    path,
    stepId: step.id,
    action: step.action,
    agent: step.agent,
    status: 'completed',
    attempts: 0,
    startedAt,
    completedAt: null,
    outputJson: null,
    outputStored: false,
    note: null,
    error: null,
    usage: noUsage,
  };
}

/** The outcome of a step that gave up, with its reason in words for people; the thrown value goes to the log only. */
export function failed(engine: Engine, run: Run, result: StepResult, thrown: unknown): Outcome {
  const { path, action } = result;
  engine.log.error('step_failed', thrown, { executionId: run.holder.executionId, path, action });
  const error = toStoredError(thrown);
  return { kind: 'failed', error, result: { ...result, status: 'failed', error, completedAt: engine.clock.now() } };
}
