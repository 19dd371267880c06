import { ActionIcon, Text } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { TextLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { useSession } from '../../../lib/session.ts';
import { playbookStatus } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { recurrenceOf } from '../api/schedule-form.ts';
import { deleteSchedule, type SkillSchedule, useSkillSchedules, withChanges } from '../api/schedules.ts';
import classes from './skills.module.css';

interface SchedulesProps {
  readonly skillId: string;
  /** Those that were made on this page. */
  readonly made: readonly SkillSchedule[];
}

/** When a skill runs by itself. */
export function SkillSchedules({ skillId, made }: SchedulesProps) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const live = useSkillSchedules(skillId);
  return (
    <Section title="Schedules" aside={<TextLink to="/schedules">See all</TextLink>}>
      <LiveView live={live}>
        {(told) => {
          const schedules = withChanges(told, made, gone);
          if (schedules.length === 0) return <Text c="dimmed">It runs only when somebody starts it.</Text>;
          return (
            <ul className={`${rows.list} ${classes.rows}`} aria-label="Schedules">
              {schedules.map((schedule) => (
                <Row
                  key={schedule.id}
                  schedule={schedule}
                  onDeleted={() => setGone((before) => new Set([...before, schedule.id]))}
                />
              ))}
            </ul>
          );
        }}
      </LiveView>
    </Section>
  );
}

interface RowProps {
  readonly schedule: SkillSchedule;
  onDeleted(): void;
}

function Row({ schedule, onDeleted }: RowProps) {
  const { tenant, mayEdit } = useSession();
  const now = useNow();
  const [isAsking, setIsAsking] = useState(false);
  const words = recurrenceWords(recurrenceOf(schedule));
  const { playbookId, status, nextRun } = schedule;
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <div>
          <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
            {words}
          </TextLink>
          {status === 'paused' && <StatusPill look={playbookStatus.paused} />}
        </div>
        <div className={classes.soft}>
          {nextRun === null
            ? 'Not while it is paused'
            : `Next ${dateTime(nextRun, tenant.timezone, now)}, ${relative(nextRun, now)}`}
        </div>
      </div>
      {mayEdit && (
        <ActionIcon aria-label={`Delete: ${words}`} onClick={() => setIsAsking(true)}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      )}
      {isAsking && (
        <Deleting schedule={schedule} words={words} onDeleted={onDeleted} onClose={() => setIsAsking(false)} />
      )}
    </li>
  );
}

interface DeletingProps extends RowProps {
  readonly words: string;
  onClose(): void;
}

function Deleting({ schedule: { id }, words, onDeleted, onClose }: DeletingProps) {
  const { api } = useSession();
  const remove = useCommand(
    useCallback(async () => {
      await deleteSchedule(api, id);
      toastDone('The schedule is deleted');
      onDeleted();
    }, [api, id, onDeleted]),
    'It was not deleted',
  );
  return (
    <Confirm
      opened
      title={`Delete “${words}”?`}
      confirm="Delete schedule"
      busy={remove.busy}
      onConfirm={() => void remove.run()}
      onClose={onClose}
    >
      It will not run at these times any more. What it has done stays in Executions.
    </Confirm>
  );
}
