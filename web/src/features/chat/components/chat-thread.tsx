import { Button, Text, VisuallyHidden } from '@mantine/core';
import { CircleAlert, RotateCw, WifiOff } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import type { Live } from '../../../lib/use-live.ts';
import type { ShownMessage } from '../api/chat-message.ts';
import { newestOf } from '../api/thread.ts';
import type { Turn } from '../api/turn.ts';
import { Announcer } from './announcer.tsx';
import classes from './chat.module.css';
import { type Cards, Message } from './message.tsx';

interface ThreadProps {
  readonly messages: readonly ShownMessage[];
  /** How reading what is stored goes. */
  readonly stored: Live<unknown>;
  readonly turn: Turn | null;
  readonly isBusy: boolean;
  readonly cards: Cards;
  /** Reads what was said before; null where nothing was. */
  readonly onEarlier: (() => void) | null;
  onSay(text: string): void;
  onEdit(start: string): void;
  onRetry(): void;
}

/** The rules do not tell apart what is not there and what is somebody else's. */
const GONE = 'This conversation is not there any more, or it is somebody else’s. What you say below begins a new one.';

/** A conversation, oldest first. */
export function ChatThread(props: ThreadProps) {
  const { messages, stored, turn, isBusy, cards, onEarlier, onRetry } = props;
  const { mayEdit } = useSession();
  const log = useStayAtEnd();
  useKeepPlace(messages[0]?.id);
  const onSay = useLatest(props.onSay);
  const onEdit = useLatest(props.onEdit);
  const newest = useMemo(() => newestOf(messages), [messages]);
  const isEmpty = messages.length === 0;
  return (
    <div ref={log} className={classes.messages} role="log" aria-label="Conversation" aria-live="off">
      <VisuallyHidden component="h1">Conversation</VisuallyHidden>
      {onEarlier !== null && (
        <Button variant="default" size="xs" style={{ alignSelf: 'center' }} onClick={onEarlier}>
          Show earlier messages
        </Button>
      )}
      {isEmpty && stored.status === 'loading' && <ListSkeleton rows={3} />}
      {isEmpty && stored.status === 'ready' && <Text c="dimmed">Nothing was said here yet.</Text>}
      {stored.status === 'error' && (
        <ErrorState message={stored.isForbidden ? GONE : stored.message} retry={stored.retry} />
      )}
      {messages.map((message, place) => (
        <Message
          key={message.id}
          message={message}
          isLast={place === messages.length - 1}
          isBusy={isBusy}
          mayEdit={mayEdit}
          live={[...newest.cards].flatMap(([card, where]) => (where === message.id ? card : [])).join(' ')}
          it={newest.it}
          cards={cards}
          onSay={onSay}
          onEdit={onEdit}
        />
      ))}
      {turn !== null && <Trouble turn={turn} onRetry={onRetry} />}
      <Announcer messages={messages} />
    </div>
  );
}

/** What went wrong with what was just said, and the way on. */
function Trouble({ turn: { status, problem }, onRetry }: { readonly turn: Turn; onRetry(): void }) {
  if (status === 'stopped') {
    return (
      <Text size="sm" c="dimmed" role="status">
        Stopped.
      </Text>
    );
  }
  if (status !== 'failed' && status !== 'lost') return null;
  return (
    <Note tone={status === 'lost' ? 'warn' : 'bad'} icon={status === 'lost' ? WifiOff : CircleAlert} role="alert">
      <Text size="sm">{problem}</Text>
      <Button variant="default" size="xs" mt={8} leftSection={<RotateCw size={13} aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
    </Note>
  );
}

/** A function that stays the same and does what the newest one does, so that what has not changed is not drawn again. */
function useLatest<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  const latest = useRef(act);
  latest.current = act;
  return useCallback((...args: A) => latest.current(...args), []);
}

/** Keeps what is read in its place when earlier messages come in above it. */
function useKeepPlace(first: string | undefined): void {
  const before = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const height = document.documentElement.scrollHeight;
    const grown = height - before.current.height;
    const isExtended = before.current.first !== undefined && before.current.first !== first;
    if (isExtended && grown > 0) window.scrollBy({ top: grown });
    before.current = { first, height };
  });
}

const NEAR_END_PX = 240;

/** Keeps the newest message in sight while it grows, unless someone has scrolled up to read. */
function useStayAtEnd() {
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    const page = document.documentElement;
    let height = 0;
    const observer = new ResizeObserver(() => {
      const wasNearEnd = height === 0 || height - window.innerHeight - window.scrollY < NEAR_END_PX;
      height = page.scrollHeight;
      if (wasNearEnd) window.scrollTo({ top: height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return log;
}
