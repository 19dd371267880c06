import { Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { CircleCheck, LoaderCircle } from 'lucide-react';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { armingState, playbookStatus, type StatusLook } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { useNextSchedule } from '../api/use-next-time.ts';
import classes from './proposal.module.css';

const arming: StatusLook = { word: 'Arming…', tone: 'info', icon: LoaderCircle, busy: true };
const armed: StatusLook = { word: 'Armed', tone: 'good', icon: CircleCheck };

interface ArmingLineProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** Whether a playbook is on, and when it starts next, as that changes. */
export function ArmingLine({ playbookId, playbook }: ArmingLineProps) {
  const { tenant } = useSession();
  const now = useNow();
  const isActive = playbook.status === 'active';
  const isScheduled = isActive && playbook.triggers.some(({ type }) => type === 'schedule');
  const next = useNextSchedule(playbookId, isScheduled);
  const look = lookOf(playbook);
  const scheduledFor = look === armed ? next?.scheduledFor : null;
  const problems = isActive ? (playbook.arming?.problems ?? []) : [];
  return (
    <div role="status" className={classes.live}>
      <StatusPill look={look} />
      <Text size="sm" component="span">
        {scheduledFor
          ? `Next: ${dateTime(scheduledFor, next?.timezone ?? tenant.timezone, now)}, ${relative(scheduledFor, now)}`
          : wordsOf(playbook, look)}
        {problems.length > 0 && ` ${problems.map(({ message }) => message).join('; ')}`}
      </Text>
    </div>
  );
}

/** Active is the wish; whether it is armed is the answer that people wait for. */
function lookOf({ status, arming: state }: Playbook): StatusLook {
  if (status !== 'active') return playbookStatus[status];
  if (state === null || state.state === 'none') return arming;
  return state.state === 'armed' ? armed : armingState[state.state];
}

function wordsOf({ status, triggers }: Playbook, look: StatusLook): string {
  if (status === 'draft') return 'Nothing runs until you activate it.';
  if (status === 'paused') return 'It does not start by itself.';
  if (look !== armed) return '';
  return triggers.some(({ type }) => type === 'event' || type === 'webhook') ? 'It waits for its event.' : '';
}
