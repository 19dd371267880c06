import { SegmentedControl, Skeleton } from '@mantine/core';
import { ChartColumn } from 'lucide-react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { PlaybookSelect } from '../../../components/ui/playbook-select.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { monthlyPace } from '../api/figures.ts';
import { type Analytics as Answer, useAnalytics } from '../api/get-analytics.ts';
import { type AnalyticsSearch, DEFAULT_PERIOD, PERIODS } from '../api/search-params.ts';
import classes from './analytics.module.css';
import { Comparison } from './comparison.tsx';
import { CostCalculator } from './cost-calculator.tsx';
import { Counters } from './counters.tsx';
import { ErrorGroups } from './error-groups.tsx';
import { ByCost, ByTrigger } from './shares.tsx';
import { DurationsOverTime, RunsOverTime } from './time-charts.tsx';
import { WeekMap } from './week-map.tsx';

interface AnalyticsProps {
  readonly search: AnalyticsSearch;
  go(search: AnalyticsSearch): void;
}

/** How executions did in the last days, of all playbooks or of one. */
export function Analytics({ search, go }: AnalyticsProps) {
  const { orgId } = useSession();
  const { days = DEFAULT_PERIOD, playbook } = search;
  const live = useAnalytics(orgId, search);
  return (
    <div className={classes.page}>
      <div className={classes.filters}>
        <SegmentedControl
          aria-label="How far back"
          data={PERIODS.map((period) => ({ value: String(period), label: `${period} days` }))}
          value={String(days)}
          onChange={(value) => go({ ...search, days: PERIODS.find((period) => String(period) === value) })}
        />
        <PlaybookSelect value={playbook} onChange={(chosen) => go({ ...search, playbook: chosen })} />
      </div>
      <LiveView live={live} loading={<Loading />}>
        {(analytics) =>
          analytics.totals.runs === 0 ? (
            <Nothing isFiltered={playbook !== undefined} days={days} />
          ) : (
            <Figures analytics={analytics} playbook={playbook} />
          )
        }
      </LiveView>
      {live.status === 'ready' && playbook === undefined && (
        <div className={classes.cards} style={{ marginTop: 16 }}>
          <CostCalculator pace={monthlyPace(live.value)} />
        </div>
      )}
    </div>
  );
}

function Figures({ analytics, playbook }: { readonly analytics: Answer; readonly playbook: string | undefined }) {
  return (
    <>
      <Counters analytics={analytics} />
      <div className={classes.cards}>
        <RunsOverTime analytics={analytics} />
        <ByTrigger analytics={analytics} />
        <WeekMap analytics={analytics} />
        <DurationsOverTime analytics={analytics} />
        <ByCost analytics={analytics} />
        <ErrorGroups analytics={analytics} playbook={playbook} />
        <Comparison analytics={analytics} />
      </div>
    </>
  );
}

function Nothing({ isFiltered, days }: { readonly isFiltered: boolean; readonly days: number }) {
  return (
    <EmptyState
      icon={ChartColumn}
      title={`Nothing has run in the last ${days} days`}
      action={<ButtonLink to="/playbooks">Look at the playbooks</ButtonLink>}
    >
      {isFiltered
        ? 'Look further back, or at all playbooks.'
        : 'Once playbooks have run, you see here how often, how well, how long and what it cost. Figures are about a minute old.'}
    </EmptyState>
  );
}

function Loading() {
  return (
    <>
      <Skeleton height={92} radius="lg" mb="md" />
      <Skeleton height={320} radius="lg" />
    </>
  );
}
