import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
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
    expect(await llm.generateText(request)).toEqual({ text: 'Hi!', model: 'tiny-1', tokens: 33 });
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
});
