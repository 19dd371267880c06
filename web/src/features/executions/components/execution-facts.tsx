import type { Execution } from '@model/execution.ts';
import { priceOf } from '@model/price.ts';
import type { ReactNode } from 'react';
import { aboutCost } from '../../../lib/money.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, duration, relative, zoneName } from '../../../lib/time.ts';
import { triggeredByWords } from '../../../lib/words.ts';
import classes from './executions.module.css';

interface FactsProps {
  readonly execution: Execution;
  readonly now: Date;
}

/** What started it, when, how long it took and what it cost. */
export function ExecutionFacts({ execution, now }: FactsProps) {
  const { tenant, uid } = useSession();
  const { triggeredBy, startedBy, scheduledFor, createdAt, startedAt, completedAt, usage } = execution;
  const zone = tenant.timezone;
  const lasted = startedAt === null ? null : Number(completedAt ?? now) - Number(startedAt);
  const calls = [
    usage.vendorCalls > 0 ? `${usage.vendorCalls} outside ${usage.vendorCalls === 1 ? 'call' : 'calls'}` : null,
    usage.tokens > 0 ? `${usage.tokens.toLocaleString('en-US')} tokens` : null,
  ].filter((part) => part !== null);
  return (
    <dl className={classes.facts}>
      <Fact name="Started" aside={startedBy === uid ? 'by you' : null}>
        {triggeredByWords[triggeredBy]}
      </Fact>
      <Fact name={scheduledFor === null ? 'When' : 'Due'} aside={zoneName(zone)}>
        {dateTime(scheduledFor ?? createdAt, zone, now)}
      </Fact>
      <Fact name={completedAt === null ? 'Running for' : 'Took'} aside={completedAt && relative(completedAt, now)}>
        {lasted === null ? '–' : duration(lasted)}
      </Fact>
      <Fact name="Cost" aside={[`${usage.reads} reads, ${usage.writes} writes`, ...calls].join(', ')}>
        {aboutCost(priceOf(usage))}
      </Fact>
    </dl>
  );
}

function Fact({
  name,
  aside,
  children,
}: {
  readonly name: string;
  readonly aside: string | null;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {aside !== null && <small>{aside}</small>}
      </dd>
    </div>
  );
}
