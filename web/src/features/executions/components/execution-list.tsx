import { Badge, Button, Center, Stack } from '@mantine/core';
import type { Execution, ExecutionStatus } from '@model/execution.ts';
import { Link } from '@tanstack/react-router';
import { Zap } from 'lucide-react';
import { useState } from 'react';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc, StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, duration, relative, useNow } from '../../../lib/time.ts';
import { triggeredByWords, waitWords } from '../../../lib/words.ts';
import { useExecutions } from '../api/use-executions.ts';

interface ListProps {
  /** Null: of every playbook. */
  readonly playbookId: string | null;
  readonly status: ExecutionStatus | null;
  readonly pageSize: number;
}

/** Executions, newest first, live. */
export function ExecutionList({ playbookId, status, pageSize }: ListProps) {
  const [limit, setLimit] = useState(pageSize);
  const live = useExecutions(playbookId, status, limit);
  return (
    <LiveView live={live}>
      {(entries) =>
        entries.length === 0 ? (
          <NoExecutions status={status} />
        ) : (
          <Stack>
            <div className={rows.list}>
              {entries.map((entry) => (
                <Row key={entry.id} entry={entry} named={playbookId === null} />
              ))}
            </div>
            {entries.length === limit && (
              <Center>
                <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
                  Show more
                </Button>
              </Center>
            )}
          </Stack>
        )
      }
    </LiveView>
  );
}

function NoExecutions({ status }: { readonly status: ExecutionStatus | null }) {
  if (status !== null) {
    return (
      <EmptyState icon={Zap} title={`None ${executionStatus[status].word.toLowerCase()}`}>
        No execution is in this state.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Zap} title="Nothing has run yet">
      Each time a playbook starts, it appears here with every step it takes.
    </EmptyState>
  );
}

function Row({ entry, named }: { readonly entry: Entry<Execution>; readonly named: boolean }) {
  const { tenant } = useSession();
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { playbookName, triggeredBy, mode, status, createdAt, startedAt, completedAt, error, wait } = entry.data;
  const lasted = startedAt !== null && completedAt !== null ? duration(Number(completedAt) - Number(startedAt)) : null;
  const by = triggeredByWords[triggeredBy];
  const about = [named ? by : null, lasted, error?.message ?? (wait === null ? null : waitWords[wait.kind])].filter(
    (part) => part !== null,
  );
  return (
    <Link to="/executions/$executionId" params={{ executionId: entry.id }} className={rows.row}>
      <StatusDisc look={executionStatus[status]} />
      <div style={{ minWidth: 0 }}>
        <div className={rows.name}>
          {named ? playbookName : by}
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
