import { Badge } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { tenantPaths } from '@model/paths.ts';
import { priceOf } from '@model/price.ts';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { StatusDisc, StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { costWords } from '../../../lib/money.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, duration, relative } from '../../../lib/time.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { startedWords } from '../../../lib/words.ts';
import { outcomeOf } from './execution-outcome.ts';
import classes from './execution-table.module.css';

interface RowProps {
  readonly entry: Entry<Execution>;
  readonly index: number;
  readonly start: number;
  readonly now: Date;
  readonly isActive: boolean;
  /** Whether the list is told its changes; another one that is under way watches itself. */
  readonly isWatched: boolean;
}

export const ExecutionRow = memo(function ExecutionRow({ entry, index, start, now, isActive, isWatched }: RowProps) {
  const current = useCurrent(entry, isWatched);
  const { id, data } = current;
  return (
    <tr
      className={`${classes.row} ${classes.cells}`}
      aria-rowindex={index + 2}
      data-id={id}
      style={{ transform: `translateY(${start}px)` }}
    >
      {data === null ? (
        <BrokenCells id={id} problem={current.problem} isActive={isActive} />
      ) : (
        <Cells id={id} execution={data} now={now} isActive={isActive} />
      )}
    </tr>
  );
});

/** What was read once, further down, changes as long as it is under way. */
function useCurrent(entry: Entry<Execution>, isWatched: boolean): Entry<Execution> {
  const { orgId } = useSession();
  const isStale = !isWatched && entry.data !== null && entry.data.completedAt === null;
  const own = useDocument(isStale ? tenantPaths(orgId).execution(entry.id) : null);
  return own.status === 'ready' && own.value !== null ? own.value : entry;
}

interface CellsProps {
  readonly id: string;
  readonly execution: Execution;
  readonly now: Date;
  readonly isActive: boolean;
}

function Cells({ id, execution, now, isActive }: CellsProps) {
  const { tenant } = useSession();
  const { playbookName, mode, status, createdAt, startedAt, completedAt, usage } = execution;
  const outcome = outcomeOf(execution, tenant.timezone, now);
  const until = completedAt ?? (status === 'running' ? now : null);
  const took = startedAt === null || until === null ? '–' : duration(Number(until) - Number(startedAt));
  const look = executionStatus[status];
  return (
    <>
      <td className={classes.playbook}>
        <span className={classes.disc}>
          <StatusDisc look={look} />
        </span>
        <div className={classes.names}>
          <Link
            to="/executions/$executionId"
            params={{ executionId: id }}
            className={classes.link}
            tabIndex={isActive ? 0 : -1}
            title={playbookName}
          >
            {playbookName}
          </Link>
          <div className={classes.by}>
            {startedWords(execution)}
            {mode === 'dry_run' && (
              <Badge size="sm" color="blue" variant="dot">
                Dry run
              </Badge>
            )}
          </div>
        </div>
      </td>
      <td className={classes.outcome} title={outcome} data-bad={status === 'failed' || undefined}>
        {outcome}
      </td>
      <td className={classes.status}>
        <StatusPill look={look} />
      </td>
      <td className={classes.when}>
        <time dateTime={createdAt.toISOString()} title={dateTime(createdAt, tenant.timezone, now)}>
          {relative(createdAt, now)}
        </time>
      </td>
      <td className={classes.took}>{took}</td>
      <td className={classes.cost}>{costWords(priceOf(usage)).replace('less than', '<')}</td>
    </>
  );
}

function BrokenCells({ id, problem, isActive }: { id: string; problem: string; isActive: boolean }) {
  return (
    <>
      <td className={classes.playbook}>
        <Link
          to="/executions/$executionId"
          params={{ executionId: id }}
          className={classes.link}
          tabIndex={isActive ? 0 : -1}
        >
          This document cannot be read
        </Link>
      </td>
      <td className={classes.outcome} title={problem}>
        {problem}
      </td>
    </>
  );
}
