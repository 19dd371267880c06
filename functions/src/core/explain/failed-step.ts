import type { StepResult } from '../../model/execution.ts';
import { allSteps, type Step } from '../../model/step.ts';
import type { ExecutionFacts } from './execution-facts.ts';

/** The step of the version that a result is of; the steps after a failure are among them. */
export function stepOf({ version }: Pick<ExecutionFacts, 'version'>, stepId: string): Step | undefined {
  const content = version?.content;
  return content ? allSteps([...content.steps, ...content.onFailure]).find(({ id }) => id === stepId) : undefined;
}

/** The addresses of the steps around the one at `path`, the outermost first: `loop[3].mail` → `loop`. */
function around(path: string): string[] {
  const segments = path.split('.');
  return segments.slice(1).map((_, index) =>
    segments
      .slice(0, index + 1)
      .join('.')
      .replace(/\[[^\]]*\]$/, ''),
  );
}

/** The failures inside the step at `path`. */
function failedInside(results: readonly StepResult[], path: string): StepResult[] {
  return results.filter((result) => result.status === 'failed' && around(result.path).includes(path));
}

/** The step at which the execution failed: the innermost failure that nothing around it was told to bear. */
export function failedAt(facts: Pick<ExecutionFacts, 'execution' | 'version'>): StepResult | null {
  const { stepResults } = facts.execution;
  const ends = ({ path, stepId, status }: StepResult) =>
    status === 'failed' &&
    (stepOf(facts, stepId)?.onError ?? 'fail') === 'fail' &&
    !facts.version?.content?.onFailure.some(({ id }) => id === path);
  const byPath = new Map(stepResults.map((result) => [result.path, result]));
  const candidates = stepResults.filter(
    (result) =>
      ends(result) &&
      around(result.path).every((path) => {
        const outer = byPath.get(path);
        return outer === undefined || ends(outer);
      }),
  );
  return candidates.find(({ path }) => !candidates.some((other) => around(other.path).includes(path))) ?? null;
}

/** Whether a failure is only that of a step inside, which is told by itself. */
export function isOfInner(results: readonly StepResult[], { path, error }: StepResult): boolean {
  return failedInside(results, path).some((inner) => inner.error?.message === error?.message);
}
