import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Address } from 'postal-mime';

export interface Envelope {
  from: string;
  to: string[];
}

/** A received message, parsed. `to` is the envelope's: who it was really delivered to. */
export interface Mail {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  messageId: string | null;
  text: string | null;
  html: string | null;
  headers: { name: string; value: string }[];
  attachments: { name: string; mimeType: string; bytes: number }[];
}

const ID = /^(\d+)-(\d+)$/;

/** All mail that was received, newest first; each also as an .eml file if there is a directory for them. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  readonly #dir: string | undefined;
  readonly #now: () => Date;
  #count = 0;

  private constructor(dir: string | undefined, now: () => Date) {
    this.#dir = dir;
    this.#now = now;
  }

  /** Opens a mailbox with what its directory holds. */
  static async open(dir: string | undefined, now: () => Date): Promise<Mailbox> {
    const mailbox = new Mailbox(dir, now);
    if (dir === undefined) return mailbox;
    mkdirSync(dir, { recursive: true });
    const ids = readdirSync(dir).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4)] : []));
    for (const id of ids.filter((name) => ID.test(name)).sort(byAge)) {
      mailbox.#mails.unshift(await parse(id, readFileSync(join(dir, `${id}.eml`))));
      mailbox.#count = Math.max(mailbox.#count, orderOf(id).count);
    }
    return mailbox;
  }

  list(): readonly Mail[] {
    return this.#mails;
  }

  get(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  /** Keeps a message, with the envelope in front as mail servers write it: Return-Path and Delivered-To. */
  async receive(raw: Buffer, envelope: Envelope): Promise<Mail> {
    this.#count += 1;
    const id = `${this.#now().getTime()}-${this.#count}`;
    const lines = [`Return-Path: <${envelope.from}>`, ...envelope.to.map((to) => `Delivered-To: ${to}`)];
    const delivered = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), raw]);
    const mail = await parse(id, delivered);
    if (this.#dir !== undefined) writeFileSync(join(this.#dir, `${id}.eml`), delivered);
    this.#mails.unshift(mail);
    return mail;
  }

  clear(): void {
    for (const { id } of this.#mails.splice(0)) {
      if (this.#dir !== undefined) rmSync(join(this.#dir, `${id}.eml`), { force: true });
    }
  }
}

function orderOf(id: string): { at: number; count: number } {
  const [, at, count] = ID.exec(id) ?? [];
  return { at: Number(at), count: Number(count) };
}

function byAge(a: string, b: string): number {
  return orderOf(a).count - orderOf(b).count;
}

async function parse(id: string, raw: Buffer): Promise<Mail> {
  const email = await PostalMime.parse(raw);
  const headers = email.headers.map(({ originalKey, value }) => ({ name: originalKey, value }));
  return {
    id,
    receivedAt: new Date(orderOf(id).at).toISOString(),
    from: email.from ? show(email.from) : '',
    to: headers.filter(({ name }) => name === 'Delivered-To').map(({ value }) => value),
    subject: email.subject ?? '',
    messageId: email.messageId ?? null,
    text: email.text ?? null,
    html: email.html ?? null,
    headers,
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? 'unnamed',
      mimeType,
      bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    })),
  };
}

function show(address: Address): string {
  if (address.address === undefined) return address.name;
  return address.name ? `${address.name} <${address.address}>` : address.address;
}
