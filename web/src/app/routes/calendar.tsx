import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { Calendar } from '../../features/calendar/components/calendar.tsx';

const route = getRouteApi('/calendar');

export default function CalendarRoute() {
  const { view, day } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Calendar" subtitle="What will run, and what did run.">
      <Calendar
        view={view ?? 'week'}
        day={day ?? null}
        onChange={(next, on) => navigate({ to: '/calendar', search: { view: next, day: on ?? undefined } })}
      />
    </Page>
  );
}
