import type { FetchMessageObject, ImapFlow, MessageStructureObject, SearchObject } from 'imapflow';
import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError } from '../core/engine/errors.ts';
import { explainedByImap } from './imap-errors.ts';
import { openSocket } from './outbound.ts';
import { type MailAttachment, type MailQuery, type ReceivedMail, receivedMail } from './received-mail.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
/** Of each mail; what is behind it are attachments. */
const MAX_SOURCE = 300_000;
const LIMITS = { maxLineLength: 1_000_000, maxLiteralSize: 2_000_000, maxResponseSize: 4_000_000 };

const settingsSchema = z
  .strictObject({
    host: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9.-]{1,253}$/, 'Write the name of the server, such as imap.example.com'),
    port: z.int().min(1).max(65_535).default(993),
    user: z.string().trim().min(1).max(254),
    /** `none` for a server of this machine only: a password never travels in the clear. */
    security: z.enum(['tls', 'none']).default('tls'),
  })
  .refine(({ security, host }) => security === 'tls' || /^(127\.0\.0\.1|localhost)$/.test(host), {
    error: 'Only TLS: a password never travels in the clear',
    path: ['security'],
  })
  .refine(({ security, host }) => security === 'none' || /[a-z]/.test(host), {
    error: 'Write a name: certificates are made out to names',
    path: ['host'],
  });
const secretsSchema = z.strictObject({ password: z.string().min(1).max(1_000) });
export type ImapAccess = Access<z.infer<typeof settingsSchema>, z.infer<typeof secretsSchema>>;

/** A mailbox that is read by IMAP. */
export const imap = defineConnector<z.infer<typeof settingsSchema>, z.infer<typeof secretsSchema>>({
  id: 'imap',
  title: 'Mailbox (IMAP)',
  description: 'Reads the mail of an inbox.',
  help: 'The incoming server of your mail provider, usually imap.… on port 993. Many providers want an app password here instead of the one you sign in with.',
  icon: 'inbox',
  settings: settingsSchema,
  secrets: secretsSchema,
  hosts: ({ host, port }) => [`${host}:${port}`],
  test: (access, context) =>
    inFolder(
      access,
      context,
      'INBOX',
      true,
      async (_, count) => `${access.settings.user}, ${count} mails in the inbox`,
    ),
});

/** The newest mails that fit, oldest first. */
export function listByImap(access: ImapAccess, context: CallContext, query: MailQuery): Promise<ReceivedMail[]> {
  const { folder, unseenOnly, since, limit } = query;
  return inFolder(access, context, folder, true, async (client) => {
    const criteria = { ...(unseenOnly && { seen: false }), ...(since && { since }) };
    const found = await searched(client, Object.keys(criteria).length > 0 ? criteria : { all: true });
    const mails = await fetched(client, found.toSorted((a, b) => a - b).slice(-limit));
    // IMAP counts in days.
    return mails.filter(({ date }) => since === null || date >= since.toISOString());
  });
}

/** Marks mails as read, by our ids; those of a folder that was made anew since mean nothing any more. */
export function markByImap(
  access: ImapAccess,
  context: CallContext,
  folder: string,
  ids: readonly string[],
): Promise<void> {
  return inFolder(access, context, folder, false, async (client) => {
    const own = ids.filter((id) => id.startsWith(`${validityOf(client)}-`));
    const uids = own.flatMap((id) => uidOf(id) ?? []);
    if (uids.length === 0) return;
    context.assertLease();
    const isMarked = await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true });
    if (!isMarked) throw new Error('Nothing was marked');
  });
}

/** A mail by our id or by its Message-ID; null where it is not (any more). */
export function findByImap(
  access: ImapAccess,
  context: CallContext,
  folder: string,
  id: string,
): Promise<ReceivedMail | null> {
  return inFolder(access, context, folder, true, async (client) => {
    const uid = uidOf(id);
    if (uid !== null && !id.startsWith(`${validityOf(client)}-`)) return null;
    const found = uid === null ? await searched(client, { header: { 'message-id': id } }) : [uid];
    const [mail] = await fetched(client, found.slice(-1));
    return mail ?? null;
  });
}

/** The client gives `false` for a search that was refused or cut off. */
async function searched(client: ImapFlow, criteria: SearchObject): Promise<number[]> {
  const found = await client.search(criteria, { uid: true });
  if (Array.isArray(found)) return found;
  throw new Error('The search came to nothing');
}

async function fetched(client: ImapFlow, uids: readonly number[]): Promise<ReceivedMail[]> {
  if (uids.length === 0) return [];
  const { default: PostalMime } = await import('postal-mime');
  const wanted = { uid: true, flags: true, internalDate: true, bodyStructure: true, source: { maxLength: MAX_SOURCE } };
  const mails: ReceivedMail[] = [];
  for await (const message of client.fetch(uids.join(','), wanted, { uid: true })) {
    const email = await PostalMime.parse(message.source ?? '');
    mails.push(
      await receivedMail(email, {
        id: `${validityOf(client)}-${message.uid}`,
        receivedAt: receivedAt(message),
        isSeen: message.flags?.has('\\Seen') ?? false,
        attachments: attachmentsIn(message.bodyStructure),
      }),
    );
  }
  return mails.toSorted((a, b) => (uidOf(a.id) ?? 0) - (uidOf(b.id) ?? 0));
}

function receivedAt({ internalDate }: FetchMessageObject): Date {
  const at = new Date(internalDate ?? 0);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

function attachmentsIn(node: MessageStructureObject | undefined): MailAttachment[] {
  if (node === undefined) return [];
  if (node.childNodes) return node.childNodes.flatMap(attachmentsIn);
  const name = node.dispositionParameters?.filename ?? node.parameters?.name;
  if (node.disposition !== 'attachment' && name === undefined) return [];
  // Base64 makes four characters of three bytes.
  const size = Math.round((node.size ?? 0) * (node.encoding?.toLowerCase() === 'base64' ? 0.73 : 1));
  return [{ name: name ?? 'file', mimeType: node.type, size }];
}

/** `1700000000-42`: a uid means a mail only together with the folder's validity. */
function uidOf(id: string): number | null {
  const uid = /^\d+-(\d+)$/.exec(id)?.[1];
  return uid === undefined ? null : Number(uid);
}

function validityOf(client: ImapFlow): string {
  return client.mailbox === false ? '0' : String(client.mailbox.uidValidity);
}

async function inFolder<T>(
  access: ImapAccess,
  context: CallContext,
  folder: string,
  readOnly: boolean,
  task: (client: ImapFlow, count: number) => Promise<T>,
): Promise<T> {
  const { settings } = access;
  context.meter({ vendorCalls: 1 });
  let client: ImapFlow | null = null;
  const stop = () => client?.close();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    client = await connected(access, context);
    const { exists } = await client.mailboxOpen(folder, { readOnly });
    return await task(client, exists);
  } catch (error) {
    throw explainedByImap(error, { host: settings.host, folder });
  } finally {
    context.signal.removeEventListener('abort', stop);
    // Nothing is lost without a farewell, and nobody has to wait for it.
    client?.close();
  }
}

/** The door opens the connection; the client only ever speaks over it, or to the address that the door has checked. */
async function connected({ settings, secrets, outbound }: ImapAccess, context: CallContext): Promise<ImapFlow> {
  const { host, port, user, security } = settings;
  const { ImapFlow: Client } = await import('imapflow');
  const socket = await openSocket(outbound, host, port, context.signal);
  const isPlain = security === 'none';
  const address = socket.remoteAddress;
  if (isPlain) socket.destroy();
  if (address === undefined) throw new NonRetriableError(`No connection to ${host}.`, { mayHaveActed: false });
  const client = new Client({
    host: address,
    port,
    servername: host,
    secure: !isPlain,
    ...(isPlain ? { doSTARTTLS: false } : { tls: { socket } }),
    auth: { user, pass: secrets.password },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...LIMITS,
  });
  // A broken connection is told by whatever waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
