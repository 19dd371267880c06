import { z } from 'zod';
import { openMailBox } from '../../connectors/mail-in.ts';
import type { ReceivedMail } from '../../connectors/received-mail.ts';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { mailHtml } from '../../model/mail-html.ts';
import { markdownToHtml, markdownToText } from '../../model/markdown.ts';
import { connectionParam } from '../connection-param.ts';
import { folderParam } from './mail.ts';

const MAX_SUBJECT = 300;

const params = z.strictObject({
  connection: connectionParam,
  /** The id that read_inbox gave, or the Message-ID. */
  id: z.string().trim().min(1).max(300),
  /** The sender of that mail: said here, so that whoever has to agree sees whom it goes to. Nobody else is written to. */
  to: mailAddressSchema,
  body: z.string().min(1).max(200_000),
  folder: folderParam,
});
const output = z.object({ messageId: z.string(), to: z.string(), subject: z.string() });

export const replyToEmail = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'reply_to_email',
  title: 'Answer a mail',
  description: 'Answers a mail that has come in, to whoever sent it.',
  modelDescription:
    'Answers one mail of read_inbox: id and to (its replyTo) come from that mail; body is text or simple Markdown. Mails of machines and lists (isAutomatic) are never answered.',
  category: 'mail',
  icon: 'reply',
  example: { id: '<q1@customer.example>', to: 'jo@customer.example', body: 'Thank you, we will look into it today.' },
  params,
  output,
  risk: 'moderate',
  tally: { done: 'sent', one: 'answer', many: 'answers', to: 'to' },
  effect: 'once',
  connectors: ['imap', 'google'],
  literals: ['connection'],
  blast: () => ({ recipients: 1 }),
  targets: ['to'],
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  wires: { body: ['generate_text.text'] },
  async run({ connection, id, to, body, folder }, context) {
    const box = await openMailBox(context, connection);
    const mail = await box.find(folder, id);
    const answered = answerable(mail, to);
    const subject = subjectOf(answered.subject);
    const reason = `Sent by ${context.org.name} with Playbooks.`;
    const { messageId } = await box.reply(answered, {
      to: answered.replyTo,
      subject,
      text: `${markdownToText(body)}\n`,
      html: mailHtml(markdownToHtml(body), { reason, link: null }),
      headers: threadOf(answered),
    });
    return { messageId, to: answered.replyTo, subject };
  },
  async dryRun({ to, id }) {
    return {
      output: { messageId: 'dry_run', to, subject: 'Re: …' },
      wouldHave: `would have answered the mail ${id.slice(0, 60)} to ${to}`,
    };
  },
});

/** The mail, where it may be answered to that address. */
function answerable(mail: ReceivedMail | null, to: string): ReceivedMail {
  if (mail === null) throw refused('That mail is not in the folder any more.', 'no_mail');
  if (mail.isAutomatic)
    throw refused(
      `The mail '${mail.subject}' was sent by a machine or a list, which nobody answers.`,
      'automatic_mail',
    );
  if (mail.replyTo !== to.toLowerCase()) {
    throw refused(`The mail is not from ${to}. An answer goes to its sender only.`, 'other_recipient');
  }
  return mail;
}

function subjectOf(subject: string): string {
  const text = /^(re|aw|sv)\s*:/i.test(subject) ? subject : `Re: ${subject}`;
  return text.trim().slice(0, MAX_SUBJECT);
}

/** RFC 5322: the mail that is answered, and those before it. */
function threadOf({ messageId, references }: ReceivedMail): Record<string, string> {
  if (messageId === null) return {};
  const before = references.filter((id) => id !== messageId).slice(-6);
  return { 'In-Reply-To': messageId, References: [...before, messageId].join(' ') };
}

function refused(message: string, code: string): NonRetriableError {
  return new NonRetriableError(message, { code, mayHaveActed: false });
}
