import type { StoredError } from '../../functions/src/model/execution.ts';
import type { JsonValue } from '../../functions/src/model/json.ts';
import type { ExecutionAnswer, StepAnswer } from './answers.ts';
import { type Line, shorten, tinted, wrap } from './screen.ts';
import { durationWords, statusSpan, timeWords } from './words.ts';

const MARKS: Readonly<Record<string, string>> = {
  ...{ completed: '✓', failed: '✗', skipped: '–', waiting: '…', running: '›', canceled: '–' },
};
const OUTPUT_LENGTH = 160;
const WIDTH = 100;

/** How a step stands, what came out of it, and why it did not work. */
export function stepLines(step: StepAnswer, { origin, full }: { origin: string; full: boolean }): Line[] {
  const { path, action, status, attempts, startedAt, completedAt, note, output, error } = step;
  const took = completedAt === null ? '' : `  ${durationWords(startedAt, completedAt)}`;
  const tries = attempts > 1 ? `  ${attempts} attempts` : '';
  const plain = status === 'completed' ? '' : `  ${status}`;
  const head: Line = [
    statusSpan(status, MARKS[status] ?? '·'),
    ` ${path}`,
    tinted('dim', `  ${action}${plain}${took}${tries}`),
  ];
  return [
    head,
    ...(note === null ? [] : wrap(note, WIDTH, '    ').map((line) => tinted('dim', line))),
    ...outputLines(output, full),
    ...(error === null ? [] : errorLines(error, origin).map((line): Line => ['    ', ...[line].flat()])),
  ];
}

function outputLines(output: JsonValue, full: boolean): Line[] {
  if (output === null) return [];
  if (full)
    return JSON.stringify(output, null, 2)
      .split('\n')
      .map((line) => tinted('dim', `    ${line}`));
  const text = JSON.stringify(output);
  return text === '{}' ? [] : [tinted('dim', `    ${shorten(text, OUTPUT_LENGTH)}`)];
}

/** What went wrong, where, and what to do about it. */
export function errorLines({ message, errors, fix }: StoredError, origin: string): Line[] {
  const href = fix === null ? '' : fix.href.startsWith('/') ? `${origin}${fix.href}` : fix.href;
  return [
    ...wrap(message, WIDTH).map((line) => tinted('bad', line)),
    ...errors.map(({ path, message: detail }) => `${path}: ${detail}`),
    ...(fix === null ? [] : [`→ ${fix.label}: ${href}`]),
  ];
}

/** What the execution is, above its steps. */
export function headLines({ playbookName, status, mode, triggeredBy, ...times }: ExecutionAnswer): Line[] {
  const { startedAt, completedAt, createdAt, executionId } = times;
  const took = startedAt !== null && completedAt !== null ? `, took ${durationWords(startedAt, completedAt)}` : '';
  const dry = mode === 'dry_run' ? tinted('warn', '  dry run') : '';
  return [
    [tinted('strong', playbookName), '  ', statusSpan(status), dry],
    tinted('dim', `${executionId}  by ${triggeredBy}, ${timeWords(startedAt ?? createdAt)}${took}`),
  ];
}

/** How it ended, or what it waits for, and what to type next. */
export function endLines(execution: ExecutionAnswer, origin: string): Line[] {
  const { status, error, wait } = execution;
  if (error !== null) return errorLines(error, origin);
  const [approvalId] = waitingApprovals(execution);
  if (approvalId !== undefined) {
    return [['It ', tinted('warn', 'waits for a yes'), `: playbooks approve ${approvalId}`]];
  }
  if (status === 'waiting' && wait !== null)
    return [`It waits (${wait.kind}), at the latest until ${timeWords(wait.wakeAt)}.`];
  return [];
}

/** The questions that it waits for an answer to. */
export function waitingApprovals({ status, stepResults }: ExecutionAnswer): string[] {
  if (status !== 'waiting') return [];
  return stepResults.flatMap(({ status: one, wait }) =>
    one === 'waiting' && wait?.kind === 'approval' ? (wait.approvalId ?? []) : [],
  );
}
