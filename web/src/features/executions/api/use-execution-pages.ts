import type { Execution } from '@model/execution.ts';
import { type ExecutionFilter, executionSearch, searchExecutions } from '@model/execution-search.ts';
import { useMemo } from 'react';
import { useSession } from '../../../lib/session.ts';
import { type PagesSource, type PagesView, usePages } from '../../../lib/use-pages.ts';

export const PAGE_SIZE = 50;

/** The executions that a filter wants, the newest first and live; older ones as they are asked for. */
export function useExecutionPages(filter: ExecutionFilter): PagesView<Execution> {
  const { orgId, uid } = useSession();
  const key = JSON.stringify([uid, orgId, filter]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells equal filters
  const source = useMemo((): PagesSource<Execution> => {
    const search = executionSearch(orgId, filter);
    return {
      key,
      pageSize: PAGE_SIZE,
      query: search.query,
      fits: search.fits,
      search: (read, page) => searchExecutions(search, read, page),
    };
  }, [key]);
  return usePages(source);
}
