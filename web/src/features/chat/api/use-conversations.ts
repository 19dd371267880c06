import { queries } from '@model/query.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';

/** My conversations in this tenant, the latest first. */
export function useConversations() {
  const { orgId, uid } = useSession();
  return useCollection(queries.conversations(orgId, uid, { limit: 15 }));
}

/** The messages of one conversation, oldest first. */
export function useMessages(conversationId: string | null) {
  const { orgId } = useSession();
  return useCollection(conversationId === null ? null : queries.messages(orgId, conversationId, { limit: 200 }));
}
