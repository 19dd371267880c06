import { NumberInput, Skeleton, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { costWords } from '../../../lib/money.ts';
import { useSession } from '../../../lib/session.ts';
import { countWords } from '../api/figures.ts';
import { type Cost, useCost } from '../api/get-analytics.ts';
import { tierNames } from '../api/tier-names.ts';
import classes from './analytics.module.css';

const MOST = 100_000_000;
const TYPED_MS = 400;

/** What a month would cost in each tier, for as many executions as one expects. */
export function CostCalculator({ pace }: { readonly pace: number }) {
  const { orgId } = useSession();
  const id = useId();
  const [typed, setTyped] = useState<number | null>(null);
  const [executions] = useDebouncedValue(typed ?? pace, TYPED_MS);
  const live = useCost(orgId, executions);
  return (
    <section className={classes.card} data-wide aria-labelledby={id}>
      <div className={classes.cardHead}>
        <Title order={2} id={id}>
          What a month would cost
        </Title>
      </div>
      <div className={classes.calculator}>
        <NumberInput
          label="Executions a month"
          description={`At the pace of these days: ${countWords(pace)}`}
          value={typed ?? pace}
          onChange={(value) => setTyped(typeof value === 'number' ? Math.min(MOST, Math.max(0, value)) : null)}
          min={0}
          max={MOST}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          maw={280}
        />
        <LiveView live={live} loading={<Skeleton height={110} radius="lg" />}>
          {(cost) => <Tiers cost={cost} />}
        </LiveView>
      </div>
    </section>
  );
}

function Tiers({ cost: { tiers, fits, executionMicros, isMeasured } }: { readonly cost: Cost }) {
  return (
    <>
      <p className={classes.said} role="status">
        {fits === null ? 'No tier includes as much.' : `${tierNames[fits]} would do.`}
        {isMeasured && ` An execution of the last 30 days has used up ${costWords(executionMicros)} on average.`}
      </p>
      <ul className={classes.tiers}>
        {tiers.map((one) => (
          <li key={one.tier} className={classes.tier} data-fits={one.tier === fits || undefined}>
            {tierNames[one.tier]}
            {one.tier === fits && ' (the least that would do)'}
            <strong>{one.priceMicros === 0 ? '$0' : costWords(one.priceMicros)}</strong>
            <p>
              Includes {countWords(one.includedExecutions)} executions and {costWords(one.includedMicros)} of use.
            </p>
            <p>{outcome(one)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function outcome({ exceeds, runningMicros, perExecutionMicros }: Cost['tiers'][number]): string {
  if (exceeds === 'executions') return 'More executions than it includes.';
  if (exceeds === 'cost') return `${costWords(runningMicros)} of use: more than it includes.`;
  if (perExecutionMicros === null) return 'It fits.';
  return `It fits: ${costWords(perExecutionMicros)} an execution.`;
}
