import { type LocalServer, startLocalServer } from '../kit/http-server.ts';
import { type Mail, Mailbox } from './mailbox.ts';
import { type Smtp, startSmtp } from './smtp.ts';
import { inboxWeb } from './web.ts';

export interface InboxOptions {
  host: string;
  /** The SMTP port; 0 takes a free one. */
  port: number;
  /** The port of the page and the JSON; 0 takes a free one. */
  webPort: number;
  /** Where messages are kept as .eml files; without it they last as long as the process. */
  stateDir?: string;
  /** The local stack's clock, for the time of receipt. */
  now?: () => Date;
}

export interface LocalInbox {
  port: number;
  webPort: number;
  /** What has arrived, newest first. */
  messages(): readonly Mail[];
  close(): Promise<void>;
}

/** Starts the mail inbox: an SMTP server that keeps everything and sends nothing on, and a page to read it. */
export async function startInbox(options: InboxOptions): Promise<LocalInbox> {
  const { host, port, webPort, stateDir, now = () => new Date() } = options;
  const mailbox = await Mailbox.open(stateDir, now);
  const smtp: Smtp = await startSmtp({ host, port }, mailbox);
  const web: LocalServer = await startLocalServer({ host, port: webPort }, inboxWeb(mailbox, smtp)).catch(
    async (error: unknown) => {
      await smtp.close();
      throw error;
    },
  );
  return {
    port: smtp.port,
    webPort: web.port,
    messages: () => mailbox.list(),
    async close() {
      await smtp.close();
      await web.close();
    },
  };
}
