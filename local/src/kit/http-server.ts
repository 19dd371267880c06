import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** One request to a local service. `body()` reads JSON or a posted form and parses it with the given schema. */
export interface LocalRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  /** The path cut at slashes and decoded: `/api/messages/7` is `['api', 'messages', '7']`. */
  path: string[];
  body<T>(schema: z.ZodType<T>): Promise<T>;
}

export interface LocalReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An answer with a status and a readable reason; handlers throw it. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface LocalServer {
  port: number;
  /** Cuts open connections; closing twice is closing once. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/**
 * A small HTTP server on loopback. It answers only to loopback names, and refuses writes that a page of another origin
 * makes a browser send: nothing here asks for a password.
 */
export async function startLocalServer(
  options: { host: string; port: number },
  handle: (request: LocalRequest) => Promise<LocalReply>,
): Promise<LocalServer> {
  const server = createServer((message, response) => void answer(message, response, handle));
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) return resolve();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  handle: (request: LocalRequest) => Promise<LocalReply>,
): Promise<void> {
  let reply: LocalReply;
  try {
    reply = await handle(readRequest(message));
  } catch (error) {
    reply = errorReply(error);
  }
  response.writeHead(reply.status, {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...reply.headers,
  });
  response.end(message.method === 'HEAD' ? undefined : reply.body);
}

const LOOPBACK_NAME = /^(127\.0\.0\.1|\[::1\]|localhost|[a-z0-9-]+\.localhost)(:\d+)?$/i;

function readRequest(message: IncomingMessage): LocalRequest {
  const { method = 'GET', headers } = message;
  const host = headers.host ?? '';
  if (!LOOPBACK_NAME.test(host)) throw new HttpError(403, 'This service answers only on 127.0.0.1 and localhost.');
  const origin = headers.origin;
  if (origin !== undefined && method !== 'GET' && origin !== `http://${host}`) {
    throw new HttpError(403, 'A page of another origin may not change anything here.');
  }
  const url = new URL(message.url ?? '/', `http://${host}`);
  const path = url.pathname.split('/').filter(Boolean).map(decodePart);
  return { method, url, headers, path, body: (schema) => readBody(message, schema) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, `The address contains a wrong escape: ${part}`);
  }
}

async function readBody<T>(message: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, `A body may have at most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const isForm = message.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return schema.parse(isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
}

function errorReply(error: unknown): LocalReply {
  if (error instanceof HttpError) return json({ status: error.status, detail: error.message }, error.status);
  if (error instanceof z.ZodError) {
    const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    return json({ status: 400, detail, errors }, 400);
  }
  return json({ status: 500, detail: String(error) }, 500);
}

export function json(value: unknown, status = 200): LocalReply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

export function html(body: string, headers: Record<string, string> = {}): LocalReply {
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body };
}

export function redirect(location: string): LocalReply {
  return { status: 303, headers: { Location: location } };
}

/** Did a browser's form post this? Then it wants a page afterwards, not JSON. */
export function isFormPost(request: LocalRequest): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
