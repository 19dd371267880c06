import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
import { concealingStream } from '../core/governance/concealing-outbound.ts';
import type { LlmPiece, LlmRequest } from '../core/ports.ts';
import { createSpokenLlm } from './llm-chat.ts';
import type { LlmOptions } from './llm-model.ts';
import { createOutbound } from './outbound.ts';

const HOSTS = { anthropic: 'api.anthropic.com', google: 'generativelanguage.googleapis.com', openai: 'api.openai.com' };
const request: LlmRequest = {
  instructions: 'Be brief.',
  prompt: 'Hi',
  maxOutputTokens: 500,
  signal: new AbortController().signal,
};

let site: LoopbackSite | null = null;
afterEach(() => site?.close());

/** A vendor that answers as it is told. */
async function vendor(listener: RequestListener, options: Partial<LlmOptions> = {}, now?: () => Date) {
  site = await loopbackSite(listener);
  const { origin } = site;
  const detours = Object.fromEntries([...Object.values(HOSTS), 'llm.example'].map((host) => [host, origin]));
  const door = createOutbound({ allow: [], detours });
  const own = { provider: 'openai-compatible', model: 'tiny', baseUrl: 'https://llm.example/v1', ...options };
  return { door, site, llm: createSpokenLlm(own, async () => 'key', door, now) };
}

const bodyOf = (from: LoopbackSite) => JSON.parse(from.seen[0]?.body ?? '{}');
const refusing = (status: number, body: object, headers: Record<string, string> = {}): RequestListener => {
  return (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}
function say(response: ServerResponse, delta: object, rest: object = {}): void {
  const chunk = { id: '1', object: 'chat.completion.chunk', created: 1, model: 'tiny-1' };
  const choice = { index: 0, delta, finish_reason: null, ...rest };
  response.write(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\n`);
}
function end(response: ServerResponse, reason: string | null, usage: object | null = null): void {
  if (reason !== null) say(response, {}, { finish_reason: reason });
  const chunk = { id: '1', object: 'chat.completion.chunk', created: 1, model: 'tiny-1', choices: [], usage };
  if (usage !== null) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.end('data: [DONE]\n\n');
}

async function all(pieces: AsyncIterable<LlmPiece>): Promise<LlmPiece[]> {
  const found: LlmPiece[] = [];
  for await (const piece of pieces) found.push(piece);
  return found;
}
const failure = (pieces: AsyncIterable<LlmPiece>) => all(pieces).catch((error: unknown) => error);

describe('an answer', () => {
  it('is heard while it is still being spoken', async () => {
    const waiting: ServerResponse[] = [];
    const { llm } = await vendor((_, response) => {
      begin(response);
      say(response, { content: 'First' });
      waiting.push(response);
    });
    const pieces = llm.speak(request)[Symbol.asyncIterator]();
    expect((await pieces.next()).value).toEqual({ type: 'text', delta: 'First' });
    const [response] = waiting;
    if (response === undefined) throw new Error('Nobody was asked');
    say(response, { content: ' and last' });
    end(response, 'stop', { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } });
    expect((await pieces.next()).value).toEqual({ type: 'text', delta: ' and last' });
    const spent = { inputTokens: 9, outputTokens: 2, cachedTokens: 4 };
    const last = { type: 'end', model: 'tiny-1', tier: 'capable', isCut: false, ...spent };
    expect((await pieces.next()).value).toEqual(last);
    expect((await pieces.next()).done).toBe(true);
  });

  it('is asked for with what it costs', async () => {
    const { llm, site } = await vendor((_, response) => {
      begin(response);
      say(response, { content: 'Hi' });
      end(response, 'stop');
    });
    await all(llm.speak(request));
    expect(bodyOf(site)).toMatchObject({ stream: true, stream_options: { include_usage: true }, max_tokens: 500 });
  });

  it('ends its connection when nobody listens any more', async () => {
    let closed = () => {};
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { llm } = await vendor((_, response) => {
      begin(response);
      say(response, { content: 'On and' });
      response.on('close', closed);
    });
    for await (const piece of llm.speak(request)) {
      expect(piece.type).toBe('text');
      break;
    }
    await closing;
  });

  it('ends when its caller does', async () => {
    const stop = new AbortController();
    const { llm } = await vendor(() => stop.abort());
    expect(await failure(llm.speak({ ...request, signal: stop.signal }))).toBeInstanceOf(Error);
  });

  it('does not repeat a secret, though it comes in pieces', async () => {
    const { door } = await vendor((_, response) => {
      begin(response);
      for (const letter of 'data: it is S3CRET-S3CRET\n\ndata: as I said: S3CRET') response.write(letter);
      response.end();
    });
    const concealed = concealingStream(door, { text: (text) => text.replaceAll('S3CRET', '***') });
    const { pieces } = await concealed.stream('https://llm.example/');
    const texts: string[] = [];
    for await (const piece of pieces) texts.push(Buffer.from(piece).toString());
    expect(texts.join('')).toBe('data: it is ***-***\n\ndata: as I said: ***');
  });

  it('does not leave the door', async () => {
    site = await loopbackSite((_, response) => response.end());
    const options = { provider: 'openai-compatible', model: 'tiny', baseUrl: `${site.origin}/v1` };
    const llm = createSpokenLlm(options, async () => 'key', createOutbound({ allow: [] }));
    expect(await failure(llm.speak(request))).toMatchObject({ code: 'blocked_address' });
    expect(site.seen).toEqual([]);
  });
});

describe('what is asked of a vendor', () => {
  it('is kept by Anthropic for the rest of the turn', async () => {
    const { llm, site } = await vendor(refusing(500, {}), { provider: 'anthropic', baseUrl: null });
    await failure(llm.speak(request));
    expect(bodyOf(site).system).toEqual([{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }]);
  });

  it('is not kept by OpenAI', async () => {
    const { llm, site } = await vendor(refusing(500, {}), { provider: 'openai', baseUrl: null });
    await failure(llm.speak(request));
    expect(bodyOf(site)).toMatchObject({ store: false });
  });
});

describe('a failure before the first word', () => {
  it.each([
    [500, 'RetryAfterError', /failed \(500\)/],
    [529, 'RetryAfterError', /failed \(529\)/],
    [404, 'NonRetriableError', /nothing at this address/],
  ])('%i is a %s', async (status, name, message) => {
    const { llm } = await vendor(refusing(status, { error: { message: 'no' } }));
    expect(await failure(llm.speak(request))).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it.each([
    [400, { message: 'maximum context length is 8192 tokens' }, 'prompt_too_long'],
    [429, { message: 'insufficient_quota: check your billing' }, 'no_credit'],
    [400, { message: 'API key not valid. Please pass a valid API key.' }, 'http_400'],
  ])('%i %j is told as it is', async (status, error, code) => {
    const { llm } = await vendor(refusing(status, { error }));
    expect(await failure(llm.speak(request))).toMatchObject({ name: 'NonRetriableError', code });
  });

  it.each([
    ['retry-after', { 'retry-after': '7' }, {}, 7_000],
    ['retry-after-ms', { 'retry-after-ms': '1500' }, {}, 1_500],
    ['a minute used up', { 'x-ratelimit-reset-tokens': '1m2.5s', 'x-ratelimit-reset-requests': '20ms' }, {}, 62_500],
    ['as Google says it', {}, { details: [{ retryDelay: '17s' }] }, 17_000],
    ['nothing said', {}, {}, 60_000],
    ['nothing that makes sense', {}, { details: [{ retryDelay: '1.2.3s' }] }, 60_000],
    ['the end of time', {}, { details: [{ retryDelay: `${'9'.repeat(30)}s` }] }, 7 * 86_400_000],
  ])('429 names its pause: %s', async (_, headers, details, ms) => {
    const { llm } = await vendor(refusing(429, { error: { message: 'slow down', ...details } }, headers));
    const before = Date.now();
    const error = (await failure(llm.speak(request))) as { name: string; retryAt: Date };
    expect(error.name).toBe('RetryAfterError');
    expect(error.retryAt.getTime() - before).toBeGreaterThanOrEqual(ms);
    expect(error.retryAt.getTime() - before).toBeLessThan(ms + 5_000);
  });

  it('counts the pause by the clock of whoever waits', async () => {
    const slow = refusing(429, { error: { message: 'slow down' } }, { 'retry-after': '7' });
    const { llm } = await vendor(slow, {}, () => new Date('2031-01-01T00:00:00Z'));
    expect(await failure(llm.speak(request))).toMatchObject({ retryAt: new Date('2031-01-01T00:00:07Z') });
  });

  it.each([
    ['nothing at all', (response: ServerResponse) => end(response, 'stop')],
    ['no end', (response: ServerResponse) => response.end()],
    ['no stream', (response: ServerResponse) => response.end('data: {"oh": \n\n')],
  ])('an answer that says %s is asked for again', async (_, answer) => {
    const { llm } = await vendor((_request, response) => {
      begin(response);
      answer(response);
    });
    expect(await failure(llm.speak(request))).toMatchObject({ name: 'RetryAfterError', code: 'llm_failed' });
  });
});

describe('a failure in the middle', () => {
  it('of an answer without end is no whole answer', async () => {
    const { llm } = await vendor((_, response) => {
      begin(response);
      say(response, { content: 'Half' });
      response.end();
    });
    const error = await failure(llm.speak(request));
    expect(error).toMatchObject({ name: 'NonRetriableError', message: expect.stringContaining('broke off') });
  });

  it('by the filter of the vendor is told', async () => {
    const { llm } = await vendor((_, response) => {
      begin(response);
      say(response, { content: 'I' });
      end(response, 'content_filter');
    });
    expect(await failure(llm.speak(request))).toMatchObject({ name: 'NonRetriableError', code: 'content_filter' });
  });

  it('of too much is cut', async () => {
    const { llm } = await vendor((_, response) => {
      begin(response);
      for (let i = 0; i < 60; i++) say(response, { content: 'x'.repeat(100_000) });
      end(response, 'stop');
    });
    expect(await failure(llm.speak(request))).toMatchObject({ name: 'NonRetriableError', code: 'too_large' });
  });
});
