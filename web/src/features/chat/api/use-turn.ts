import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import type { Utterance } from './chat-transport.ts';
import { type Turn, takeTurn } from './turn.ts';

/** After how long a lost answer is asked for again, each time; then a person is asked. */
const PATIENCE_MS = [1_000, 3_000, 8_000];

interface Turns {
  /** What is, or was last, said here; null where nothing was. */
  readonly turn: Turn | null;
  readonly isBusy: boolean;
  send(said: Omit<Utterance, 'messageId'>): void;
  /** The same message once more. */
  retry(): void;
  stop(): void;
}

/** One message at a time, and its answer. An answer whose connection breaks is asked for again by itself. */
export function useTurn(onConversation: (conversationId: string, thread: number) => void): Turns {
  const session = useSession();
  const [turn, setTurn] = useState<Turn | null>(null);
  const current = useRef(new AbortController());
  const latest = useRef({ session, onConversation });
  latest.current = { session, onConversation };
  const attempts = useRef(0);
  const begin = useCallback((said: Utterance) => {
    current.current.abort();
    const controller = new AbortController();
    current.current = controller;
    let known = said.conversationId;
    const tell = (next: Turn) => {
      if (current.current !== controller) return;
      setTurn(next);
      if (next.conversationId === null || next.conversationId === known) return;
      known = next.conversationId;
      latest.current.onConversation(known, said.thread);
    };
    async function* say(what: Utterance, signal: AbortSignal) {
      // What carries a conversation is loaded with the first thing that is said.
      const transport = await import('./chat-transport.ts');
      yield* transport.say(latest.current.session, what, signal);
    }
    void takeTurn(say, said, controller.signal, tell);
  }, []);
  useEffect(() => () => current.current.abort(), []);
  useAgain(turn, attempts, begin);
  return {
    turn,
    isBusy: turn !== null && (turn.status === 'asking' || turn.status === 'answering'),
    send: (said) => {
      attempts.current = 0;
      begin({ ...said, messageId: crypto.randomUUID() });
    },
    retry: () => {
      attempts.current = 0;
      if (turn !== null) begin(againOf(turn));
    },
    stop: () => {
      current.current.abort();
      if (turn !== null) void stopAnswer(session.api, turn).catch(() => {});
    },
  };
}

function againOf({ said, conversationId }: Turn): Utterance {
  return { ...said, conversationId };
}

/** Tells the server that nobody waits for the answer any more; what it has done stays done. */
async function stopAnswer(api: Api, { said: { messageId }, conversationId }: Turn): Promise<void> {
  await api.call({ method: 'POST', path: '/api/chat/stop', body: { conversationId, messageId }, answer: z.null() });
}

/** Asks for a lost answer again: after a while, and at once when the network comes back. */
function useAgain(turn: Turn | null, attempts: { current: number }, begin: (said: Utterance) => void): void {
  const lost = turn?.status === 'lost' ? turn : null;
  useEffect(() => {
    if (lost === null) return;
    const again = () => begin(againOf(lost));
    window.addEventListener('online', again);
    const wait = PATIENCE_MS[attempts.current];
    attempts.current += 1;
    const timer = wait === undefined ? undefined : setTimeout(again, wait);
    return () => {
      window.removeEventListener('online', again);
      clearTimeout(timer);
    };
  }, [lost, attempts, begin]);
}
