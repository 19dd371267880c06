import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalInbox, startInbox } from './start.ts';

let dir: string;
let inbox: LocalInbox;
const start = async () => {
  inbox = await startInbox({ host: '127.0.0.1', port: 0, webPort: 0, stateDir: dir });
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'inbox-'));
  await start();
});
afterEach(async () => {
  await inbox.close();
  rmSync(dir, { recursive: true });
});

const send = async (mail: SendMailOptions = {}) => {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: inbox.port,
    secure: false,
    socketTimeout: 150,
  });
  return transport.sendMail({
    from: 'Craig <craig@shop.example>',
    to: 'dana@shop.example',
    subject: 'Hi',
    text: 'Hello',
    ...mail,
  });
};
const api = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${inbox.webPort}${path}`, init);
const faults = (body: object) => {
  const headers = { 'Content-Type': 'application/json' };
  return api('/faults', { method: 'POST', headers, body: JSON.stringify(body) });
};

describe('a message', () => {
  it('is kept with its parts, its envelope and its headers', async () => {
    await send({
      to: 'Dana <dana@shop.example>',
      bcc: 'secret@shop.example',
      subject: '🚨 Price Alert: Blue Dream',
      html: '<b>15 %</b>',
      text: '15 %',
      messageId: '<e1@playbooks>',
      headers: { 'X-Execution': 'e1' },
      attachments: [{ filename: 'report.md', content: 'abc' }],
    });
    expect(inbox.messages()).toHaveLength(1);
    const [mail] = inbox.messages();
    expect(mail).toMatchObject({
      from: 'Craig <craig@shop.example>',
      to: ['dana@shop.example', 'secret@shop.example'],
      subject: '🚨 Price Alert: Blue Dream',
      messageId: '<e1@playbooks>',
      attachments: [{ name: 'report.md', bytes: 3 }],
    });
    expect(mail?.html).toContain('<b>15 %</b>');
    expect(mail?.text).toContain('15 %');
    expect(mail?.headers).toContainEqual({ name: 'X-Execution', value: 'e1' });
  });

  it('survives a restart, in order', async () => {
    await send({ subject: 'first' });
    await send({ subject: 'second' });
    const before = inbox.messages();
    await inbox.close();
    await start();
    expect(inbox.messages()).toEqual(before);
    await send({ subject: 'third' });
    expect(inbox.messages().map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
    expect(readdirSync(dir)).toHaveLength(3);
  });
});

describe('the web side', () => {
  it('lists, finds by recipient, shows and deletes', async () => {
    await send({ subject: 'one' });
    await send({ subject: 'two', to: 'omar@shop.example' });
    const list = await (await api('/api/messages')).json();
    expect(list).toMatchObject([{ subject: 'two', preview: 'Hello' }, { subject: 'one' }]);
    expect(await (await api('/api/messages?to=OMAR@shop.example')).json()).toMatchObject([{ subject: 'two' }]);
    const id = inbox.messages()[0]?.id;
    expect(await (await api(`/api/messages/${id}`)).json()).toMatchObject({
      subject: 'two',
      text: expect.stringContaining('Hello'),
    });
    expect((await api('/api/messages', { method: 'DELETE' })).status).toBe(200);
    expect(await (await api('/api/messages')).json()).toEqual([]);
    expect((await api(`/api/messages/${id}`)).status).toBe(404);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('shows a message’s HTML where it can do nothing', async () => {
    await send({ html: '<script>alert(1)</script><p>Hi</p>' });
    const reply = await api(`/api/messages/${inbox.messages()[0]?.id}/html`);
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-scripts)/);
    expect(await reply.text()).toContain('<p>Hi</p>');
  });

  it('serves its page with a script and a style of its own only', async () => {
    const reply = await api('/');
    expect(reply.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await reply.text()).toContain('sandbox="allow-popups');
    for (const [path, type] of [
      ['/inbox.js', 'text/javascript'],
      ['/inbox.css', 'text/css'],
    ] as const) {
      expect((await api(path)).headers.get('content-type')).toContain(type);
    }
    expect((await api('/etc/passwd')).status).toBe(404);
  });

  it('lets no page of another origin delete mail', async () => {
    await send();
    const reply = await api('/api/messages', { method: 'DELETE', headers: { Origin: 'http://evil.example' } });
    expect(reply.status).toBe(403);
    expect(inbox.messages()).toHaveLength(1);
  });
});

describe('faults', () => {
  it('refuse one recipient for good', async () => {
    await faults({ refuseRecipient: 'dana@shop.example' });
    await expect(send()).rejects.toMatchObject({ responseCode: 550 });
    await send({ to: 'omar@shop.example' });
    expect(inbox.messages()).toHaveLength(1);
  });

  it('refuse for now, as often as asked', async () => {
    await faults({ temporaryFailure: 1 });
    await expect(send()).rejects.toMatchObject({ responseCode: 451 });
    await expect(send()).resolves.toMatchObject({ accepted: ['dana@shop.example'] });
  });

  it('leave the sender without an answer although the message has arrived', async () => {
    await faults({ hangAfterData: 1 });
    await expect(send()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(inbox.messages()).toHaveLength(1);
    await send();
    expect(inbox.messages()).toHaveLength(2);
  });

  it.each([true, false])('cut the connection before the final answer (message arrived: %s)', async (deliverAnyway) => {
    await faults({ cutBeforeFinalReply: 1, deliverAnyway });
    await expect(send()).rejects.toThrow();
    expect(inbox.messages()).toHaveLength(deliverAnyway ? 1 : 0);
  });

  it('are refused when they are misspelt', async () => {
    const reply = await faults({ hangBeforeData: 1 });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('hangBeforeData');
  });
});
