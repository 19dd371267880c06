import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { DomainEvent } from '@model/event.ts';
import type { Execution } from '@model/execution.ts';
import { Link } from '@tanstack/react-router';
import { FlaskConical, ShieldQuestion, Sparkles } from 'lucide-react';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { eventTitle } from '../../../lib/words.ts';
import { useEvent, useStartedBy } from '../api/use-events.ts';
import { EventChain } from './event-chain.tsx';
import { EventListeners } from './event-listeners.tsx';
import { dataOf, sentenceFor, subjectOf } from './event-words.ts';
import { ReplayButton } from './replay-button.tsx';

const MOST_STARTED = 100;
const back = <BackLink to="/events">Events</BackLink>;

/** One event: what it says, what it started, and how to have it said again. */
export function EventDetail({ eventId }: { readonly eventId: string }) {
  return (
    <DocumentPage
      live={useEvent(eventId)}
      kind="Event"
      back={back}
      loading={<Skeleton height={140} radius="lg" />}
      missing={{
        words: 'Events are kept for 30 days.',
        action: <ButtonLink to="/events">See all events</ButtonLink>,
      }}
    >
      {(event, id) => <Detail eventId={id} event={event} />}
    </DocumentPage>
  );
}

function Detail({ eventId, event }: { readonly eventId: string; readonly event: DomainEvent }) {
  const { tenant, mayEdit } = useSession();
  const now = useNow();
  const { eventName, time, isTainted, dryRun } = event;
  const title = eventTitle(eventName);
  return (
    <Page
      title={title}
      back={back}
      subtitle={[dateTime(time, tenant.timezone, now), subjectOf(event)].filter(Boolean).join(' · ')}
      actions={
        mayEdit && (
          <Group gap="xs">
            <ReplayButton eventId={eventId} />
            <ButtonLink
              to="/"
              search={{ say: sentenceFor(eventName, title) }}
              leftSection={<Sparkles size={15} aria-hidden />}
            >
              Make a playbook from it
            </ButtonLink>
          </Group>
        )
      }
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
      <div style={{ marginTop: 16 }}>
        <EventChain event={event} />
      </div>
      <Section
        title="What it says"
        aside={
          <Text ff="monospace" size="sm" c="dimmed">
            {eventName}
          </Text>
        }
      >
        <DataValue value={dataOf(event)} label="Data of the event" />
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
