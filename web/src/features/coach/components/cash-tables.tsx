import { Text, Title } from '@mantine/core';
import type { Place } from '@model/figure-text.ts';
import type { Expected, Insight } from '@model/insight.ts';
import { FigureTable } from '../../../components/ui/figure-table.tsx';
import { plusDays } from '../../../lib/days.ts';
import { dayText, figureText } from '../api/coach-words.ts';
import { weeksOf } from '../api/history.ts';
import classes from './details.module.css';

const WEEKS = 8;
const LAST_DAY = 6;
const NOT_KNOWN = '–';
const signed = (value: number, size: string) => (value === 0 ? size : `${value > 0 ? '+' : '−'}${size}`);

/** What came and went, week by week. */
export function CashTable({ history, place }: { readonly history: readonly Insight[]; readonly place: Place }) {
  const weeks = weeksOf(history, WEEKS);
  const money = (value: number | null) => (value === null ? NOT_KNOWN : figureText('money', value, place));
  return (
    <section className={classes.block} aria-label="Cash flow">
      <Title order={3}>Cash flow</Title>
      <Text size="sm" c="dimmed" mb="sm">
        As it stood at the end of each of the last {WEEKS} weeks that were looked at.
      </Text>
      <FigureTable
        label="Cash flow by week"
        head={['Week', 'Cash', 'Change', 'Revenue, 30 days', 'Burn a month', 'Runway']}
        rows={weeks.map(({ from, until, cash, change, revenue, burn, runwayDays }) => [
          `${dayText(from)} – ${dayText(until)}`,
          money(cash),
          change === null ? NOT_KNOWN : signed(change, money(Math.abs(change))),
          money(revenue),
          money(burn),
          runwayDays === null ? NOT_KNOWN : figureText('days', runwayDays, place),
        ])}
      />
    </section>
  );
}

/** What should come in on open invoices, by when it is due. */
export function ExpectedTable({ expected, place }: { readonly expected: Expected | null; readonly place: Place }) {
  const money = (value: number) => figureText('money', value, place);
  return (
    <section className={classes.block} aria-label="What should come in">
      <Title order={3}>What should come in</Title>
      {expected === null ? (
        <Text size="sm" c="dimmed">
          Nothing is known of open invoices.
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            On open invoices, by when they are due.
          </Text>
          <FigureTable
            label="What should come in by week"
            head={['Due', 'Amount']}
            rows={[
              ['Past due', money(expected.overdue)],
              ...expected.weeks.map(({ from, amount }) => [
                `${dayText(from)} – ${dayText(plusDays(from, LAST_DAY))}`,
                money(amount),
              ]),
            ]}
          />
        </>
      )}
    </section>
  );
}
