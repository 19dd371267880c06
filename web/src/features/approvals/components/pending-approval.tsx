import { Skeleton } from '@mantine/core';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { isOpen, useApproval } from '../api/use-approvals.ts';
import { ApprovalCard } from './approval-card.tsx';

/** A question that is known by its id only, as long as it is open: for the page of its execution. */
export function PendingApproval({ approvalId }: { readonly approvalId: string }) {
  const { mayEdit } = useSession();
  return mayEdit ? <Open approvalId={approvalId} /> : null;
}

function Open({ approvalId }: { readonly approvalId: string }) {
  const live = useApproval(approvalId);
  const now = useNow();
  return (
    <LiveView live={live} loading={<Skeleton height={110} radius="lg" />}>
      {(entry) => {
        if (entry === null) return null;
        if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
        if (!isOpen(entry.data, now)) return null;
        return <ApprovalCard approvalId={approvalId} approval={entry.data} now={now} isAtHome />;
      }}
    </LiveView>
  );
}
