import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { Calendar } from '../../features/calendar/components/calendar.tsx';

const route = getRouteApi('/calendar');

export default function CalendarRoute() {
  const { view, day, playbook } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page title="Calendar" subtitle="What will run, and what did run." isWide>
      <Calendar
        view={view ?? 'week'}
        day={day ?? null}
        playbook={playbook ?? null}
        onChange={(next) =>
          void navigate({
            to: '/calendar',
            search: {
              view: next.view === 'month' ? 'month' : undefined,
              day: next.day ?? undefined,
              playbook: next.playbook ?? undefined,
            },
            resetScroll: false,
          })
        }
      />
    </Page>
  );
}
