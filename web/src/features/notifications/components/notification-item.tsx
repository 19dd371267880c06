import { Text } from '@mantine/core';
import type { Notification } from '@model/notification.ts';
import { StoredLink } from '../../../components/ui/links.tsx';
import { BrokenDocument } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { notificationType } from '../../../lib/status.ts';
import { ago, dateTime } from '../../../lib/time.ts';
import { hrefOf } from '../api/news.ts';
import classes from './notification-drawer.module.css';

interface ItemProps {
  readonly entry: Entry<Notification>;
  readonly now: Date;
  onRead(): void;
  onUnread(): void;
  /** Its link was followed. */
  onFollow(): void;
}

export function NotificationItem({ entry, now, onRead, onUnread, onFollow }: ItemProps) {
  const { tenant } = useSession();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { title, message, type, createdAt, readAt } = entry.data;
  const href = hrefOf(entry.data);
  const follow = () => {
    if (readAt === null) onRead();
    onFollow();
  };
  return (
    <article className={classes.item} data-unread={readAt === null || undefined}>
      <StatusDisc look={notificationType[type]} />
      <div className={classes.body}>
        <div className={classes.title}>
          {href === null ? (
            title
          ) : (
            <StoredLink href={href} onFollow={follow}>
              {title}
            </StoredLink>
          )}
          {readAt === null && <span className={classes.unread} role="img" aria-label="Unread" />}
        </div>
        <Text size="sm" c="dimmed" lineClamp={6} style={{ whiteSpace: 'pre-line' }}>
          {message}
        </Text>
        <div className={classes.foot}>
          <time dateTime={createdAt.toISOString()} title={dateTime(createdAt, tenant.timezone, now)}>
            {ago(createdAt, now)}
          </time>
          {readAt === null ? (
            <button type="button" onClick={onRead} aria-label={`Mark as read: ${title}`}>
              Mark as read
            </button>
          ) : (
            <button type="button" onClick={onUnread} aria-label={`Mark as unread: ${title}`}>
              Mark as unread
            </button>
          )}
        </div>
      </div>
    </article>
  );
}
