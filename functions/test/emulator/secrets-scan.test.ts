import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { raiseAlert } from '../../src/core/governance/alert.ts';
import { type Answer, type ApiKit, type CallOptions, startApi } from '../kit/api-kit.ts';
import { projectId } from '../kit/local-google.ts';
import { everyDocument, plant, searchFor } from '../kit/planted.ts';
import { type LoopbackSite, loopbackSite } from '../loopback-site.ts';
import { type Inbox, loopbackSmtp } from '../loopback-smtp.ts';

/** Before anything else is loaded: the logger keeps the console as it finds it. */
const logged = vi.hoisted(() => {
  const lines: string[] = [];
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    console[level] = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  }
  return lines;
});

const secrets = {
  cron: plant('cron'),
  mail: plant('mail'),
  model: plant('model'),
  link: plant('link'),
  header: plant('header'),
};
/** All ways in which a vendor may quote what it was sent. */
const quoted = (secret: string) =>
  [secret, encodeURIComponent(secret), Buffer.from(`\0mailer\0${secret}`).toString('base64')].join(' | ');

/** A playbook or a version of one. */
const OF_PLAYBOOK = /\/playbooks\/[^/]+(\/versions\/[^/]+)?$/;

let api: ApiKit;
let site: LoopbackSite;
let inbox: Inbox;
let token: string;
let orgId: string;
/** What the mail server says, and what the model and other servers do. */
let smtp: 'refuses the sign-in' | 'refuses the recipient' | 'takes it' = 'takes it';
let vendor: 'repeats' | 'fails' = 'repeats';
const answers: { where: string; text: string }[] = [];

beforeAll(async () => {
  inbox = await loopbackSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ password }, _, done) =>
      smtp === 'refuses the sign-in'
        ? done(Object.assign(new Error(`wrong: ${quoted(password ?? '')}`), { responseCode: 535 }))
        : done(null, { user: 'mailer' }),
    onRcptTo: (_address, _session, done) =>
      done(
        smtp === 'refuses the recipient'
          ? Object.assign(new Error(`no: ${quoted(secrets.mail)}`), { responseCode: 550 })
          : null,
      ),
  });
  site = await loopbackSite((request, response) => {
    const echo = quoted(`${request.headers.authorization ?? ''} ${secretOf(request.headers.authorization)}`);
    const content =
      vendor === 'fails'
        ? { error: { message: echo } }
        : { choices: [{ message: { role: 'assistant', content: echo } }] };
    response.writeHead(vendor === 'fails' ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: 'a', model: 'm', created: 1, object: 'chat.completion', echo, ...content }));
  });
  api = await startApi({
    OUTBOUND_ALLOW: `${site.hostPort},${inbox.hostPort}`,
    LLM_PROVIDER: 'openai-compatible',
    LLM_MODEL: 'm',
    LLM_BASE_URL: `${site.origin}/v1`,
    ALERT_EMAIL: 'ops@thrive.example',
  });
  await api.addSecret('CRON_SECRET', secrets.cron);
  await api.addSecret('LLM_API_KEY', secrets.model);
  await api.addSecret('LINK_KEY', secrets.link);
  await api.addSecret('SMTP_URL', `smtp://mailer:${encodeURIComponent(secrets.mail)}@${inbox.hostPort}?ignoreTLS=true`);
  const tenant = await api.tenant();
  orgId = tenant.orgId;
  token = api.token(tenant.uid);
});
afterAll(async () => {
  await api.close();
  site.close();
  inbox.close();
});

function secretOf(authorization: string | undefined): string {
  return authorization?.replace(/^Bearer /, '') ?? '';
}

async function call(method: string, path: string, options: CallOptions = { token }): Promise<Answer> {
  const answer = await api.call(method, path, options);
  const headers = JSON.stringify([...answer.headers]);
  answers.push({ where: `${method} ${path} (${answer.status})`, text: `${headers} ${JSON.stringify(answer.body)}` });
  return answer;
}
const post = (path: string, body: unknown, more: CallOptions = { token }) => call('POST', path, { ...more, body });

/** Makes a playbook, executes it to its end, and asks for everything that can be told about it. */
async function execute(name: string, steps: readonly object[]): Promise<string> {
  const once = { maxAttempts: 1, baseDelayMs: 1_000, maxDelayMs: 1_000 };
  const body = { name, steps: steps.map((step) => ({ retry: once, ...step })), status: 'active' };
  const made = await post('/api/playbooks', body);
  expect(made).toMatchObject({ status: 201 });
  const { playbookId } = made.body;
  const started = await post(`/api/playbooks/${playbookId}/execute`, { wait: 10 });
  expect([200, 202]).toContain(started.status);
  const { executionId } = started.body;
  const now = Date.now();
  const budget = { deadline: new Date(now + 60_000), end: new Date(now + 120_000), isShort: false };
  await wakeExecution(api.app.engine, orgId, executionId, budget);
  for (const path of ['', '/explain']) await call('GET', `/api/executions/${executionId}${path}`);
  await call('GET', `/api/playbooks/${playbookId}`);
  await call('GET', `/api/playbooks/${playbookId}/why?at=${encodeURIComponent(new Date().toISOString())}`);
  return executionId;
}
const statusOf = async (executionId: string) =>
  (await api.call('GET', `/api/executions/${executionId}`, { token })).body.status;

describe('secrets of the platform and of its people', () => {
  it('stay where they are through everything that mail servers and models say', { timeout: 120_000 }, async () => {
    const mail = {
      id: 'mail',
      action: 'send_email',
      params: { to: 'ada@thrive.example', subject: 'Hi', body: 'Hello' },
    };
    const model = { id: 'model', action: 'generate_text', params: { prompt: 'Say hello' } };
    const notify = {
      id: 'tell',
      action: 'notify',
      params: { to: '{{user.email}}', subject: 'A', message: '{{steps.model.text}}' },
    };
    const request = (method: string) => ({
      id: 'call',
      action: 'http_request',
      params: { method, url: `${site.origin}/orders`, headers: { Authorization: `Bearer ${secrets.header}` } },
    });
    for (const said of ['refuses the sign-in', 'refuses the recipient', 'takes it'] as const) {
      smtp = said;
      const status = said === 'takes it' ? 'completed' : 'failed';
      expect([said, await statusOf(await execute(`Mail: ${said}`, [mail]))]).toEqual([said, status]);
      await raiseAlert(api.app.engine, orgId, {
        code: 'x',
        subject: said,
        severity: 'critical',
        title: 'x',
        message: 'x',
        link: null,
      });
      await post('/api/cron/watch', {}, { headers: { Authorization: `Bearer ${secrets.cron}` } });
      await post('/api/team/invitations', { email: `${said.length}@thrive.example`, role: 'viewer' });
    }
    for (const does of ['repeats', 'fails'] as const) {
      vendor = does;
      const status = does === 'repeats' ? 'completed' : 'failed';
      expect([does, await statusOf(await execute(`Model: ${does}`, [model, notify]))]).toEqual([does, status]);
      for (const method of ['GET', 'POST']) await execute(`Call: ${does}`, [request(method)]);
      const later = { ...request('GET'), id: 'later', onError: 'continue' };
      await execute(`Both: ${does}`, [
        later,
        { id: 'set', action: 'set_variables', params: { all: '{{steps.later}}' } },
      ]);
    }
    expect(site.seen.some(({ headers }) => headers.authorization === `Bearer ${secrets.model}`)).toBe(true);
    expect(site.seen.some(({ headers }) => headers.authorization === `Bearer ${secrets.header}`)).toBe(true);

    await execute('Ask', [{ id: 'ask', action: 'request_approval', params: { title: 'Go on?' } }]);
    const { items = [] } = (await call('GET', '/api/approvals')).body;
    for (const { approvalId } of items) await post(`/api/approvals/${approvalId}/approve`, { reason: 'Yes' });
    await post('/api/chat', { message: 'Every morning at 8 mail me the prices of my competitors' });
    await post('/api/chat', { message: `My password is nothing of yours` });

    const made = await api.call('POST', '/api/api-keys', {
      token,
      body: { name: 'Robot', scopes: ['playbooks:read'] },
      headers: { 'Idempotency-Key': 'key-1' },
    });
    expect(made.status).toBe(201);
    const { key, keyId } = made.body;
    await call('GET', '/api/playbooks', { key });
    await post('/api/playbooks', { name: 'No', steps: [] }, { key });
    const rotated = (await api.call('POST', `/api/api-keys/${keyId}/rotate`, { token, body: {} })).body.key;
    await call('DELETE', `/api/api-keys/${keyId}`);
    await call('GET', '/api/playbooks', { key: rotated });

    for (const credential of [secrets.cron, `${secrets.cron}x`, secrets.link]) {
      for (const path of ['/api/cron/tick', '/api/playbooks/none/execute']) {
        await post(path, { orgId }, { headers: { Authorization: `Bearer ${credential}` } });
        await post(path, { orgId }, { headers: { 'X-Cron-Secret': credential } });
      }
    }
    for (const path of [
      'tenant',
      'team',
      'api-keys',
      'audit',
      'executions',
      'playbooks',
      'approvals',
      'me',
      'health',
      'openapi.json',
    ]) {
      await call('GET', `/api/${path}`).catch(() => undefined);
    }
    const exported = await fetch(`${api.origin}/api/tenant/export`, { headers: { Authorization: `Bearer ${token}` } });
    for (const line of (await exported.text()).trim().split('\n')) {
      answers.push({ where: `the export: ${JSON.parse(line).path ?? ''}`, text: line });
    }
    // As whoever signs or checks a link does.
    expect(await api.app.secrets.read('LINK_KEY')).toBe(secrets.link);
    const cause = new Error(`caused by ${quoted(secrets.link)}`);
    api.app.engine.log.error('planted', new Error(`Bearer ${secrets.model}`, { cause }), {
      deep: [{ text: secrets.cron }],
    });

    const everywhere = searchFor({
      cron: secrets.cron,
      mail: secrets.mail,
      model: secrets.model,
      link: secrets.link,
      key,
      rotated,
    });
    // What an author writes into a playbook is in the playbook; it goes nowhere else.
    const beside = searchFor({ header: secrets.header });
    const count = await everyDocument(inject('firestoreHost'), projectId, (where, text) => {
      everywhere.look(where, text);
      if (!OF_PLAYBOOK.test(where)) beside.look(where, text);
    });
    expect(count).toBeGreaterThan(50);
    for (const { where, text } of answers) {
      everywhere.look(where, text);
      if (!OF_PLAYBOOK.test(where) && !/^(GET|POST) \/api\/playbooks/.test(where)) beside.look(where, text);
    }
    for (const line of logged)
      for (const search of [everywhere, beside]) search.look(`the log: ${line.slice(0, 80)}`, line);
    expect(inbox.mails.length).toBeGreaterThan(3);
    for (const { raw, mail } of inbox.mails) everywhere.look('a mail', `${raw} ${mail.text} ${mail.html}`);
    expect(logged.length).toBeGreaterThan(20);
    expect([...everywhere.found, ...beside.found]).toEqual([]);
  });

  it('would be found: the search finds each form that is planted', () => {
    const { look, found } = searchFor({ cron: secrets.cron });
    look('x', 'nothing');
    expect(found).toEqual([]);
    const reversed = [...secrets.cron].reverse().join('');
    for (const text of [secrets.cron, secrets.cron.toUpperCase(), reversed, `a${secrets.cron.slice(0, 40)}`])
      look('x', text);
    for (const before of ['', 'a', 'ab']) {
      look('x', Buffer.from(`${before}${secrets.cron}`).toString('base64'));
      look('x', Buffer.from(`${before}${secrets.cron}`).toString('base64url'));
    }
    look('x', Buffer.from(secrets.cron).toString('hex'));
    expect(new Set(found.map((line) => line.replace(/\(.\)/, ''))).size).toBeGreaterThanOrEqual(6);
    expect(found.length).toBeGreaterThanOrEqual(11);
  });
});
