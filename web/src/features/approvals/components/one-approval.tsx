import { SearchX, ShieldCheck } from 'lucide-react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { useApproval } from '../api/use-approvals.ts';
import { ApprovalCard } from './approval-card.tsx';

/** One question, open or decided. */
export function OneApproval({ approvalId }: { readonly approvalId: string }) {
  const { mayEdit } = useSession();
  return mayEdit ? <Question approvalId={approvalId} /> : <NotForViewers />;
}

/** In place of what viewers do not see. */
export function NotForViewers() {
  return (
    <EmptyState icon={ShieldCheck} title="Editors decide here">
      What a playbook asks may hold what viewers do not see. Editors, admins and owners of your team look at it and say
      yes or no. Ask an owner if you should be one of them.
    </EmptyState>
  );
}

function Question({ approvalId }: { readonly approvalId: string }) {
  const live = useApproval(approvalId);
  const now = useNow();
  return (
    <LiveView live={live}>
      {(entry) => {
        if (entry === null) return <Gone />;
        if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
        return <ApprovalCard approvalId={approvalId} approval={entry.data} now={now} />;
      }}
    </LiveView>
  );
}

function Gone() {
  return (
    <EmptyState
      icon={SearchX}
      title="This question is not there"
      action={<ButtonLink to="/approvals">See all approvals</ButtonLink>}
    >
      It is not kept any more, or it belongs to another business.
    </EmptyState>
  );
}
