import { Button } from '@mantine/core';
import { History, SquarePen } from 'lucide-react';
import { lazy } from 'react';
import { MenuInTime } from '../../../components/ui/menu-in-time.tsx';
import { useConversations } from '../api/use-conversations.ts';
import classes from './chat.module.css';

const load = () => import('./conversation-list.tsx');
const ConversationList = lazy(load);

interface BarProps {
  readonly conversationId: string | null;
  onNew(): void;
  onOpen(conversationId: string): void;
}

/** Earlier conversations, and a new one. Not there until there is one. */
export function ConversationBar({ conversationId, onNew, onOpen }: BarProps) {
  const live = useConversations();
  const earlier = live.status === 'ready' ? live.value : [];
  const history = (
    <Button variant="subtle" color="gray" size="compact-md" leftSection={<History size={15} aria-hidden />}>
      History
    </Button>
  );
  return (
    <div className={classes.bar}>
      {earlier.length > 0 && (
        <MenuInTime button={history} load={load}>
          {(button) => (
            <ConversationList earlier={earlier} conversationId={conversationId} onOpen={onOpen}>
              {button}
            </ConversationList>
          )}
        </MenuInTime>
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
