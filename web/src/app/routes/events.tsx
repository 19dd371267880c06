import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { EventList } from '../../features/events/components/event-list.tsx';

const route = getRouteApi('/events');

export default function EventsRoute() {
  const { name, from, to, about } = route.useSearch();
  const navigate = useNavigate();
  const filter = { name: name ?? null, from: from ?? null, to: to ?? null };
  return (
    <Page title="Events" subtitle="What happened in the business, and what it started.">
      <EventList
        filter={filter}
        about={about ?? ''}
        pageSize={25}
        onChange={(change) => {
          const next = { ...filter, about: about ?? '', ...change };
          void navigate({
            to: '/events',
            search: {
              name: next.name ?? undefined,
              from: next.from ?? undefined,
              to: next.to ?? undefined,
              about: next.about === '' ? undefined : next.about,
            },
            replace: true,
            resetScroll: false,
          });
        }}
      />
    </Page>
  );
}
