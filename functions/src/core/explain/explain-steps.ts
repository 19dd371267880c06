import type { StepResult } from '../../model/execution.ts';
import type { Evidence, Sentence } from '../../model/explanation.ts';
import type { ExecutionFacts } from './execution-facts.ts';
import { because, executionPath, faultWords, placeWords, waitWords } from './execution-words.ts';
import { isOfInner, stepOf } from './failed-step.ts';
import {
  type Account,
  counted,
  executionLink,
  fact,
  instant,
  lasting,
  quoted,
  type Records,
  say,
  sentenceOf,
  type TimeWords,
} from './statement.ts';

/** More steps than this are told one by one only where something is to be told of them. */
const TOLD = 40;
const NAMED = 10;

/** What became of each step, in the order in which they began. */
export function explainSteps(facts: ExecutionFacts, { catalog }: Pick<Records, 'catalog'>, time: TimeWords): Account {
  const { stepResults } = facts.execution;
  const eventful = stepResults.filter((result) => !isInner(result.path) || isEventful(result));
  const chosen = new Set((eventful.length > TOLD ? eventful.filter(isEventful) : eventful).slice(0, TOLD));
  const told = stepResults.filter((result) => chosen.has(result));
  const rest = stepResults.length - told.length;
  const sentences = told.map((result) => stepSentence(facts, result, catalog, time));
  if (rest > 0) {
    const untold = stepResults.filter((result) => !chosen.has(result));
    const done = untold.filter(({ status }) => status === 'completed').length;
    const path = executionPath(facts.executionId);
    const text = `${counted(rest, 'more step')} ${rest === 1 ? 'is' : 'are'} not told one by one: ${done} completed.`;
    sentences.push(say(text, fact('Step results', stepResults.length, path)));
  }
  const children = stepResults.flatMap(({ wait }) => (wait?.kind === 'child' ? wait.executionIds : []));
  return {
    sentences: [...sentences, ...notReached(facts)],
    links: children.slice(0, NAMED).map((id) => executionLink('An execution that it waits for', id)),
  };
}

/** Inside of another step: in a branch, an item or an error path. */
function isInner(path: string): boolean {
  return path.includes('.');
}

function isEventful({ status, attempts, path }: StepResult): boolean {
  if (status === 'skipped') return !path.includes('[');
  return status !== 'completed' || attempts > 1;
}

function stepSentence(
  facts: ExecutionFacts,
  result: StepResult,
  catalog: Records['catalog'],
  time: TimeWords,
): Sentence {
  const doc = executionPath(facts.executionId);
  const title = catalog.get(result.action)?.title;
  const name = `${placeWords(result.path)}${title === undefined ? '' : ` (${title})`}`;
  const { text, evidence } = statusClause(facts, result, time);
  return say(
    `The step ${name} ${text}`,
    fact('Status', result.status, doc),
    fact('Step', result.path, doc),
    instant('Began', result.startedAt, doc),
    ...evidence.map((one) => ({ ...one, path: one.path ?? doc })),
  );
}

interface Clause {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

function statusClause(facts: ExecutionFacts, result: StepResult, time: TimeWords): Clause {
  const { attempts, note, error, wait, startedAt, completedAt } = result;
  const attempted = attempts > 1 ? [fact('Attempts', attempts, null)] : [];
  const reason = error === null ? [] : [fact('Reason', error.code, null), fact('Fault', error.fault, null)];
  switch (result.status) {
    case 'completed': {
      const took = completedAt === null ? '' : ` in ${lasting(Number(completedAt) - Number(startedAt))}`;
      const said = note === null ? '' : ` It noted: ${sentenceOf(note)}`;
      const again = attempts > 1 ? `, at attempt ${attempts}; why the earlier ones failed is not kept` : '';
      return {
        text: `was done${took}${again}.${waysWords(result)}${said}`,
        evidence: [...attempted, ...waysEvidence(result), ...(note === null ? [] : [fact('Note', note, null)])],
      };
    }
    case 'skipped':
      return note === null
        ? { text: 'was skipped; the reason is not stored.', evidence: [] }
        : { text: `was skipped. ${sentenceOf(note)}`, evidence: [fact('Note', note, null)] };
    case 'failed': {
      const tries = attempts > 1 ? ` after ${counted(attempts, 'attempt')}` : '';
      return {
        text: `failed${tries}.${reasonWords(facts, result)}${waysWords(result)}${onErrorWords(facts, result)}`,
        evidence: [...reason, ...attempted, ...waysEvidence(result), ...fixEvidence(result)],
      };
    }
    case 'waiting': {
      if (wait === null) return { text: 'waits; for what is not stored.', evidence: reason };
      const last = error === null ? '' : ` The last attempt failed: ${because(error)}`;
      const until = `, until ${time(wait.wakeAt)} at the latest.`;
      return {
        text: `${waitWords(wait)}${until}${last}${waysWords(result)}`,
        evidence: [instant('Looked at again', wait.wakeAt, null), ...reason, ...attempted],
      };
    }
    case 'running':
      return {
        text: `has been under way since ${time(startedAt)}.${waysWords(result)}`,
        evidence: waysEvidence(result),
      };
    case 'canceled':
      return { text: 'was canceled.', evidence: [instant('Canceled', completedAt, null)] };
  }
}

/** Why a step failed; the reason of a step inside it is told there. */
function reasonWords({ execution }: ExecutionFacts, result: StepResult): string {
  const { error } = result;
  if (error === null) return ' The reason is not stored.';
  if (isOfInner(execution.stepResults, result)) return ' A step inside it did.';
  return ` ${because(error)} ${faultWords(error.fault)}`;
}

/** Which way was taken, and how far it came with several. */
function waysWords({ branch, progress }: StepResult): string {
  const taken = branch === null ? '' : ` It took the branch ${quoted(branch)}.`;
  if (progress === null) return taken;
  const { total, completed, failed } = progress;
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  return `${taken} Of its ${total}, ${completed} ${completed === 1 ? 'is' : 'are'} done${failures}.`;
}

function waysEvidence({ branch, progress }: StepResult): Evidence[] {
  return [
    ...(branch === null ? [] : [fact('Branch', branch, null)]),
    ...(progress === null ? [] : [fact('Completed', `${progress.completed} of ${progress.total}`, null)]),
    ...(progress === null || progress.failed === 0 ? [] : [fact('Failed', progress.failed, null)]),
  ];
}

function fixEvidence({ error }: StepResult): Evidence[] {
  return (error?.errors ?? []).slice(0, NAMED).map(({ path, message }) => fact(path, message, null));
}

function onErrorWords(facts: ExecutionFacts, { stepId }: StepResult): string {
  switch (stepOf(facts, stepId)?.onError) {
    case 'continue':
      return ' The execution went on, as the playbook says.';
    case 'branch':
      return ' The steps that the playbook has for this case followed.';
    default:
      return '';
  }
}

/** The steps of the first level that an ended execution never came to. */
function notReached({ execution, executionId, version }: ExecutionFacts): Sentence[] {
  const { status, stepResults, completedAt } = execution;
  if (!version?.content || completedAt === null || status === 'completed' || status === 'skipped') return [];
  // A share of the items of a loop does the steps inside it only.
  if (execution.parent?.items) return [];
  const reached = new Set(stepResults.map(({ path }) => path));
  const missed = version.content.steps.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
  if (missed.length === 0) return [];
  const named = missed.slice(0, NAMED).map(quoted).join(', ');
  const more = missed.length > NAMED ? ` and ${missed.length - NAMED} more` : '';
  const text = `It did not come to ${missed.length === 1 ? 'the step' : 'the steps'} ${named}${more}.`;
  return [
    say(
      text,
      fact('Steps reached', stepResults.length, executionPath(executionId)),
      fact('Steps in all', version.content.steps.length, null),
    ),
  ];
}
