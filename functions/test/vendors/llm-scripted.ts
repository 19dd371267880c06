import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSpokenLlm } from '../../src/connectors/llm-chat.ts';
import { createOutbound } from '../../src/connectors/outbound.ts';
import type { SpokenLlm } from '../../src/core/ports.ts';
import type { LLM_VENDORS } from './llm-streams.ts';
import { type AskedInWords, anthropicWire, googleWire, type LlmWire, type Spoken } from './llm-wires.ts';
import { compatibleWire, openaiWire } from './llm-wires-openai.ts';

type LlmVendorName = (typeof LLM_VENDORS)[number];

const WIRES: Readonly<Record<LlmVendorName, LlmWire>> = {
  anthropic: anthropicWire,
  google: googleWire,
  openai: openaiWire,
  'openai-compatible': compatibleWire,
};

export interface ScriptedLlm {
  readonly llm: SpokenLlm;
  /** For `createOutbound`, and for `OUTBOUND_DETOURS`. */
  readonly detours: Readonly<Record<string, string>>;
  /** What it was asked, in order. */
  readonly asked: readonly AskedInWords[];
  close(): void;
}

/** A number instead of words: it answers with that status, and may be asked again at once. */
export type Line = Spoken | number;

/**
 * A vendor on 127.0.0.1 whose model says what `say` answers. It reads every request as the vendor does: what the vendor
 * would refuse, it refuses (400).
 */
export async function scriptedLlm(
  vendor: LlmVendorName,
  say: (asked: AskedInWords, index: number) => Line,
): Promise<ScriptedLlm> {
  const wire = WIRES[vendor];
  const asked: AskedInWords[] = [];
  const answerTo = (path: string, body: string): Line | string => {
    if (!wire.path.test(path)) return `no route ${path}`;
    try {
      const question = wire.read(JSON.parse(body));
      asked.push(question);
      return say(question, asked.length - 1);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { pathname } = new URL(request.url ?? '/', 'http://loopback');
      const answer = answerTo(pathname, body);
      if (typeof answer === 'string')
        return response.writeHead(400).end(JSON.stringify({ error: { message: answer } }));
      if (typeof answer === 'number') {
        return response.writeHead(answer, { 'retry-after': '0' }).end(JSON.stringify({ error: { message: 'no' } }));
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const { event, data } of wire.write(answer)) {
        const text = typeof data === 'string' ? data : JSON.stringify(data);
        response.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`);
      }
      return response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const detours = { [wire.host]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const baseUrl = vendor === 'openai-compatible' ? `https://${wire.host}/v1` : null;
  const options = { provider: vendor, model: 'm-1', routineModel: 'm-0', baseUrl };
  return {
    llm: createSpokenLlm(options, async () => 'key', createOutbound({ allow: [], detours })),
    detours,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
