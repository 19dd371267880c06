import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Api, createApi } from './api.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handle: Handler;
let seen: IncomingMessage[];
let slept: number[];
let api: Api;

beforeEach(async () => {
  seen = [];
  slept = [];
  server = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleep = async (ms: number) => void slept.push(ms);
  const wire = { fetch, sleep, signal: new AbortController().signal };
  api = createApi({ origin, key: 'pbk_live_abc_def', orgId: 'org_1' }, wire);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
const anything = z.object({ ok: z.boolean() });

describe('the API as the command line asks it', () => {
  it('is asked again where that harms nobody, as late as it says', async () => {
    handle = (_, response) =>
      seen.length < 2 ? json(response, 429, {}, { 'Retry-After': '7' }) : json(response, 200, { ok: true });
    expect(await api.post('/x', {}, anything)).toEqual({ ok: true });
    expect(slept).toEqual([7000]);
    const [first, second] = seen.map(({ headers }) => headers['idempotency-key']);
    expect(first).toBe(second);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    seen = [];
    await expect(api.patch('/x', {}, anything)).rejects.toThrow('answered 429');
    expect(seen.length).toBe(1);
  });

  it('gets the key, and nobody else does', async () => {
    handle = (_, response) => response.writeHead(302, { Location: 'https://evil.example/' }).end();
    await expect(api.get('/x', anything)).rejects.toThrow('sends us on to https://evil.example/');
    expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'pbk_live_abc_def', 'x-org-id': 'org_1' });
    expect(api.actor).toBe('key:abc');
  });

  it('that refuses says what and where; one that answers anything else is not understood', async () => {
    const errors = [{ path: 'steps.0.action', message: 'There is no such step' }];
    handle = (_, response) =>
      json(response, 422, { type: 'urn:playbooks:problem:invalid', title: 'Wrong', status: 422, detail: 'No', errors });
    await expect(api.post('/x', {}, anything)).rejects.toMatchObject({
      ...{ message: 'No', code: 'invalid', details: ['steps.0.action: There is no such step'] },
    });
    handle = (_, response) => response.end('<html>');
    await expect(api.get('/x', anything)).rejects.toThrow('is not understood');
  });

  it('that is not there is said to be so, once it was asked three times', async () => {
    handle = (request) => request.socket.destroy();
    await expect(api.get('/x', anything)).rejects.toThrow('cannot be reached');
    expect([seen.length, slept]).toEqual([3, [1000, 2000]]);
  });

  it('gives lists page by page, as many as are wanted', async () => {
    handle = ({ url = '' }, response) => {
      const { searchParams } = new URL(url, 'http://x');
      const from = Number(searchParams.get('cursor') ?? 0);
      const limit = Number(searchParams.get('limit'));
      const items = Array.from({ length: limit }, (_, index) => from + index);
      json(response, 200, { items, nextCursor: from + limit < 250 ? String(from + limit) : null });
    };
    expect((await api.list('/x?a=1', z.number(), 150)).length).toBe(150);
    expect(seen.map(({ url }) => url)).toEqual(['/x?a=1&limit=100', '/x?a=1&limit=50&cursor=100']);
  });
});
