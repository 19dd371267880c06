import { readFileSync } from 'node:fs';
import { HttpError, json, type LocalReply, type LocalRequest } from '../kit/http-server.ts';
import type { Mail, Mailbox } from './mailbox.ts';
import { faultsSchema, type Smtp } from './smtp.ts';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'";
/** Mail is foreign HTML: no script, no form, nothing from the network; links open in a tab of their own. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

const asset = (file: string, type: string): LocalReply => ({
  status: 200,
  headers: { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': PAGE_POLICY },
  body: readFileSync(new URL(`./page/${file}`, import.meta.url)),
});

/** The inbox as a page, as JSON, and the door through which tests break SMTP. */
export function inboxWeb(mailbox: Mailbox, smtp: Smtp) {
  const assets: Record<string, LocalReply> = {
    '/': asset('inbox.html', 'text/html'),
    '/inbox.css': asset('inbox.css', 'text/css'),
    '/inbox.js': asset('inbox.js', 'text/javascript'),
  };
  return async (request: LocalRequest): Promise<LocalReply> => {
    const [first, collection, id = '', part] = request.path;
    const shown = request.method === 'GET' ? assets[request.url.pathname] : undefined;
    if (shown) return shown;
    if (request.url.pathname === '/faults') return faults(request, smtp);
    if (first !== 'api' || collection !== 'messages') throw new HttpError(404, 'There is no such page here.');
    if (request.method === 'DELETE' && id === '') {
      mailbox.clear();
      return json({ messages: 0 });
    }
    if (request.method !== 'GET') throw new HttpError(405, 'Messages are read with GET and all removed with DELETE.');
    if (id === '') return json(search(mailbox, request.url.searchParams.get('to')).map(summary));
    const mail = mailbox.get(id);
    if (mail === undefined) throw new HttpError(404, 'This message is not in the inbox any more.');
    return part === 'html' ? mailHtml(mail) : json(mail);
  };
}

async function faults(request: LocalRequest, smtp: Smtp): Promise<LocalReply> {
  if (request.method === 'POST') smtp.faults = await request.body(faultsSchema);
  return json(smtp.faults);
}

function search(mailbox: Mailbox, to: string | null): Mail[] {
  const wanted = to?.toLowerCase();
  return mailbox
    .list()
    .filter((mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase() === wanted));
}

function summary({ id, receivedAt, from, to, subject, messageId, text }: Mail): object {
  return {
    id,
    receivedAt,
    from,
    to,
    subject,
    messageId,
    preview: (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 140),
  };
}

function mailHtml(mail: Mail): LocalReply {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': MAIL_POLICY };
  return { status: 200, headers, body: `<!doctype html><base target="_blank">${mail.html ?? ''}` };
}
