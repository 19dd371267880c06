import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { PendingApproval } from '../../features/approvals/components/pending-approval.tsx';
import { ExecutionDetail } from '../../features/executions/components/execution-detail.tsx';

const route = getRouteApi('/executions/$executionId');

export default function ExecutionRoute() {
  const { executionId } = route.useParams();
  const navigate = useNavigate();
  const onReplayed = useCallback(
    (replayId: string) => void navigate({ to: '/executions/$executionId', params: { executionId: replayId } }),
    [navigate],
  );
  return (
    <ExecutionDetail
      key={executionId}
      executionId={executionId}
      renderApproval={(approvalId) => <PendingApproval key={approvalId} approvalId={approvalId} />}
      onReplayed={onReplayed}
    />
  );
}
