import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { z } from 'zod';
import type { Mailbox } from './mailbox.ts';

const times = z.coerce.number().int().min(0).max(1000).default(0);

/** What tests may break. Counts say how many times; each time takes one away. */
export const faultsSchema = z.strictObject({
  /** This recipient is refused for good: 550. */
  refuseRecipient: z.string().nullable().default(null),
  /** Recipients that are refused for now: 451. */
  temporaryFailure: times,
  /** Messages after which the server never answers. */
  hangAfterData: times,
  /** Messages after which the connection is cut, instead of the final 250. */
  cutBeforeFinalReply: times,
  /** Does a message that ends in one of the last two arrive all the same? */
  deliverAnyway: z.boolean().default(true),
});
export type Faults = z.infer<typeof faultsSchema>;

export interface Smtp {
  port: number;
  faults: Faults;
  close(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 25 * 1024 * 1024;

/** Where messages go. */
export interface Keeper {
  receive(...message: Parameters<Mailbox['receive']>): Promise<{ readonly id: string }>;
}

/** Starts the SMTP side: takes every message for everybody, without TLS or password. */
export async function startSmtp(options: { host: string; port: number }, mailbox: Keeper): Promise<Smtp> {
  const sockets = new Map<number, Socket>();
  const smtp: Smtp = { port: 0, faults: faultsSchema.parse({}), close: async () => {} };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    banner: 'Playbooks local inbox',
    onRcptTo: ({ address }, _session, reply) => reply(refusal(smtp.faults, address)),
    onData(stream, session, reply) {
      receive(stream, session, mailbox, smtp.faults).then(
        (ending) => {
          if (ending === 'cut') sockets.get(session.remotePort)?.destroy();
          else if (ending !== 'hang') reply(null, ending.reply);
        },
        (error: unknown) => reply(smtpError(451, `The message could not be kept: ${String(error)}`)),
      );
    },
  });
  server.on('error', () => {}); // a client that hangs up in the middle is no concern of the server
  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  smtp.port = port;
  smtp.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets.values()) socket.destroy();
    });
  return smtp;
}

function refusal(faults: Faults, address: string): Error | null {
  if (faults.refuseRecipient?.toLowerCase() === address.toLowerCase())
    return smtpError(550, `${address} is unknown here`);
  if (faults.temporaryFailure === 0) return null;
  faults.temporaryFailure -= 1;
  return smtpError(451, 'Try again later');
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  mailbox: Keeper,
  faults: Faults,
): Promise<'hang' | 'cut' | { reply: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, `A message may have at most ${MAX_MESSAGE_BYTES} bytes`);
  const ending = takeEnding(faults);
  if (ending !== null && !faults.deliverAnyway) return ending;
  const { mailFrom, rcptTo } = session.envelope;
  const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
  const mail = await mailbox.receive(Buffer.concat(chunks), envelope);
  return ending ?? { reply: `Kept as ${mail.id}` };
}

function takeEnding(faults: Faults): 'hang' | 'cut' | null {
  if (faults.hangAfterData > 0) {
    faults.hangAfterData -= 1;
    return 'hang';
  }
  if (faults.cutBeforeFinalReply > 0) {
    faults.cutBeforeFinalReply -= 1;
    return 'cut';
  }
  return null;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
