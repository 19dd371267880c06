import { Badge, Button, Center, NativeSelect, Stack } from '@mantine/core';
import type { DomainEvent } from '@model/event.ts';
import { eventCatalog } from '@model/event-catalog.ts';
import { WEBHOOK_RECEIVED } from '@model/hook.ts';
import { Link } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { useState } from 'react';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { ago, dateTime, useNow } from '../../../lib/time.ts';
import { eventTitle } from '../../../lib/words.ts';
import { useEvents } from '../api/use-events.ts';
import { aboutEvent } from './event-words.ts';

interface EventListProps {
  /** Null: of every kind. */
  readonly eventName: string | null;
  readonly pageSize: number;
  onChoose(eventName: string | null): void;
}

/** What happened in the business, newest first, live. */
export function EventList({ eventName, pageSize, onChoose }: EventListProps) {
  const [limit, setLimit] = useState(pageSize);
  const live = useEvents(eventName, limit);
  const kinds = [...eventCatalog.map(({ name }) => name), WEBHOOK_RECEIVED];
  const named = eventName === null || kinds.includes(eventName) ? kinds : [...kinds, eventName];
  return (
    <Stack>
      <NativeSelect
        aria-label="Which events"
        maw={320}
        value={eventName ?? ''}
        onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
        data={[{ value: '', label: 'All events' }, ...named.map((value) => ({ value, label: eventTitle(value) }))]}
      />
      <LiveView live={live}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState icon={Radio} title={eventName === null ? 'Nothing has happened yet' : 'None of these yet'}>
              When stock runs low, a price changes or an order comes in, it appears here with what it started. Events
              are kept for 30 days.
            </EmptyState>
          ) : (
            <>
              <div className={rows.list}>
                {entries.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </div>
              {entries.length === limit && (
                <Center>
                  <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
                    Show more
                  </Button>
                </Center>
              )}
            </>
          )
        }
      </LiveView>
    </Stack>
  );
}

function Row({ entry }: { readonly entry: Entry<DomainEvent> }) {
  const { tenant } = useSession();
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { eventName, time, replayOf, dryRun } = entry.data;
  return (
    <Link to="/events/$eventId" params={{ eventId: entry.id }} className={rows.row}>
      <div className={rows.wide}>
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
