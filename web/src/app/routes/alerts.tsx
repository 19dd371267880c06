import { SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { AlertList } from '../../features/alerts/components/alert-list.tsx';

const route = getRouteApi('/alerts');

export default function AlertsRoute() {
  const { show } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Alerts" subtitle="What keeps your playbooks from their work.">
      <SegmentedControl
        aria-label="Which alerts"
        mb="md"
        value={show ?? 'open'}
        onChange={(value) =>
          void navigate({
            to: '/alerts',
            search: { show: value === 'over' ? 'over' : undefined },
            replace: true,
            resetScroll: false,
          })
        }
        data={[
          { value: 'open', label: 'Open' },
          { value: 'over', label: 'Over' },
        ]}
      />
      <AlertList isOver={show === 'over'} />
    </Page>
  );
}
