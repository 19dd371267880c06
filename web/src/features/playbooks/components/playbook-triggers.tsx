import { Skeleton, Stack, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { LiveView } from '../../../components/ui/states.tsx';
import { relative, useNow, zoneName } from '../../../lib/time.ts';
import { type Forecast, useForecast } from '../api/get-forecast.ts';
import { triggerWords } from '../api/playbook-content.ts';
import classes from './playbooks.module.css';

interface TriggersProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** What starts a playbook, and the next five times of each schedule in the schedule's own zone. */
export function PlaybookTriggers({ playbookId, playbook }: TriggersProps) {
  const now = useNow();
  const { triggers, updatedAt, arming, status } = playbook;
  // Once a shown time has passed, the forecast is asked for again: at most once a minute.
  const minute = Math.floor(now.getTime() / 60_000);
  const hasSchedule = triggers.some(({ type }) => type === 'schedule');
  const version = [updatedAt?.getTime(), arming?.versionId, status, hasSchedule ? minute : 0].join('|');
  const live = useForecast(playbookId, version);
  if (triggers.length === 0) {
    return <Text c="dimmed">Nothing starts it on its own. Use “Run now”.</Text>;
  }
  return (
    <LiveView live={live} loading={<TriggersSkeleton playbook={playbook} />}>
      {(forecast) => (
        <Stack gap="lg">
          {forecast.triggers.map((trigger) => (
            <Trigger key={trigger.triggerId} trigger={trigger} now={now} isActive={status === 'active'} />
          ))}
          {forecast.triggers.length === 0 &&
            triggers.map((trigger, index) => <div key={trigger.id ?? index}>{triggerWords(trigger)}</div>)}
        </Stack>
      )}
    </LiveView>
  );
}

function TriggersSkeleton({ playbook }: { readonly playbook: Playbook }) {
  return (
    <Stack gap="sm">
      {playbook.triggers.map((trigger, index) => (
        <div key={trigger.id ?? index}>{triggerWords(trigger)}</div>
      ))}
      <Skeleton height={44} />
    </Stack>
  );
}

interface TriggerProps {
  readonly trigger: Forecast['triggers'][number];
  readonly now: Date;
  readonly isActive: boolean;
}

function Trigger({ trigger: { words, notes, next, timezone }, now, isActive }: TriggerProps) {
  return (
    <div>
      <Text fw={560} style={{ overflowWrap: 'anywhere' }}>
        {words.charAt(0).toUpperCase() + words.slice(1)}
      </Text>
      {timezone && next.length > 0 && (
        <Text size="sm" c="dimmed">
          {isActive ? 'Next times' : 'Once it is active, it would start'} in {zoneName(timezone)} ({timezone})
        </Text>
      )}
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      {next.length > 0 && (
        <ol className={classes.next}>
          {next.slice(0, 5).map(({ at, local }) => (
            <li key={at}>
              <time dateTime={at}>{local}</time>
              <span>{relative(new Date(at), now)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
