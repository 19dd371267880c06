import { afterAll, beforeAll, expect, it } from 'vitest';
import { dispatchTask } from '../../src/core/engine/tasks/dispatch-task.ts';
import { freshTask } from '../../src/core/engine/tasks/fresh-task.ts';
import { keyedTaskId, taskWrites } from '../../src/core/engine/tasks/task-message.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { type LoopbackImap, loopbackImap, servedMail } from '../loopback-imap.ts';
import { type Inbox, loopbackSmtp } from '../loopback-smtp.ts';

const user = 'ada@shop.example';
const password = 'app-password-6w2r8n';
const mails = ['jo', 'kim'].map((name, index) =>
  servedMail({
    uid: index + 1,
    headers: { From: `${name}@customer.example`, Subject: 'Gloves?', 'Message-ID': `<${name}@customer.example>` },
    text: 'Do you have gloves?',
  }),
);

let api: ApiKit;
let imap: LoopbackImap;
let smtp: Inbox;
let orgId: string;
let token: string;
beforeAll(async () => {
  [imap, smtp] = [await loopbackImap({ user, password, mails }), await loopbackSmtp()];
  api = await startApi({ OUTBOUND_ALLOW: `${imap.hostPort},${smtp.hostPort}` });
  await api.addSecret('SMTP_URL', `${smtp.url}?ignoreTLS=true`);
  const tenant = await api.tenant();
  [orgId, token] = [tenant.orgId, api.token(tenant.uid)];
  const settings = { host: imap.host, port: imap.port, user, security: 'none' };
  const connection = { connector: 'imap', name: 'Inbox', settings, secrets: { password } };
  expect(await api.call('POST', '/api/connections', { token, body: connection })).toMatchObject({ status: 201 });
});
afterAll(async () => {
  await api.close();
  imap.close();
  smtp.close();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call('POST', path, { token, body, headers });
const letter = { to: 'ada@shop.example', subject: 'Your order' };
const lastMail = () => smtp.mails.at(-1);

/** What a worker does with a task; the status that it has then. */
async function work(taskId: string): Promise<string | undefined> {
  const { engine } = api.app;
  const task = () => engine.store.get(tenantPaths(orgId).task(taskId));
  const end = new Date(engine.clock.now().getTime() + 60_000);
  await wakeExecution(engine, orgId, (await task())?.data.doneBy ?? '', { deadline: end, end, isShort: false });
  return (await task())?.data.status;
}

/** A task as the template makes it of a mail: its draft waits for a yes. */
async function draftOf(name: string): Promise<string> {
  const { engine } = api.app;
  const { store, clock } = engine;
  const mail = { mailId: `<${name}@customer.example>`, to: `${name}@customer.example` };
  const { mailId: id, to } = mail;
  const whose = { assignedAgent: 'craig', handler: 'email', assignedTo: null, createdBy: 'system' } as const;
  const work = { action: 'reply_to_email', paramsJson: JSON.stringify({ id, to, body: 'Thank you.' }) };
  const about = { title: 'Answer', description: '', priority: 'normal', metadataJson: JSON.stringify(mail) } as const;
  const task = freshTask({ ...about, ...whose, ...work, isTainted: true }, clock.now());
  const taskId = keyedTaskId(orgId, `mail ${id}`);
  await store.commit(taskWrites(orgId, taskId, task));
  await dispatchTask(engine, orgId, taskId);
  return taskId;
}

it('sends an e-mail as a task, once for one key, with the HTML as it is', async () => {
  const body = { ...letter, text: 'It leaves **today**.', html: '<p>It leaves <i>today</i>.</p>' };
  const made = await post('/api/email/send', body, { 'Idempotency-Key': 'letter' });
  const again = await post('/api/email/send', body, { 'Idempotency-Key': 'letter' });
  expect([made.status, made.body, again.body]).toEqual([
    201,
    { taskId: expect.any(String), status: 'in_progress', requiresApproval: false, executionId: expect.any(String) },
    made.body,
  ]);
  expect(await work(made.body.taskId)).toBe('completed');
  expect(smtp.mails.map(({ envelope }) => envelope.to)).toEqual([['ada@shop.example']]);
  expect(lastMail()?.mail).toMatchObject({
    ...{ subject: 'Your order', text: expect.stringContaining('It leaves today.') },
    html: expect.stringContaining('<p>It leaves <i>today</i>.</p>'),
  });
});

it('sends none before a yes that is asked for, and says what is wrong by its place', async () => {
  const asked = await post('/api/email/send', { ...letter, text: 'Hi', requiresApproval: true });
  expect(asked.body).toMatchObject({ status: 'new', requiresApproval: true, executionId: null });
  const wrong = await post('/api/email/send', { ...letter, to: 'nobody', text: 'Hi' });
  expect([wrong.status, wrong.problem.errors?.[0]?.path]).toEqual([422, 'to.0']);
  expect((await post('/api/email/send', letter)).problem.errors?.[0]?.path).toBe('text');
  expect(smtp.mails).toHaveLength(1);
});

it('answers a mail that nobody has seen to, in its thread, once', async () => {
  const body = { messageId: '<jo@customer.example>', to: 'jo@customer.example', text: 'Yes, in all sizes.' };
  expect((await post('/api/email/respond', { ...body, to: undefined })).problem.errors?.[0]?.path).toBe('to');
  expect((await post('/api/email/respond', { ...body, text: undefined })).problem.errors?.[0]?.path).toBe('text');
  expect((await post('/api/email/respond', { taskId: 'nothing', text: 'Hi' })).status).toBe(404);
  const made = await post('/api/email/respond', body);
  expect([made.status, (await post('/api/email/respond', body)).problem.type]).toEqual([
    201,
    'urn:playbooks:problem:under_way',
  ]);
  expect(await work(made.body.taskId)).toBe('completed');
  expect(lastMail()?.envelope.to).toEqual(['jo@customer.example']);
  expect(lastMail()?.mail).toMatchObject({ subject: 'Re: Gloves?', inReplyTo: '<jo@customer.example>' });
  expect((await post('/api/email/respond', body)).problem.type).toBe('urn:playbooks:problem:answered');
});

it('says yes to a draft, with other words', async () => {
  const taskId = await draftOf('kim');
  expect(await work(taskId)).toBe('in_progress');
  const body = { messageId: '<kim@customer.example>', text: 'We have **red** ones.' };
  const key = await api.key(orgId, ['executions:run']);
  expect((await api.call('POST', '/api/email/respond', { key, body })).problem.type).toMatch(/:scope$/);
  expect(smtp.mails).toHaveLength(2);
  expect(await post('/api/email/respond', body)).toMatchObject({
    status: 200,
    body: { taskId, status: 'in_progress' },
  });
  expect(await work(taskId)).toBe('completed');
  expect(lastMail()?.mail).toMatchObject({
    inReplyTo: '<kim@customer.example>',
    text: expect.stringMatching(/^We have red ones\.\s*$/),
  });
});
