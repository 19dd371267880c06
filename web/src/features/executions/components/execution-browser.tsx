import { Button } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import type { Execution } from '@model/execution.ts';
import type { ExecutionFilter } from '@model/execution-search.ts';
import { SearchX, Zap } from 'lucide-react';
import { useMemo } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { dayOf } from '../../../lib/days.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import type { Live } from '../../../lib/use-live.ts';
import { type ExecutionsSearch, filterCount, filterOf } from '../api/search-params.ts';
import { PAGE_SIZE, useExecutionPages } from '../api/use-execution-pages.ts';
import { useExecution } from '../api/use-executions.ts';
import { ExecutionCounters } from './execution-counters.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionTable, TableSkeleton } from './execution-table.tsx';

/** The ids that we derive; whoever has one, wants the very execution. */
const ID = /^[a-z2-7]{52}$/;
const COUNT_EVERY_MS = 5_000;

interface BrowserProps {
  readonly search: ExecutionsSearch;
  /** Puts the filters into the address. */
  go(search: ExecutionsSearch): void;
}

/** Every execution there is: how things stand, what one looks for, and what is found. */
export function ExecutionBrowser({ search, go }: BrowserProps) {
  const now = useNow();
  const filter = useFilter(search, now);
  const pages = useExecutionPages(filter);
  const byId = useExecution(ID.test(filter.text) ? filter.text : null);
  const live = ID.test(filter.text) ? lone(byId) : pages.live;
  const version = useThrottledValue(versionOf(pages.live), COUNT_EVERY_MS);
  const clear = () => go({});
  return (
    <>
      <ExecutionCounters search={search} now={now} version={version} />
      <ExecutionFilters search={search} change={(some) => go({ ...search, ...some })} clear={clear} />
      <LiveView live={live} loading={<TableSkeleton />}>
        {(entries) =>
          entries.length === 0 && (pages.after === null || ID.test(filter.text)) ? (
            <NothingFound search={search} clear={clear} />
          ) : (
            <ExecutionTable key={JSON.stringify(filter)} entries={entries} pages={pages} now={now} />
          )
        }
      </LiveView>
    </>
  );
}

/** Changes with the newest executions. */
function versionOf(live: Live<readonly Entry<Execution>[]>): string | null {
  if (live.status !== 'ready') return null;
  const newest = live.value.slice(0, PAGE_SIZE);
  return newest.map(({ id, data }) => `${id.slice(0, 12)} ${data?.status}`).join();
}

/** Periods are of whole days: the same filter until the day is over. */
function useFilter(search: ExecutionsSearch, now: Date): ExecutionFilter {
  const { tenant } = useSession();
  const zone = tenant.timezone;
  const today = dayOf(now, zone);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the time only the day matters
  return useMemo(() => filterOf(search, zone, now), [search, zone, today]);
}

function lone(live: Live<Entry<Execution> | null>): Live<readonly Entry<Execution>[]> {
  if (live.status !== 'ready') return live;
  return { status: 'ready', value: live.value === null ? [] : [live.value] };
}

function NothingFound({ search, clear }: { readonly search: ExecutionsSearch; clear(): void }) {
  if (filterCount(search) === 0 && search.q === undefined) {
    return (
      <EmptyState
        icon={Zap}
        title="Nothing has run yet"
        action={<ButtonLink to="/playbooks">See your playbooks</ButtonLink>}
      >
        Each time a playbook starts, it appears here with every step it takes.
      </EmptyState>
    );
  }
  const all = (
    <Button variant="default" onClick={clear}>
      Clear all filters
    </Button>
  );
  if (search.q === undefined) {
    return (
      <EmptyState icon={SearchX} title="None found" action={all}>
        No execution fits all of these filters. Try a longer time, or fewer of them.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={SearchX} title="None found" action={all}>
      No execution has “<span style={{ overflowWrap: 'anywhere' }}>{search.q}</span>” in it. Whole words are looked for,
      such as a full order number or e-mail address, not parts of them.
    </EmptyState>
  );
}
