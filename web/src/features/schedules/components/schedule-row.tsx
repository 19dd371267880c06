import type { ReactNode } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { useSession } from '../../../lib/session.ts';
import { armingState, playbookStatus } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import type { Planned } from '../api/planned.ts';
import { LastResult } from './last-result.tsx';
import classes from './schedules.module.css';

interface RowProps {
  readonly planned: Planned;
  readonly isHeld: boolean;
  readonly actions: ReactNode;
}

/** One schedule: what it starts and when, how that went last, and the means to run and to pause it. */
export function ScheduleRow({ planned: { playbookId, playbook, schedule, next }, isHeld, actions }: RowProps) {
  const { name, status, arming } = playbook;
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
        <div className={classes.soft}>{recurrenceWords(schedule)}</div>
      </div>
      <div className={classes.fact}>
        <span className={classes.label}>Next</span>
        <Next at={next} isPaused={status === 'paused'} isHeld={isHeld} />
      </div>
      <div className={classes.fact}>
        <span className={classes.label}>Last</span>
        <LastResult playbookId={playbookId} />
      </div>
      <div className={classes.actions}>{actions}</div>
    </li>
  );
}

interface NextProps {
  readonly at: Date | null;
  readonly isPaused: boolean;
  readonly isHeld: boolean;
}

function Next({ at, isPaused, isHeld }: NextProps) {
  const { tenant } = useSession();
  const now = useNow();
  if (isPaused) return <span>Not while it is paused</span>;
  if (isHeld) return <span>Not while everything is paused</span>;
  if (at === null) return <span>Never again</span>;
  return (
    <time dateTime={at.toISOString()}>
      {dateTime(at, tenant.timezone, now)} <span className={classes.soft}>{relative(at, now)}</span>
    </time>
  );
}
