import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import { useMemo, useRef } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';
import { type ShownMessage, toShown } from './chat-message.ts';

/** My conversations in this tenant, the latest first. */
export function useConversations() {
  const { orgId, uid } = useSession();
  return useCollection(queries.conversations(orgId, uid, { limit: 15 }));
}

interface Stored {
  /** Oldest first. */
  readonly messages: readonly ShownMessage[];
  readonly hasEarlier: boolean;
}

/** The newest `limit` messages of a conversation, live; a null id stays loading. */
export function useMessages(conversationId: string | null, limit: number): Live<Stored> {
  const { orgId } = useSession();
  const live = useCollection(conversationId === null ? null : queries.latestMessages(orgId, conversationId, { limit }));
  const found = live.status === 'ready' ? live.value : null;
  const value = useMemo(() => {
    return found && { messages: found.toReversed().flatMap(toShown), hasEarlier: found.length >= limit };
  }, [found, limit]);
  // While more is read, what was read stays.
  const before = useRef({ conversationId, value });
  if (value !== null || before.current.conversationId !== conversationId) before.current = { conversationId, value };
  const known = before.current.value;
  return live.status === 'error' || known === null ? withoutValue(live) : { status: 'ready', value: known };
}

function withoutValue<T, V>(live: Live<T>): Live<V> {
  return live.status === 'error' ? live : { status: 'loading' };
}

/** What the server is answering; `isAlive` turns false when whoever answered it has died. */
export interface Answering {
  readonly messageId: string;
  readonly isAlive: boolean;
}

/** The message of a conversation that is being answered; null where none is. */
export function useAnswering(conversationId: string | null): Answering | null {
  const { orgId } = useSession();
  const live = useDocument(conversationId === null ? null : tenantPaths(orgId).conversation(conversationId));
  const turn = live.status === 'ready' ? (live.value?.data?.turn ?? null) : null;
  const now = useNow(turn === null ? null : 5_000);
  const messageId = turn?.messageId ?? null;
  const isAlive = turn !== null && turn.until > now;
  return useMemo(() => (messageId === null ? null : { messageId, isAlive }), [messageId, isAlive]);
}
