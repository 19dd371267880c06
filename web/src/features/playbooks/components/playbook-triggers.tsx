import { Skeleton, Stack, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import type { ReactNode } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { relative } from '../../../lib/time.ts';
import { triggerWords } from '../../../lib/trigger-words.ts';
import type { Live } from '../../../lib/use-live.ts';
import { sentence } from '../../../lib/words.ts';
import type { Forecast } from '../api/get-forecast.ts';
import { listeningRemarks, type TriggerRemark } from '../api/playbook-content.ts';
import { PlaybookHook } from './playbook-hook.tsx';
import classes from './playbooks.module.css';

type TriggerForecast = Forecast['triggers'][number];

interface TriggersProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  readonly live: Live<Forecast>;
  readonly now: Date;
}

/** What starts a playbook, and the next three times of each schedule in the schedule's own zone. */
export function PlaybookTriggers({ playbookId, playbook, live, now }: TriggersProps) {
  const { triggers, status, arming } = playbook;
  if (triggers.length === 0) {
    return <Text c="dimmed">Nothing starts it on its own. Use “Run now”.</Text>;
  }
  return (
    <LiveView live={live} loading={<TriggersSkeleton playbook={playbook} />}>
      {(forecast) => (
        <Stack gap="lg">
          {forecast.triggers.map((trigger) => (
            <Trigger
              key={trigger.triggerId}
              trigger={trigger}
              title={titleOf(trigger, triggers)}
              remarks={remarksOn(trigger, triggers)}
              now={now}
              isActive={status === 'active'}
            >
              {trigger.type === 'webhook' && (
                <PlaybookHook
                  playbookId={playbookId}
                  triggerId={trigger.triggerId}
                  version={`${status}|${arming?.versionId}`}
                />
              )}
            </Trigger>
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

/** Events have names of ours; of a schedule the server says more. */
function titleOf({ triggerId, words }: TriggerForecast, triggers: Playbook['triggers']): string {
  const event = triggers.find(({ id, type }) => id === triggerId && type === 'event');
  return sentence(event ? triggerWords(event) : words);
}

function remarksOn({ triggerId }: TriggerForecast, triggers: Playbook['triggers']): TriggerRemark[] {
  const trigger = triggers.find(({ id }) => id === triggerId);
  return trigger === undefined ? [] : listeningRemarks(trigger);
}

interface TriggerProps {
  readonly trigger: TriggerForecast;
  readonly title: string;
  readonly remarks: readonly TriggerRemark[];
  readonly now: Date;
  readonly isActive: boolean;
  readonly children: ReactNode;
}

function Trigger({ trigger, title, remarks, now, isActive, children }: TriggerProps) {
  const { next, perMonth, type } = trigger;
  return (
    <div>
      <Text fw={560} style={{ overflowWrap: 'anywhere' }}>
        {title}
      </Text>
      {remarks.map(({ words, code }) => (
        <Text key={`${words}|${code}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {words} {code !== null && <code>{code}</code>}
        </Text>
      ))}
      {perMonth !== null && (
        <Text size="sm" c="dimmed">
          {type === 'schedule' ? '' : 'About '}
          {perMonth.toLocaleString('en-US')} {perMonth === 1 ? 'time' : 'times'} a month
        </Text>
      )}
      {!isActive && next.length > 0 && (
        <Text size="sm" c="dimmed">
          Once it is active, it starts
        </Text>
      )}
      {next.length > 0 && (
        <ol className={classes.next}>
          {next.slice(0, 3).map(({ at, local, note }) => (
            <li key={at.getTime()}>
              <time dateTime={at.toISOString()}>{local}</time>
              <span>{relative(at, now)}</span>
              {note !== null && <small>{note}</small>}
            </li>
          ))}
        </ol>
      )}
      {children}
    </div>
  );
}
