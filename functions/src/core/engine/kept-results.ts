import type { StepResult } from '../../model/execution.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { blocksOf, type Step } from '../../model/step.ts';
import { isCutShort } from './executors/result.ts';
import type { StepCatalog } from './step-type.ts';

/** Both versions of a resume: the one that was executed until now, and the one that is executed from now on. */
interface Versions {
  readonly before: PlaybookContent;
  readonly after: PlaybookContent;
}

/** It stays as it is; or the steps inside it go on; or it is done again. */
type Fate = 'kept' | 'reopened' | 'dropped';

/**
 * The results with which an ended execution goes on. What was completed or skipped stays, and so does a failure that
 * the playbook took care of. A loop or branch around what is done again goes on where it was. What the `onFailure`
 * steps did is forgotten, and so is what belongs to steps that no longer exist.
 */
export function keptResults(results: readonly StepResult[], versions: Versions, catalog: StepCatalog): StepResult[] {
  const byPath = new Map(results.map((result) => [result.path, result]));
  const fates = new Map<StepResult, Fate>();
  const fateOf = (result: StepResult): Fate => {
    const known = fates.get(result);
    if (known !== undefined) return known;
    const around = surrounding(result.path).find((path) => byPath.has(path));
    const outer = around === undefined ? undefined : byPath.get(around);
    const fate = decide(result, outer === undefined ? 'reopened' : fateOf(outer), versions, catalog);
    fates.set(result, fate);
    return fate;
  };
  return results.flatMap((result) => {
    const fate = fateOf(result);
    if (fate === 'dropped') return [];
    return fate === 'kept' ? [result] : [reopened(result)];
  });
}

function reopened(result: StepResult): StepResult {
  return { ...result, status: 'running', completedAt: null, wait: null, error: null, note: null };
}

function decide(result: StepResult, outer: Fate, { before, after }: Versions, catalog: StepCatalog): Fate {
  const was = chainTo(before.steps, result.path, catalog);
  const is = chainTo(after.steps, result.path, catalog);
  if (outer === 'dropped' || was === null || is === null || !isSameStep(was, is)) return 'dropped';
  // What lies within something that is behind us is behind us, too, but for the steps that take care of its failure.
  if (outer === 'kept' && !is.isForError) return 'kept';
  const isCaredFor = was.step.onError !== 'fail' && is.step.onError !== 'fail';
  if (result.status === 'skipped' || (result.status === 'failed' && isCaredFor)) return 'kept';
  const kind = catalog.get(result.action)?.kind;
  if (result.status === 'completed' && !isCutShort(result, kind)) return 'kept';
  return kind === 'unfold' || canGoOn(result, is.step) ? 'reopened' : 'dropped';
}

/** Whether it is a loop or a branch that was under way. */
function canGoOn({ progress, branch }: StepResult, { branches }: Step): boolean {
  return progress !== null || (branch !== null && branches.some(({ id }) => id === branch));
}

interface Place {
  readonly step: Step;
  /** Whether it is one of the `errorSteps` of the step around it. */
  readonly isForError: boolean;
}
/** A step as it stands in a version, with what it and those around it do. */
interface Chain extends Place {
  readonly actions: readonly string[];
}

/** Of what is done inside of an `unfold` step no version knows: it goes by that step. */
function chainTo(steps: readonly Step[], path: string, catalog: StepCatalog): Chain | null {
  const parts = path.split('.');
  let places: readonly Place[] = steps.map((step) => ({ step, isForError: false }));
  const passed: Place[] = [];
  for (const [index, part] of parts.entries()) {
    const around = passed.at(-1);
    const isInRound = parts[index - 1]?.includes('[') === true;
    if (isInRound && around !== undefined && catalog.get(around.step.action)?.kind === 'unfold') break;
    const id = part.replace(/\[.*$/, '');
    const place = places.find(({ step }) => step.id === id);
    if (place === undefined) return null;
    passed.push(place);
    places = blocksOf(place.step).flatMap(({ at, steps: inner }) =>
      inner.map((step) => ({ step, isForError: at === 'errorSteps' })),
    );
  }
  const last = passed.at(-1);
  return last ? { ...last, actions: passed.map(({ step }) => step.action) } : null;
}

/** A step that does something else now is another step, though it bears the same id. */
function isSameStep(was: Chain, is: Chain): boolean {
  return was.actions.join() === is.actions.join();
}

/** The addresses of the steps around the one at `path`, the nearest first: `loop[3].a.b` → `loop[3].a`, `loop`. */
function surrounding(path: string): string[] {
  const parts = path.split('.').slice(0, -1);
  return parts.map((_, index) =>
    parts
      .slice(0, parts.length - index)
      .join('.')
      .replace(/\[[^\]]*\]$/, ''),
  );
}
