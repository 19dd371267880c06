import '@mantine/charts/styles.layer.css';
import { BarChart, LineChart } from '@mantine/charts';
import { duration } from '../../../lib/time.ts';
import { type Bar, countWords, dayWords } from '../api/figures.ts';
import type { Day } from '../api/get-analytics.ts';
import classes from './analytics.module.css';

// The charts are large, so this is loaded when one is drawn.

const axes = {
  gridColor: 'var(--line)',
  textColor: 'var(--ink-soft)',
  tickLine: 'none',
  accessibilityLayer: false,
} as const;
const margin = { top: 8, right: 8 };

interface ChartsProps {
  readonly of:
    | { readonly kind: 'runs'; readonly bars: readonly Bar[] }
    | { readonly kind: 'durations'; readonly days: readonly Day[] };
}

/** Runs over time as bars, or durations as lines; where nothing completed a line is broken. */
export default function Charts({ of }: ChartsProps) {
  return of.kind === 'runs' ? <Runs bars={of.bars} /> : <Durations days={of.days} />;
}

function Runs({ bars }: { readonly bars: readonly Bar[] }) {
  return (
    <BarChart
      className={classes.chart}
      h={240}
      data={bars.map((bar) => ({ ...bar }))}
      dataKey="label"
      type="stacked"
      series={[
        { name: 'completed', label: 'Completed', color: 'var(--completed)' },
        { name: 'failed', label: 'Failed', color: 'var(--failed)' },
        { name: 'canceled', label: 'Canceled', color: 'var(--canceled)' },
      ]}
      withLegend
      {...axes}
      barChartProps={{ margin }}
      barProps={{ isAnimationActive: false }}
      valueFormatter={countWords}
      xAxisProps={{ minTickGap: 28, interval: 'preserveStartEnd' }}
      yAxisProps={{ width: 48, allowDecimals: false }}
    />
  );
}

function Durations({ days }: { readonly days: readonly Day[] }) {
  return (
    <LineChart
      className={classes.chart}
      h={240}
      data={days.map(({ date, p50Ms, p95Ms }) => ({ date, p50Ms, p95Ms }))}
      dataKey="date"
      series={[
        { name: 'p50Ms', label: 'Half took at most', color: 'var(--completed)' },
        { name: 'p95Ms', label: '95 % took at most', color: 'var(--upper)', strokeDasharray: '5 4' },
      ]}
      withLegend
      curveType="linear"
      connectNulls={false}
      {...axes}
      lineChartProps={{ margin }}
      dotProps={{ r: days.length > 92 ? 1 : 2 }}
      lineProps={{ isAnimationActive: false }}
      valueFormatter={duration}
      xAxisProps={{ tickFormatter: dayWords, minTickGap: 36, interval: 'preserveStartEnd' }}
      yAxisProps={{ width: 68, tickCount: 5 }}
      tooltipProps={{ labelFormatter: (day) => (typeof day === 'string' ? dayWords(day) : '') }}
    />
  );
}
