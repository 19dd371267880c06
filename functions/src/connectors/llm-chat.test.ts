import { afterEach, describe, expect, it } from 'vitest';
import { LLM_VENDORS, playLlmStream } from '../../test/vendors/llm-streams.ts';
import type { LlmCall, LlmPiece, LlmRequest } from '../core/ports.ts';
import { createSpokenLlm } from './llm-chat.ts';
import { createOutbound } from './outbound.ts';

const TOOLS = [
  {
    name: 'list_playbooks',
    description: 'Lists them',
    params: { type: 'object', properties: { status: { type: 'string' } }, additionalProperties: false },
  },
];
const request: LlmRequest = {
  instructions: 'Be brief.',
  prompt: 'How is my stock?',
  tools: TOOLS,
  maxOutputTokens: 500,
  signal: new AbortController().signal,
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function played(vendor: (typeof LLM_VENDORS)[number], conversation: string) {
  const server = await playLlmStream(vendor, conversation);
  closers.push(server.close);
  const baseUrl = vendor === 'openai-compatible' ? 'https://llm.example/v1' : null;
  const door = createOutbound({ allow: [], detours: server.detours });
  return { server, llm: createSpokenLlm({ provider: vendor, model: 'm-1', baseUrl }, async () => 'key', door) };
}

interface Heard {
  readonly text: string;
  readonly deltas: number;
  readonly calls: readonly LlmCall[];
  readonly end: Extract<LlmPiece, { type: 'end' }> | undefined;
  readonly error: unknown;
}

async function heard(pieces: AsyncIterable<LlmPiece>): Promise<Heard> {
  const all: LlmPiece[] = [];
  let error: unknown = null;
  try {
    for await (const piece of pieces) all.push(piece);
  } catch (thrown) {
    error = thrown;
  }
  const deltas = all.flatMap((piece) => (piece.type === 'text' ? [piece.delta] : []));
  return {
    text: deltas.join(''),
    deltas: deltas.length,
    calls: all.flatMap((piece) => (piece.type === 'call' ? [piece.call] : [])),
    end: all.find((piece) => piece.type === 'end'),
    error,
  };
}

function asRead({ text, calls, end }: Heard) {
  const { inputTokens, outputTokens } = end ?? {};
  return { text, calls: calls.map(({ tool, params }) => ({ tool, params })), inputTokens, outputTokens };
}

describe.each(LLM_VENDORS)('%s', (vendor) => {
  it.each([
    'words',
    'a call, then words',
    'two calls at once',
    'parameters outside the schema',
    'a tool that is not there',
    'broken parameters',
  ])('is heard: %s', async (conversation) => {
    const { server, llm } = await played(vendor, conversation);
    for (const { finish, ...reads } of server.reads) {
      const answer = await heard(llm.speak(request));
      // Google sends no call at all where it was broken: it is asked again.
      if (finish === 'error') expect(answer.error).toMatchObject({ name: 'RetryAfterError', code: 'llm_failed' });
      else expect([asRead(answer), answer.error]).toEqual([reads, null]);
    }
    expect(server.bodies).toHaveLength(server.reads.length);
  });

  it('tells the length of an answer that was cut off', async () => {
    const { server, llm } = await played(vendor, 'out of tokens');
    const answer = await heard(llm.speak(request));
    expect([answer.text, answer.end?.isCut, answer.error]).toEqual([server.reads[0]?.text, true, null]);
  });

  it('wants to be asked later, and says when', async () => {
    const { llm } = await played(vendor, 'rate limited');
    const before = Date.now();
    const { error, text } = await heard(llm.speak(request));
    expect([error, text]).toEqual([expect.objectContaining({ name: 'RetryAfterError', code: 'rate_limited' }), '']);
    const ms = (error as { retryAt: Date }).retryAt.getTime() - before;
    expect([ms > 19_000, ms < 25_000]).toEqual([true, true]);
    expect(await heard(llm.speak(request))).toMatchObject({ error: null, deltas: expect.any(Number) });
  });

  it.each(['cut stream', 'overloaded'])('ends in words: %s', async (conversation) => {
    const { server, llm } = await played(vendor, conversation);
    const { text, error } = await heard(llm.speak(request));
    expect(text).toBe(server.reads[0]?.text ?? '');
    const wanted =
      text === ''
        ? { name: 'RetryAfterError', message: expect.stringContaining('503') }
        : { name: 'NonRetriableError', message: expect.stringMatching(/broke off in the middle .* Say it again\.$/) };
    expect(error).toMatchObject(wanted);
  });

  it('says whose key is wrong', async () => {
    const { llm } = await played(vendor, 'wrong key');
    const { error } = await heard(llm.speak(request));
    expect(error).toMatchObject({ name: 'NonRetriableError', message: expect.stringContaining('LLM_API_KEY') });
  });

  it('is told what came of its calls', async () => {
    const { server, llm } = await played(vendor, 'a call, then words');
    const first = await heard(llm.speak(request));
    const [call] = first.calls;
    if (call === undefined) throw new Error('There was no call');
    // Ids are the loop's own; vendors take any.
    const own = { ...call, id: 'call_ours' };
    const turns = [
      { by: 'model', text: first.text, calls: [own] } as const,
      { by: 'tools', results: [{ call: own, text: 'none are there' }] } as const,
    ];
    expect((await heard(llm.speak({ ...request, turns }))).error).toBeNull();
    const told = JSON.stringify(server.bodies[1]);
    for (const part of ['none are there', 'Let me look.', 'How is my stock?']) expect(told).toContain(part);
  });
});
