import { Skeleton, Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { Link } from '@tanstack/react-router';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import tones from '../../../components/ui/tone.module.css';
import { executionStatus, stepStatus } from '../../../lib/status.ts';
import { stepWords } from '../../../lib/words.ts';
import { useExecution } from '../api/use-executions.ts';
import classes from './executions.module.css';

/** An execution that is known by its id only, live, small: for the chat. */
export function ExecutionCard({ executionId }: { readonly executionId: string }) {
  const live = useExecution(executionId);
  return (
    <LiveView live={live} loading={<Skeleton height={72} radius="lg" />}>
      {(entry) => {
        if (entry === null) {
          return (
            <Text size="sm" c="dimmed">
              This execution is not kept any more.
            </Text>
          );
        }
        if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
        return <Card executionId={entry.id} execution={entry.data} />;
      }}
    </LiveView>
  );
}

function Card({ executionId, execution }: { readonly executionId: string; readonly execution: Execution }) {
  const { playbookName, status, stepResults, mode, error } = execution;
  return (
    <article className={classes.card}>
      <div className={classes.cardHead}>
        <Link to="/executions/$executionId" params={{ executionId }}>
          {playbookName}
          {mode === 'dry_run' && ' (dry run)'}
        </Link>
        <StatusPill look={executionStatus[status]} />
      </div>
      {stepResults.length > 0 && (
        <ol className={classes.mini}>
          {stepResults.slice(-8).map((result) => {
            const { icon: Icon, word, busy } = stepStatus[result.status];
            return (
              <li key={result.path}>
                <Icon size={14} role="img" aria-label={word} className={busy ? tones.busy : undefined} />
                <Text span size="sm" truncate>
                  {stepWords(result).title}
                </Text>
              </li>
            );
          })}
        </ol>
      )}
      {error !== null && (
        <Text size="sm" mt={8}>
          {error.message}
        </Text>
      )}
    </article>
  );
}
