import { type AddressInfo, createServer, type Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Inbox {
  readonly hostPort: string;
  readonly url: string;
  readonly mails: { readonly envelope: { from: string; to: string[] }; readonly mail: Email; readonly raw: string }[];
  close(): void;
}

/** A real SMTP server on 127.0.0.1 that keeps what it takes. `faults` override its handlers. */
export async function loopbackSmtp(faults: Partial<SMTPServerOptions> = {}): Promise<Inbox> {
  const mails: Inbox['mails'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        PostalMime.parse(raw).then((mail) => {
          mails.push({ envelope, mail, raw });
          done();
        }, done);
      });
    },
    ...faults,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { hostPort: `127.0.0.1:${port}`, url: `smtp://127.0.0.1:${port}`, mails, close: () => server.close() };
}

/** A server that speaks SMTP line by line as `answer` says; null cuts the connection, '' stays silent. */
export async function scriptedSmtp(answer: (line: string) => string | null) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 loopback\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const reply = answer(line);
        if (reply === null) socket.destroy();
        else if (reply !== '') socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hostPort: `127.0.0.1:${port}`,
    url: `smtp://127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
