import { SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { ExecutionList } from '../../features/executions/components/execution-list.tsx';
import { executionStatus } from '../../lib/status.ts';

const route = getRouteApi('/executions');
const choices = ['all', 'running', 'waiting', 'failed', 'completed', 'skipped'] as const;

export default function ExecutionsRoute() {
  const { status } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Executions" subtitle="Every time a playbook started, and how it went.">
      <div style={{ overflowX: 'auto', marginBottom: 16 }}>
        <SegmentedControl
          aria-label="Which executions"
          value={status ?? 'all'}
          onChange={(value) =>
            navigate({ to: '/executions', search: { status: value === 'all' ? undefined : value }, replace: true })
          }
          data={choices.map((value) => ({ value, label: value === 'all' ? 'All' : executionStatus[value].word }))}
        />
      </div>
      <ExecutionList key={status ?? 'all'} playbookId={null} status={status ?? null} pageSize={25} />
    </Page>
  );
}
