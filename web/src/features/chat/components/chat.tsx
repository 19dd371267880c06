import { useDocumentTitle } from '@mantine/hooks';
import type { AgentId } from '@model/agent.ts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { textOf } from '../api/chat-message.ts';
import { useTalk } from '../api/use-talk.ts';
import classes from './chat.module.css';
import { ChatThread } from './chat-thread.tsx';
import { Composer } from './composer.tsx';
import { ConversationBar } from './conversation-bar.tsx';
import { Hero } from './hero.tsx';
import type { Cards } from './message.tsx';

interface ChatProps {
  /** The conversation in the address; null for a new one. */
  readonly conversationId: string | null;
  /** What stands in the field, to be looked at and sent; null where nothing does. */
  readonly start: string | null;
  readonly cards: Cards;
  /** What a newcomer is shown where nothing has been said yet. */
  readonly welcome?: ReactNode;
  onConversation(conversationId: string | null): void;
}

/** The home of the app: say what should happen. What was said is read from what is stored; the answer streams on top. */
export function Chat({ conversationId, start, cards, welcome, onConversation }: ChatProps) {
  useDocumentTitle('Playbooks');
  const session = useSession();
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(start ?? '');
  const [agent, setAgent] = useState<AgentId | null>(null);
  const talk = useTalk(conversationId, onConversation);
  const { messages, isBusy } = talk;
  const say = (said: string) => talk.say(said, agent);
  useEffect(() => {
    if (start === null) return;
    setText(start);
    input.current?.focus();
  }, [start]);
  const lastSaid = messages.findLast(({ role }) => role === 'user');
  const isNew = conversationId === null && messages.length === 0;
  /** What was pressed is gone then: the keyboard goes on in the field. On a touch screen that would open a keyboard. */
  function choose(said: string) {
    say(said);
    if (window.matchMedia('(pointer: fine)').matches) input.current?.focus();
  }
  function focus(start: string) {
    setText(start);
    input.current?.focus();
  }
  return (
    <div className={classes.chat}>
      <ConversationBar
        conversationId={conversationId}
        onNew={() => {
          talk.leave();
          onConversation(null);
          focus('');
        }}
        onOpen={onConversation}
      />
      {isNew ? (
        <Hero name={session.name} mayEdit={session.mayEdit} onChoose={choose}>
          {welcome}
        </Hero>
      ) : (
        <ChatThread
          key={talk.key}
          messages={messages}
          stored={talk.stored}
          turn={talk.turn}
          isBusy={isBusy}
          cards={cards}
          onEarlier={talk.onEarlier}
          onSay={choose}
          onEdit={focus}
          onRetry={talk.retry}
        />
      )}
      <Composer
        input={input}
        text={text}
        agent={agent}
        lastSaid={lastSaid === undefined ? null : textOf(lastSaid)}
        isBusy={isBusy}
        mayStop={talk.isSpeaking}
        isDisabled={!session.mayEdit}
        onText={setText}
        onAgent={setAgent}
        onSend={() => {
          say(text.trim());
          setText('');
        }}
        onStop={talk.stop}
      />
    </div>
  );
}
