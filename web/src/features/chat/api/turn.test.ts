import type { UIMessageChunk } from 'ai';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../lib/api.ts';
import { type Turn, takeTurn } from './turn.ts';

const said = { conversationId: null, messageId: 'message-1', text: 'hello', agent: null, about: null, thread: 0 };
const conversation: UIMessageChunk = { type: 'data-conversation', data: { conversationId: 'c1' } };
const finish: UIMessageChunk = { type: 'finish' };
const words = (delta: string): UIMessageChunk => ({ type: 'text-delta', id: 't', delta });
const working = (status: string): UIMessageChunk => ({
  type: 'data-tool',
  id: 'a',
  data: { callId: 'a', tool: 'query_data', status, words: 'Looking' },
});

/** What is told of a turn whose stream says this and then ends, or breaks with `error`. */
async function toldOf(chunks: readonly UIMessageChunk[], error?: unknown, stop = false): Promise<Turn[]> {
  const told: Turn[] = [];
  const stopped = new AbortController();
  async function* say() {
    yield* chunks;
    if (stop) stopped.abort();
    if (error !== undefined) throw error;
  }
  await takeTurn(say, said, stopped.signal, (turn) => told.push(turn));
  return told;
}

describe('takeTurn', () => {
  it('tells an answer as it grows, in the order in which it was said', async () => {
    const told = await toldOf([
      conversation,
      { type: 'text-start', id: 't' },
      words('Two '),
      words('are low.'),
      working('running'),
      { type: 'text-start', id: 'u' },
      words('That is all.'),
      working('done'),
      finish,
    ]);
    expect(told.map(({ status }) => status).filter((one, at, all) => one !== all[at - 1])).toEqual([
      'asking',
      'answering',
      'answered',
    ]);
    expect(told.at(-1)).toMatchObject({
      conversationId: 'c1',
      said: { conversationId: null },
      parts: [
        { type: 'text', text: 'Two are low.' },
        { type: 'tool', status: 'done' },
        { type: 'text', text: 'That is all.' },
      ],
    });
  });

  it('takes a stream that ends without an end, or breaks, for lost, with what has come', async () => {
    for (const error of [undefined, new TypeError('network error'), new ApiError(0, 'The server cannot be reached.')]) {
      const last = (await toldOf([conversation, words('Two ')], error)).at(-1);
      expect(last).toMatchObject({ status: 'lost', conversationId: 'c1', parts: [{ text: 'Two ' }] });
    }
  });

  it('tells a refusal, and an error within the answer, in its own words', async () => {
    const busy = new ApiError(409, 'Another message is being answered.');
    expect((await toldOf([], busy)).at(-1)).toMatchObject({ status: 'failed', problem: busy.message });
    const failed = await toldOf([words('Two '), { type: 'error', errorText: 'The model is gone.' }, words('more')]);
    expect(failed.at(-1)).toMatchObject({ status: 'failed', problem: 'The model is gone.', parts: [{ text: 'Two ' }] });
  });

  it('is stopped by a person, which is no fault', async () => {
    const abort = new DOMException('stopped', 'AbortError');
    expect((await toldOf([words('Two ')], abort, true)).at(-1)).toMatchObject({ status: 'stopped', problem: null });
  });

  it('leaves out parts that it does not know', async () => {
    const strange: UIMessageChunk[] = [
      { type: 'data-hologram', data: { depth: 3 } },
      { type: 'data-card', data: 'nonsense' },
      finish,
    ];
    expect((await toldOf(strange)).at(-1)).toMatchObject({ status: 'answered', parts: [] });
  });
});
