import type { Approval } from '@model/approval.ts';
import { Link } from '@tanstack/react-router';
import { BrokenDocument } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { riskLook } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { approvalStatus } from '../../../lib/status.ts';
import { ago, relative } from '../../../lib/time.ts';
import { isUrgent } from '../api/use-approvals.ts';
import { deedOf } from './deed.ts';
import { headline } from './deed-words.ts';
import classes from './inbox.module.css';
import { paramsOf } from './params-fields.ts';

interface InboxRowProps {
  readonly entry: Entry<Approval>;
  readonly now: Date;
  readonly isPending: boolean;
  /** Whether it is looked at beside the list; else it has a page of its own. */
  readonly isWide: boolean;
  readonly isCurrent: boolean;
}

/** One question of the inbox, in two lines. */
export function InboxRow({ entry, now, isPending, isWide, isCurrent }: InboxRowProps) {
  const { tenant } = useSession();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const approval = entry.data;
  const { kind, risk, status, playbookName, requestedAt, decidedAt, expiresAt } = approval;
  const title = headline(approval, deedOf(approval.action, paramsOf(approval.paramsJson), tenant), tenant.currency);
  // What expired says so only once its execution has looked.
  const outcome = approvalStatus[status === 'pending' ? 'expired' : status];
  const look = isPending ? (kind === 'act' ? riskLook[risk] : approvalStatus.pending) : outcome;
  const when =
    isPending && isUrgent(approval, now) ? `expires ${relative(expiresAt, now)}` : ago(decidedAt ?? requestedAt, now);
  const content = (
    <>
      <StatusDisc look={look} />
      <span className={classes.rowText}>
        <span className={classes.rowTitle}>{title}</span>
        <span className={classes.rowAbout}>
          <span className={classes.rowName}>{playbookName}</span>
          <span data-urgent={(isPending && isUrgent(approval, now)) || undefined}>{when}</span>
        </span>
      </span>
    </>
  );
  return isWide ? (
    <Link
      to="/approvals"
      search={{ ...(isPending ? {} : { show: 'decided' as const }), id: entry.id }}
      replace
      resetScroll={false}
      className={classes.row}
      aria-current={isCurrent}
      data-current={isCurrent || undefined}
    >
      {content}
    </Link>
  ) : (
    <Link to="/approvals/$approvalId" params={{ approvalId: entry.id }} className={classes.row}>
      {content}
    </Link>
  );
}
