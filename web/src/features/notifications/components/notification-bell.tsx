import { ActionIcon, Indicator } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Bell } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useNotifications } from '../api/use-notifications.ts';

const NotificationDrawer = lazy(() => import('./notification-drawer.tsx'));

/** The bell with the number of unread notifications; opens the drawer. */
export function NotificationBell() {
  const live = useNotifications();
  const [opened, { open, close }] = useDisclosure(false);
  const unread = live.status === 'ready' ? live.value.filter(({ data }) => data?.readAt === null).length : 0;
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
  return (
    <>
      <Indicator label={unread > 9 ? '9+' : unread} disabled={unread === 0} size={17} offset={6} color="red.8">
        <ActionIcon onClick={open} aria-label={label} aria-haspopup="dialog">
          <Bell size={19} aria-hidden />
        </ActionIcon>
      </Indicator>
      <Suspense>{opened && <NotificationDrawer live={live} onClose={close} />}</Suspense>
    </>
  );
}
