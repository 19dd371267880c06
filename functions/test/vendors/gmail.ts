import PostalMime from 'postal-mime';
import { z } from 'zod';
import type { JsonObject } from '../../src/model/json.ts';
import { problem, signedIn } from './google.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export interface GmailMail {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html?: string;
  readonly attachment?: { readonly filename: string; readonly size: number };
  readonly receivedAt: string;
  labels: string[];
}

const PERSON = 'ada@shop.example';

/** A mailbox at Gmail. What is sent from it is kept in `sent`, as it is on the wire. */
export function gmail(mails: readonly GmailMail[]) {
  const stored = mails.map((mail) => ({ ...mail, labels: [...mail.labels] }));
  const sent: { raw: string; threadId?: string }[] = [];
  const read = signedIn(['gmail.readonly', 'gmail.modify'], (call) => reading(stored, call));
  const change = signedIn(['gmail.modify'], (call) => marked(stored, call));
  const send = signedIn(['gmail.send', 'gmail.modify'], (call) => {
    const mail = z.strictObject({ raw: z.base64url(), threadId: z.string().optional() }).safeParse(call.json());
    if (!mail.success) return problem(400, 'INVALID_ARGUMENT', 'invalidArgument');
    const { raw, threadId } = mail.data;
    sent.push({ raw: Buffer.from(raw, 'base64url').toString('utf8'), ...(threadId && { threadId }) });
    return { status: 200, body: { id: `sent${sent.length}`, threadId: threadId ?? 't1', labelIds: ['SENT'] } };
  });
  const vendor: Vendor = {
    host: 'gmail.googleapis.com',
    answer(call) {
      if (call.method === 'POST' && call.path.endsWith('/messages/send')) return send(call);
      return call.method === 'POST' ? change(call) : read(call);
    },
  };
  return { ...vendor, mails: stored, sent, parsed: () => Promise.all(sent.map(({ raw }) => PostalMime.parse(raw))) };
}

function reading(mails: readonly GmailMail[], call: SeenCall): VendorAnswer {
  const path = /^\/gmail\/v1\/users\/me\/(profile|messages)(?:\/([\w-]+))?$/.exec(call.path);
  if (path?.[1] === 'profile') return { status: 200, body: { emailAddress: PERSON } };
  if (path?.[1] === undefined) return problem(404, 'NOT_FOUND', 'notFound');
  const id = path[2];
  if (id !== undefined) {
    const mail = mails.find((one) => one.id === id);
    return mail ? { status: 200, body: written(mail) } : problem(404, 'NOT_FOUND', 'notFound');
  }
  const words = (call.query.get('q') ?? '').split(' ');
  const found = mails
    .filter((mail) => words.every((word) => fits(mail, word)))
    // The newest first, as Gmail does.
    .toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt))
    .slice(0, Number(call.query.get('maxResults') ?? 100));
  // An empty list is left out.
  const messages = found.map((mail) => ({ id: mail.id, threadId: `t${mail.id}` }));
  return { status: 200, body: messages.length > 0 ? { messages } : { resultSizeEstimate: 0 } };
}

function fits(mail: GmailMail, word: string): boolean {
  const [name, value = ''] = word.split(':');
  if (name === 'in') return mail.labels.includes(value.toUpperCase());
  if (name === 'is') return mail.labels.includes(value.toUpperCase());
  if (name === 'after') return Date.parse(mail.receivedAt) >= Number(value) * 1000;
  return name === 'rfc822msgid' && mail.headers['Message-ID'] === `<${value}>`;
}

function written({ id, headers, text, html, attachment, receivedAt, labels }: GmailMail): JsonObject {
  const part = (mimeType: string, data: string) => ({
    mimeType,
    filename: '',
    body: { size: data.length, data: Buffer.from(data).toString('base64url') },
  });
  const parts = [
    ...(text === '' ? [] : [part('text/plain', text)]),
    ...(html === undefined ? [] : [part('text/html', html)]),
    ...(attachment
      ? [
          {
            mimeType: 'application/pdf',
            filename: attachment.filename,
            body: { size: attachment.size, attachmentId: 'a1' },
          },
        ]
      : []),
  ];
  return {
    id,
    threadId: `t${id}`,
    labelIds: labels,
    internalDate: String(Date.parse(receivedAt)),
    payload: {
      mimeType: 'multipart/mixed',
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      body: { size: 0 },
      parts,
    },
  };
}

function marked(mails: readonly GmailMail[], call: SeenCall): VendorAnswer {
  const body = z.strictObject({ ids: z.array(z.string()), removeLabelIds: z.array(z.string()) }).safeParse(call.json());
  if (!body.success || !call.path.endsWith('/messages/batchModify'))
    return problem(400, 'INVALID_ARGUMENT', 'badRequest');
  for (const mail of mails.filter(({ id }) => body.data.ids.includes(id))) {
    mail.labels = mail.labels.filter((label) => !body.data.removeLabelIds.includes(label));
  }
  return { status: 204, body: '' };
}
