import { Boundary } from '../../components/ui/boundary.tsx';
import { NotificationBell } from '../../features/notifications/components/notification-bell.tsx';

/** A bell that fails is silent; the pages go on. */
export function Bell() {
  return (
    <Boundary>
      <NotificationBell />
    </Boundary>
  );
}
