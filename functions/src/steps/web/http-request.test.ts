import { afterEach, describe, expect, it } from 'vitest';
import { createEngineKit, makeStep } from '../../../test/kit/engine-kit.ts';
import { start } from '../../../test/kit/flow-kit.ts';
import { type LoopbackSite, loopbackSite } from '../../../test/loopback-site.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { AnyStepType } from '../../core/engine/step-type.ts';
import type { Outbound } from '../../core/ports.ts';
import { httpRequest } from './http-request.ts';

let site: LoopbackSite | null = null;
afterEach(() => site?.close());

async function api(status: number, body: string, headers: Record<string, string> = {}) {
  site = await loopbackSite((_, response) => response.writeHead(status, headers).end(body));
  return { site, ...stepContext({ allow: [site.hostPort] }) };
}
const json = { 'content-type': 'application/json' };
const effectOf = (method: string) => {
  const { effect } = httpRequest;
  return typeof effect === 'function' ? effect(httpRequest.params.parse({ method, url: 'https://a.example' })) : effect;
};

describe('http_request', () => {
  it('reads JSON, and keeps only headers of use', async () => {
    const { site, context, usage } = await api(200, '{"stock":[1,2]}', { ...json, etag: '"1"', 'set-cookie': 'a=b' });
    expect(await runStep(httpRequest, { url: `${site.origin}/x?y=1` }, context)).toEqual({
      status: 200,
      url: `${site.origin}/x?y=1`,
      headers: { 'content-type': 'application/json', etag: '"1"' },
      body: { stock: [1, 2] },
    });
    expect(site.seen[0]).toMatchObject({ method: 'GET', url: '/x?y=1' });
    expect(site.seen[0]?.headers['idempotency-key']).toBeUndefined();
    expect(usage.vendorCalls).toBe(1);
  });

  it('sends JSON with the key of the act, and the headers of the author win', async () => {
    const { site, context } = await api(201, '');
    const params = { method: 'POST', url: site.origin, body: { a: [1] }, headers: { 'X-Mine': 'yes' } };
    expect(await runStep(httpRequest, params, context)).toMatchObject({ status: 201, body: null });
    expect(site.seen[0]).toMatchObject({
      method: 'POST',
      body: '{"a":[1]}',
      headers: { 'content-type': 'application/json', 'idempotency-key': context.idempotencyKey, 'x-mine': 'yes' },
    });
    await runStep(
      httpRequest,
      { ...params, body: 'plain', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': 'k' } },
      context,
    );
    expect(site.seen[1]).toMatchObject({
      body: 'plain',
      headers: { 'content-type': 'text/csv', 'idempotency-key': 'k' },
    });
  });

  it('gives text as text, also when it merely claims to be JSON', async () => {
    const { site, context } = await api(200, 'hello', json);
    expect(await runStep(httpRequest, { url: site.origin }, context)).toMatchObject({ body: 'hello' });
  });

  it.each([
    [400, 'NonRetriableError', false],
    [404, 'NonRetriableError', false],
    [429, 'RetryAfterError', false],
    [500, 'RetriableError', true],
    [503, 'RetriableError', true],
  ])('turns %i into a %s', async (status, name, mayHaveActed) => {
    const { site, context } = await api(status, 'no');
    await expect(runStep(httpRequest, { method: 'POST', url: site.origin }, context)).rejects.toMatchObject({
      name,
      mayHaveActed,
    });
  });

  it('does not keep credentials that a server repeats, and leaves the rest of its answer alone', async () => {
    const basic = Buffer.from('mailer:hunter2-hunter2').toString('base64');
    const echo = JSON.stringify({
      got: ['Bearer tok-1234567890', `Basic ${basic}`, 'hunter2-hunter2'],
      id: 'k-12345678',
    });
    const { site, context } = await api(200, echo.replace('hunter2-hunter2"', 'mailer:hunter2-hunter2"'), json);
    const headers = {
      Authorization: 'Bearer tok-1234567890',
      'X-Basic-Token': `Basic ${basic}`,
      'Idempotency-Key': 'k-12345678',
    };
    const answer = await runStep(httpRequest, { url: `${site.origin}/?q=tok-1234567890`, headers }, context);
    expect(answer).toMatchObject({
      url: `${site.origin}/?q=…`,
      body: { got: ['Bearer …', 'Basic …', '…'], id: 'k-12345678' },
    });
  });

  it('takes the status codes that the author expects', async () => {
    const { site, context } = await api(404, 'none');
    expect(await runStep(httpRequest, { url: site.origin, expectStatus: [200, 404] }, context)).toMatchObject({
      status: 404,
    });
    await expect(runStep(httpRequest, { url: site.origin, expectStatus: 200 }, context)).rejects.toThrow(/404/);
  });

  it('refuses private addresses', async () => {
    const { context } = stepContext();
    await expect(runStep(httpRequest, { url: 'http://169.254.169.254/' }, context)).rejects.toMatchObject({
      code: 'blocked_address',
    });
  });

  it.each([
    [{ url: 'ftp://a.example' }, 'url'],
    [{ url: 'a.example' }, 'url'],
    [{ url: 'https://a.example', methods: 'GET' }, ''],
    [{ url: 'https://a.example', headers: { 'x\r\ny': 'z' } }, 'headers'],
    [{ url: 'https://a.example', headers: { x: 'a\r\nb: c' } }, 'headers'],
    [{ url: 'https://a.example', method: 'TRACE' }, 'method'],
  ])('refuses params %j', (params, path) => {
    const { error } = httpRequest.params.safeParse(params);
    expect(String(error?.issues[0]?.path[0] ?? '')).toBe(path);
    expect(error).toBeDefined();
  });

  it('knows what may be repeated', () => {
    expect(['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'].map(effectOf)).toEqual([
      'none',
      'none',
      'idempotent',
      'idempotent',
      'once',
      'once',
    ]);
  });

  it('opens no connection in a dry run', async () => {
    const { site, context } = await api(200, '');
    const { output, wouldHave } = await rehearseStep(httpRequest, { method: 'POST', url: site.origin }, context);
    expect(wouldHave).toBe('would have sent a POST request to 127.0.0.1');
    expect(output).toMatchObject({ status: 200, body: null });
    expect(site.seen).toEqual([]);
  });
});

describe('a web address that strangers have named', () => {
  const page = { id: 'page', action: 'fetch', params: { next: 'https://rival.example/next' } };
  const call = (params: object) => ({
    id: 'call',
    action: 'http_request',
    params: { url: '{{steps.page.next}}', ...params },
  });
  const go = async (params: object, more: Readonly<Record<string, unknown>> = {}) => {
    const fetched = { ...makeStep('fetch', (given) => given), isTainting: true } as AnyStepType;
    const kit = await createEngineKit([fetched, httpRequest]);
    const called: string[] = [];
    const fetch: Outbound['fetch'] = async (url) => {
      called.push(url);
      throw new NonRetriableError('unreachable');
    };
    Object.assign(kit.engine, { services: { ...kit.engine.services, outbound: { fetch, connect: fetch } } });
    const executionId = await start(kit, [page, call(params)] as never, more);
    return { called, ...(await kit.execution(executionId)) };
  };

  it('is read, but not with what opens doors elsewhere', async () => {
    expect((await go({ headers: { accept: 'text/html' } })).called).toEqual(['https://rival.example/next']);
    const secret = { headers: { Authorization: 'Bearer of-the-shop' } };
    const asked = await go(secret);
    expect([asked.called, asked.status, asked.wait?.kind]).toEqual([[], 'waiting', 'approval']);
    const rehearsed = await go(secret, { dryRun: true });
    expect([rehearsed.called, rehearsed.status]).toEqual([[], 'completed']);
  });

  it.each(['X-HTTP-Method-Override', 'x-method-override', 'X-HTTP-Method'])(
    'is not deleted by a GET with %s',
    (name) => {
      const given = { url: 'https://a.example', headers: { [name]: 'DELETE' } };
      expect(httpRequest.params.safeParse(given).error?.issues[0]?.message).toBe("Write the method into 'method'");
    },
  );
});

it('carries no act over to another host, whatever a redirect asks for', async () => {
  const other = await api(200, '');
  const away = other.site;
  // The same server by another name is another host, too.
  const target = away.origin.replace('127.0.0.1', 'localhost');
  site = await loopbackSite((_, response) => response.writeHead(307, { location: target }).end());
  const { context } = stepContext({
    allow: [site.hostPort, away.hostPort, away.hostPort.replace('127.0.0.1', 'localhost')],
  });
  await expect(
    runStep(httpRequest, { method: 'POST', url: site.origin, body: 'all orders' }, context),
  ).rejects.toThrow();
  expect(away.seen).toEqual([]);
  await away.close();
});
