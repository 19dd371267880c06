import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';
import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { openSocket, type Socket } from './outbound.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** An address as it may stand in a header: nothing that `z.email()` lets through can end a line. */
export const mailAddressSchema = z.email({ error: 'This is not an e-mail address' }).max(254);

const mailSchema = z.object({
  to: z
    .array(mailAddressSchema)
    .min(1, 'Give at least one recipient')
    .max(50, 'A mail can go to at most 50 recipients'),
  subject: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[^\r\n\0]*$/, 'A subject has a single line'),
  text: z.string().max(500_000),
  html: z.string().max(1_000_000).nullable(),
});
export type Mail = z.infer<typeof mailSchema>;

export interface SentMail {
  readonly messageId: string;
  readonly accepted: readonly string[];
  /** Recipients that the server refused while it took the others. */
  readonly rejected: readonly string[];
}
type Context = Pick<
  StepContext,
  'outbound' | 'secret' | 'setting' | 'signal' | 'idempotencyKey' | 'executionId' | 'clock' | 'meter' | 'assertLease'
>;

/**
 * Sends one mail by the server that the secret SMTP_URL names. Its Message-ID comes from the idempotency key, so that a
 * repeated mail can be told. `mayHaveActed` of an error is true only once the message itself was on its way.
 */
export async function sendMail(context: Context, given: Mail): Promise<SentMail> {
  const mail = checked(given);
  const server = serverOf(await context.secret('SMTP_URL'));
  const from = context.setting('MAIL_FROM') ?? 'Playbooks <playbooks@localhost>';
  const sender = /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const messageId = `<${context.idempotencyKey}@${sender.split('@')[1] ?? 'localhost'}>`;
  const message = await compose(mail, { from, messageId, date: context.clock.now(), execution: context.executionId });
  context.assertLease();
  context.meter({ vendorCalls: 1 });
  const socket = await openSocket(context.outbound, server.host, server.port, context.signal);
  const progress = { started: false };
  try {
    const { accepted, rejected } = await exchange(server, socket, context.signal, {
      envelope: { from: sender, to: mail.to },
      // Nothing reads from it before the server has agreed to take the message.
      message: Readable.from(noted(message, progress)),
    });
    return { messageId, accepted: accepted.map(String), rejected: rejected.map(String) };
  } catch (error) {
    throw explained(error, server.host, progress.started);
  } finally {
    socket.destroy();
  }
}

function checked(mail: Mail): Mail {
  const parsed = mailSchema.safeParse(mail);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new NonRetriableError(`${errors[0]?.path}: ${errors[0]?.message}`, {
    code: 'bad_mail',
    mayHaveActed: false,
    errors,
  });
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly plain: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
}

function serverOf(text: string | null): Server {
  const how =
    'Put the address of your mail server into the secret SMTP_URL, such as smtps://user:password@smtp.example.com:465';
  if (text === null || text.trim() === '') throw notSet(`Mail is not set up. ${how}.`);
  const url = URL.parse(text.trim());
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') throw notSet(`SMTP_URL cannot be read. ${how}.`);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    plain: url.searchParams.get('ignoreTLS') === 'true',
    credentials: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
  };
}

function notSet(message: string): NonRetriableError {
  return new NonRetriableError(message, { code: 'mail_not_set_up', mayHaveActed: false });
}

interface Envelope {
  readonly from: string;
  readonly messageId: string;
  readonly date: Date;
  readonly execution: string;
}

async function compose(mail: Mail, { from, messageId, date, execution }: Envelope): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { to, subject, text, html } = mail;
  const composer = new MailComposer({
    from,
    to,
    subject,
    text,
    ...(html === null ? {} : { html }),
    messageId,
    date,
    headers: { 'X-Execution': execution, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function* noted(message: Buffer, progress: { started: boolean }): Generator<Buffer> {
  progress.started = true;
  yield message;
}

interface Delivery {
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly message: Readable;
}
type Taken = { readonly accepted: readonly unknown[]; readonly rejected: readonly unknown[] };

/** One conversation with the server over a socket that came through the door. */
async function exchange(server: Server, socket: Socket, signal: AbortSignal, mail: Delivery): Promise<Taken> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection: SMTPConnection = new Connection({
    host: server.host,
    port: server.port,
    connection: socket,
    secure: server.secure,
    ignoreTLS: server.plain,
    // A password never travels in the clear.
    requireTLS: server.credentials !== null && !server.plain,
    tls: { servername: server.host },
    greetingTimeout: CONNECT_MS,
    connectionTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  const stop = () => connection.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Taken>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('The connection was closed')));
      const send = () =>
        connection.send(mail.envelope, mail.message, (error, info) => (error ? reject(error) : resolve(info ?? none)));
      connection.connect((error) => {
        if (error) reject(error);
        else if (server.credentials === null) send();
        else
          connection.login({ credentials: { ...server.credentials } }, (refused) =>
            refused ? reject(refused) : send(),
          );
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    connection.quit();
  }
}
const none: Taken = { accepted: [], rejected: [] };

/** What the server said is proof: a refusal, before or after the message, means that it was not taken. */
function explained(error: unknown, host: string, started: boolean): StepError {
  if (error instanceof StepError) return error;
  const { responseCode, code, response } = refusalSchema.parse(error instanceof Error ? error : {});
  const options = { cause: error, mayHaveActed: false };
  if (code === 'EAUTH') {
    return new NonRetriableError(`The mail server ${host} refused the user name or password in SMTP_URL.`, {
      ...options,
      code: 'mail_sign_in',
    });
  }
  if (responseCode !== undefined && responseCode >= 500) {
    return new NonRetriableError(`The mail server ${host} refused the mail${words(response, responseCode)}.`, {
      ...options,
      code: 'mail_refused',
      fault: 'vendor',
    });
  }
  if (responseCode !== undefined && responseCode >= 400) {
    const message = `The mail server ${host} asks to try again later${words(response, responseCode)}.`;
    return new RetriableError(message, { ...options, code: 'mail_deferred' });
  }
  const message = `The conversation with the mail server ${host} ended ${started ? 'after' : 'before'} the mail was sent.`;
  return new RetriableError(message, { cause: error, code: 'mail_cut', mayHaveActed: started });
}
const refusalSchema = z
  .object({
    responseCode: z.number().optional(),
    code: z.string().optional(),
    response: z.string().optional(),
  })
  .catch({});

/** The server's own words, since only they say which recipient it was and why. */
function words(response: string | undefined, code: number): string {
  const said = (response ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return said === '' ? ` (${code})` : `: ${said.slice(0, 200).replace(/[.\s]+$/, '')}`;
}
