import type { Execution, ExecutionStatus, Mode, TriggeredBy } from './execution.ts';
import { executionQueries as all, createdWithin } from './execution-queries.ts';
import type { FieldValue, PageArgs, Query } from './query-shape.ts';
import { searchWords } from './search-terms.ts';

/** Which executions are wanted; null or empty: whichever. */
export interface ExecutionFilter {
  readonly playbookId: string | null;
  readonly statuses: readonly ExecutionStatus[];
  readonly triggeredBy: TriggeredBy | null;
  readonly mode: Mode | null;
  /** Begun at this instant, or later. */
  readonly from: Date | null;
  /** Begun before it. */
  readonly to: Date | null;
  readonly text: string;
}

export const anyExecution: ExecutionFilter = {
  playbookId: null,
  statuses: [],
  triggeredBy: null,
  mode: null,
  from: null,
  to: null,
  text: '',
};

/** What of a filter an index answers, and what is left to be looked at one by one. */
interface ExecutionSearch {
  query(page: PageArgs): Query<Execution>;
  fits(execution: Execution): boolean;
  /** Whether everything that the query finds fits. */
  isExact: boolean;
}

/** The newest first. The index is that of the filter that leaves the least, as far as one can know. */
export function executionSearch(orgId: string, filter: ExecutionFilter): ExecutionSearch {
  const { playbookId, statuses, triggeredBy, mode, from, to } = filter;
  const words = searchWords(filter.text).sort((a, b) => weight(b) - weight(a));
  const [word] = words;
  const within = (query: Query<Execution>) => createdWithin(query, from, to);
  const fits = (one: Execution) => fitsFilter(one, filter, words);
  const also = (...others: readonly (FieldValue | undefined)[]) => others.every((other) => other == null);
  const status = statuses.length > 0 ? statuses : null;
  if (word !== undefined) {
    const isExact = words.length === 1 && also(playbookId, status, triggeredBy, mode);
    return { query: (page) => within(all.executionsWithTerm(orgId, word, page)), fits, isExact };
  }
  if (playbookId !== null) {
    const isExact = also(triggeredBy, mode);
    if (status === null) {
      return { query: (page) => within(all.executionsOf(orgId, playbookId, page)), fits, isExact };
    }
    return { query: (page) => within(all.executionsOfByStatuses(orgId, playbookId, status, page)), fits, isExact };
  }
  if (status !== null) {
    const isExact = also(triggeredBy, mode);
    return { query: (page) => within(all.executionsByStatuses(orgId, status, page)), fits, isExact };
  }
  if (triggeredBy !== null) {
    return { query: (page) => within(all.executionsStartedBy(orgId, triggeredBy, page)), fits, isExact: mode === null };
  }
  // Nearly all are live: no index helps to leave out the few that are not.
  if (mode === 'dry_run') {
    return { query: (page) => within(all.executionsInMode(orgId, mode, page)), fits, isExact: true };
  }
  return { query: (page) => within(all.executions(orgId, page)), fits, isExact: mode === null };
}

/** Numbers and addresses are rare, and so are long words. */
function weight(word: string): number {
  return (/[\d@]/.test(word) ? 100 : 0) + word.length;
}

function fitsFilter(one: Execution, filter: ExecutionFilter, words: readonly string[]): boolean {
  const { playbookId, statuses, triggeredBy, mode, from, to } = filter;
  if (one.isShare) return false;
  if (playbookId !== null && one.playbookId !== playbookId) return false;
  if (statuses.length > 0 && !statuses.includes(one.status)) return false;
  if (triggeredBy !== null && one.triggeredBy !== triggeredBy) return false;
  if (mode !== null && one.mode !== mode) return false;
  if (from !== null && one.createdAt < from) return false;
  if (to !== null && one.createdAt >= to) return false;
  return words.length === 0 || hasWords(one, words);
}

function hasWords({ terms, playbookName, error, contextJson }: Execution, words: readonly string[]): boolean {
  if (words.every((word) => terms.includes(word))) return true;
  const text = `${playbookName}\n${error?.code ?? ''}\n${error?.message ?? ''}\n${contextJson}`.toLowerCase();
  return words.every((word) => terms.includes(word) || text.includes(word));
}

/** A search reads so many documents for one page at most, and then says how far it has come. */
export const MOST_READ = 500;

interface SearchPage<E> {
  readonly found: readonly E[];
  /** Behind which the next page begins; null when there is no more. */
  readonly after: readonly [Date, string] | null;
}

interface ReadEntry {
  readonly id: string;
  readonly data: Execution | null;
}

/**
 * Up to `limit` of what fits, and what cannot be read; fewer where it has looked at 500 and there is more. `read` gives
 * the documents of a query.
 */
export async function searchExecutions<E extends ReadEntry>(
  { query, fits, isExact }: ExecutionSearch,
  read: (query: Query<Execution>) => Promise<readonly E[]>,
  page: { readonly limit: number; readonly after: readonly [Date, string] | null },
): Promise<SearchPage<E>> {
  const found: E[] = [];
  let { after } = page;
  for (let looked = 0; looked < MOST_READ && found.length < page.limit; ) {
    const size = isExact ? page.limit : Math.min(Math.max(page.limit, 100), MOST_READ - looked);
    const some = await read(query({ limit: size, after }));
    looked += size;
    for (const one of some) {
      // What comes behind a full page belongs to the next one.
      if (found.length === page.limit) return { found, after };
      if (one.data === null || fits(one.data)) found.push(one);
      if (one.data !== null) after = [one.data.createdAt, one.id];
    }
    // One that cannot be read has no time to go on from.
    if (some.length < size || some.every(({ data }) => data === null)) return { found, after: null };
  }
  return { found, after };
}
