// The world outside, a process of its own: counts what arrives, by HTTP and by mail, and believes nobody but its own record.
// node soak/receiver.ts RECEIPTS_FILE
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmtp } from '../local/src/inbox/smtp.ts';
import { type Kind, kindSchema, type Receipt, writeReceipt } from './receipts.ts';

interface Trouble {
  /** This share of all acts, at their first arrival. */
  readonly share: number;
  /** Null cuts the connection. */
  readonly answer: number | null;
  readonly retryAfterS?: number;
  /** Was it done all the same? */
  readonly applied: boolean;
}

/** A `once` act is refused in ways that prove that nothing happened, and rarely cut in a way that proves nothing. */
const TROUBLES: Record<Kind, readonly Trouble[]> = {
  page: [{ share: 0.03, answer: 503, applied: false }],
  put: [
    { share: 0.03, answer: 503, retryAfterS: 1, applied: false },
    { share: 0.02, answer: 429, retryAfterS: 7, applied: false },
    { share: 0.01, answer: 500, applied: false },
    { share: 0.02, answer: null, applied: true },
  ],
  once: [
    { share: 0.03, answer: 429, retryAfterS: 1, applied: false },
    { share: 0.02, answer: 429, retryAfterS: 7, applied: false },
    { share: 0.003, answer: null, applied: true },
  ],
};

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Where do the receipts go? Write: node soak/receiver.ts FILE');
const receipts = file;
writeFileSync(receipts, '');
const arrivals = new Map<string, number>();
const bodyByKey = new Map<string, string>();

const server = createServer((request, response) => void receive(request, response));

/** A mail names its act in the subject, and is an act by `once`. */
const mails = await startSmtp({ host: '127.0.0.1', port: 0 }, { receive: async (raw) => takeMail(raw.toString()) });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Receiver on port ${(server.address() as AddressInfo).port}, mail on port ${mails.port}\n`);
});

function takeMail(mail: string): { id: string } {
  const [, marker, step] = /^Subject: ([\w-]+)\/(\w+)\r?$/m.exec(mail) ?? [];
  if (marker === undefined || step === undefined) throw new Error('The subject of the mail names no act');
  writeReceipt(receipts, { at: Date.now(), kind: 'once', marker, step, key: null, outcome: 'applied', answer: 250 });
  return { id: `${marker}/${step}` };
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, kindText, marker = '', step = ''] = url.pathname.split('/');
  const kind = kindSchema.parse(kindText);
  const body = await bodyOf(request);
  if (body === null) return;
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? header : null;
  const trouble = troubleFor(kind, `${marker}/${step}`);
  const applied = trouble === null || trouble.applied;
  const answer = trouble === null ? 200 : trouble.answer;
  const outcome = applied ? apply(kind, key, body) : 'refused';
  writeReceipt(receipts, { at: Date.now(), kind, marker, step, key, outcome, answer });
  await sleep(Number(url.searchParams.get('hold') ?? 0));
  if (answer === null) return void request.socket.destroy();
  if (trouble?.retryAfterS !== undefined) response.setHeader('Retry-After', String(trouble.retryAfterS));
  response.writeHead(answer, { 'Content-Type': 'application/json' }).end(JSON.stringify({ outcome }));
}

/** Null when the sender died while sending: nothing has arrived. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    return await text(request);
  } catch {
    return null;
  }
}

function apply(kind: Kind, key: string | null, body: string): Receipt['outcome'] {
  if (kind === 'page') return 'read';
  if (kind === 'once' || key === null) return 'applied';
  const isRepeat = bodyByKey.get(key) === body;
  bodyByKey.set(key, body);
  return isRepeat ? 'repeat' : 'applied';
}

/** Chosen by the address of the act, so that a run with the same markers meets the same troubles. */
function troubleFor(kind: Kind, act: string): Trouble | null {
  const count = (arrivals.get(`${kind}/${act}`) ?? 0) + 1;
  arrivals.set(`${kind}/${act}`, count);
  if (count > 1) return null;
  let chance = createHash('sha256').update(act).digest().readUInt32BE() / 2 ** 32;
  for (const trouble of TROUBLES[kind]) {
    if (chance < trouble.share) return trouble;
    chance -= trouble.share;
  }
  return null;
}
