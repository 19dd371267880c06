import { Badge, Skeleton, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { Link } from '@tanstack/react-router';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { armingState, executionStatus, playbookStatus } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { triggerWords } from '../../../lib/trigger-words.ts';
import { needsCare } from '../api/filter-playbooks.ts';
import { useLastExecution } from '../api/use-last-execution.ts';
import { useNextSchedule } from '../api/use-next-time.ts';
import { usePlaybook } from '../api/use-playbooks.ts';
import classes from './playbooks.module.css';
import { triggerIcons } from './trigger-icons.ts';

/** One playbook in a conversation: what starts it, when next, and how it went last. */
function PlaybookCard({ entry }: { readonly entry: Entry<Playbook> }) {
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { name, status, arming, triggers, dryRun } = entry.data;
  return (
    <article className={classes.card}>
      <div className={classes.name}>
        <Link to="/playbooks/$playbookId" params={{ playbookId: entry.id }}>
          {name}
        </Link>
        <StatusPill
          look={needsCare(entry.data) && arming !== null ? armingState[arming.state] : playbookStatus[status]}
        />
        {dryRun && (
          <Badge size="sm" color="blue" variant="dot">
            Dry run
          </Badge>
        )}
      </div>
      <div className={classes.triggers}>
        {triggers.slice(0, 3).map((trigger, index) => {
          const Icon = triggerIcons[trigger.type];
          return (
            <div key={trigger.id ?? index} className={classes.trigger}>
              <Icon size={14} aria-hidden />
              {triggerWords(trigger)}
            </div>
          );
        })}
        {triggers.length === 0 && <div className={classes.trigger}>Nothing starts it yet</div>}
        {triggers.length > 3 && <div className={classes.trigger}>and {triggers.length - 3} more</div>}
      </div>
      <Facts playbookId={entry.id} playbook={entry.data} />
    </article>
  );
}

function Facts({ playbookId, playbook }: { readonly playbookId: string; readonly playbook: Playbook }) {
  const now = useNow();
  const isScheduled = playbook.status === 'active' && playbook.triggers.some(({ type }) => type === 'schedule');
  const next = useNextSchedule(playbookId, isScheduled);
  const last = useLastExecution(playbookId);
  return (
    <div className={classes.facts}>
      {next === undefined && <Skeleton height={12} width={120} />}
      {next?.scheduledFor && (
        <div className={classes.fact} title={dateTime(next.scheduledFor, next.timezone, now)}>
          Next <b>{relative(next.scheduledFor, now)}</b>
        </div>
      )}
      {last === undefined && <Skeleton height={12} width={150} />}
      {last?.data && (
        <div className={classes.fact}>
          {relative(last.data.createdAt, now)}
          <StatusPill look={executionStatus[last.data.status]} />
        </div>
      )}
      {last === null && <div className={classes.fact}>Has not run yet</div>}
    </div>
  );
}

/** A playbook that is known by its id only, live. */
export function PlaybookCardById({ playbookId }: { readonly playbookId: string }) {
  const live = usePlaybook(playbookId);
  return (
    <LiveView live={live} loading={<Skeleton height={86} radius="lg" />}>
      {(entry) =>
        entry === null ? (
          <Text size="sm" c="dimmed">
            This playbook was deleted.
          </Text>
        ) : (
          <PlaybookCard entry={entry} />
        )
      }
    </LiveView>
  );
}
