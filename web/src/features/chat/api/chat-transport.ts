import { DefaultChatTransport } from 'ai';
import { fetchOrExplain } from '../../../lib/api.ts';
import type { Session } from '../../../lib/session.ts';
import { type ChatUiMessage, textOf } from './chat-message.ts';

/** Sends the newest message to the api's own address (Hosting would buffer the stream) and streams the answer back. */
export function createChatTransport({ api, config }: Session, conversationId: () => string | null) {
  return new DefaultChatTransport<ChatUiMessage>({
    api: `${config.apiOrigin}/api/chat`,
    headers: () => api.headers(),
    fetch: fetchOrExplain,
    prepareSendMessagesRequest: ({ messages, headers }) => {
      const last = messages.findLast(({ role }) => role === 'user');
      const id = conversationId();
      return {
        headers: { ...(headers as Record<string, string>), 'Idempotency-Key': crypto.randomUUID() },
        body: {
          message: last === undefined ? '' : textOf(last),
          ...(id !== null && { conversationId: id }),
        },
      };
    },
  });
}
