import type { gmail_v1 } from '@googleapis/gmail';
import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { type MailAttachment, type MailBox, type MailQuery, type ReceivedMail, receivedMail } from './received-mail.ts';
import { unreadableAnswer } from './refusals.ts';
import { checkedMail, compose, type Mail, type SentMail } from './smtp.ts';

const TITLE = 'Gmail';
const MAX_DEPTH = 20;
const AT_ONCE = 5;
/** The person whose account it is. */
const userId = 'me';

type Part = gmail_v1.Schema$MessagePart;

const listSchema = z.object({ messages: z.array(z.object({ id: z.string() })).default([]) });
const idSchema = z.object({ id: z.string() });

/** A mailbox at Gmail, by Google's own API. */
export function gmailBox(account: GoogleAccount, context: StepContext): MailBox {
  return {
    list: (query) => inGmail(account, context, [SCOPES.readMail], (api) => listed(api, query)),
    find: (_, id) =>
      inGmail(account, context, [SCOPES.readMail], async (api) => {
        const q = `rfc822msgid:${id.replace(/[<>\s]/g, '')}`;
        const found = id.includes('@') ? (await idsOf(api, { q, maxResults: 1 }))[0] : id;
        return found === undefined ? null : mailOf(api, found);
      }),
    markSeen: (_, ids) =>
      inGmail(account, context, [SCOPES.changeMail], async (api) => {
        if (ids.length === 0) return;
        context.assertLease();
        await api.users.messages.batchModify({ userId, requestBody: { ids: [...ids], removeLabelIds: ['UNREAD'] } });
      }),
    reply: ({ id }, { to, ...reply }) => sendByGmail(account, context, { to: [to], ...reply }, id),
  };
}

/** Sends a mail in the name of the account's owner, in the conversation of another one where that is given. */
export function sendByGmail(
  account: GoogleAccount,
  context: StepContext,
  mail: Mail,
  answered: string | null,
): Promise<SentMail> {
  return inGmail(account, context, [SCOPES.readMail, SCOPES.sendMail], async (api) => {
    const me = z.object({ emailAddress: z.string() }).safeParse((await api.users.getProfile({ userId })).data);
    if (!me.success) throw unreadableAnswer(TITLE);
    const from = me.data.emailAddress;
    const messageId = `<${context.idempotencyKey}@${from.split('@')[1] ?? 'gmail.com'}>`;
    const envelope = { messageId, date: context.clock.now(), execution: context.executionId };
    const message = await compose(checkedMail(mail), { from, dkim: null }, envelope);
    const thread = answered && (await api.users.messages.get({ userId, id: answered, format: 'minimal' })).data;
    const sent = await api.users.messages.send({
      userId,
      requestBody: { raw: message.toString('base64url'), ...(thread && { threadId: thread.threadId ?? null }) },
    });
    if (!idSchema.safeParse(sent.data).success) throw unreadableAnswer(TITLE);
    return { messageId, accepted: mail.to, rejected: [] };
  });
}

function inGmail<T>(
  account: GoogleAccount,
  context: StepContext,
  scopes: readonly (typeof SCOPES)['readMail' | 'changeMail' | 'sendMail'][],
  errand: (api: gmail_v1.Gmail) => Promise<T>,
): Promise<T> {
  return withGoogle(account, context, { title: TITLE, scopes }, async (options) => {
    const { gmail } = commonJs(await import('@googleapis/gmail'));
    return errand(gmail({ version: 'v1', ...options }));
  });
}

async function listed(api: gmail_v1.Gmail, query: MailQuery): Promise<ReceivedMail[]> {
  const { folder, unseenOnly, since, limit } = query;
  const words = [
    `in:${folder.toLowerCase() === 'inbox' ? 'inbox' : `"${folder.replaceAll('"', '')}"`}`,
    ...(unseenOnly ? ['is:unread'] : []),
    ...(since ? [`after:${Math.floor(since.getTime() / 1000)}`] : []),
  ];
  const ids = await idsOf(api, { q: words.join(' '), maxResults: limit });
  const mails: ReceivedMail[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    mails.push(...(await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => mailOf(api, id)))));
  }
  return mails.toReversed();
}

async function idsOf(api: gmail_v1.Gmail, query: { q: string; maxResults: number }): Promise<string[]> {
  const parsed = listSchema.safeParse((await api.users.messages.list({ userId, ...query })).data);
  if (!parsed.success) throw unreadableAnswer(TITLE);
  return parsed.data.messages.map(({ id }) => id);
}

async function mailOf(api: gmail_v1.Gmail, id: string): Promise<ReceivedMail> {
  const { default: PostalMime } = await import('postal-mime');
  const { data } = await api.users.messages.get({ userId, id, format: 'full' });
  if (!data?.payload) throw unreadableAnswer(TITLE);
  const head = (data.payload.headers ?? [])
    .filter(({ name }) => !/^content-/i.test(name ?? ''))
    .map(({ name, value }) => `${name}: ${(value ?? '').replace(/[\r\n]+/g, ' ')}`);
  const email = await PostalMime.parse(`${head.join('\r\n')}\r\n\r\n`);
  const parts = leavesOf(data.payload, 0);
  const text = bodyOf(parts, 'text/plain');
  const html = bodyOf(parts, 'text/html');
  return receivedMail(
    { ...email, text, html },
    {
      id,
      receivedAt: new Date(Number(data.internalDate ?? 0)),
      isSeen: !(data.labelIds ?? []).includes('UNREAD'),
      attachments: parts.flatMap(attachmentOf),
    },
  );
}

function leavesOf(part: Part, depth: number): Part[] {
  if (depth > MAX_DEPTH) return [];
  return part.parts && part.parts.length > 0 ? part.parts.flatMap((inner) => leavesOf(inner, depth + 1)) : [part];
}

function bodyOf(parts: readonly Part[], mimeType: string): string {
  const part = parts.find((one) => one.mimeType === mimeType && !one.filename);
  return Buffer.from(part?.body?.data ?? '', 'base64url').toString('utf8');
}

function attachmentOf({ filename, mimeType, body }: Part): MailAttachment[] {
  return filename ? [{ name: filename, mimeType: mimeType ?? '', size: body?.size ?? 0 }] : [];
}
