import { Card } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import type { SkillResult } from '@model/skill-result.ts';
import { Section } from '../../../components/ui/page.tsx';
import { ResultView } from '../../../components/ui/result-view.tsx';
import { ErrorState } from '../../../components/ui/states.tsx';
import { useSkillRun } from '../../../lib/skills.ts';

interface ResultProps {
  readonly executionId: string;
  readonly execution: Execution;
}

/** What came out of an execution, as people read it; nothing where nothing did. */
export function ExecutionResult({ executionId, execution: { completedAt, status } }: ResultProps) {
  if (completedAt === null || status !== 'completed') return null;
  return <Came executionId={executionId} moment={completedAt.toISOString()} />;
}

function Came({ executionId, moment }: { readonly executionId: string; readonly moment: string }) {
  const live = useSkillRun(executionId, moment);
  if (live.status === 'loading' || (live.status === 'ready' && isEmpty(live.value.result))) return null;
  return (
    <Section title="What came out">
      {live.status === 'error' ? (
        <ErrorState message={live.message} retry={live.retry} />
      ) : (
        <Card>
          <ResultView result={live.value.result} />
        </Card>
      )}
    </Section>
  );
}

function isEmpty(result: SkillResult | null): boolean {
  if (result === null) return true;
  const { text, table, files, output } = result;
  return text === null && table === null && files.length === 0 && output === null;
}
