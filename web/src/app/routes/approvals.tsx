import { SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Page } from '../../components/ui/page.tsx';
import { ApprovalInbox } from '../../features/approvals/components/approval-inbox.tsx';
import { NotForViewers } from '../../features/approvals/components/one-approval.tsx';
import { useSession } from '../../lib/session.ts';

const route = getRouteApi('/approvals');

export default function ApprovalsRoute() {
  const { mayEdit } = useSession();
  const { show, id } = route.useSearch();
  const navigate = useNavigate();
  const go = useCallback(
    (next: { show?: 'decided' | undefined; id?: string | undefined }) =>
      void navigate({ to: '/approvals', search: next, replace: true, resetScroll: false }),
    [navigate],
  );
  const choose = useCallback((chosen: string | null) => go({ show, id: chosen ?? undefined }), [go, show]);
  return (
    <Page title="Approvals" subtitle="What your playbooks ask before they go on." isWide>
      {mayEdit ? (
        <>
          <SegmentedControl
            aria-label="Which approvals"
            mb="md"
            value={show ?? 'pending'}
            onChange={(value) => go({ show: value === 'decided' ? 'decided' : undefined })}
            data={[
              { value: 'pending', label: 'To decide' },
              { value: 'decided', label: 'Decided' },
            ]}
          />
          <ApprovalInbox key={show} isPending={show === undefined} chosen={id ?? null} onChoose={choose} />
        </>
      ) : (
        <NotForViewers />
      )}
    </Page>
  );
}
