import type { Execution, Parent, StoredError, Wait } from '../../model/execution.ts';
import type { Sentence } from '../../model/explanation.ts';
import type { HoldingPause } from './execution-facts.ts';
import { counted, fact, instant, quoted, say, sentenceOf, type TimeWords } from './statement.ts';

/** The document of an execution as evidence names it. */
export function executionPath(executionId: string): string {
  return `playbook_executions/${executionId}`;
}

/** A step's address in words: `loop[3].mail` → `“mail” for item 4 of “loop”`. */
export function placeWords(path: string): string {
  const segments = path.split('.').map((segment) => /^(.*?)(?:\[([^\]]+)\])?$/.exec(segment));
  const own = segments.at(-1)?.[1] ?? path;
  const around = segments
    .slice(0, -1)
    .map((segment) => {
      const [, id = '', way] = segment ?? [];
      if (way === undefined) return `in ${quoted(id)}`;
      return /^\d+$/.test(way)
        ? `for item ${Number(way) + 1} of ${quoted(id)}`
        : `on the way ${quoted(way)} of ${quoted(id)}`;
    })
    .reverse();
  return [quoted(own), ...around].join(', ');
}

/** What is waited for, without until when. */
export function waitWords(wait: Wait): string {
  switch (wait.kind) {
    case 'timer':
      return 'waits for its time';
    case 'retry':
      return `waits before it tries again after ${counted(wait.attempt, 'attempt')}`;
    case 'event':
      return `waits for an event ${wait.eventName}`;
    case 'callback':
      return 'waits for an answer from outside';
    case 'approval':
      return 'waits for an approval';
    case 'child':
      return `waits for ${counted(wait.executionIds.length, 'other execution')}`;
    case 'limit':
      return `waits, since the limit ${quoted(wait.limit)} is used up`;
    case 'pause':
      return 'is held by a pause';
    case 'turn':
      return 'waits until the execution before it is over';
  }
}

/** What is paused, by whom, since when and why. */
export function pauseSentence({ of, who, since, reason }: HoldingPause, time: TimeWords, path: string): Sentence {
  const what = of === 'tenant' ? 'Everything of this business is paused' : 'The playbook is paused';
  const why = reason === null ? '' : ` The reason that was given: ${quoted(reason)}.`;
  return say(
    `${what}, by ${who} since ${time(since)}.${why} What is held goes on, or not, by the choice at the resume.`,
    fact('Paused by', who, path),
    instant('Paused', since, path),
  );
}

const FAULTS = {
  user: 'This is for you to put right.',
  vendor: 'Another service failed.',
  system: 'The fault is on our side.',
} as const;

/** Whose turn it is, as a sentence. */
export function faultWords(fault: StoredError['fault']): string {
  return FAULTS[fault];
}

/** What became of an execution, as a clause: `it completed at …`. */
export function outcomeWords(execution: Execution, time: TimeWords): string {
  switch (execution.status) {
    case 'queued':
      return 'it has not begun yet';
    case 'running':
      return 'it is running';
    case 'waiting':
      return `it ${waitWords(execution.wait)}, until ${time(execution.wait.wakeAt)} at the latest`;
    case 'completed':
      return `it completed at ${time(execution.completedAt)}`;
    case 'failed':
      return `it failed at ${time(execution.completedAt)}: ${execution.error.message}`;
    case 'canceled':
      return `it was canceled at ${time(execution.completedAt)}`;
    case 'skipped':
      return `it was skipped: ${execution.error.message}`;
  }
}

/** What an execution does for another one. */
export function parentWords({ path, items, awaited }: Parent): string {
  const step = placeWords(path);
  if (items !== null) {
    return `It does the items ${items.from + 1} to ${items.to} of the step ${step} of another execution.`;
  }
  return `It was started by the step ${step} of another execution, which ${awaited ? 'waits' : 'does not wait'} for it.`;
}

/** The end of a message that is put after a colon. */
export function because(error: StoredError): string {
  return sentenceOf(error.message);
}
