import { lazy, Suspense } from 'react';
import { Boundary } from '../../../components/ui/boundary.tsx';
import { FigureTable } from '../../../components/ui/figure-table.tsx';
import { dayText } from '../api/coach-words.ts';
import type { Point } from '../api/history.ts';
import classes from './trend.module.css';

const TrendChart = lazy(() => import('./trend-chart.tsx'));

interface TrendProps {
  readonly points: readonly Point[];
  readonly label: string;
  readonly range?: readonly [number, number] | null;
  format(value: number): string;
}

/** How something went, day by day: as a picture, said in a sentence, and as a table. */
export function Trend({ points, label, range = null, format }: TrendProps) {
  const known = points.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]));
  if (known.length === 0) {
    return <p className={classes.nothing}>{label} was not known on any of these days.</p>;
  }
  return (
    <figure className={classes.figure}>
      <div className={classes.picture} role="img" aria-label={sentenceOf(label, known, format)}>
        <Boundary>
          <Suspense fallback={<Loading />}>
            <TrendChart points={points} label={label} range={range} format={format} />
          </Suspense>
        </Boundary>
      </div>
      <details className={classes.table}>
        <summary>As a table</summary>
        <FigureTable
          label={`${label}, day by day`}
          head={['Day', label]}
          rows={known.toReversed().map(({ day, value }) => [dayText(day, true), format(value)])}
        />
      </details>
    </figure>
  );
}

function Loading() {
  return <div className={classes.waiting} role="status" aria-label="Loading" />;
}

interface Known {
  readonly day: string;
  readonly value: number;
}

/** `Score: 51 on Oct 24, 57 on Nov 22; between 48 and 60.` */
function sentenceOf(label: string, known: readonly Known[], format: (value: number) => string): string {
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return label;
  const on = ({ day, value }: Known) => `${format(value)} on ${dayText(day)}`;
  if (known.length === 1) return `${label}: ${on(first)}.`;
  const values = known.map(({ value }) => value);
  const span = `between ${format(Math.min(...values))} and ${format(Math.max(...values))}`;
  return `${label}: ${on(first)}, ${on(last)}; ${span}.`;
}
