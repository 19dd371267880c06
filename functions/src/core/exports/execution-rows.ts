import type { Execution } from '../../model/execution.ts';
import { contextOf } from '../engine/facts.ts';
import type { Stored } from '../ports.ts';
import { durationOf, plainResult } from '../skills/result-of.ts';

/** What a spreadsheet takes into one cell at most, with room for what marks it as text. */
const MOST_CHARS = 32_000;

export type Cell = string | number | Date | null;

/** The columns of an export of executions. */
export const EXECUTION_COLUMNS = [
  'Execution',
  'Skill',
  'Playbook',
  'Status',
  'Started by',
  'Scheduled',
  'Mode',
  'Created',
  'Started',
  'Completed',
  'Duration (ms)',
  'Inputs',
  'Result',
  'Error',
] as const;

/** One row; times are dates, what is an object is written as JSON. `clean` takes secrets out of texts. */
export function executionRow({ id, data }: Stored<Execution>, clean: (text: string) => string): Cell[] {
  const { playbookName, playbookId, status, triggeredBy, isScheduled, mode, createdAt, startedAt, completedAt } = data;
  const result = plainResult(data);
  const texts = [
    JSON.stringify(contextOf(data).inputs),
    result === null ? '' : written(result),
    data.error?.message ?? '',
  ];
  return [
    ...[id, clean(playbookName), playbookId, status, triggeredBy],
    isScheduled || triggeredBy === 'schedule' ? 'yes' : 'no',
    ...[mode === 'dry_run' ? 'dry run' : 'live', createdAt, startedAt, completedAt, durationOf(data)],
    ...texts.map((text) => cut(clean(text))),
  ];
}

function written(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result);
}

function cut(text: string): string {
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
}
