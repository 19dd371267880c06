import { costWords } from '../../../lib/money.ts';
import { duration } from '../../../lib/time.ts';
import { changeWords, countWords, pointsWords, savedWords, shareWords } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import classes from './analytics.module.css';

/** The figures that matter most, each against as many days before. */
export function Counters({ analytics: { totals, before, days } }: { readonly analytics: Analytics }) {
  const then = before === null || before.runs === 0 ? null : before;
  const counters: readonly (readonly [word: string, figure: string, change: string | null])[] = [
    ['Executions', countWords(totals.runs), changeWords(totals.runs, then?.runs ?? null)],
    ['Success rate', shareWords(totals.successRate), pointsWords(totals.successRate, then?.successRate ?? null)],
    [
      'Median duration',
      totals.p50Ms === null ? '–' : duration(totals.p50Ms),
      changeWords(totals.p50Ms, then?.p50Ms ?? null),
    ],
    ['Cost', costWords(totals.costMicros), changeWords(totals.costMicros, then?.costMicros ?? null)],
    ['Time saved', savedWords(totals.savedSeconds), changeWords(totals.savedSeconds, then?.savedSeconds ?? null)],
  ];
  return (
    <dl className={classes.counters}>
      {counters.map(([word, figure, change]) => (
        <div key={word} className={classes.counter}>
          <dt>{word}</dt>
          <dd>
            <strong>{figure}</strong>
            <span>{change === null ? `in ${days.length} days` : changed(change, days.length)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function changed(change: string, days: number): string {
  return change === 'as before' ? `as in the ${days} days before` : `${change}, against the ${days} days before`;
}
