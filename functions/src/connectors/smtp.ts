import { Readable } from 'node:stream';
import { z } from 'zod';
import { NonRetriableError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { mailAddressSchema, type OwnMail, senderOf } from './smtp-connection.ts';
import { converse, type MailServer } from './smtp-session.ts';

export { mailAddressSchema } from './smtp-connection.ts';

const MAX_ATTACHED_BYTES = 5_000_000;
const singleLine = z.string().regex(/^[^\r\n\0]*$/, 'A subject has a single line');

/** A text that goes along as a file. Nothing is fetched from anywhere. */
const attachmentSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[^/\\\p{Cc}"]{1,120}$/u, 'Write a file name such as report.csv'),
  content: z.string().min(1).max(MAX_ATTACHED_BYTES),
  mimeType: z
    .string()
    .regex(/^text\/[a-z0-9.+-]{1,60}$|^application\/(json|xml)$/, 'Write a type of text such as text/csv')
    .default('text/plain'),
});
export const attachmentsSchema = z
  .array(attachmentSchema)
  .max(10, 'At most 10 files')
  .refine((files) => files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) <= MAX_ATTACHED_BYTES, {
    error: 'The files have more than 5 MB together',
  });

const mailSchema = z.object({
  to: z
    .array(mailAddressSchema)
    .min(1, 'Give at least one recipient')
    .max(50, 'A mail can go to at most 50 recipients'),
  subject: singleLine.min(1).max(300),
  text: z.string().max(500_000),
  html: z.string().max(1_000_000).nullable(),
  /** More headers, such as `List-Unsubscribe`: one line each. */
  headers: z.record(z.string().regex(/^[A-Za-z-]{1,64}$/), z.string().regex(/^[^\r\n\0]{1,2000}$/)).optional(),
  attachments: attachmentsSchema.optional(),
});
export type Mail = z.input<typeof mailSchema>;
type CheckedMail = z.output<typeof mailSchema>;

export interface SentMail {
  readonly messageId: string;
  readonly accepted: readonly string[];
  /** Recipients that the server refused while it took the others. */
  readonly rejected: readonly string[];
}
type Context = Pick<
  StepContext,
  'outbound' | 'secret' | 'setting' | 'signal' | 'idempotencyKey' | 'executionId' | 'clock' | 'meter' | 'assertLease'
>;

/**
 * Sends one mail by the tenant's `own` mail server, or without one by that which the secret SMTP_URL names. Its
 * Message-ID comes from the idempotency key, so that a repeated mail can be told. `mayHaveActed` of an error is true
 * only once the message itself was on its way.
 */
export async function sendMail(context: Context, given: Mail, own: OwnMail | null = null): Promise<SentMail> {
  const mail = checkedMail(given);
  const sender = own ?? (await platformSender(context));
  const address = senderOf(sender.from);
  const messageId = `<${context.idempotencyKey}@${address.split('@')[1] ?? 'localhost'}>`;
  const message = await compose(mail, sender, { messageId, date: context.clock.now(), execution: context.executionId });
  context.assertLease();
  context.meter({ vendorCalls: 1 });
  const progress = { started: false };
  const { accepted, rejected } = await converse(
    sender.server,
    context.signal,
    {
      envelope: { from: address, to: mail.to },
      // Nothing reads from it before the server has agreed to take the message.
      message: Readable.from(noted(message, progress)),
    },
    () => progress.started,
  );
  return { messageId, accepted: accepted.map(String), rejected: rejected.map(String) };
}

/** A mail that nothing can be smuggled into: no second recipient, no header. */
export function checkedMail(mail: Mail): CheckedMail {
  const parsed = mailSchema.safeParse(mail);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new NonRetriableError(`${errors[0]?.path}: ${errors[0]?.message}`, {
    code: 'bad_mail',
    mayHaveActed: false,
    errors,
  });
}

async function platformSender(context: Context): Promise<OwnMail> {
  const server = { ...serverOf(await context.secret('SMTP_URL')), outbound: context.outbound };
  return { server, from: context.setting('MAIL_FROM') ?? 'Playbooks <playbooks@localhost>', dkim: null };
}

function serverOf(text: string | null): Omit<MailServer, 'outbound'> {
  const how =
    'Put the address of your mail server into the secret SMTP_URL, such as smtps://user:password@smtp.example.com:465';
  if (text === null || text.trim() === '') throw notSet(`Mail is not set up. ${how}.`);
  const url = URL.parse(text.trim());
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') throw notSet(`SMTP_URL cannot be read. ${how}.`);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    plain: url.searchParams.get('ignoreTLS') === 'true',
    credentials: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
    place: 'in SMTP_URL',
  };
}

function notSet(message: string): NonRetriableError {
  return new NonRetriableError(message, { code: 'mail_not_set_up', mayHaveActed: false });
}

interface Envelope {
  readonly messageId: string;
  readonly date: Date;
  readonly execution: string;
}

/** A mail as its bytes, for whoever sends it on another way than SMTP. */
export async function compose(
  { to, subject, text, html, headers = {}, attachments = [] }: CheckedMail,
  { from, dkim }: Pick<OwnMail, 'from' | 'dkim'>,
  { messageId, date, execution }: Envelope,
): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from,
    to,
    subject,
    text,
    ...(html === null ? {} : { html }),
    messageId,
    date,
    headers: { ...headers, 'X-Execution': execution, 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map(({ name, content, mimeType }) => ({
      filename: name,
      content: Buffer.from(content, 'utf8'),
      contentType: `${mimeType}; charset=utf-8`,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const message = composer.compile();
  if (dkim !== null) {
    const { default: Dkim } = await import('nodemailer/lib/dkim');
    const signer = new Dkim(dkim);
    message.processFunc((unsigned) => signer.sign(unsigned));
  }
  return message.build();
}

function* noted(message: Buffer, progress: { started: boolean }): Generator<Buffer> {
  progress.started = true;
  yield message;
}
