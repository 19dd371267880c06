import { type ExecutionAnswer, executionAnswer } from '../answers.ts';
import { UsageError } from '../errors.ts';
import { endLines, headLines, stepLines } from '../execution-lines.ts';
import { allPlaybooks, findPlaybook } from '../find-playbook.ts';
import { table, tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { readExecution, watch } from '../watch.ts';
import { durationWords, statusSpan, timeWords } from '../words.ts';

export interface LogsOptions {
  /** Outputs are not shortened. */
  readonly full: boolean;
  readonly follow: boolean;
  /** Of --follow, in seconds. */
  readonly timeout: number;
}

/** One execution, step by step. */
export async function logs(shell: Shell, executionId: string, { full, follow, timeout }: LogsOptions): Promise<Answer> {
  const api = await shell.api();
  if (follow) return watch(shell, api, executionId, timeout);
  const execution = await readExecution(api, executionId);
  const { origin } = api;
  const lines = [
    ...headLines(execution),
    ...execution.stepResults.flatMap((step) => stepLines(step, { origin, full })),
    ...(isToldByStep(execution) ? [] : endLines(execution, origin)),
  ];
  return { lines, value: execution };
}

/** Whether a step says already why the execution failed. */
function isToldByStep({ error, stepResults }: ExecutionAnswer): boolean {
  return error !== null && stepResults.some((step) => step.error?.message === error.message);
}

export interface HistoryOptions {
  readonly limit: number;
  readonly status?: string | undefined;
  readonly text?: string | undefined;
}

/** The executions, of one playbook or of all, the newest first. */
export async function history(
  shell: Shell,
  wanted: string | undefined,
  { limit, status, text }: HistoryOptions,
): Promise<Answer & { readonly value: readonly ExecutionAnswer[] }> {
  const api = await shell.api();
  const query = new URLSearchParams();
  if (wanted !== undefined) query.set('playbookId', findPlaybook(await allPlaybooks(api), wanted).playbookId);
  if (status !== undefined) query.set('status', statusesOf(status));
  if (text !== undefined) query.set('text', text);
  const value = await api.list(`/api/executions?${query}`, executionAnswer, limit);
  if (value.length === 0) return { lines: ['Nothing ran yet that fits.'], value };
  const rows = value.map((one) => [
    one.playbookName,
    statusSpan(one.status, one.mode === 'dry_run' ? `${one.status} (dry run)` : one.status),
    one.triggeredBy,
    timeWords(one.startedAt ?? one.createdAt),
    one.startedAt === null || one.completedAt === null ? '–' : durationWords(one.startedAt, one.completedAt),
    tinted('dim', one.executionId),
  ]);
  return { lines: table(shell.screen, ['Playbook', 'Status', 'By', 'At', 'Took', 'Id'], rows), value };
}

function statusesOf(text: string): string {
  const known: readonly string[] = executionAnswer.shape.status.options;
  const wrong = text.split(',').find((one) => !known.includes(one));
  if (wrong === undefined) return text;
  throw new UsageError(`There is no status '${wrong}'`, { fix: `it is one of ${known.join(', ')}` });
}
