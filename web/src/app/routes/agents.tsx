import { Page } from '../../components/ui/page.tsx';
import { AgentList } from '../../features/agents/components/agent-list.tsx';

export default function AgentsRoute() {
  return (
    <Page
      title="Agents"
      subtitle="Who works for you: what each one may do, what it has found, and how far you trust it."
      isWide
    >
      <AgentList />
    </Page>
  );
}
