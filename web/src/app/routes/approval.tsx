import { getRouteApi } from '@tanstack/react-router';
import { BackLink } from '../../components/ui/links.tsx';
import { Page } from '../../components/ui/page.tsx';
import { OneApproval } from '../../features/approvals/components/one-approval.tsx';

const route = getRouteApi('/approvals/$approvalId');

/** One question, where mails and notifications lead. */
export default function ApprovalRoute() {
  const { approvalId } = route.useParams();
  return (
    <Page title="Approval" back={<BackLink to="/approvals">Approvals</BackLink>}>
      <OneApproval key={approvalId} approvalId={approvalId} />
    </Page>
  );
}
