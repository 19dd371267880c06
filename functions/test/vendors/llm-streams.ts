import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { jsonObject, jsonValue } from '../../src/model/json.ts';

export const LLM_VENDORS = ['anthropic', 'google', 'openai', 'openai-compatible'] as const;

/** What a reader of an answer has to come to. */
const readsSchema = z.strictObject({
  text: z.string().optional(),
  /** `params` as text where they are no JSON. */
  calls: z.array(z.strictObject({ tool: z.string(), params: jsonValue })).optional(),
  inputTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  finish: z.enum(['stop', 'tool-calls', 'length', 'error']).optional(),
  /** The vendor's own word, or `cut`. */
  error: z.string().optional(),
  status: z.int().optional(),
});

const answerSchema = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  /** Server-sent events, in order; or else a `body`. */
  events: z.array(z.strictObject({ event: z.string().optional(), data: z.union([z.string(), jsonObject]) })).optional(),
  body: jsonObject.optional(),
  /** The connection breaks after the last event. */
  isCut: z.boolean().default(false),
  /** From here on every request is answered so. */
  repeats: z.boolean().default(false),
  reads: readsSchema,
});
type Answer = z.infer<typeof answerSchema>;

const recordingSchema = z.strictObject({
  host: z.string(),
  method: z.string(),
  /** An expression that the whole path fits. */
  path: z.string(),
  query: z.record(z.string(), z.string()).default({}),
  /** Expressions that the headers of every request fit. */
  headers: z.record(z.string(), z.string()),
  /** What is in the body of every request. */
  body: jsonObject,
  /** The answers to one request after the other. */
  conversations: z.record(z.string(), z.array(answerSchema).min(1)),
});

export interface LlmStreamServer {
  /** For `createOutbound`: the vendor's host → where it is answered for. */
  readonly detours: Readonly<Record<string, string>>;
  /** The bodies of the requests, parsed. */
  readonly bodies: z.infer<typeof jsonObject>[];
  /** What each answer has to be read as, in order. */
  readonly reads: readonly z.infer<typeof readsSchema>[];
  close(): void;
}

/**
 * A server on 127.0.0.1 that plays one recorded conversation of a vendor, in pieces that end in the middle of lines and
 * letters. What the vendor would not take (path, key, body) is answered with 400; what comes after the end, with 410.
 */
export async function playLlmStream(
  vendor: (typeof LLM_VENDORS)[number],
  conversation: string,
): Promise<LlmStreamServer> {
  const file = new URL(`llm-streams/${vendor}.json`, import.meta.url);
  const { conversations, ...wire } = recordingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const answers = conversations[conversation];
  if (!answers) throw new Error(`${vendor} has no conversation "${conversation}"`);
  const bodies: z.infer<typeof jsonObject>[] = [];
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const body = jsonObject.safeParse(JSON.parse(text));
      const wrong = whatIsWrong(request, wire, body.data ?? {});
      if (wrong !== null) return response.writeHead(400).end(wrong);
      bodies.push(body.data ?? {});
      const answer = answers[bodies.length - 1] ?? answers.findLast(({ repeats }) => repeats);
      return answer ? play(answer, response) : response.writeHead(410).end('The recording is over');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    detours: { [wire.host]: `${origin}/${wire.host}` },
    bodies,
    reads: answers.map(({ reads }) => reads),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Wire = Omit<z.infer<typeof recordingSchema>, 'conversations'>;

function whatIsWrong(request: IncomingMessage, wire: Wire, body: z.infer<typeof jsonObject>): string | null {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const path = url.pathname.replace(`/${wire.host}`, '');
  if (request.method !== wire.method || !new RegExp(`^${wire.path}$`).test(path)) return `No route ${path}`;
  const query = Object.entries(wire.query).find(([name, value]) => url.searchParams.get(name) !== value);
  if (query) return `${query.join('=')} is missing`;
  const header = Object.entries(wire.headers).find(
    ([name, expression]) => !new RegExp(`^${expression}$`).test(String(request.headers[name] ?? '')),
  );
  if (header) return `The header ${header[0]} is missing or wrong`;
  const field = Object.entries(wire.body).find(([name, value]) => body[name] !== value);
  return field ? `${field[0]} is not ${String(field[1])}` : null;
}

/** Longer than most lines and no multiple of anything, so that pieces end everywhere. */
const PIECE = 37;

function play({ status, headers, events, body, isCut }: Answer, response: ServerResponse): void {
  response.writeHead(status, headers);
  if (!events) return void response.end(JSON.stringify(body));
  const bytes = Buffer.from(events.map(written).join(''));
  for (let at = 0; at < bytes.length; at += PIECE) response.write(bytes.subarray(at, at + PIECE));
  if (!isCut) return void response.end();
  response.write('', () => response.destroy());
}

function written({ event, data }: { event?: string | undefined; data: z.infer<typeof jsonValue> }): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
