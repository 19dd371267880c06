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

interface Known {
  /** The message that is being answered; null where none is. */
  readonly answering: Answering | null;
  /** The recommendation that it is about, null where it is about none; undefined while that is not known. */
  readonly about: string | null | undefined;
}

/** What is known of a conversation itself. */
export function useConversation(conversationId: string | null): Known {
  const { orgId } = useSession();
  const live = useDocument(conversationId === null ? null : tenantPaths(orgId).conversation(conversationId));
  const known = live.status === 'ready' ? (live.value?.data ?? null) : null;
  const turn = known?.turn ?? null;
  const now = useNow(turn === null ? null : 5_000);
  const messageId = turn?.messageId ?? null;
  const isAlive = turn !== null && turn.until > now;
  const answering = useMemo(() => (messageId === null ? null : { messageId, isAlive }), [messageId, isAlive]);
  return { answering, about: live.status === 'loading' ? undefined : (known?.about ?? null) };
}

/**
 * The latest conversation of mine about a recommendation, as it was when it was asked for: null where there was none,
 * undefined while that is not known. What is begun afterwards is on the screen already.
 */
export function useReopened(about: string | null): string | null | undefined {
  const { orgId, uid } = useSession();
  const live = useCollection(about === null ? null : queries.conversationsAbout(orgId, uid, about, { limit: 1 }));
  const first = useRef<{ readonly about: string | null; readonly id: string | null }>({ about: null, id: null });
  if (about === null) first.current = { about, id: null };
  else if (first.current.about !== about && live.status !== 'loading')
    first.current = { about, id: live.status === 'ready' ? (live.value[0]?.id ?? null) : null };
  return first.current.about === about ? first.current.id : undefined;
}
