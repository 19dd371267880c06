import { ActionIcon, Indicator } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Bell } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useUnread } from '../api/use-notifications.ts';

const NotificationDrawer = lazy(() => import('./notification-drawer.tsx'));
const MOST = 99;

/** The bell with the number of unread notifications; opens the drawer. */
export function NotificationBell() {
  const live = useUnread();
  const [opened, { open, close }] = useDisclosure(false);
  const count = live.status === 'ready' ? live.value.length : 0;
  const unread = count > MOST ? `${MOST}+` : String(count);
  const label = count === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
  return (
    <>
      <Indicator label={unread} disabled={count === 0} size={17} offset={9} color="red.8">
        <ActionIcon onClick={open} aria-label={label} aria-haspopup="dialog" size={40}>
          <Bell size={19} aria-hidden />
        </ActionIcon>
      </Indicator>
      <Suspense>{opened && <NotificationDrawer onClose={close} />}</Suspense>
    </>
  );
}
