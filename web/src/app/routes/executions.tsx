import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { ExecutionBrowser } from '../../features/executions/components/execution-browser.tsx';

const route = getRouteApi('/executions');

export default function ExecutionsRoute() {
  const search = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Executions" subtitle="Every time a playbook started, and how it went." isWide>
      <ExecutionBrowser
        search={search}
        go={(wanted) => void navigate({ to: '/executions', search: wanted, replace: true })}
      />
    </Page>
  );
}
