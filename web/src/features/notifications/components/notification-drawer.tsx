import { Button, Drawer, Group, SegmentedControl, Text } from '@mantine/core';
import type { Notification } from '@model/notification.ts';
import { BellOff, CheckCheck, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { useCommand } from '../../../lib/use-command.ts';
import type { Live } from '../../../lib/use-live.ts';
import { clearNotifications } from '../api/clear-notifications.ts';
import { markRead, markUnread } from '../api/mark-read.ts';
import { MOST_SHOWN, useNotifications, useUnread } from '../api/use-notifications.ts';
import classes from './notification-drawer.module.css';
import { NotificationItem } from './notification-item.tsx';

const PAGE = 30;
type Shown = 'all' | 'unread';

/** My notifications, newest first. */
export default function NotificationDrawer({ onClose }: { onClose(): void }) {
  const { orgId } = useSession();
  const [shown, setShown] = useState<Shown>('all');
  const [limit, setLimit] = useState(PAGE);
  const all = useNotifications(Math.min(limit, MOST_SHOWN));
  const unread = useUnread();
  const unreadIds = unread.status === 'ready' ? unread.value.map(({ id }) => id) : [];
  const live = shown === 'all' ? all : unread;
  const read = (ids: readonly string[]) => markRead(orgId, ids);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={440}
      title={
        <Text fw={650} component="span">
          Notifications
        </Text>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Group justify="space-between" mb="xs">
        <SegmentedControl
          aria-label="Which notifications"
          size="xs"
          value={shown}
          onChange={(value) => setShown(value === 'unread' ? 'unread' : 'all')}
          data={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: unreadIds.length === 0 ? 'Unread' : `Unread (${unreadIds.length})` },
          ]}
        />
        <Group gap={6}>
          {unreadIds.length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<CheckCheck size={14} aria-hidden />}
              onClick={() => read(unreadIds)}
            >
              Mark all read
            </Button>
          )}
          {all.status === 'ready' && all.value.length > 0 && <ClearAll />}
        </Group>
      </Group>
      <List live={live} shown={shown} limit={limit} onMore={setLimit} onRead={read} onFollow={onClose} />
    </Drawer>
  );
}

interface ListProps {
  readonly live: Live<readonly Entry<Notification>[]>;
  readonly shown: Shown;
  readonly limit: number;
  onMore(limit: number): void;
  onRead(ids: readonly string[]): void;
  onFollow(): void;
}

function List({ live, shown, limit, onMore, onRead, onFollow }: ListProps) {
  const { orgId } = useSession();
  const now = useNow();
  return (
    <LiveView live={live}>
      {(entries) => (
        <>
          {entries.length === 0 && (
            <EmptyState icon={BellOff} title={shown === 'all' ? 'All quiet' : 'Nothing unread'}>
              What your playbooks have to tell you appears here.
            </EmptyState>
          )}
          {entries.map((entry) => (
            <NotificationItem
              key={entry.id}
              entry={entry}
              now={now}
              onRead={() => onRead([entry.id])}
              onUnread={() => markUnread(orgId, entry.id)}
              onFollow={onFollow}
            />
          ))}
          {shown === 'all' && entries.length >= limit && limit < MOST_SHOWN && (
            <Button variant="default" fullWidth mt="md" onClick={() => onMore(limit + 2 * PAGE)}>
              Show earlier ones
            </Button>
          )}
          {entries.length >= MOST_SHOWN && <p className={classes.end}>These are the newest {MOST_SHOWN}.</p>}
        </>
      )}
    </LiveView>
  );
}

function ClearAll() {
  const { api } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const clear = useCommand(
    useCallback(async () => {
      await clearNotifications(api);
      setIsAsking(false);
    }, [api]),
    'They were not cleared',
  );
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Trash2 size={14} aria-hidden />}
        onClick={() => setIsAsking(true)}
      >
        Clear all
      </Button>
      <Confirm
        opened={isAsking}
        title="Clear all notifications?"
        confirm="Clear all"
        keep="Keep them"
        busy={clear.busy}
        onConfirm={() => void clear.run()}
        onClose={() => setIsAsking(false)}
      >
        All of yours in this business are deleted, read or not. Executions and approvals stay as they are.
      </Confirm>
    </>
  );
}
