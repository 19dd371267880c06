import { useDocumentTitle } from '@mantine/hooks';
import type { AgentId } from '@model/agent.ts';
import { MAKE_A_PLAN } from '@model/chat-part.ts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { textOf } from '../api/chat-message.ts';
import { useTalk } from '../api/use-talk.ts';
import { AboutQuestions, AboutTop } from './about.tsx';
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
  /** The recommendation that a new conversation is about; null where it is about none. */
  readonly about: string | null;
  readonly cards: Cards;
  /** What a newcomer is shown where nothing has been said yet. */
  readonly welcome?: ReactNode;
  onConversation(conversationId: string | null): void;
  /** Makes a plan of a recommendation. */
  onPlan(recommendationId: string): void;
}

/** The home of the app: say what should happen. What was said is read from what is stored; the answer streams on top. */
export function Chat({ conversationId, start, about: begunAbout, cards, welcome, ...ways }: ChatProps) {
  const { onConversation, onPlan } = ways;
  useDocumentTitle('Playbooks');
  const session = useSession();
  const { input, text, setText, focus } = useField(start);
  const [agent, setAgent] = useState<AgentId | null>(null);
  const talk = useTalk(conversationId, begunAbout, onConversation);
  const { messages, isBusy, about } = talk;
  const say = (said: string) => talk.say(said, agent);
  const lastSaid = messages.findLast(({ role }) => role === 'user');
  const isNew = conversationId === null && messages.length === 0;
  /** What was pressed is gone then: the keyboard goes on in the field. On a touch screen that would open a keyboard. */
  function choose(said: string) {
    if (said === MAKE_A_PLAN && about !== null) return onPlan(about);
    say(said);
    if (window.matchMedia('(pointer: fine)').matches) input.current?.focus();
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
      {about !== null && <AboutTop about={about} isNew={isNew} onPlan={onPlan} />}
      {isNew ? (
        about === null && (
          <Hero name={session.name} mayEdit={session.mayEdit} onChoose={choose}>
            {welcome}
          </Hero>
        )
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
      {about !== null && <AboutQuestions about={about} messages={messages} isBusy={isBusy} onAsk={choose} />}
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

/** What stands in the field: what is typed, or what was put there to begin with. */
function useField(start: string | null) {
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(start ?? '');
  useEffect(() => {
    if (start === null) return;
    setText(start);
    input.current?.focus();
  }, [start]);
  function focus(begun: string) {
    setText(begun);
    input.current?.focus();
  }
  return { input, text, setText, focus };
}
