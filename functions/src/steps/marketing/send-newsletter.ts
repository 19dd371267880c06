import { z } from 'zod';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { findOwnMail } from '../../connectors/smtp-connection.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { wish } from '../../core/engine/wish.ts';
import { connectionParam } from '../connection-param.ts';
import { contactsOf } from './contacts.ts';
import { mailMaker } from './newsletter-mail.ts';
import { audienceSchema, line, listSchema, readersOf } from './newsletter-people.ts';
import { sendRound } from './newsletter-round.ts';
import { personalText } from './placeholders.ts';

const MAX_READERS = 2_000;

const params = z.strictObject({
  /** The mail server; left out, the tenant's own, or where it has none that of the platform. */
  connection: connectionParam,
  /** Whose addresses: everybody in one of the shop's collections who has not unsubscribed. */
  audience: audienceSchema.default('customers'),
  /** Only those of them of whom all of this holds, as in query_documents. */
  where: z.array(wish).max(10).default([]),
  /** A list instead: addresses, or people with an `email` and fields of their own. */
  recipients: listSchema.nullable().default(null),
  /** `{first_name|there}` is a field of the recipient, and what stands there where it is not known. */
  subject: personalText(line),
  /** Text or Markdown, with the same places. */
  body: personalText(z.string().min(1).max(100_000)),
  /** Of the business: the law wants it in each newsletter. */
  postalAddress: line.min(5),
  /** Why people get it; made up from the audience when left out. */
  reason: line.nullable().default(null),
  replyTo: mailAddressSchema.nullable().default(null),
  /** When there are more, nothing is sent. */
  maxRecipients: z.int().min(1).max(MAX_READERS).default(MAX_READERS),
  /** Not to whom of `audience` something was sent within so many days (`contacts.ts`); a list names them by `id`. */
  notWithinDays: z.int().min(1).max(365).nullable().default(null),
});
type Params = z.infer<typeof params>;

const output = z.object({
  recipients: z.int(),
  sent: z.int(),
  /** Addresses that the mail server did not take. */
  refused: z.int(),
  /** Of which nobody can tell whether they got it; they are not written to again. */
  unknown: z.int(),
  writtenLately: z.int(),
  unsubscribed: z.int(),
  withoutAddress: z.int(),
});

export const sendNewsletter = defineStep<Params, z.infer<typeof output>>({
  id: 'send_newsletter',
  title: 'Send a newsletter',
  description: 'Writes to all customers, members or prospects, each with a name and a link to unsubscribe.',
  modelDescription:
    'Sends one mail each to an audience (customers, members, prospects; narrowed by where) or a list of up to 2,000. Personal places are written {first_name|there}. Whoever unsubscribed is left out. Once a day.',
  category: 'marketing',
  icon: 'newspaper',
  example: {
    recipients: ['ada@example.com'],
    subject: 'News for {first_name|you}',
    body: 'Hello {first_name|there},\n\nthe new menu is here.',
    postalAddress: '1 Main Street, Syracuse, NY 13202',
  },
  params,
  output,
  risk: 'high',
  // Each letter is noted before it goes out: doing it again sends what is left.
  effect: 'idempotent',
  blast: ({ recipients, maxRecipients }) => ({ recipients: recipients?.length ?? maxRecipients }),
  targets: ['recipients', 'replyTo'],
  literals: ['connection', 'audience'],
  tally: { done: 'sent', one: 'newsletter', many: 'newsletters' },
  limit: 'newsletter_send',
  timeoutMs: 330_000,
  retry: { maxAttempts: 20, baseDelayMs: 30_000, maxDelayMs: 1_800_000 },
  wires: { recipients: ['segment_customers.people'], body: ['generate_text.text'] },
  async run(given, context) {
    const { readers, ...left } = await readersOf(context, given);
    const reason = given.reason ?? `You get this as one of the ${given.audience} of ${context.org.name}.`;
    const mailFor = await mailMaker(context, { ...given, reason });
    const contacts = await contactsOf(context, given, readers);
    const letters = { mailFor, own: await findOwnMail(context, given.connection), contacts };
    const { done, refused, unknown, lately } = await sendRound(context, readers, letters);
    return { recipients: readers.length, sent: done, refused, unknown, writtenLately: lately, ...left };
  },
  async dryRun(given, context) {
    const { readers: all, ...left } = await readersOf(context, given);
    const readers = all.filter((await contactsOf(context, given, all)).mayHear);
    const count = readers.length === 1 ? '1 person' : `${readers.length} people`;
    const writtenLately = all.length - readers.length;
    return {
      output: { recipients: all.length, sent: 0, refused: 0, unknown: 0, writtenLately, ...left },
      wouldHave: `would have written to ${count} (${left.unsubscribed} have unsubscribed), subject '${given.subject}'`,
    };
  },
});
