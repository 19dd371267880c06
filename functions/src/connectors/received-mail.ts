import type { Address, Email } from 'postal-mime';
import { pageText } from './page-text.ts';

const MAX_TEXT = 20_000;
const MAX_LINE = 1_000;
const MAX_ADDRESSES = 50;
const MAX_ATTACHMENTS = 50;
/** Who never reads an answer. */
const NOBODY = /^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|notifications?|auto-?reply)([+@.-]|$)/i;

export interface MailAttachment {
  readonly name: string;
  readonly mimeType: string;
  /** In bytes, about. */
  readonly size: number;
}
/** A mail as it lies in a mailbox. What is in it, strangers have written. */
export interface ReceivedMail {
  /** How its mailbox calls it. */
  readonly id: string;
  /** Its Message-ID, in angle brackets. */
  readonly messageId: string | null;
  /** `''` where it does not say. */
  readonly from: string;
  readonly fromName: string;
  /** Whom an answer goes to. */
  readonly replyTo: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** When it came, ISO. */
  readonly date: string;
  /** What people read of it, at most 20,000 characters. */
  readonly text: string;
  readonly isCut: boolean;
  readonly attachments: readonly MailAttachment[];
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** Whether a machine has sent it, a list, or this product: it is never answered. */
  readonly isAutomatic: boolean;
  readonly isSeen: boolean;
}

export interface MailQuery {
  /** `INBOX`, or how the mailbox calls another folder. */
  readonly folder: string;
  readonly unseenOnly: boolean;
  readonly since: Date | null;
  readonly limit: number;
}
export interface Reply {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** `In-Reply-To` and `References`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A mailbox of the tenant: by IMAP, or at Gmail. */
export interface MailBox {
  /** The newest mails that fit, oldest first. */
  list(query: MailQuery): Promise<ReceivedMail[]>;
  /** A mail by the id that `list` gave, or by its Message-ID; null where it is not (any more). */
  find(folder: string, id: string): Promise<ReceivedMail | null>;
  /** Marks mails as read, by the ids that `list` gave; those that are not there any more are passed over. */
  markSeen(folder: string, ids: readonly string[]): Promise<void>;
  /** Answers one of its mails. Its errors say whether the mail may be on its way. */
  reply(mail: ReceivedMail, reply: Reply): Promise<{ readonly messageId: string }>;
}

/** What a mailbox knows of a mail beside its text. */
interface Place {
  readonly id: string;
  readonly receivedAt: Date;
  readonly isSeen: boolean;
  readonly attachments: readonly MailAttachment[];
}

export async function receivedMail(
  email: Email,
  { id, receivedAt, isSeen, attachments }: Place,
): Promise<ReceivedMail> {
  const [from] = mailboxesOf(email.from ? [email.from] : []);
  const [replyTo] = mailboxesOf(email.replyTo ?? []);
  const text = (email.text ?? '').trim() || (await pageText(email.html ?? '')).text;
  return {
    id,
    messageId: idsIn(email.messageId)[0] ?? null,
    from: from?.address ?? '',
    fromName: oneLine(from?.name ?? ''),
    replyTo: (replyTo ?? from)?.address ?? '',
    to: mailboxesOf(email.to ?? []).map(({ address }) => address),
    subject: oneLine(email.subject ?? ''),
    date: receivedAt.toISOString(),
    text: text.slice(0, MAX_TEXT),
    isCut: text.length > MAX_TEXT,
    attachments: attachments.slice(0, MAX_ATTACHMENTS).map((one) => ({ ...one, name: oneLine(one.name) })),
    inReplyTo: idsIn(email.inReplyTo)[0] ?? null,
    references: idsIn(email.references),
    isAutomatic: isAutomatic(email, from?.address ?? ''),
    isSeen,
  };
}

/** RFC 3834, and what senders do who have not read it. */
function isAutomatic(email: Email, from: string): boolean {
  const header = (name: string) =>
    email.headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase();
  const submitted = header('auto-submitted');
  return (
    (submitted !== undefined && submitted !== 'no') ||
    ['list-id', 'list-unsubscribe', 'x-auto-response-suppress', 'x-autoreply', 'x-execution'].some(
      (name) => header(name) !== undefined,
    ) ||
    /^(bulk|list|junk|auto_reply)/.test(header('precedence') ?? '') ||
    header('return-path') === '<>' ||
    from === '' ||
    NOBODY.test(from)
  );
}

function mailboxesOf(addresses: readonly Address[]): { name: string; address: string }[] {
  return addresses
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => ({ name, address: address.trim().toLowerCase() }))
    .filter(({ address }) => address !== '' && address.length <= 254)
    .slice(0, MAX_ADDRESSES);
}

function idsIn(header: string | undefined): string[] {
  return (header?.match(/<[^<>\s]{1,250}>/g) ?? []).slice(-20);
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MAX_LINE);
}
