import type { StepResult } from '../../model/execution.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { Step } from '../../model/step.ts';

/** A step with its address; the address prefixes effect keys and outputs. */
export interface PlacedStep {
  readonly path: string;
  readonly step: Step;
}

/** The step to do now: the first that is not behind us. Null when all are. */
export function nextStep(content: PlaybookContent, results: readonly StepResult[]): PlacedStep | null {
  const behind = new Set(results.filter((result) => isBehind(result)).map((result) => result.path));
  const step = content.steps.find(({ id }) => !behind.has(id));
  return step ? { path: step.id, step } : null;
}

function isBehind(result: StepResult): boolean {
  return result.status === 'completed' || result.status === 'skipped' || result.status === 'failed';
}

/** The results with `result` in the place of an earlier one of the same path, or at the end. */
export function withResult(results: readonly StepResult[], result: StepResult): StepResult[] {
  const at = results.findIndex(({ path }) => path === result.path);
  return at < 0 ? [...results, result] : results.with(at, result);
}
