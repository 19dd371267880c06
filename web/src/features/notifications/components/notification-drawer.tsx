import { Button, Drawer, Text } from '@mantine/core';
import type { Notification } from '@model/notification.ts';
import { BellOff, CheckCheck } from 'lucide-react';
import { useCallback } from 'react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { notificationType } from '../../../lib/status.ts';
import { relative, useNow } from '../../../lib/time.ts';
import { useCommand } from '../../../lib/use-command.ts';
import type { Live } from '../../../lib/use-live.ts';
import { markRead } from '../api/mark-read.ts';
import classes from './notification-drawer.module.css';

interface DrawerProps {
  readonly live: Live<readonly Entry<Notification>[]>;
  onClose(): void;
}

/** My notifications, newest first. */
export default function NotificationDrawer({ live, onClose }: DrawerProps) {
  const { orgId } = useSession();
  const mark = useCommand(
    useCallback((ids: readonly string[]) => markRead(orgId, ids), [orgId]),
    'Not marked as read',
  );
  const unread = live.status === 'ready' ? live.value.filter(({ data }) => data?.readAt === null) : [];
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={
        <Text fw={650} component="span">
          Notifications
        </Text>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {unread.length > 0 && (
        <Button
          variant="default"
          size="xs"
          leftSection={<CheckCheck size={14} aria-hidden />}
          loading={mark.busy}
          onClick={() => mark.run(unread.map(({ id }) => id))}
        >
          Mark all as read
        </Button>
      )}
      <LiveView live={live}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState icon={BellOff} title="All quiet">
              What your playbooks have to tell you appears here.
            </EmptyState>
          ) : (
            entries.map((entry) => (
              <Item key={entry.id} entry={entry} onRead={() => mark.run([entry.id])} onFollow={onClose} />
            ))
          )
        }
      </LiveView>
    </Drawer>
  );
}

interface ItemProps {
  readonly entry: Entry<Notification>;
  onRead(): void;
  /** Its link was followed. */
  onFollow(): void;
}

function Item({ entry, onRead, onFollow }: ItemProps) {
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { title, message, type, link, executionId, createdAt, readAt } = entry.data;
  const href = link ?? (executionId === null ? null : `/executions/${executionId}`);
  return (
    <article className={classes.item} data-unread={readAt === null || undefined}>
      <StatusDisc look={notificationType[type]} />
      <div className={classes.body}>
        <div className={classes.title}>{title}</div>
        <Text size="sm" c="dimmed" lineClamp={6} style={{ whiteSpace: 'pre-line' }}>
          {message}
        </Text>
        <div className={classes.foot}>
          <time dateTime={createdAt.toISOString()}>{relative(createdAt, now)}</time>
          {href !== null && (
            <StoredLink
              href={href}
              onFollow={() => {
                if (readAt === null) onRead();
                onFollow();
              }}
            >
              Open
            </StoredLink>
          )}
          {readAt === null && (
            <button type="button" onClick={onRead}>
              Mark as read
            </button>
          )}
        </div>
      </div>
    </article>
  );
}
