import { Text } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import type { JsonObject } from '@model/json.ts';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import classes from './approvals.module.css';
import { DecideForm } from './decide-form.tsx';
import { deedOf } from './deed.ts';
import { DeedView } from './deed-view.tsx';
import { obstacle } from './who-decides.ts';

interface AnswerProps {
  readonly approvalId: string;
  readonly approval: Approval;
  readonly params: JsonObject | null;
  /** Whether it stands on the page of its execution. */
  readonly isAtHome: boolean;
  onDecided?(): void;
}

/** The means to decide, or why one may not. */
export function Answer({ approvalId, approval, params, isAtHome, onDecided }: AnswerProps) {
  const { uid, tenant } = useSession();
  const people = usePeople();
  const selfApproval = useTenant()?.policy.selfApproval ?? null;
  const now = useNow();
  const barred = obstacle(approval, { uid, role: tenant.role, people, selfApproval, now });
  return (
    <>
      {barred !== null && (
        <Text size="sm" mt="sm" role="note">
          {barred.why}
        </Text>
      )}
      {barred?.bars === 'all' ? (
        params !== null && (
          <div className={classes.deed}>
            <DeedView deed={deedOf(approval.action, params, tenant)} params={params} />
          </div>
        )
      ) : (
        // Changed by somebody else, it is another question.
        <DecideForm
          key={approval.paramsHash}
          approvalId={approvalId}
          approval={approval}
          params={params}
          isAtHome={isAtHome}
          mayApprove={barred === null}
          {...(onDecided && { onDecided })}
        />
      )}
    </>
  );
}
