import { useChat } from '@ai-sdk/react';
import { Button, Text, Title, VisuallyHidden } from '@mantine/core';
import { CircleAlert, Lock, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { type ChatUiMessage, dataParts } from '../api/chat-message.ts';
import { createChatTransport } from '../api/chat-transport.ts';
import classes from './chat.module.css';
import { Composer } from './composer.tsx';
import { Markdown } from './markdown.tsx';
import { Suggestions } from './suggestions.tsx';

/** How a playbook and an execution are shown; other features own that. */
export interface Cards {
  renderPlaybook(playbookId: string): ReactNode;
  renderExecution(executionId: string): ReactNode;
}

interface ThreadProps extends Cards {
  readonly history: ChatUiMessage[];
  readonly conversationId: string | null;
  onConversation(conversationId: string): void;
}

export function ChatThread({ history, conversationId, onConversation, ...cards }: ThreadProps) {
  const session = useSession();
  const current = useRef(conversationId);
  const transport = useMemo(() => createChatTransport(session, () => current.current), [session]);
  const { messages, sendMessage, regenerate, stop, status, error } = useChat<ChatUiMessage>({
    messages: history,
    transport,
    dataPartSchemas: dataParts,
    onData: (part) => {
      if (part.type !== 'data-conversation' || current.current === part.data.conversationId) return;
      current.current = part.data.conversationId;
      onConversation(part.data.conversationId);
    },
  });
  const isBusy = status === 'submitted' || status === 'streaming';
  const log = useStayAtEnd(messages.length > 0);
  const send = (text: string) => void sendMessage({ text });
  return (
    <>
      {messages.length === 0 ? (
        <Hero name={session.name} mayEdit={session.mayEdit} onChoose={send} />
      ) : (
        <div ref={log} className={classes.messages} role="log" aria-label="Conversation" aria-live="polite">
          <VisuallyHidden component="h1">Conversation</VisuallyHidden>
          {messages.map((message) => (
            <Message key={message.id} message={message} {...cards} />
          ))}
          {status === 'submitted' && <Thinking />}
          {error !== undefined && <Failure message={messageOf(error)} onRetry={() => void regenerate()} />}
        </div>
      )}
      <Composer isBusy={isBusy} isDisabled={!session.mayEdit} onSend={send} onStop={() => void stop()} />
    </>
  );
}

const NEAR_END_PX = 240;

/** Keeps the newest message in sight while it grows, unless someone has scrolled up to read. */
function useStayAtEnd(isActive: boolean) {
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = log.current;
    if (!isActive || element === null) return;
    const page = document.documentElement;
    let height = 0;
    const observer = new ResizeObserver(() => {
      const wasNearEnd = height === 0 || height - window.innerHeight - window.scrollY < NEAR_END_PX;
      height = page.scrollHeight;
      if (wasNearEnd) window.scrollTo({ top: height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isActive]);
  return log;
}

interface HeroProps {
  readonly name: string;
  readonly mayEdit: boolean;
  onChoose(text: string): void;
}

function Hero({ name, mayEdit, onChoose }: HeroProps) {
  const [first = name] = name.split(/[\s@]/);
  return (
    <div className={classes.hero}>
      <Text c="dimmed" mb={4}>
        Hello {first},
      </Text>
      <Title order={1}>What should run for you?</Title>
      <Text c="dimmed" mt={8} maw={520}>
        Say it once, in your words: what, when, and whom to tell. It becomes a playbook that runs itself.
      </Text>
      {mayEdit ? (
        <Suggestions onChoose={onChoose} />
      ) : (
        <div style={{ marginTop: 24 }}>
          <Note tone="neutral" icon={Lock}>
            <Text size="sm">You may look at everything here. To make playbooks, ask an owner for the role editor.</Text>
          </Note>
        </div>
      )}
    </div>
  );
}

function Message({ message, renderPlaybook, renderExecution }: Cards & { readonly message: ChatUiMessage }) {
  const parts = message.parts.map((part, index) => {
    // Parts are only ever added at the end, so that their place is their identity.
    const key = `${message.id}-${index}`;
    switch (part.type) {
      case 'text':
        return message.role === 'user' ? part.text : <Markdown key={key} text={part.text} />;
      case 'data-playbook':
        return <div key={key}>{renderPlaybook(part.data.playbookId)}</div>;
      case 'data-execution':
        return <div key={key}>{renderExecution(part.data.executionId)}</div>;
      default:
        return null;
    }
  });
  return <div className={message.role === 'user' ? classes.user : classes.assistant}>{parts}</div>;
}

function Thinking() {
  return (
    <div className={classes.thinking} role="status" aria-label="Thinking">
      <span />
      <span />
      <span />
    </div>
  );
}

function Failure({ message, onRetry }: { readonly message: string; onRetry(): void }) {
  return (
    <Note tone="bad" icon={CircleAlert} role="alert">
      <Text size="sm">{message}</Text>
      <Button variant="default" size="xs" mt={8} leftSection={<RotateCw size={13} aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
    </Note>
  );
}
