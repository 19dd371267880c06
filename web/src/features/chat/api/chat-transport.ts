import type { AgentId } from '@model/agent.ts';
import { DefaultChatTransport, type UIMessage, type UIMessageChunk } from 'ai';
import { fetchOrExplain } from '../../../lib/api.ts';
import type { Session } from '../../../lib/session.ts';

/** What is said. The same `messageId` again is the same message: it is not acted on twice. */
export interface Utterance {
  readonly conversationId: string | null;
  readonly messageId: string;
  readonly text: string;
  /** Who is asked; null leaves that to what it is about. */
  readonly agent: AgentId | null;
  /** The recommendation that a new conversation is about; null where it is about none. */
  readonly about: string | null;
  /** Which thread on the screen it was said in. */
  readonly thread: number;
}

/** Says something to the api's own address (Hosting would buffer the stream); gives the answer as it comes. */
export async function* say(
  { api, config }: Pick<Session, 'api' | 'config'>,
  { conversationId, messageId, text, agent, about }: Utterance,
  signal: AbortSignal,
): AsyncGenerator<UIMessageChunk> {
  const transport = new DefaultChatTransport<UIMessage>({
    api: `${config.apiOrigin}/api/chat`,
    headers: () => api.headers(),
    fetch: fetchOrExplain,
    prepareSendMessagesRequest: ({ headers }) => ({
      headers: { ...(headers as Record<string, string>), 'Idempotency-Key': messageId },
      body: {
        messageId,
        message: text,
        ...(conversationId !== null && { conversationId }),
        ...(agent !== null && { agent }),
        ...(about !== null && { about }),
      },
    }),
  });
  const stream = await transport.sendMessages({
    trigger: 'submit-message',
    chatId: conversationId ?? messageId,
    messageId,
    messages: [],
    abortSignal: signal,
  });
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    void reader.cancel().catch(() => {});
  }
}
