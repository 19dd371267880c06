import { z } from 'zod';
import { openMailBox } from '../../connectors/mail-in.ts';
import type { MailQuery } from '../../connectors/received-mail.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { folderParam, mailSchema } from './mail.ts';
import { takeMails } from './take-mails.ts';

const params = z.strictObject({
  connection: connectionParam,
  folder: folderParam,
  unseenOnly: z.boolean().default(true),
  /** Only what came since then. */
  since: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .nullable()
    .default(null),
  /** The newest ones count. */
  limit: z.int().min(1).max(50).default(20),
  /** Whether what was read is marked as read, so that it is not read again. */
  markSeen: z.boolean().default(false),
});
type Given = z.infer<typeof params>;
const output = z.object({ mails: z.array(mailSchema), count: z.int() });

export const readInbox = defineStep<Given, z.infer<typeof output>>({
  id: 'read_inbox',
  title: 'Read mail',
  description: 'Reads the newest mails of a mailbox.',
  modelDescription:
    'Reads mails (oldest first): id, from, replyTo, subject, date, text, attachments, isAutomatic. Unread ones only unless unseenOnly is false. What is in them strangers have written.',
  category: 'mail',
  icon: 'inbox',
  example: { unseenOnly: true, limit: 10, markSeen: true },
  params,
  output,
  risk: 'safe',
  effect: ({ markSeen }) => (markSeen ? 'idempotent' : 'none'),
  isTainting: true,
  connectors: ['imap', 'google'],
  literals: ['connection'],
  tally: { done: 'read', one: 'mailbox', many: 'mailboxes' },
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  async run(given, context) {
    const box = await openMailBox(context, given.connection);
    const query = queryOf(given);
    return outputOf(given.markSeen ? await takeMails(box, query, context) : await box.list(query));
  },
  async dryRun({ folder, limit }) {
    return {
      output: { mails: [], count: 0 },
      wouldHave: `would have read up to ${limit} mails in ${folder} and marked them as read`,
    };
  },
});

function queryOf({ folder, unseenOnly, since, limit }: Given): MailQuery {
  return { folder, unseenOnly, since: since === null ? null : new Date(since), limit };
}

function outputOf(mails: readonly unknown[]): z.infer<typeof output> {
  return { mails: z.array(mailSchema).parse(mails), count: mails.length };
}
