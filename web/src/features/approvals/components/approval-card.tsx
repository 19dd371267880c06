import { Card, Group, Text } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { StoredLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { approvalStatus } from '../../../lib/status.ts';
import { dateTime, relative } from '../../../lib/time.ts';
import { isOpen } from '../api/use-approvals.ts';
import { DecideForm } from './decide-form.tsx';

interface ApprovalCardProps {
  readonly approvalId: string;
  readonly approval: Approval;
  readonly now: Date;
  /** Whether it stands on the page of its execution. */
  readonly isAtHome?: boolean;
}

/** A question to people: what is asked, until when, and the answer, or the means to give it. */
export function ApprovalCard({ approvalId, approval, now, isAtHome = false }: ApprovalCardProps) {
  const { tenant, mayEdit } = useSession();
  const { title, message, executionId, playbookName, expiresAt, requestedAt } = approval;
  const isPending = isOpen(approval, now);
  const look = approvalStatus[approval.status === 'pending' && !isPending ? 'expired' : approval.status];
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere', flex: '1 1 200px' }}>
          {title}
        </Text>
        <StatusPill look={look} />
      </Group>
      {message !== '' && (
        <Text size="sm" mt={6} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt={6}>
        {!isAtHome && (
          <>
            <StoredLink href={`/executions/${executionId}`}>{playbookName}</StoredLink>
            {' · '}
          </>
        )}
        asked {relative(requestedAt, now)}
        {isPending && ` · open until ${dateTime(expiresAt, tenant.timezone, now)} (${relative(expiresAt, now)})`}
      </Text>
      <Decision approval={approval} now={now} />
      {isPending && mayEdit && <DecideForm approvalId={approvalId} kind={approval.kind} />}
    </Card>
  );
}

function Decision({ approval, now }: { readonly approval: Approval; readonly now: Date }) {
  const { uid } = useSession();
  const { status, decidedBy, decidedAt, reason, kind } = approval;
  if (decidedAt === null || (status !== 'approved' && status !== 'rejected')) return null;
  const meaning = kind === 'request' ? null : status === 'approved' ? 'it is done again' : 'it counts as done';
  const by = decidedBy === uid ? 'you' : (decidedBy ?? 'someone');
  return (
    <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>
      {[`Decided by ${by} ${relative(decidedAt, now)}`, meaning, reason].filter((part) => part !== null).join(' · ')}
    </Text>
  );
}
