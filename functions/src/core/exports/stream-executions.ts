import type { Execution } from '../../model/execution.ts';
import { type ExecutionFilter, executionSearch } from '../../model/execution-search.ts';
import type { Query } from '../../model/query.ts';
import type { QueryStream, Store, Stored } from '../ports.ts';

/** How many are counted at most; costs a read per thousand. */
const MOST_COUNTED = 1_000_000;

export interface FoundExecutions {
  /** How many there will be; null where that is only known in the end. */
  readonly total: number | null;
  /** One by one, the newest first, read as fast as they are taken. */
  readonly executions: AsyncIterable<Stored<Execution>>;
}

/** All executions that a filter leaves, however many. What cannot be read is left out. */
export async function streamExecutions(
  { store, stream }: { readonly store: Store; readonly stream: QueryStream },
  orgId: string,
  filter: ExecutionFilter,
): Promise<FoundExecutions> {
  const { query, fits, isExact } = executionSearch(orgId, filter);
  const whole = query({ limit: MOST_COUNTED });
  const total = isExact ? await store.count(whole) : null;
  return { total, executions: fitting(stream, whole, fits) };
}

async function* fitting(stream: QueryStream, query: Query<Execution>, fits: (one: Execution) => boolean) {
  for await (const found of stream.documents(query)) {
    if (found.data !== null && fits(found.data)) yield found;
  }
}
