import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Chat } from '../../features/chat/components/chat.tsx';
import { ExecutionCard } from '../../features/executions/components/execution-card.tsx';
import { PlaybookCardById } from '../../features/playbooks/components/playbook-card.tsx';

const route = getRouteApi('/');

export default function ChatRoute() {
  const { c } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Chat
      conversationId={c ?? null}
      onConversation={(id) => void navigate({ to: '/', search: { c: id ?? undefined }, replace: c === undefined })}
      renderPlaybook={(playbookId) => <PlaybookCardById playbookId={playbookId} />}
      renderExecution={(executionId) => <ExecutionCard executionId={executionId} />}
    />
  );
}
