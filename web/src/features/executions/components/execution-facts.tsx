import { type Execution, tokensOf } from '@model/execution.ts';
import { priceOf } from '@model/price.ts';
import type { ReactNode } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { aboutCost } from '../../../lib/money.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, duration, relative, zoneName } from '../../../lib/time.ts';
import { startedWords } from '../../../lib/words.ts';
import classes from './executions.module.css';

interface FactsProps {
  readonly execution: Execution;
  readonly now: Date;
}

/** What started it, when, how long it took and what it cost. */
export function ExecutionFacts({ execution, now }: FactsProps) {
  const { tenant, uid } = useSession();
  const { startedBy, scheduledFor, createdAt, startedAt, completedAt, usage, eventId } = execution;
  const zone = tenant.timezone;
  const lasted = startedAt === null ? null : Number(completedAt ?? now) - Number(startedAt);
  const tokens = tokensOf(usage);
  const calls = [
    usage.vendorCalls > 0 ? `${usage.vendorCalls} outside ${usage.vendorCalls === 1 ? 'call' : 'calls'}` : null,
    tokens > 0 ? `${tokens.toLocaleString('en-US')} tokens` : null,
  ].filter((part) => part !== null);
  return (
    <dl className={classes.facts}>
      <Fact name="Started" aside={eventId === null ? startedBy === uid && 'by you' : <EventLink eventId={eventId} />}>
        {startedWords(execution)}
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

function EventLink({ eventId }: { readonly eventId: string }) {
  return (
    <TextLink to="/events/$eventId" params={{ eventId }}>
      See the event
    </TextLink>
  );
}

function Fact({
  name,
  aside,
  children,
}: {
  readonly name: string;
  readonly aside: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {aside && <small>{aside}</small>}
      </dd>
    </div>
  );
}
