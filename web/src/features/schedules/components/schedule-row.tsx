import type { ReactNode } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { usePeople } from '../../../lib/people.ts';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { useSession } from '../../../lib/session.ts';
import { armingState, playbookStatus } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { ownerWords } from '../api/owner-words.ts';
import type { Planned } from '../api/planned.ts';
import { DeleteSchedule } from './delete-schedule.tsx';
import { LastResult } from './last-result.tsx';
import { ScheduleOwner } from './schedule-owner.tsx';
import classes from './schedules.module.css';

interface RowProps {
  readonly planned: Planned;
  readonly isHeld: boolean;
  readonly actions: ReactNode;
}

/** One schedule: what it starts and when, how that went last, and the means to run and to pause it. */
export function ScheduleRow({ planned, isHeld, actions }: RowProps) {
  const { playbookId, playbook, schedule, next } = planned;
  const { uid } = useSession();
  const { name, status, arming, ownerId } = playbook;
  const owner = ownerWords(ownerId, usePeople(), uid);
  const isTroubled = status === 'active' && arming !== null && arming.state !== 'armed';
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <div className={classes.name}>
          <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
            {name}
          </TextLink>
          {status === 'paused' && <StatusPill look={playbookStatus.paused} />}
          {isTroubled && <StatusPill look={armingState[arming.state]} />}
        </div>
        <div className={classes.soft}>
          {recurrenceWords(schedule)}
          {owner !== null && <ScheduleOwner planned={planned} owner={owner} />}
        </div>
      </div>
      <div className={classes.fact}>
        <span className={classes.label}>Next</span>
        <Next at={next} isPaused={status === 'paused'} isHeld={isHeld} hasLeft={owner?.hasLeft ?? false} />
      </div>
      <div className={classes.fact}>
        <span className={classes.label}>Last</span>
        <LastResult playbookId={playbookId} />
      </div>
      <div className={classes.actions}>
        {actions}
        <DeleteSchedule planned={planned} />
      </div>
    </li>
  );
}

interface NextProps {
  readonly at: Date | null;
  readonly isPaused: boolean;
  readonly isHeld: boolean;
  readonly hasLeft: boolean;
}

function Next({ at, isPaused, isHeld, hasLeft }: NextProps) {
  const { tenant } = useSession();
  const now = useNow();
  if (isPaused) return <span>Not while it is paused</span>;
  if (isHeld) return <span>Not while everything is paused</span>;
  if (hasLeft) return <span>Not until somebody takes it over</span>;
  if (at === null) return <span>Never again</span>;
  return (
    <time dateTime={at.toISOString()}>
      {dateTime(at, tenant.timezone, now)} <span className={classes.soft}>{relative(at, now)}</span>
    </time>
  );
}
