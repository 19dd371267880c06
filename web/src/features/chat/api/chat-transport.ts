import { DefaultChatTransport } from 'ai';
import { ApiError, problemIn } from '../../../lib/api.ts';
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

/** A refusal becomes an error in words instead of its JSON text. */
async function fetchOrExplain(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new ApiError(0, 'The server cannot be reached. Check your connection and try again.');
  }
  if (response.ok) return response;
  throw problemIn(response.status, await response.json().catch(() => null));
}
