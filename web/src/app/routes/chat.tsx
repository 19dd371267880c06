import { Skeleton } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useReopened } from '../../features/chat/api/use-conversations.ts';
import { Chat } from '../../features/chat/components/chat.tsx';

const route = getRouteApi('/');

// A new conversation has no cards yet.
const OneApproval = lazy(async () => ({
  default: (await import('../../features/approvals/components/one-approval.tsx')).OneApproval,
}));
const ExecutionCard = lazy(async () => ({
  default: (await import('../../features/executions/components/execution-card.tsx')).ExecutionCard,
}));
const PlaybookCardById = lazy(async () => ({
  default: (await import('../../features/playbooks/components/playbook-card.tsx')).PlaybookCardById,
}));
const ProposalCard = lazy(async () => ({
  default: (await import('../../features/playbooks/components/proposal-card.tsx')).ProposalCard,
}));
const TaskCard = lazy(async () => ({
  default: (await import('../../features/tasks/components/task-card.tsx')).TaskCard,
}));
// Nor has who is no newcomer first steps.
const FirstSteps = lazy(async () => ({
  default: (await import('../../features/welcome/components/first-steps.tsx')).FirstSteps,
}));

type Cards = Parameters<typeof Chat>[0]['cards'];

const cards: Cards = {
  renderProposal: (card, ways) => inTime(<ProposalCard card={card} {...ways} />),
  renderPlaybook: (playbookId) => inTime(<PlaybookCardById playbookId={playbookId} />),
  renderExecution: (executionId) => inTime(<ExecutionCard executionId={executionId} />),
  renderApproval: (approvalId) => inTime(<OneApproval approvalId={approvalId} />),
  renderTask: (taskId) => inTime(<TaskCard taskId={taskId} />),
};

function inTime(card: ReactNode): ReactNode {
  return <Suspense fallback={<Skeleton height={120} radius="lg" />}>{card}</Suspense>;
}

const PlanOf = lazy(async () => ({ default: (await import('./plan-of.tsx')).PlanOf }));

export default function ChatRoute() {
  const { c, say, about = null } = route.useSearch();
  const navigate = useNavigate();
  const [planned, setPlanned] = useState<string | null>(null);
  const reopened = useReopened(c === undefined ? about : null);
  const isSettled = c !== undefined || about === null || reopened === null;
  useEffect(() => {
    if (isSettled || reopened === undefined || about === null) return;
    void navigate({ to: '/', search: { c: reopened, about, say }, replace: true });
  }, [isSettled, reopened, about, say, navigate]);
  // Where it was spoken of before, that goes on.
  if (!isSettled) return <Skeleton height={120} radius="lg" m="lg" />;
  const open = (id: string | null) => {
    const isBegun = id !== null && c === undefined && about !== null;
    void navigate({ to: '/', search: { c: id ?? undefined, ...(isBegun && { about }) }, replace: c === undefined });
  };
  return (
    <>
      <Chat
        conversationId={c ?? null}
        start={say ?? null}
        about={about}
        cards={cards}
        welcome={
          <Suspense>
            <FirstSteps />
          </Suspense>
        }
        onConversation={open}
        onPlan={setPlanned}
      />
      {planned !== null && (
        <Suspense>
          <PlanOf recommendationId={planned} onClose={() => setPlanned(null)} />
        </Suspense>
      )}
    </>
  );
}
