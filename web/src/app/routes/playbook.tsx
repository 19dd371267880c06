import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ExecutionList } from '../../features/executions/components/execution-list.tsx';
import { PlaybookDetail } from '../../features/playbooks/components/playbook-detail.tsx';

const route = getRouteApi('/playbooks/$playbookId');

export default function PlaybookRoute() {
  const { playbookId } = route.useParams();
  const navigate = useNavigate();
  const onStarted = useCallback(
    (executionId: string) => void navigate({ to: '/executions/$executionId', params: { executionId } }),
    [navigate],
  );
  const onDeleted = useCallback(() => void navigate({ to: '/playbooks' }), [navigate]);
  return (
    <PlaybookDetail
      key={playbookId}
      playbookId={playbookId}
      executions={<ExecutionList playbookId={playbookId} status={null} pageSize={5} />}
      onStarted={onStarted}
      onDeleted={onDeleted}
    />
  );
}
