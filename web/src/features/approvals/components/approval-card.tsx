import { Card, Group, Text } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { Globe } from 'lucide-react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { riskLook } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { approvalStatus } from '../../../lib/status.ts';
import { ago, dateTime, relative } from '../../../lib/time.ts';
import { isOpen } from '../api/use-approvals.ts';
import { Answer } from './answer.tsx';
import classes from './approvals.module.css';
import { Outcome } from './outcome.tsx';
import { paramsOf } from './params-fields.ts';
import { ParamsView } from './params-view.tsx';

interface ApprovalCardProps {
  readonly approvalId: string;
  readonly approval: Approval;
  readonly now: Date;
  /** Whether it stands on the page of its execution. */
  readonly isAtHome?: boolean;
}

/** A question to people: what is asked and why, until when, and the answer, or the means to give it. */
export function ApprovalCard({ approvalId, approval, now, isAtHome = false }: ApprovalCardProps) {
  const { tenant, mayEdit } = useSession();
  const { title, message, executionId, playbookName, expiresAt, requestedAt, risk, kind } = approval;
  const isPending = isOpen(approval, now);
  const look = approvalStatus[approval.status === 'pending' && !isPending ? 'expired' : approval.status];
  const params = paramsOf(approval.paramsJson);
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere', flex: '1 1 200px' }}>
          {title}
        </Text>
        <Group gap={6}>
          {kind === 'act' && <StatusPill look={riskLook[risk]} />}
          <StatusPill look={look} />
        </Group>
      </Group>
      {message !== '' && (
        <Text size="sm" mt={6} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      )}
      <Reasons approval={approval} isPending={isPending} />
      <Text size="sm" c="dimmed" mt={6}>
        {!isAtHome && (
          <>
            <StoredLink href={`/executions/${executionId}`}>{playbookName}</StoredLink>
            {' · '}
          </>
        )}
        asked {ago(requestedAt, now)}
        {isPending && ` · open until ${dateTime(expiresAt, tenant.timezone, now)} (${relative(expiresAt, now)})`}
        {isPending && kind !== 'unknown_outcome' && kind !== 'question' && `, ${afterwards[approval.onExpiry]}`}
      </Text>
      <Outcome approval={approval} now={now} />
      {isPending && mayEdit ? (
        <Answer approvalId={approvalId} approval={approval} params={params} />
      ) : (
        params !== null && (
          <details style={{ marginTop: 8 }}>
            <summary className={classes.summary}>What it was about</summary>
            <ParamsView params={params} />
          </details>
        )
      )}
    </Card>
  );
}

const afterwards: Record<Approval['onExpiry'], string> = {
  reject: 'then it counts as a no',
  approve: 'then it counts as a yes',
};

interface ReasonsProps {
  readonly approval: Approval;
  readonly isPending: boolean;
}

/** Why a person is asked at all. */
function Reasons({ approval: { reasons, isTainted }, isPending }: ReasonsProps) {
  if (reasons.length === 0 && !isTainted) return null;
  return (
    <div style={{ marginTop: 8 }}>
      {reasons.length > 0 && (
        <>
          <Text size="sm" fw={560}>
            {isPending ? 'Why you are asked' : 'Why a person was asked'}
          </Text>
          <ul className={classes.reasons}>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {isTainted && (
        <div style={{ marginTop: 8 }}>
          <Note tone="warn" icon={Globe}>
            <Text size="sm">It contains text that strangers wrote, such as a web page. Read it as such.</Text>
          </Note>
        </div>
      )}
    </div>
  );
}
