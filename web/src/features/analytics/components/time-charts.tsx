import { lazy, type ReactNode, Suspense } from 'react';
import { Boundary } from '../../../components/ui/boundary.tsx';
import { duration } from '../../../lib/time.ts';
import { barsOf, countWords, dayWords } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import classes from './analytics.module.css';
import { FigureCard } from './figure-card.tsx';

const Charts = lazy(() => import('./charts.tsx'));

/** How many ran, day by day or week by week, and how they ended. */
export function RunsOverTime({ analytics: { days, totals } }: { readonly analytics: Analytics }) {
  const bars = barsOf(days);
  const { completed, failed, canceled } = totals;
  const ends = `${countWords(completed)} completed, ${countWords(failed)} failed, ${countWords(canceled)} canceled.`;
  return (
    <FigureCard
      title="Executions over time"
      said={ends}
      isWide
      table={{
        head: [bars.length === days.length ? 'Day' : 'Week', 'All', 'Completed', 'Failed', 'Canceled'],
        rows: bars
          .toReversed()
          .map((bar) => [bar.label, ...[bar.runs, bar.completed, bar.failed, bar.canceled].map(countWords)]),
      }}
    >
      <Picture label={`Executions over time: ${ends}`}>
        <Charts of={{ kind: 'runs', bars }} />
      </Picture>
    </FigureCard>
  );
}

/** How long those took that completed. */
export function DurationsOverTime({ analytics: { days, totals } }: { readonly analytics: Analytics }) {
  const known = days.filter(({ p50Ms }) => p50Ms !== null);
  const { p50Ms, p90Ms, p95Ms, p99Ms } = totals;
  const words = (ms: number | null) => (ms === null ? '–' : duration(ms));
  if (known.length === 0) return null;
  const said = `Half took at most ${words(p50Ms)}, 90 % ${words(p90Ms)}, 95 % ${words(p95Ms)}, 99 % ${words(p99Ms)}. To within 5 %; waiting counts.`;
  return (
    <FigureCard
      title="Durations"
      said={said}
      table={{
        head: ['Day', 'Half', '95 %'],
        rows: known.toReversed().map((day) => [dayWords(day.date), words(day.p50Ms), words(day.p95Ms)]),
      }}
    >
      <Picture label={`Durations: ${said}`}>
        <Charts of={{ kind: 'durations', days }} />
      </Picture>
    </FigureCard>
  );
}

function Picture({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={classes.picture} role="img" aria-label={label}>
      <Boundary>
        <Suspense fallback={<div className={classes.waiting} />}>{children}</Suspense>
      </Boundary>
    </div>
  );
}
