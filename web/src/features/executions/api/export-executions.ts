import type { ExecutionFilter } from '@model/execution-search.ts';
import { type Api, ApiError, fetchOrExplain } from '../../../lib/api.ts';
import type { ClientConfig } from '../../../lib/config.ts';

export type Format = 'csv' | 'xlsx';

const CUT_OFF = 'The export was cut off before its end. Please try again.';

/** How far an export has come. `rows` is null where the file does not tell them, `total` where nobody knows it. */
export interface Progress {
  readonly bytes: number;
  readonly rows: number | null;
  readonly total: number | null;
}

interface Exporting {
  readonly filter: ExecutionFilter;
  readonly format: Format;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** All that a filter wants, as a file. Straight from the api: Hosting would cut it. Throws ApiError, or as `signal` says. */
export async function exportExecutions(
  api: Api,
  { apiOrigin }: ClientConfig,
  { filter, format, signal, onProgress }: Exporting,
): Promise<{ readonly file: Blob; readonly rows: number | null }> {
  const response = await fetchOrExplain(`${apiOrigin}${exportPath(filter, format)}`, {
    headers: await api.headers(),
    signal,
  });
  const said = response.headers.get('X-Total-Count');
  const total = said === null ? null : Number(said);
  const count = format === 'csv' ? rowCounter() : null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let rows: number | null = count === null ? null : 0;
  onProgress({ bytes, rows, total });
  for (const reader = response.body?.getReader(); reader !== undefined; ) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? error : new ApiError(0, CUT_OFF);
    });
    if (done) break;
    parts.push(value);
    bytes += value.length;
    if (count !== null) rows = count(value);
    onProgress({ bytes, rows, total });
  }
  return { file: new Blob(parts, { type: response.headers.get('Content-Type') ?? '' }), rows: rows ?? total };
}

/** The address of an export: the filters that are set, as `GET /api/executions` takes them. */
export function exportPath(filter: ExecutionFilter, format: Format): string {
  const { text, statuses, playbookId, triggeredBy, mode, from, to } = filter;
  const given: readonly (readonly [string, string | null])[] = [
    ['format', format],
    ['text', text === '' ? null : text],
    ['status', statuses.length === 0 ? null : statuses.join(',')],
    ['playbookId', playbookId],
    ['triggeredBy', triggeredBy],
    ['mode', mode],
    ['from', from?.toISOString() ?? null],
    ['to', to?.toISOString() ?? null],
  ];
  const query = new URLSearchParams(given.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  return `/api/executions/export?${query}`;
}

const QUOTE = 0x22;
const NEW_LINE = 0x0a;

/** Counts the rows of a CSV as its bytes come, its head aside: a line within quotes begins no row. */
export function rowCounter(): (bytes: Uint8Array) => number {
  let lines = 0;
  let isQuoted = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === NEW_LINE && !isQuoted) lines++;
    }
    return Math.max(0, lines - 1);
  };
}

/** How far it has come, in words. */
export function progressWords({ bytes, rows, total }: Progress): string {
  const number = (count: number) => count.toLocaleString('en-US');
  if (rows !== null) return total === null ? `${number(rows)} rows so far` : `${number(rows)} of ${number(total)} rows`;
  const size = bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return total === null ? `${size} so far` : `${size} of ${number(total)} rows`;
}
