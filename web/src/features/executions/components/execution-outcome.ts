import type { Execution, StepResult } from '@model/execution.ts';
import { sentence, stepWords } from '../../../lib/words.ts';
import { summaryOf } from '../api/use-output.ts';
import { waitSentence } from './wait-words.ts';

/** What came out of an execution, in one line: why it failed, what it waits for, or what it did last. */
export function outcomeOf(execution: Execution, zone: string, now: Date): string {
  const { status, error, failing, wait, stepResults } = execution;
  if (error !== null) return error.message;
  if (wait !== null) return waitSentence(wait, zone, now);
  const own = stepResults.filter(({ path }) => !/[[.]/.test(path));
  switch (status) {
    case 'queued':
      return failing?.message ?? 'Begins in a moment';
    case 'running':
      return failing?.message ?? doing(own);
    case 'canceled':
      return `Stopped after ${steps(own.filter(({ status: one }) => one === 'completed').length)}`;
    default:
      // What a branch did counts, what each item of a loop did does not.
      return done(stepResults.filter(({ path }) => !path.includes('[')));
  }
}

function doing(results: readonly StepResult[]): string {
  const current = results.findLast(({ status }) => status === 'running');
  if (current === undefined) return 'Goes on in a moment';
  return `Step ${results.indexOf(current) + 1}: ${stepWords(current).title}`;
}

/** Steps that only hold others: what came out stands in those. */
const FRAMES: ReadonlySet<string> = new Set(['branch', 'parallel', 'for_each']);

/** What the last step that had something to say said; else what was done. */
function done(results: readonly StepResult[]): string {
  const completed = results.filter(({ status }) => status === 'completed');
  const acts = completed.filter(({ action }) => !FRAMES.has(action));
  const said = completed.findLast((result) => result.note !== null || summaryOf(result) !== null);
  if (said !== undefined) return sentence(said.note ?? summaryOf(said) ?? '');
  const told = acts.length > 0 ? acts : completed;
  const last = told.at(-1);
  if (last === undefined) return results.length === 0 ? 'Nothing to do' : 'Nothing was to be done this time';
  const title = stepWords(last).title;
  return told.length === 1 ? title : `${title}, the last of ${steps(told.length)}`;
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}
