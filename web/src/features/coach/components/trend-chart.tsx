import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { dayText } from '../api/coach-words.ts';
import { isAlone, type Point } from '../api/history.ts';
import classes from './trend.module.css';

interface TrendChartProps {
  readonly points: readonly Point[];
  /** What it is a line of. */
  readonly label: string;
  /** What the axis reaches from and to; null: what the line does. */
  readonly range: readonly [number, number] | null;
  format(value: number): string;
}

interface DotProps {
  readonly cx?: number;
  readonly cy?: number | null;
  readonly index?: number;
}

/** A line over days; where nothing is known it is broken. The charts are large, so this is loaded when one is drawn. */
export default function TrendChart({ points, label, range, format }: TrendChartProps) {
  // A day between two gaps would not be seen without a dot.
  const dot = ({ cx, cy, index = 0 }: DotProps) => (
    <circle
      key={index}
      className={classes.dot}
      cx={cx}
      cy={cy ?? 0}
      r={isAlone(points, index) || index === points.length - 1 ? 3 : 0}
    />
  );
  return (
    <LineChart
      className={classes.chart}
      h={190}
      data={[...points]}
      dataKey="day"
      series={[{ name: 'value', label, color: 'var(--accent-ink)' }]}
      curveType="linear"
      connectNulls={false}
      accessibilityLayer={false}
      lineChartProps={{ margin: { top: 8, right: 8 } }}
      withDots={false}
      lineProps={{ dot, isAnimationActive: false }}
      gridColor="var(--line)"
      textColor="var(--ink-soft)"
      tickLine="none"
      valueFormatter={format}
      xAxisProps={{ tickFormatter: (day: string) => dayText(day), minTickGap: 36, interval: 'preserveStartEnd' }}
      yAxisProps={{
        width: 68,
        tickCount: 5,
        domain: range === null ? ['auto', 'auto'] : [...range],
      }}
      // Asked for a day also while there is none.
      tooltipProps={{ labelFormatter: (day) => (typeof day === 'string' ? dayText(day, true) : '') }}
    />
  );
}
