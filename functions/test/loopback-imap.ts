import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A mail as it lies on the server. */
export interface ServedMail {
  readonly uid: number;
  readonly receivedAt: Date;
  readonly flags: Set<string>;
  readonly raw: string;
  /** As IMAP tells it: `("TEXT" "PLAIN" …)`. */
  readonly structure: string;
}
export interface LoopbackImap {
  readonly hostPort: string;
  readonly host: string;
  readonly port: number;
  readonly mails: ServedMail[];
  /** Every command, without its tag and without the password. */
  readonly commands: string[];
  close(): void;
}
interface Options {
  readonly user: string;
  readonly password: string;
  readonly mails: readonly ServedMail[];
  readonly tls?: TlsOptions;
  /** What is answered instead; null cuts the connection, '' stays silent. */
  readonly answer?: (command: string) => string | null | undefined;
}
const VALIDITY = 1_700_000_000;

interface MailParts {
  readonly uid: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly html?: string;
  readonly attachment?: { readonly name: string; readonly content: string };
  readonly receivedAt?: string;
  readonly flags?: readonly string[];
}

/** Writes a mail, and its structure as a server would read it. */
export function servedMail(given: MailParts): ServedMail {
  const { uid, headers, text = '', html, attachment, receivedAt = '2026-11-20T10:00:00Z', flags = [] } = given;
  const [type, body] = html === undefined ? ['plain', text] : ['html', html];
  const bodyPart = `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}\r\n`;
  const size = Buffer.byteLength(body);
  const bodyStructure = `("TEXT" "${type.toUpperCase()}" ("CHARSET" "utf-8") NIL NIL "8BIT" ${size} 1 NIL NIL NIL NIL)`;
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const mail = { uid, receivedAt: new Date(receivedAt), flags: new Set(flags) };
  if (attachment === undefined) {
    return { ...mail, raw: `${head.join('')}MIME-Version: 1.0\r\n${bodyPart}`, structure: bodyStructure };
  }
  const { name, content } = attachment;
  const encoded = Buffer.from(content).toString('base64');
  const file = `Content-Type: application/pdf; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`;
  const fileStructure = `("APPLICATION" "PDF" ("NAME" "${name}") NIL NIL "BASE64" ${encoded.length} NIL ("ATTACHMENT" ("FILENAME" "${name}")) NIL NIL)`;
  return {
    ...mail,
    raw: `${head.join('')}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n${bodyPart}--b1\r\n${file}--b1--\r\n`,
    structure: `(${bodyStructure}${fileStructure} "MIXED" ("BOUNDARY" "b1") NIL NIL NIL)`,
  };
}

/** An IMAP4rev1 server on 127.0.0.1 with one folder, as far as reading mail needs it. */
export async function loopbackImap({ user, password, mails, tls, answer }: Options): Promise<LoopbackImap> {
  const stored = mails.map((mail) => ({ ...mail, flags: new Set(mail.flags) }));
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    const session: Session = { mails: stored, user, password, isIn: false, isReadOnly: true };
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('* OK loopback IMAP4rev1 ready\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [tag = '', ...words] = line.split(' ');
        const command = words.join(' ');
        commands.push(command.startsWith('LOGIN') ? 'LOGIN' : command);
        const said = answer?.(command);
        if (said === null) socket.destroy();
        else if (said !== '') socket.write((said ?? obeyed(session, command)).replaceAll('TAG', tag));
      }
    });
  };
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hostPort: `127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    mails: stored,
    commands,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

interface Session {
  readonly mails: ServedMail[];
  readonly user: string;
  readonly password: string;
  isIn: boolean;
  isReadOnly: boolean;
}

/** What the server says, with `TAG` where the tag of the command belongs. */
function obeyed(session: Session, command: string): string {
  if (command === 'CAPABILITY') return '* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n';
  if (command === 'LOGOUT') return '* BYE\r\nTAG OK bye\r\n';
  if (command === 'NOOP') return 'TAG OK done\r\n';
  const login = /^LOGIN "?([^" ]+)"? "?([^"]+?)"?$/.exec(command);
  if (login) {
    session.isIn = login[1] === session.user && login[2] === session.password;
    return session.isIn ? 'TAG OK signed in\r\n' : 'TAG NO [AUTHENTICATIONFAILED] wrong user or password\r\n';
  }
  if (!session.isIn) return 'TAG NO sign in first\r\n';
  if (/^(LIST|LSUB)/.test(command)) return '* LIST (\\HasNoChildren) "/" "INBOX"\r\nTAG OK done\r\n';
  const folder = /^(SELECT|EXAMINE) "?([^"]+?)"?$/.exec(command);
  if (folder) return selected(session, folder[1] ?? '', folder[2] ?? '');
  const search = /^UID SEARCH (.*)$/.exec(command);
  if (search) return `* SEARCH ${found(session.mails, search[1] ?? '').join(' ')}\r\nTAG OK done\r\n`;
  const fetch = /^UID FETCH ([\d,:*]+) \((.*)\)$/.exec(command);
  if (fetch) return `${fetched(session.mails, fetch[1] ?? '', fetch[2] ?? '')}TAG OK done\r\n`;
  const store = /^UID STORE ([\d,:*]+) \+FLAGS(?:\.SILENT)? \((.*)\)$/.exec(command);
  if (!store) return 'TAG BAD unknown command\r\n';
  if (session.isReadOnly) return 'TAG NO [READ-ONLY] the folder is open for reading\r\n';
  for (const mail of among(session.mails, store[1] ?? ''))
    for (const flag of (store[2] ?? '').split(' ')) mail.flags.add(flag);
  return 'TAG OK done\r\n';
}

function selected(session: Session, verb: string, folder: string): string {
  if (folder.toUpperCase() !== 'INBOX') return 'TAG NO [NONEXISTENT] no such folder\r\n';
  session.isReadOnly = verb === 'EXAMINE';
  return [
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
    `* OK [PERMANENTFLAGS (${session.isReadOnly ? '' : '\\Seen \\Flagged'})] limited`,
    `* ${session.mails.length} EXISTS`,
    '* 0 RECENT',
    `* OK [UIDVALIDITY ${VALIDITY}] valid`,
    `* OK [UIDNEXT ${Math.max(0, ...session.mails.map(({ uid }) => uid)) + 1}] next`,
    `TAG OK [${session.isReadOnly ? 'READ-ONLY' : 'READ-WRITE'}] open\r\n`,
  ].join('\r\n');
}

function found(mails: readonly ServedMail[], criteria: string): number[] {
  const since = /SINCE "?(\d{1,2}-\w{3}-\d{4})"?/.exec(criteria)?.[1];
  const messageId = /HEADER "?Message-ID"? "?([^"]+?)"?$/i.exec(criteria)?.[1];
  return mails
    .filter(({ flags }) => !/\bUNSEEN\b/.test(criteria) || !flags.has('\\Seen'))
    .filter(({ receivedAt }) => since === undefined || receivedAt >= new Date(`${since} UTC`))
    .filter(({ raw }) => messageId === undefined || raw.includes(messageId))
    .map(({ uid }) => uid);
}

function among(mails: readonly ServedMail[], set: string): ServedMail[] {
  const wanted = new Set(set.split(',').map(Number));
  return mails.filter(({ uid }) => wanted.has(uid));
}

function fetched(mails: readonly ServedMail[], set: string, items: string): string {
  const partial = /BODY\.PEEK\[\]<0\.(\d+)>/.exec(items)?.[1];
  return among(mails, set)
    .map((mail) => {
      const source = Buffer.from(mail.raw)
        .subarray(0, Number(partial ?? 1e9))
        .toString();
      const at = mail.receivedAt.toUTCString().split(' ');
      const date = `${at[1]}-${at[2]}-${at[3]} ${at[4]} +0000`;
      const head = `UID ${mail.uid} FLAGS (${[...mail.flags].join(' ')}) INTERNALDATE "${date}" BODYSTRUCTURE ${mail.structure}`;
      return `* ${mails.indexOf(mail) + 1} FETCH (${head} BODY[]<0> {${Buffer.byteLength(source)}}\r\n${source})\r\n`;
    })
    .join('');
}
