import { Skeleton } from '@mantine/core';
import { TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { executionStatus } from '../../../lib/status.ts';
import { ago, useNow } from '../../../lib/time.ts';
import { useLatest } from '../api/use-schedules.ts';
import classes from './schedules.module.css';

/** How a playbook went last, live, and when. */
export function LastResult({ playbookId }: { readonly playbookId: string }) {
  const now = useNow();
  const latest = useLatest(playbookId);
  if (latest === undefined) return <Skeleton height={20} width={120} />;
  if (latest === null) return <span className={classes.soft}>Has not run yet</span>;
  if (latest.data === null) return <span className={classes.soft}>It cannot be read</span>;
  const { status, createdAt, mode } = latest.data;
  return (
    <span className={classes.result}>
      <StatusPill look={executionStatus[status]} />
      <TextLink to="/executions/$executionId" params={{ executionId: latest.id }}>
        {ago(createdAt, now)}
      </TextLink>
      {mode === 'dry_run' && <span className={classes.soft}>dry run</span>}
    </span>
  );
}
