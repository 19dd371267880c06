import { hideNotification } from '@mantine/notifications';
import type { Notification } from '@model/notification.ts';
import { StoredLink } from '../../../components/ui/links.tsx';
import { notificationType } from '../../../lib/status.ts';
import { showToast } from '../../../lib/toasts.ts';
import { markRead } from '../api/mark-read.ts';
import { type Toast, toastsOf } from '../api/news.ts';
import classes from './notification-drawer.module.css';

const SHOWN_MS = 8_000;
const colors: Record<Notification['type'], string> = {
  info: 'blue',
  success: 'pine',
  warning: 'yellow',
  error: 'red',
  coach_alert: 'violet',
};

/** Shows what has just arrived in the corner. */
export function toastNews(orgId: string, news: readonly { readonly id: string; readonly data: Notification }[]): void {
  for (const toast of toastsOf(news)) show(orgId, toast);
}

function show(orgId: string, { id, title, message, type, href }: Toast): void {
  const Icon = notificationType[type].icon;
  const shown = crypto.randomUUID();
  void showToast({
    id: shown,
    title,
    message: (
      <>
        {message}
        {href !== null && (
          <span className={classes.toastLink}>
            <StoredLink
              href={href}
              onFollow={() => {
                if (id !== null) markRead(orgId, [id]);
                hideNotification(shown);
              }}
            >
              Open
            </StoredLink>
          </span>
        )}
      </>
    ),
    color: colors[type],
    icon: <Icon size={16} aria-hidden />,
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': 'Close' },
  });
}
