import { getRouteApi } from '@tanstack/react-router';
import { EventDetail } from '../../features/events/components/event-detail.tsx';

const route = getRouteApi('/events/$eventId');

export default function EventRoute() {
  const { eventId } = route.useParams();
  return <EventDetail key={eventId} eventId={eventId} />;
}
