import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { Analytics } from '../../features/analytics/components/analytics.tsx';

const route = getRouteApi('/analytics');

export default function AnalyticsRoute() {
  const search = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Analytics" subtitle="How often your playbooks run, how well, how long, and what it costs." isWide>
      <Analytics
        search={search}
        go={(wanted) => void navigate({ to: '/analytics', search: wanted, replace: true, resetScroll: false })}
      />
    </Page>
  );
}
