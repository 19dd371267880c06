import type { JsonObject } from '@model/json.ts';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { deedOf } from '../../features/approvals/components/deed.ts';
import { DeedView } from '../../features/approvals/components/deed-view.tsx';
import { PendingApproval } from '../../features/approvals/components/pending-approval.tsx';
import { ExecutionDetail } from '../../features/executions/components/execution-detail.tsx';
import { useSession } from '../../lib/session.ts';

const route = getRouteApi('/executions/$executionId');
const renderApproval = (approvalId: string) => <PendingApproval key={approvalId} approvalId={approvalId} />;

export default function ExecutionRoute() {
  const { executionId } = route.useParams();
  const { tenant } = useSession();
  const navigate = useNavigate();
  const onReplayed = useCallback(
    (replayId: string) => void navigate({ to: '/executions/$executionId', params: { executionId: replayId } }),
    [navigate],
  );
  const { name } = tenant;
  const renderDeed = useCallback(
    (action: string, params: JsonObject) => {
      const deed = deedOf(action, params, { name });
      return deed.kind === 'mail' || deed.kind === 'message' ? <DeedView deed={deed} params={params} /> : null;
    },
    [name],
  );
  return (
    <ExecutionDetail
      key={executionId}
      executionId={executionId}
      renderApproval={renderApproval}
      renderDeed={renderDeed}
      onReplayed={onReplayed}
    />
  );
}
