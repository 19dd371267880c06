import { Menu } from '@mantine/core';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { useOpening } from '../../../components/ui/menu-in-time.tsx';
import type { useConversations } from '../api/use-conversations.ts';

type Conversations = Extract<ReturnType<typeof useConversations>, { status: 'ready' }>['value'];

interface ConversationListProps {
  readonly earlier: Conversations;
  readonly conversationId: string | null;
  /** The button that it hangs on. */
  readonly children: ReactElement;
  onOpen(conversationId: string): void;
}

export default function ConversationList({ earlier, conversationId, children, onOpen }: ConversationListProps) {
  const opening = useOpening();
  return (
    <Menu {...opening} withInitialFocusPlaceholder={false} position="bottom-end" width={300} shadow="md" radius="lg">
      <Menu.Target>{children}</Menu.Target>
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
  );
}
