import { SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { ApprovalList } from '../../features/approvals/components/approval-list.tsx';
import { NotForViewers } from '../../features/approvals/components/one-approval.tsx';
import { useSession } from '../../lib/session.ts';

const route = getRouteApi('/approvals');

export default function ApprovalsRoute() {
  const { mayEdit } = useSession();
  const { show } = route.useSearch();
  const navigate = useNavigate();
  const shown = show ?? 'pending';
  return (
    <Page title="Approvals" subtitle="What your playbooks ask before they go on.">
      {mayEdit ? (
        <>
          <SegmentedControl
            aria-label="Which approvals"
            mb="md"
            value={shown}
            onChange={(value) =>
              navigate({
                to: '/approvals',
                search: { show: value === 'decided' ? 'decided' : undefined },
                replace: true,
              })
            }
            data={[
              { value: 'pending', label: 'To decide' },
              { value: 'decided', label: 'Decided' },
            ]}
          />
          <ApprovalList key={shown} isPending={shown === 'pending'} />
        </>
      ) : (
        <NotForViewers />
      )}
    </Page>
  );
}
