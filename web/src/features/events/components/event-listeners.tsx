import { Text } from '@mantine/core';
import type { DomainEvent } from '@model/event.ts';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { ErrorState } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { hearingStatus } from '../../../lib/status.ts';
import { useHeard } from '../api/use-events.ts';

interface ListenersProps {
  readonly eventId: string;
  readonly event: DomainEvent;
}

/** The playbooks that listen for an event by now and have not started for it, each with the reason. */
export function EventListeners({ eventId, event: { started, dueAt } }: ListenersProps) {
  const live = useHeard(eventId, `${started}|${dueAt === null}`);
  if (live.status === 'loading') return null;
  if (live.status === 'error') return <ErrorState message={live.message} retry={live.retry} />;
  const { listeners, hasMoreListeners } = live.value;
  const others = listeners.flatMap(({ outcome, ...one }) => (outcome === 'started' ? [] : [{ outcome, ...one }]));
  if (listeners.length === 0) return <Text c="dimmed">No active playbook listens for it.</Text>;
  if (others.length === 0) return null;
  return (
    <Section title="What it did not start">
      <div className={rows.list}>
        {others.map(({ playbookId, playbookName, triggerId, outcome, why }) => (
          <Link
            key={`${playbookId}.${triggerId}`}
            to="/playbooks/$playbookId"
            params={{ playbookId }}
            className={rows.row}
          >
            <div className={rows.wide}>
              <div className={rows.name}>{playbookName}</div>
              {why !== '' && <div className={rows.about}>{why}</div>}
            </div>
            <StatusPill look={hearingStatus[outcome]} />
          </Link>
        ))}
      </div>
      {hasMoreListeners && (
        <Text size="sm" c="dimmed" mt="xs">
          There are more.
        </Text>
      )}
    </Section>
  );
}
