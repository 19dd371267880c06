import { Text } from '@mantine/core';
import { History } from 'lucide-react';
import { Section } from '../../../components/ui/page.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { usePeople } from '../../../lib/people.ts';
import { useNow } from '../../../lib/time.ts';
import { endedSince } from '../api/recommendations.ts';
import { type Advice, HISTORY_DAYS, readable, useEarlier, useFeedback, usePlace } from '../api/use-coach.ts';
import classes from './effect.module.css';
import { EffectRow } from './effect-row.tsx';
import { StatisticsTiles } from './statistics-tiles.tsx';

const DAY_MS = 24 * 3_600_000;

/** What became of earlier recommendations, and whether they helped. */
export default function EffectTab() {
  return (
    <LiveView live={useEarlier()}>
      {(entries) => {
        const known = readable(entries);
        return (
          <>
            <StatisticsTiles version={known.map(({ id, data }) => `${id} ${data.status}`).join()} />
            <Ended entries={known} />
          </>
        );
      }}
    </LiveView>
  );
}

function Ended({ entries }: { readonly entries: readonly Advice[] }) {
  const now = useNow();
  const place = usePlace();
  const feedback = useFeedback();
  const people = usePeople(entries.length > 0);
  const ended = endedSince(entries, new Date(now.getTime() - HISTORY_DAYS * DAY_MS));
  return (
    <Section
      title="What became of it"
      aside={
        <Text size="sm" c="dimmed">
          The last {HISTORY_DAYS} days
        </Text>
      }
    >
      {ended.length === 0 ? (
        <EmptyState icon={History} title="Nothing has been decided yet">
          What you take up, dismiss or let go appears here, with what it did to your figures.
        </EmptyState>
      ) : (
        <ul className={classes.list} aria-label="Earlier recommendations">
          {ended.map(({ id, data }) => (
            <li key={id}>
              <EffectRow
                recommendation={data}
                said={feedback.filter(({ recommendationId }) => recommendationId === id)}
                people={people}
                place={place}
                now={now}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
