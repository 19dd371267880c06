import { Text } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import { Info, TriangleAlert } from 'lucide-react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { Tone } from '../../../lib/status.ts';
import type { Found } from '../api/get-agents.ts';
import classes from './agents.module.css';
import { Proposal } from './proposal.tsx';

const SHOWN = 3;
const TONES: Readonly<Record<Found['priority'], Tone>> = { high: 'bad', medium: 'warn', low: 'info' };

/** What an agent has found that somebody has to see to, with the things themselves. */
export function Findings({ alerts, onSettled }: { readonly alerts: readonly Found[]; onSettled(): void }) {
  return (
    <div className={classes.findings}>
      {alerts.map(({ check, message, priority, actions }) => (
        <Note key={check} tone={TONES[priority]} icon={priority === 'low' ? Info : TriangleAlert}>
          <Text size="sm" fw={600}>
            {message.replace(/^🚨 /u, '')}.
          </Text>
          <ul className={classes.things}>
            {actions.slice(0, SHOWN).map((action) => (
              <li key={JSON.stringify(action)}>
                <Thing action={action} onSettled={onSettled} />
              </li>
            ))}
          </ul>
          {actions.length > SHOWN && <Text size="sm">and {actions.length - SHOWN} more</Text>}
        </Note>
      ))}
    </div>
  );
}

/** A thing by its name, as a link to where it is seen to. */
function Thing({ action, onSettled }: { readonly action: JsonObject; onSettled(): void }) {
  const { taskId, title, connectionId, alertId, actionId } = action;
  const name = typeof title === 'string' ? title : String(connectionId ?? '');
  if (typeof taskId === 'string') {
    return (
      <TextLink to="/tasks/$taskId" params={{ taskId }}>
        {name}
      </TextLink>
    );
  }
  if (typeof actionId === 'string') return <Proposal actionId={actionId} title={name} onSettled={onSettled} />;
  if (connectionId !== undefined) return <TextLink to="/settings/connections">{name}</TextLink>;
  return alertId === undefined ? name : <TextLink to="/alerts">{name}</TextLink>;
}
