import { Card, Group, Text, Title } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { Clock, Globe } from 'lucide-react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { riskLook } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { approvalStatus } from '../../../lib/status.ts';
import { ago, dateTime, relative } from '../../../lib/time.ts';
import { isOpen, isUrgent } from '../api/use-approvals.ts';
import { Answer } from './answer.tsx';
import classes from './approvals.module.css';
import { deedOf } from './deed.ts';
import { DeedView } from './deed-view.tsx';
import { headline, rehearsalWords } from './deed-words.ts';
import { Outcome } from './outcome.tsx';
import { paramsOf } from './params-fields.ts';
import { PeopleLine } from './people-line.tsx';

interface ApprovalCardProps {
  readonly approvalId: string;
  readonly approval: Approval;
  readonly now: Date;
  /** Whether it stands on the page of its execution. */
  readonly isAtHome?: boolean;
  /** After one's own yes or no. */
  onDecided?(): void;
}

/** A question to people: what will happen and why it is asked, until when, and the answer, or the means to give it. */
export function ApprovalCard({ approvalId, approval, now, isAtHome = false, onDecided }: ApprovalCardProps) {
  const { tenant, mayEdit } = useSession();
  const { executionId, playbookName, requestedAt, risk, kind } = approval;
  const isPending = isOpen(approval, now);
  const look = approvalStatus[approval.status === 'pending' && !isPending ? 'expired' : approval.status];
  const params = paramsOf(approval.paramsJson);
  const deed = deedOf(approval.action, params, tenant);
  const title = headline(approval, deed, tenant.currency);
  const detail = rehearsalWords(approval, deed);
  return (
    <Card component="article" aria-label={title} className={classes.card}>
      {(kind === 'act' || !isPending) && (
        <Group gap={6} mb={10}>
          {!isPending && <StatusPill look={look} />}
          {kind === 'act' && <StatusPill look={riskLook[risk]} />}
        </Group>
      )}
      <Title order={2} className={classes.headline}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mt={6} style={{ overflowWrap: 'anywhere' }}>
        {!isAtHome && (
          <>
            <StoredLink href={`/executions/${executionId}`}>{playbookName}</StoredLink>
            {' · '}
          </>
        )}
        asked {ago(requestedAt, now)}
      </Text>
      {detail !== null && (
        <Text mt="sm" className={classes.message}>
          {detail}
        </Text>
      )}
      {isPending && <Deadline approval={approval} now={now} />}
      <Reasons approval={approval} isPending={isPending} />
      {isPending && <PeopleLine approval={approval} />}
      <Outcome approval={approval} now={now} />
      {isPending && mayEdit ? (
        <Answer
          approvalId={approvalId}
          approval={approval}
          params={params}
          isAtHome={isAtHome}
          {...(onDecided && { onDecided })}
        />
      ) : (
        params !== null && (
          <div className={classes.deed}>
            <DeedView deed={deed} params={params} />
          </div>
        )
      )}
    </Card>
  );
}

const afterwards: Record<Approval['onExpiry'], string> = {
  reject: 'Then it counts as a no.',
  approve: 'Then it counts as a yes.',
};

interface TimedProps {
  readonly approval: Approval;
  readonly now: Date;
}

function Deadline({ approval, now }: TimedProps) {
  const { tenant } = useSession();
  const { expiresAt, kind, onExpiry } = approval;
  const hasDefault = kind === 'act' || kind === 'request';
  return (
    <div className={classes.deadline} data-urgent={isUrgent(approval, now) || undefined}>
      <Clock size={15} aria-hidden />
      <span>
        Open until {dateTime(expiresAt, tenant.timezone, now)} ({relative(expiresAt, now)}).{' '}
        {hasDefault && afterwards[onExpiry]}
      </span>
    </div>
  );
}

interface ReasonsProps {
  readonly approval: Approval;
  readonly isPending: boolean;
}

/** Why a person is asked at all. */
function Reasons({ approval: { reasons, isTainted }, isPending }: ReasonsProps) {
  if (reasons.length === 0 && !isTainted) return null;
  return (
    <div className={classes.why}>
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
