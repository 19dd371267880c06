import { Badge, Button, Center, Stack, Text } from '@mantine/core';
import type { DomainEvent } from '@model/event.ts';
import { Link } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { useState } from 'react';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import tones from '../../../components/ui/tone.module.css';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { ago, dateTime, useNow } from '../../../lib/time.ts';
import { eventTitle } from '../../../lib/words.ts';
import { type EventFilter, useEvents } from '../api/use-events.ts';
import { EventFilters } from './event-filters.tsx';
import { eventLook } from './event-look.ts';
import { aboutEvent, isAbout } from './event-words.ts';
import classes from './events.module.css';

interface EventListProps {
  readonly filter: EventFilter;
  /** What it is about, as one types it; empty: anything. */
  readonly about: string;
  readonly pageSize: number;
  onChange(filter: Partial<EventFilter & { about: string }>): void;
}

/** What happened in the business, newest first, live. */
export function EventList({ filter, about, pageSize, onChange }: EventListProps) {
  const [limit, setLimit] = useState(pageSize);
  const live = useEvents(filter, limit);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Stack>
      <EventFilters filter={filter} about={about} onChange={onChange} />
      <LiveView live={live}>
        {(entries) => {
          const shown = entries.filter(({ data }) => data === null || isAbout(data, about));
          return (
            <>
              {entries.length === 0 && (
                <EmptyState icon={Radio} title={isFiltered ? 'None of these yet' : 'Nothing has happened yet'}>
                  When stock runs low, a price changes or an order comes in, it appears here with what it started.
                  Events are kept for 30 days.
                </EmptyState>
              )}
              {shown.length > 0 && (
                <div className={rows.list}>
                  {shown.map((entry) => (
                    <Row key={entry.id} entry={entry} />
                  ))}
                </div>
              )}
              {about !== '' && entries.length > 0 && (
                <Text size="sm" c="dimmed" role="status">
                  {shown.length} of the newest {entries.length} are about “{about}”.
                </Text>
              )}
              {entries.length === limit && (
                <Center>
                  <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
                    Show more
                  </Button>
                </Center>
              )}
            </>
          );
        }}
      </LiveView>
    </Stack>
  );
}

function Row({ entry }: { readonly entry: Entry<DomainEvent> }) {
  const { tenant } = useSession();
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { eventName, time, replayOf, dryRun } = entry.data;
  const { icon: Icon, tone } = eventLook(eventName);
  return (
    <Link to="/events/$eventId" params={{ eventId: entry.id }} className={rows.row}>
      <span className={`${tones.disc} ${tones[tone]}`} aria-hidden>
        <Icon size={15} strokeWidth={2.2} />
      </span>
      <div className={classes.what}>
        <div className={rows.name}>
          {eventTitle(eventName)}
          {replayOf !== null && (
            <Badge size="sm" color="blue" variant="dot">
              Replay
            </Badge>
          )}
          {dryRun && (
            <Badge size="sm" color="blue" variant="dot">
              Dry run
            </Badge>
          )}
        </div>
        <div className={rows.about}>{aboutEvent(entry.data)}</div>
      </div>
      <time className={rows.when} dateTime={time.toISOString()} title={dateTime(time, tenant.timezone, now)}>
        {ago(time, now)}
      </time>
    </Link>
  );
}
