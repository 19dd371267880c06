import { Skeleton } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
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

export default function ChatRoute() {
  const { c, say } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Chat
      conversationId={c ?? null}
      start={say ?? null}
      cards={cards}
      welcome={
        <Suspense>
          <FirstSteps />
        </Suspense>
      }
      onConversation={(id) => void navigate({ to: '/', search: { c: id ?? undefined }, replace: c === undefined })}
    />
  );
}
