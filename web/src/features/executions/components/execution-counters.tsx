import type { ExecutionStatus } from '@model/execution.ts';
import { createdWithin } from '@model/execution-queries.ts';
import { queries } from '@model/query.ts';
import { Link } from '@tanstack/react-router';
import tones from '../../../components/ui/tone.module.css';
import { dayOf, startOfDay } from '../../../lib/days.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { useCount } from '../../../lib/use-count.ts';
import { type ExecutionsSearch, statusParam } from '../api/search-params.ts';
import classes from './execution-counters.module.css';

/** `useCount` counts so far. */
const MOST = 1_000;

interface Counter {
  readonly word: string;
  readonly means: string;
  /** Its first gives the look. */
  readonly statuses: readonly [ExecutionStatus, ...ExecutionStatus[]];
  readonly isToday: boolean;
}
const counters: readonly Counter[] = [
  { word: 'Running', means: 'under way at this moment', statuses: ['running', 'queued'], isToday: false },
  { word: 'Waiting', means: 'for a time, a person or an event', statuses: ['waiting'], isToday: false },
  { word: 'Failed today', means: 'and could not go on', statuses: ['failed'], isToday: true },
  { word: 'Completed today', means: 'with nothing left to do', statuses: ['completed'], isToday: true },
];

interface CountersProps {
  readonly search: ExecutionsSearch;
  readonly now: Date;
  /** Counted anew whenever it changes; null while what is newest is not known. */
  readonly version: string | null;
}

/** How many there are of what matters most; each leads to the very ones that it counts. */
export function ExecutionCounters({ search, now, version }: CountersProps) {
  return (
    <ul className={classes.counters} aria-label="How things stand">
      {counters.map((counter) => (
        <li key={counter.word}>
          <CounterTile counter={counter} search={search} now={now} version={version} />
        </li>
      ))}
    </ul>
  );
}

function CounterTile({ counter, search, now, version }: CountersProps & { readonly counter: Counter }) {
  const { orgId, tenant } = useSession();
  const { word, means, statuses, isToday } = counter;
  const zone = tenant.timezone;
  const today = dayOf(now, zone);
  const listed = queries.executionsByStatuses(orgId, statuses, { limit: MOST });
  const query = createdWithin(listed, isToday ? startOfDay(today, zone) : null, null);
  const count = useCount(version === null ? null : query, `${orgId} ${today} ${version}`);
  const { tone, icon: Icon } = executionStatus[statuses[0]];
  const wanted: ExecutionsSearch = { status: statusParam(statuses), when: isToday ? 'today' : undefined };
  const isShown = search.status === wanted.status && search.when === wanted.when;
  return (
    <Link
      to="/executions"
      search={isShown ? {} : wanted}
      replace
      className={classes.counter}
      data-shown={isShown || undefined}
      aria-current={isShown ? 'true' : undefined}
    >
      <span className={`${tones.disc} ${tones[count === 0 ? 'neutral' : tone]}`} aria-hidden>
        <Icon size={15} strokeWidth={2.4} />
      </span>
      <span className={classes.figure}>
        <strong data-unknown={count === null || undefined}>
          {count === null ? '…' : count >= MOST ? `${MOST.toLocaleString('en-US')}+` : count}
        </strong>
        <span className={classes.word}>{word}</span>
        <span className={classes.means}>{means}</span>
      </span>
    </Link>
  );
}
