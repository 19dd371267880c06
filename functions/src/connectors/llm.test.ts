import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
import { askedOf, LLM_HOST, llmVendor } from '../../test/vendors/llm.ts';
import { startVendors, type VendorServer } from '../../test/vendors/vendor.ts';
import { createLlm } from './llm.ts';
import { createOutbound } from './outbound.ts';

let site: LoopbackSite | null = null;
afterEach(() => site?.close());
const request = {
  instructions: 'Be brief.',
  prompt: 'Say hi',
  maxOutputTokens: 50,
  signal: new AbortController().signal,
};
const answer = {
  id: '1',
  object: 'chat.completion',
  created: 1,
  model: 'tiny-1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi!' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 },
};

async function model(status: number, body: object, headers: Record<string, string> = {}) {
  site = await loopbackSite((_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)),
  );
  const outbound = createOutbound({ allow: [site.hostPort] });
  const options = { provider: 'openai-compatible', model: 'tiny', baseUrl: `${site.origin}/v1` };
  return { site, outbound, options, llm: createLlm(options, async () => 'key', outbound) };
}

describe('a language model', () => {
  it('answers through the door, with the tokens that it took', async () => {
    const { site, llm } = await model(200, answer);
    expect(await llm.generateText(request)).toEqual({
      text: 'Hi!',
      model: 'tiny-1',
      tokens: 33,
      cachedTokens: 0,
      tier: 'capable',
      isCut: false,
      calls: [],
    });
    const [seen] = site.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer key' },
    });
    expect(JSON.parse(seen?.body ?? '')).toMatchObject({
      model: 'tiny',
      max_tokens: 50,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Say hi' },
      ],
    });
  });

  it('comes back when it is told to', async () => {
    const { site, llm } = await model(429, { error: { message: 'slow' } }, { 'retry-after': '120' });
    const before = Date.now();
    const error = await llm.generateText(request).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RetryAfterError', mayHaveActed: false });
    const wait = (error as { retryAt: Date }).retryAt.getTime() - before;
    expect(wait).toBeGreaterThanOrEqual(119_000);
    expect(wait).toBeLessThan(130_000);
    expect(site.seen).toHaveLength(1);
  });

  it.each([
    [401, 'NonRetriableError', /LLM_API_KEY/],
    [400, 'NonRetriableError', /400/],
    [402, 'NonRetriableError', /no credit/],
    [500, 'RetriableError', /500/],
  ])('turns %i into a %s', async (status, name, message) => {
    const { llm } = await model(status, { error: { message: 'no' } });
    await expect(llm.generateText(request)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('does not leave the door: a private server that is not allowed is not called', async () => {
    const { site, options } = await model(200, answer);
    const llm = createLlm(options, async () => 'key', createOutbound({ allow: [] }));
    await expect(llm.generateText(request)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'blocked_address',
    });
    expect(site.seen).toEqual([]);
  });

  it.each([
    [{ provider: null, model: null, baseUrl: null }, 'key', /LLM_PROVIDER/],
    [{ provider: 'openai', model: 'x', baseUrl: null }, null, /LLM_API_KEY/],
    [{ provider: 'openai-compatible', model: 'x', baseUrl: null }, 'key', /LLM_BASE_URL/],
    [{ provider: 'other', model: 'x', baseUrl: null }, 'key', /anthropic, google, openai/],
  ])('says what to set: %j', async (options, key, message) => {
    const llm = createLlm(options, async () => key, createOutbound({ allow: [] }));
    await expect(llm.generateText(request)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'no_language_model',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [400, "This model's maximum context length is 8192 tokens", 'prompt_too_long', /Give it less/],
    [400, 'prompt is too long: 210000 tokens > 200000 maximum', 'prompt_too_long', /Give it less/],
    [413, 'The input token count exceeds the maximum', 'prompt_too_long', /Give it less/],
    [429, 'insufficient_quota: check your plan and billing', 'no_credit', /no credit/],
  ])('knows what %i %s means', async (status, words, code, message) => {
    const { llm } = await model(status, { error: { message: words, code: 'x' } });
    await expect(llm.generateText(request)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('a server that is compatible with OpenAI', () => {
  let server: VendorServer | null = null;
  afterEach(() => server?.close());

  async function asking(say: Parameters<typeof llmVendor>[0], routineModel: string | null = null) {
    const vendors = await startVendors([llmVendor(say)]);
    server = vendors;
    const options = { provider: 'openai-compatible', model: 'big', routineModel, baseUrl: `https://${LLM_HOST}/v1` };
    const llm = createLlm(options, async () => 'key', createOutbound({ allow: [], detours: vendors.detours }));
    return { llm, asked: () => askedOf(vendors.calls) };
  }

  it('does routine work with the model for it, and says so', async () => {
    const { llm, asked } = await asking(() => ({ text: 'Hi' }), 'small');
    expect(await llm.generateText({ ...request, tier: 'routine' })).toMatchObject({ tier: 'routine', tokens: 120 });
    expect(await llm.generateText(request)).toMatchObject({ tier: 'capable' });
    expect(asked().map((one) => one.model)).toEqual(['small', 'big']);
  });

  it('does routine work with the only model there is, and says that, too', async () => {
    const { llm, asked } = await asking(() => ({ text: 'Hi', cachedTokens: 64 }));
    expect(await llm.generateText({ ...request, tier: 'routine' })).toMatchObject({
      tier: 'capable',
      cachedTokens: 64,
    });
    expect(asked()[0]?.model).toBe('big');
  });

  it('is asked for JSON of a schema; what is no JSON comes back as it is', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'number' } },
      required: ['a'],
      additionalProperties: false,
    };
    const { llm, asked } = await asking((_, index) => (index === 0 ? { json: { a: 1 } } : { text: 'I would say 1' }));
    expect(await llm.generateText({ ...request, schema })).toMatchObject({ text: '{"a":1}' });
    expect(await llm.generateText({ ...request, schema })).toMatchObject({ text: 'I would say 1', tokens: 120 });
    expect(asked()[0]?.response_format?.json_schema).toMatchObject({ name: 'answer', schema });
  });

  it('is offered tools, and told what came of their calls', async () => {
    const { llm, asked } = await asking((_, index) =>
      index === 0 ? { calls: [['look', { at: 'x' }]] } : { text: 'Seen' },
    );
    const tools = [
      { name: 'look', description: 'Looks', params: { type: 'object', properties: { at: { type: 'string' } } } },
    ];
    const { calls = [], text } = await llm.generateText({ ...request, tools });
    expect([text, calls]).toEqual(['', [{ id: 'call_0', tool: 'look', params: { at: 'x' } }]]);
    const results = calls.map((call) => ({ call, text: 'a tree' }));
    const turns = [
      { by: 'model', text, calls } as const,
      { by: 'tools', results } as const,
      { by: 'user', text: 'Now?' } as const,
    ];
    expect(await llm.generateText({ ...request, tools, turns })).toMatchObject({ text: 'Seen', calls: [] });
    expect(asked()[1]?.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_0', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }],
      },
      { role: 'tool', tool_call_id: 'call_0', content: 'a tree' },
      { role: 'user', content: 'Now?' },
    ]);
  });
});
