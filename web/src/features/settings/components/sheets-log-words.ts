import { dateTime, relative } from '../../../lib/time.ts';
import type { SheetsLogState } from '../api/sheets-log.ts';

const figure = (count: number) => count.toLocaleString('en-US');
const rows = (count: number) => (count === 1 ? 'One row' : `${figure(count)} rows`);

/** How it stands, in a sentence or two. */
export function standingWords(log: SheetsLogState, zone: string, now: Date): string {
  const { written, waiting, lastWrittenAt, state } = log;
  const last =
    lastWrittenAt === null ? '' : `, last ${relative(lastWrittenAt, now)} (${dateTime(lastWrittenAt, zone, now)})`;
  const there =
    written === 0 ? 'No row was written yet.' : `${rows(written)} ${written === 1 ? 'was' : 'were'} written${last}.`;
  if (waiting === 0) return there;
  const until = state === 'paused' ? 'until the log goes on' : 'for the next minute';
  return `${there} ${rows(waiting)} ${waiting === 1 ? 'waits' : 'wait'} ${until}.`;
}

/** Why nothing is written, and when it is tried again; null where nothing is wrong. */
export function troubleWords({ error, retryAt, state }: SheetsLogState, zone: string, now: Date): string | null {
  if (error === null) return null;
  if (retryAt === null || state === 'paused') return error.message;
  return `${error.message} It is tried again ${relative(retryAt, now)} (${dateTime(retryAt, zone, now)}); nothing is lost.`;
}

/** How far the back-fill has come; null where there was none. */
export function backFillWords({ backFill }: SheetsLogState): string | null {
  if (backFill === null) return null;
  const { looked, of, added, doneAt } = backFill;
  if (doneAt === null)
    return `${figure(looked)} of ${figure(of)} executions looked through, ${rows(added).toLowerCase()} added.`;
  return added === 0 ? 'Everything in the history was there already.' : `${rows(added)} added from the history.`;
}

/** In percent. */
export function backFillShare({ backFill }: SheetsLogState): number {
  if (backFill === null || backFill.of === 0) return 100;
  return Math.min(100, Math.round((backFill.looked * 100) / backFill.of));
}

export function sheetHref(spreadsheetId: string): string {
  return `https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheetId)}`;
}
