import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { EventList } from '../../features/events/components/event-list.tsx';

const route = getRouteApi('/events');

export default function EventsRoute() {
  const { name } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Events" subtitle="What happened in the business, and what it started.">
      <EventList
        key={name ?? 'all'}
        eventName={name ?? null}
        pageSize={25}
        onChoose={(chosen) => void navigate({ to: '/events', search: { name: chosen ?? undefined }, replace: true })}
      />
    </Page>
  );
}
