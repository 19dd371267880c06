import type { MailBox, ReceivedMail } from '../../connectors/received-mail.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { mailHtml } from '../../model/mail-html.ts';
import { markdownToHtml, markdownToText } from '../../model/markdown.ts';

const MAX_SUBJECT = 300;

/** What all step types share that answer one mail, to its sender. */
export const anAnswer = {
  category: 'mail',
  risk: 'moderate',
  tally: { done: 'sent', one: 'answer', many: 'answers', to: 'to' },
  effect: 'once',
  connectors: ['imap', 'google'],
  blast: () => ({ recipients: 1 }),
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
} as const;

/** The mail, where it may be answered to that address. Throws a `NonRetriableError`: nothing was sent. */
export function answerable(mail: ReceivedMail | null, to: string): ReceivedMail {
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

/** Answers a mail in its thread, to its sender and nobody else. `body` is text or simple Markdown. */
export async function sendAnswer(
  box: MailBox,
  mail: ReceivedMail,
  given: { readonly subject: string; readonly body: string },
  context: StepContext,
): Promise<{ messageId: string; to: string; subject: string }> {
  const subject = subjectOf(given.subject);
  const reason = `Sent by ${context.org.name} with Playbooks.`;
  const { messageId } = await box.reply(mail, {
    to: mail.replyTo,
    subject,
    text: `${markdownToText(given.body)}\n`,
    html: mailHtml(markdownToHtml(given.body), { reason, link: null }),
    headers: threadOf(mail),
  });
  return { messageId, to: mail.replyTo, subject };
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

export function refused(message: string, code: string): NonRetriableError {
  return new NonRetriableError(message, { code, mayHaveActed: false });
}
