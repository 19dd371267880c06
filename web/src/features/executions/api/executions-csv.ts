import type { Execution } from '@model/execution.ts';
import { type ExecutionFilter, executionSearch, searchExecutions } from '@model/execution-search.ts';
import { priceOf } from '@model/price.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { loadFirestore } from '../../../lib/load-firestore.ts';
import { executionStatus } from '../../../lib/status.ts';
import { triggeredByWords } from '../../../lib/words.ts';
import { outcomeOf } from '../components/execution-outcome.ts';

/** A file of more rows takes a developer, and the API. */
export const MOST_EXPORTED = 1_000;
const PAGE = 250;
/** What a spreadsheet would take for a formula; a plain number is none. */
const FORMULA = /^(?!-?\d+([.,]\d+)?$)\s*[=+\-@\t\r＝＋－＠]/;

/** The newest of what a filter wants, read once, up to 1,000. Asked for by a person: 1 read each. */
export async function readForExport(orgId: string, filter: ExecutionFilter): Promise<Entry<Execution>[]> {
  const { read } = await loadFirestore();
  const search = executionSearch(orgId, filter);
  const found: Entry<Execution>[] = [];
  let after: readonly [Date, string] | null = null;
  do {
    const limit = Math.min(PAGE, MOST_EXPORTED - found.length);
    const page: Awaited<ReturnType<typeof searchExecutions<Entry<Execution>>>> = await searchExecutions(search, read, {
      limit,
      after,
    });
    found.push(...page.found);
    after = page.after;
  } while (after !== null && found.length < MOST_EXPORTED);
  return found;
}

/** A table that spreadsheets open; nothing in it is taken for a formula. Times in UTC. */
export function executionsCsv(entries: readonly Entry<Execution>[], now: Date): string {
  const head = [
    'Execution',
    'Playbook',
    'Status',
    'Started by',
    'Mode',
    'Created',
    'Finished',
    'Seconds',
    'Cost (USD)',
  ];
  const rows = entries.flatMap(({ id, data }) => (data === null ? [] : [rowOf(id, data, now)]));
  return [[...head, 'What came out'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function rowOf(id: string, execution: Execution, now: Date): string[] {
  const { playbookName, status, triggeredBy, mode, createdAt, startedAt, completedAt, usage } = execution;
  const tookMs = startedAt === null || completedAt === null ? null : Number(completedAt) - Number(startedAt);
  return [
    id,
    playbookName,
    executionStatus[status].word,
    triggeredByWords[triggeredBy],
    mode === 'live' ? 'Live' : 'Dry run',
    createdAt.toISOString(),
    completedAt?.toISOString() ?? '',
    tookMs === null ? '' : String(tookMs / 1000),
    (priceOf(usage) / 1e6).toFixed(6),
    outcomeOf(execution, 'UTC', now),
  ];
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
