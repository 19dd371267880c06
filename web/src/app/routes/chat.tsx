import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { OneApproval } from '../../features/approvals/components/one-approval.tsx';
import { Chat } from '../../features/chat/components/chat.tsx';
import { ExecutionCard } from '../../features/executions/components/execution-card.tsx';
import { PlaybookCardById } from '../../features/playbooks/components/playbook-card.tsx';
import { ProposalCard } from '../../features/playbooks/components/proposal-card.tsx';

const route = getRouteApi('/');

type Cards = Parameters<typeof Chat>[0]['cards'];

const cards: Cards = {
  renderProposal: (card, ways) => <ProposalCard card={card} {...ways} />,
  renderPlaybook: (playbookId) => <PlaybookCardById playbookId={playbookId} />,
  renderExecution: (executionId) => <ExecutionCard executionId={executionId} />,
  renderApproval: (approvalId) => <OneApproval approvalId={approvalId} />,
};

export default function ChatRoute() {
  const { c } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Chat
      conversationId={c ?? null}
      cards={cards}
      onConversation={(id) => void navigate({ to: '/', search: { c: id ?? undefined }, replace: c === undefined })}
    />
  );
}
