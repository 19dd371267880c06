import { useRef, useState } from 'react';

interface Thread {
  /** Another one for every conversation that is opened. */
  readonly key: number;
  isOpen(key: number): boolean;
  /** The new conversation on the screen has become the one with this id: it stays as it is. */
  keep(conversationId: string): void;
  leave(): void;
}

/** Which thread is on the screen, over the moment in which a new conversation gets its id. */
export function useThread(conversationId: string | null): Thread {
  const [thread, setThread] = useState({ key: 0, of: conversationId, own: conversationId });
  const open = useRef(0);
  const isMoved = conversationId !== thread.of;
  const isSame = !isMoved || conversationId === thread.own;
  const key = isSame ? thread.key : thread.key + 1;
  if (isMoved) setThread({ key, of: conversationId, own: conversationId });
  open.current = key;
  return {
    key,
    isOpen: (one) => one === open.current,
    keep: (own) => setThread((now) => ({ ...now, own })),
    leave: () => setThread((now) => ({ ...now, key: now.key + 1, own: null })),
  };
}
