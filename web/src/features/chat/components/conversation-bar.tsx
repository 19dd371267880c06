import { Button, Menu } from '@mantine/core';
import { Check, History, SquarePen } from 'lucide-react';
import { useConversations } from '../api/use-conversations.ts';
import classes from './chat.module.css';

interface BarProps {
  readonly conversationId: string | null;
  onNew(): void;
  onOpen(conversationId: string): void;
}

/** Earlier conversations, and a new one. Not there until there is one. */
export function ConversationBar({ conversationId, onNew, onOpen }: BarProps) {
  const live = useConversations();
  const earlier = live.status === 'ready' ? live.value : [];
  return (
    <div className={classes.bar}>
      {earlier.length > 0 && (
        <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={300} shadow="md" radius="lg">
          <Menu.Target>
            <Button variant="subtle" color="gray" size="compact-md" leftSection={<History size={15} aria-hidden />}>
              History
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            {earlier.map(({ id, data }) => (
              <Menu.Item
                key={id}
                disabled={data === null}
                onClick={() => onOpen(id)}
                rightSection={id === conversationId ? <Check size={14} aria-label="open now" /> : undefined}
              >
                {data === null ? 'This conversation cannot be read' : data.title || 'Untitled'}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {conversationId !== null && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          leftSection={<SquarePen size={15} aria-hidden />}
          onClick={onNew}
        >
          New
        </Button>
      )}
    </div>
  );
}
