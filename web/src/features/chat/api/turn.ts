import type { ChatPart } from '@model/chat-part.ts';
import type { UIMessageChunk } from 'ai';
import { ApiError, messageOf } from '../../../lib/api.ts';
import { conversationIn, withChunk } from './chat-message.ts';
import type { Utterance } from './chat-transport.ts';

/**
 * What was said here and what has come of it. `asking` until the first word; `lost`: the connection broke, the server
 * goes on; `failed`: it was refused, or it ended with an error, in words.
 */
export interface Turn {
  readonly said: Utterance;
  /** Where it was said; of a new conversation it is known once the answer begins. */
  readonly conversationId: string | null;
  readonly status: 'asking' | 'answering' | 'answered' | 'stopped' | 'lost' | 'failed';
  readonly parts: readonly ChatPart[];
  readonly problem: string | null;
}

type Say = (said: Utterance, signal: AbortSignal) => AsyncIterable<UIMessageChunk>;

/** Says it, tells at every piece how far the answer is, and tells how it ended. Never throws. */
export async function takeTurn(
  say: Say,
  said: Utterance,
  signal: AbortSignal,
  tell: (turn: Turn) => void,
): Promise<void> {
  let turn: Turn = { said, conversationId: said.conversationId, status: 'asking', parts: [], problem: null };
  const move = (change: Partial<Turn>) => {
    turn = { ...turn, ...change };
    tell(turn);
  };
  tell(turn);
  try {
    let isWhole = false;
    for await (const chunk of say(said, signal)) {
      if (chunk.type === 'error') throw new ApiError(500, chunk.errorText);
      const conversationId = conversationIn(chunk);
      if (conversationId !== null) move({ conversationId });
      isWhole ||= chunk.type === 'finish';
      const parts = withChunk(turn.parts, chunk);
      if (parts !== turn.parts) move({ status: 'answering', parts });
    }
    move(isWhole ? { status: 'answered' } : lostOr(signal));
  } catch (error) {
    const isRefused = error instanceof ApiError && error.status !== 0;
    move(isRefused ? { status: 'failed', problem: messageOf(error) } : lostOr(signal));
  }
}

function lostOr({ aborted }: AbortSignal): Partial<Turn> {
  if (aborted) return { status: 'stopped' };
  return { status: 'lost', problem: 'The connection was lost. The answer comes once it is back.' };
}
