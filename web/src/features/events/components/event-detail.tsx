import { Skeleton, Stack, Text } from '@mantine/core';
import type { DomainEvent } from '@model/event.ts';
import type { Execution } from '@model/execution.ts';
import { Link } from '@tanstack/react-router';
import { FlaskConical, SearchX, ShieldQuestion } from 'lucide-react';
import { JsonTree } from '../../../components/ui/json-tree.tsx';
import { BackLink, ButtonLink, TextLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { eventTitle } from '../../../lib/words.ts';
import { useEvent, useStartedBy } from '../api/use-events.ts';
import { EventListeners } from './event-listeners.tsx';
import { dataOf, startedWords, subjectOf } from './event-words.ts';
import { ReplayButton } from './replay-button.tsx';

const MOST_STARTED = 100;
const back = <BackLink to="/events">Events</BackLink>;

/** One event: what it says, what it started, and how to have it said again. */
export function EventDetail({ eventId }: { readonly eventId: string }) {
  return (
    <LiveView
      live={useEvent(eventId)}
      loading={
        <Page title="Event" back={back} subtitle={<Skeleton height={14} width={240} />}>
          <Skeleton height={140} radius="lg" />
        </Page>
      }
    >
      {(entry) => {
        if (entry === null) {
          return (
            <Page title="Event" back={back}>
              <EmptyState
                icon={SearchX}
                title="This event is not there"
                action={<ButtonLink to="/events">See all events</ButtonLink>}
              >
                Events are kept for 30 days.
              </EmptyState>
            </Page>
          );
        }
        if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
        return <Detail eventId={entry.id} event={entry.data} />;
      }}
    </LiveView>
  );
}

function Detail({ eventId, event }: { readonly eventId: string; readonly event: DomainEvent }) {
  const { tenant, mayEdit } = useSession();
  const now = useNow();
  const { eventName, time, isTainted, causedBy, replayOf, dryRun } = event;
  return (
    <Page
      title={eventTitle(eventName)}
      back={back}
      subtitle={[dateTime(time, tenant.timezone, now), subjectOf(event), startedWords(event)]
        .filter(Boolean)
        .join(' · ')}
      actions={mayEdit && <ReplayButton eventId={eventId} />}
    >
      <Stack gap={10}>
        {isTainted && (
          <Note tone="warn" icon={ShieldQuestion}>
            <Text size="sm">
              Strangers may have written some of this. What playbooks do with it is looked at more closely.
            </Text>
          </Note>
        )}
        {dryRun && (
          <Note tone="info" icon={FlaskConical}>
            <Text size="sm">
              What this starts are dry runs: they read for real, and what they would do is only noted.
            </Text>
          </Note>
        )}
      </Stack>
      {(causedBy !== null || replayOf !== null) && (
        <Text size="sm" c="dimmed" mt="sm">
          {causedBy !== null && (
            <TextLink to="/executions/$executionId" params={{ executionId: causedBy }}>
              Caused by an execution
            </TextLink>
          )}
          {causedBy !== null && replayOf !== null && ' · '}
          {replayOf !== null && (
            <TextLink to="/events/$eventId" params={{ eventId: replayOf }}>
              Said again of an earlier event
            </TextLink>
          )}
        </Text>
      )}
      <Section
        title="What it says"
        aside={
          <Text ff="monospace" size="sm" c="dimmed">
            {eventName}
          </Text>
        }
      >
        <JsonTree value={dataOf(event)} label="Data of the event" />
      </Section>
      <Section title="What it started">
        <Started eventId={eventId} />
      </Section>
      <EventListeners eventId={eventId} event={event} />
    </Page>
  );
}

function Started({ eventId }: { readonly eventId: string }) {
  return (
    <LiveView live={useStartedBy(eventId, MOST_STARTED)} loading={<Skeleton height={56} radius="lg" />}>
      {(entries) =>
        entries.length === 0 ? (
          <Text c="dimmed">Nothing so far.</Text>
        ) : (
          <Stack gap={0} className={rows.list}>
            {entries.map((entry) => (
              <StartedRow key={entry.id} entry={entry} />
            ))}
          </Stack>
        )
      }
    </LiveView>
  );
}

function StartedRow({ entry }: { readonly entry: Entry<Execution> }) {
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { playbookName, status, error } = entry.data;
  return (
    <Link to="/executions/$executionId" params={{ executionId: entry.id }} className={rows.row}>
      <div className={rows.wide}>
        <div className={rows.name}>{playbookName}</div>
        {error !== null && <div className={rows.about}>{error.message}</div>}
      </div>
      <StatusPill look={executionStatus[status]} />
    </Link>
  );
}
