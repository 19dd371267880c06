import { Badge } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { Link } from '@tanstack/react-router';
import { Zap } from 'lucide-react';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc, StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, duration, relative, useNow } from '../../../lib/time.ts';
import { startedWords } from '../../../lib/words.ts';
import { useExecutionsOf } from '../api/use-executions.ts';
import { outcomeOf } from './execution-outcome.ts';

/** The newest few executions of a playbook, live; the page of all executions has the others. */
export function ExecutionList({ playbookId, size }: { readonly playbookId: string; readonly size: number }) {
  const live = useExecutionsOf(playbookId, size);
  return (
    <LiveView live={live}>
      {(entries) =>
        entries.length === 0 ? (
          <EmptyState icon={Zap} title="Nothing has run yet">
            Each time it starts, it appears here with every step it takes.
          </EmptyState>
        ) : (
          <div className={rows.list}>
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </div>
        )
      }
    </LiveView>
  );
}

function Row({ entry }: { readonly entry: Entry<Execution> }) {
  const { tenant } = useSession();
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { mode, status, createdAt, startedAt, completedAt } = entry.data;
  const lasted = startedAt !== null && completedAt !== null ? duration(Number(completedAt) - Number(startedAt)) : null;
  const about = [lasted, outcomeOf(entry.data, tenant.timezone, now)].filter((part) => part !== null);
  return (
    <Link to="/executions/$executionId" params={{ executionId: entry.id }} className={rows.row}>
      <StatusDisc look={executionStatus[status]} />
      <div style={{ minWidth: 0 }}>
        <div className={rows.name}>
          {startedWords(entry.data)}
          {mode === 'dry_run' && (
            <Badge size="sm" color="blue" variant="dot">
              Dry run
            </Badge>
          )}
        </div>
        <div className={rows.about}>{about.join(' · ')}</div>
      </div>
      <span className={rows.spare}>
        <StatusPill look={executionStatus[status]} />
      </span>
      <time className={rows.when} dateTime={createdAt.toISOString()} title={dateTime(createdAt, tenant.timezone, now)}>
        {relative(createdAt, now)}
      </time>
    </Link>
  );
}
