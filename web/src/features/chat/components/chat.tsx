import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import { ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { type ChatUiMessage, toUiMessage } from '../api/chat-message.ts';
import { useMessages } from '../api/use-conversations.ts';
import classes from './chat.module.css';
import { type Cards, ChatThread } from './chat-thread.tsx';
import { ConversationBar } from './conversation-bar.tsx';

interface ChatProps extends Cards {
  /** The conversation in the address; null for a new one. */
  readonly conversationId: string | null;
  onConversation(conversationId: string | null): void;
}

/** The home of the app: say what should happen. */
export function Chat({ conversationId, onConversation, ...cards }: ChatProps) {
  useDocumentTitle('Playbooks');
  const [thread, setThread] = useState({ key: 0, opened: conversationId, own: conversationId });
  // A new conversation gets its id from the first answer; the thread on screen then is that conversation already.
  if (conversationId !== thread.opened) {
    const isSame = conversationId === thread.own;
    setThread({ key: isSame ? thread.key : thread.key + 1, opened: conversationId, own: conversationId });
  }
  return (
    <div className={classes.chat}>
      <ConversationBar
        conversationId={conversationId}
        onNew={() => {
          setThread(({ key }) => ({ key: key + 1, opened: conversationId, own: null }));
          onConversation(null);
        }}
        onOpen={onConversation}
      />
      <OpenThread
        key={thread.key}
        conversationId={thread.own}
        onConversation={(id) => {
          setThread((now) => ({ ...now, own: id }));
          onConversation(id);
        }}
        {...cards}
      />
    </div>
  );
}

interface OpenThreadProps extends Cards {
  readonly conversationId: string | null;
  onConversation(conversationId: string): void;
}

/** Reads what was said so far, once; from then on the thread itself knows. */
function OpenThread({ conversationId, onConversation, ...cards }: OpenThreadProps) {
  const [stored] = useState(conversationId);
  const [history, setHistory] = useState<ChatUiMessage[] | null>(stored === null ? [] : null);
  const live = useMessages(history === null ? stored : null);
  if (history === null && live.status === 'ready') setHistory(live.value.flatMap(toUiMessage));
  if (history !== null) {
    return <ChatThread history={history} conversationId={stored} onConversation={onConversation} {...cards} />;
  }
  return (
    <div className={classes.messages}>
      {live.status === 'error' ? <ErrorState message={live.message} retry={live.retry} /> : <ListSkeleton rows={3} />}
    </div>
  );
}
