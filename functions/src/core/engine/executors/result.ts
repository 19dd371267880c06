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
    wait: null,
    branch: null,
    progress: null,
    usage: noUsage,
  };
}

/** The outcome of a step that gave up, with its reason in words for people; the thrown value goes to the log only. */
export function failed(engine: Engine, run: Run, result: StepResult, thrown: unknown): Outcome {
  const error = toStoredError(thrown);
  const fields = { executionId: run.holder.executionId, path: result.path, action: result.action, code: error.code };
  // Only a fault of ours is for whoever is on call; the others are told to whom they concern, on the execution.
  if (error.fault === 'system') engine.log.error('step_failed', thrown, fields);
  else engine.log.info('step_failed', { ...fields, fault: error.fault });
  return { kind: 'failed', error, result: { ...result, status: 'failed', error, completedAt: engine.clock.now() } };
}
