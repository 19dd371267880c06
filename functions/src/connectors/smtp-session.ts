import type { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';
import { type Fix, NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import type { Outbound } from '../core/ports.ts';
import { openSocket, type Socket } from './outbound.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** A mail server, and how to speak with it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Without encryption. */
  readonly plain: boolean;
  /** Whether it is spoken with only once it has switched to TLS. */
  readonly needsTls?: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
  /** Where the user name and the password are kept, in words: `in SMTP_URL`. */
  readonly place: string;
  /** How to put them right. */
  readonly fix?: Fix;
  readonly outbound: Outbound;
}

export interface Delivery {
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly message: Readable;
}
export type Taken = { readonly accepted: readonly unknown[]; readonly rejected: readonly unknown[] };
const none: Taken = { accepted: [], rejected: [] };

/**
 * One conversation with a mail server: signs in and delivers, or without a mail says goodbye at once. `hasStarted` tells
 * afterwards whether the message itself was on its way; `mayHaveActed` of an error is true only then.
 */
export async function converse(
  server: MailServer,
  signal: AbortSignal,
  mail: Delivery | null,
  hasStarted: () => boolean = () => false,
): Promise<Taken> {
  const socket = await openSocket(server.outbound, server.host, server.port, signal);
  try {
    return await exchange(server, socket, signal, mail);
  } catch (error) {
    throw explained(error, server, hasStarted());
  } finally {
    socket.destroy();
  }
}

/** Over a socket that came through the door. */
async function exchange(
  server: MailServer,
  socket: Socket,
  signal: AbortSignal,
  mail: Delivery | null,
): Promise<Taken> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection: SMTPConnection = new Connection({
    host: server.host,
    port: server.port,
    connection: socket,
    secure: server.secure,
    ignoreTLS: server.plain,
    // A password never travels in the clear.
    requireTLS: server.needsTls || (server.credentials !== null && !server.plain),
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
      const send = () => {
        if (mail === null) return resolve(none);
        return connection.send(mail.envelope, mail.message, (error, info) =>
          error ? reject(error) : resolve(info ?? none),
        );
      };
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

/** What the server said is proof: a refusal, before or after the message, means that it was not taken. */
function explained(error: unknown, { host, place, fix }: MailServer, started: boolean): StepError {
  if (error instanceof StepError) return error;
  const { responseCode, code, response } = refusalSchema.parse(error instanceof Error ? error : {});
  const options = { cause: error, mayHaveActed: false };
  if (code === 'EAUTH') {
    return new NonRetriableError(`The mail server ${host} refused the user name or password ${place}.`, {
      ...options,
      code: 'mail_sign_in',
      ...(fix && { fix }),
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
