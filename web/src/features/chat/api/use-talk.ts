import type { AgentId } from '@model/agent.ts';
import { answerIdOf } from '@model/conversation.ts';
import { useMemo, useState } from 'react';
import type { Live } from '../../../lib/use-live.ts';
import type { ShownMessage } from './chat-message.ts';
import { isAnswered, threadOf, withDead } from './thread.ts';
import type { Turn } from './turn.ts';
import { useConversation, useMessages } from './use-conversations.ts';
import { useThread } from './use-thread.ts';
import { useTurn } from './use-turn.ts';

const PAGE = 40;
const nothing = { messages: [], hasEarlier: false };

interface Talk {
  /** Another one for every conversation that is opened. */
  readonly key: number;
  /** The recommendation that it is about; null where it is about none. */
  readonly about: string | null;
  /** What is stored, and what is being said here on top of it; oldest first. */
  readonly messages: readonly ShownMessage[];
  /** How reading what is stored goes. */
  readonly stored: Live<unknown>;
  /** What was last said here, until its answer is stored; null where nothing was. */
  readonly turn: Turn | null;
  /** Whether something is being answered, here or, after a reload, by the server alone. */
  readonly isBusy: boolean;
  readonly isSpeaking: boolean;
  /** Reads what was said before; null where nothing was. */
  readonly onEarlier: (() => void) | null;
  say(text: string, agent: AgentId | null): void;
  retry(): void;
  stop(): void;
  /** Before another conversation is begun. */
  leave(): void;
}

/**
 * The conversation on the screen: what was said is read from what is stored, and an answer streams on top of it.
 * `begunAbout`: what a new one is about.
 */
export function useTalk(
  conversationId: string | null,
  begunAbout: string | null,
  onConversation: (conversationId: string) => void,
): Talk {
  const [limit, setLimit] = useState(PAGE);
  const thread = useThread(conversationId);
  const turns = useTurn((id, where) => {
    if (!thread.isOpen(where)) return;
    thread.keep(id);
    onConversation(id);
  });
  const stored = useMessages(conversationId, limit);
  const { answering, about: known } = useConversation(conversationId);
  const turn = turns.turn !== null && isOf(turns.turn, thread.key, conversationId) ? turns.turn : null;
  const kept = stored.status === 'ready' ? stored.value : nothing;
  const messages = useMemo(() => threadOf(withDead(kept.messages, answering), turn), [kept.messages, answering, turn]);
  const isSpeaking = turn !== null && turns.isBusy;
  const isBusy = isSpeaking || !isAnswered(answering, turn);
  return {
    key: thread.key,
    // One that has just begun is not stored yet.
    about: known === undefined ? begunAbout : known,
    messages,
    stored,
    turn: turn !== null && isKept(turn, kept.messages) ? null : turn,
    isBusy,
    isSpeaking,
    onEarlier: kept.hasEarlier ? () => setLimit((now) => now + 2 * PAGE) : null,
    say: (text, agent) => {
      const about = conversationId === null ? begunAbout : null;
      if (!isBusy) turns.send({ text, agent, about, conversationId, thread: thread.key });
    },
    retry: turns.retry,
    stop: turns.stop,
    leave: thread.leave,
  };
}

/** Whether its answer stands in what is stored: whatever became of the connection is no matter then. */
function isKept({ said }: Turn, messages: readonly ShownMessage[]): boolean {
  return messages.some(({ id, status }) => id === answerIdOf(said.messageId) && status !== 'answering');
}

function isOf(turn: Turn, thread: number, conversationId: string | null): boolean {
  return turn.said.thread === thread || (conversationId !== null && turn.conversationId === conversationId);
}
