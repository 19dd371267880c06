import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { type Access, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { plainHost } from './address.ts';
import { converse, type MailServer } from './smtp-session.ts';

/** An address as it may stand in a header: nothing that `z.email()` lets through can end a line. */
export const mailAddressSchema = z.email({ error: 'This is not an e-mail address' }).max(254);

const domain = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/i, 'Write a domain such as example.com');

const settings = z
  .strictObject({
    host: z
      .string()
      .trim()
      .regex(/^[\w.-]{1,253}$/, 'Write the name of the mail server, such as smtp.example.com'),
    port: z.int().min(1).max(65_535).default(465),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .default('tls')
      .describe('tls goes with port 465, starttls with port 587; none is for servers without a password'),
    from: z
      .string()
      .trim()
      .max(320)
      .refine(isSender, 'Write Your shop <you@example.com>')
      .describe('Who its mails come from: Your shop <you@example.com>'),
    dkimDomain: domain.nullable().default(null),
    dkimSelector: z
      .string()
      .regex(/^[a-z0-9._-]{1,63}$/i, 'The part before ._domainkey')
      .nullable()
      .default(null),
  })
  .refine(({ dkimDomain, dkimSelector }) => (dkimDomain === null) === (dkimSelector === null), {
    path: ['dkimSelector'],
    message: 'For DKIM give the domain and the selector',
  });
const secrets = z
  .strictObject({
    user: z.string().min(1).max(320).optional(),
    password: z.string().min(1).max(1_000).optional(),
    dkimPrivateKey: z.string().max(10_000).refine(isPrivateKey, 'Paste the whole private key, in PEM').optional(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'Give a user name and a password, or neither',
  });
type Settings = z.infer<typeof settings>;
type SmtpAccess = Access<Settings, z.infer<typeof secrets>>;

const named = { id: 'smtp', title: 'Your mail server' };

export const smtp = defineConnector<Settings, z.infer<typeof secrets>>({
  ...named,
  description: 'Sends mail by your own mail server, from your own address.',
  help: 'Ask whoever gives you your mail for the name and port of the outgoing server (SMTP), and make an app password if you sign in with two factors.',
  icon: 'mail',
  settings,
  secrets,
  platformSecret: 'SMTP_URL',
  hosts: ({ host, port }) => [`${host}:${port}`],
  async test(access, context) {
    const { server, from } = ownMailOf(access);
    context.meter({ vendorCalls: 1 });
    await converse(server, context.signal, null);
    return `${server.host} takes mail from ${senderOf(from)}`;
  },
});

/** Who sends, and by which server. */
export interface OwnMail {
  readonly server: MailServer;
  readonly from: string;
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string } | null;
}

/** The tenant's own mail server: that of an id, or its default one; null where it has none. */
export async function findOwnMail(
  context: Pick<StepContext, 'connect'>,
  connectionId: string | null,
): Promise<OwnMail | null> {
  try {
    return ownMailOf(await context.connect(smtp, connectionId));
  } catch (error) {
    if (connectionId === null && error instanceof StepError && error.code === 'not_connected') return null;
    throw error;
  }
}

function ownMailOf({ settings: given, secrets: keys, outbound, connectionId }: SmtpAccess): OwnMail {
  const { host, port, security, from, dkimDomain: domainName, dkimSelector: keySelector } = given;
  const { user, password: pass, dkimPrivateKey: privateKey } = keys;
  const credentials = user === undefined || pass === undefined ? null : { user, pass };
  const isHere = ['127.0.0.1', 'localhost'].includes(plainHost(host));
  if (security === 'none' && credentials !== null && !isHere) {
    throw new NonRetriableError(`A password is not sent to ${host} without encryption. Choose tls or starttls.`, {
      code: 'mail_not_encrypted',
      mayHaveActed: false,
      fix,
    });
  }
  const hasDkim = domainName !== null && keySelector !== null && privateKey !== undefined;
  return {
    server: {
      host,
      port,
      secure: security === 'tls',
      plain: security === 'none',
      needsTls: security === 'starttls',
      credentials,
      place: `of the connection '${connectionId}'`,
      fix,
      outbound,
    },
    from,
    dkim: hasDkim ? { domainName, keySelector, privateKey } : null,
  };
}
const fix = { label: 'Look at the connection', href: '/settings/connections?connector=smtp' };

/** The address in `Thrive <shop@thrive.example>`, or what is no such thing as it is. */
export function senderOf(from: string): string {
  return /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** A sender as a header takes it: an address, and perhaps a name before it. */
function isSender(text: string): boolean {
  const isPlain = /^[^<>\p{Cc}"\\,;]*(<[^<>]*>)?$/u.test(text);
  return isPlain && mailAddressSchema.safeParse(senderOf(text)).success;
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}
