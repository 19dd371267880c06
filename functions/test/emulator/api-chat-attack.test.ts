import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerIdOf } from '../../src/model/conversation.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type Answer, type ApiKit, startApi } from '../kit/api-kit.ts';

const note = { id: 'note', action: 'log_note', params: { message: 'hi' } };
const mail = { id: 'mail', action: 'send_email', params: { to: 'all@customers.example', subject: 'Hi', body: 'x' } };
const draft = { name: 'Daily', steps: [note], triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' }] };

let api: ApiKit;
let orgId: string;
let token: string;
let uid: string;
beforeAll(async () => {
  api = await startApi({ REQUESTS_A_MINUTE: '100000' });
});
afterAll(() => api.close());
beforeEach(async () => {
  ({ orgId, uid } = await api.tenant());
  token = api.token(uid);
});

const make = async (more: object = {}): Promise<string> => {
  const made = await api.call('POST', '/api/playbooks', { token, body: { ...draft, ...more } });
  expect(made.status).toBe(201);
  return made.body.playbookId;
};
const patch = (id: string, body: object, key?: string): Promise<Answer> =>
  api.call('PATCH', `/api/playbooks/${id}`, key === undefined ? { token, body } : { key, body });
const statusOf = async (id: string) => (await api.call('GET', `/api/playbooks/${id}`, { token })).body.status;
const tomorrow = () => new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

describe('a yes to what was seen', () => {
  it('is none to what it has become since', async () => {
    const said = await api.call('POST', '/api/chat', {
      token,
      body: { message: 'Email me every weekday at 9 when a product is low in stock' },
    });
    const card = JSON.parse(/data: (\{"type":"data-card".*\})/.exec(String(said.body))?.[1] ?? '{}').data.card;
    const { playbookId, versionId } = card;
    expect(versionId).toMatch(/^\w+$/);
    expect((await patch(playbookId, { contract: null, steps: [mail] })).status).toBe(200);
    const late = await patch(playbookId, { status: 'active', versionId });
    expect([late.status, late.problem.type, await statusOf(playbookId)]).toEqual([
      409,
      'urn:playbooks:problem:changed_meanwhile',
      'draft',
    ]);
    expect((await patch(playbookId, { versionId })).status).toBe(422);
    const stored = await api.call('GET', `/api/playbooks/${playbookId}`, { token });
    expect(stored.body.versionId).toBeUndefined();
  });
});

describe('a key that may run nothing', () => {
  let key: string;
  beforeEach(async () => {
    key = await api.key(orgId, ['playbooks:read', 'playbooks:write']);
  });

  it('lets nothing start by itself, not even once a pause is over', async () => {
    const [fresh, active, paused, until] = await Promise.all([
      make(),
      make({ status: 'active' }),
      make({ status: 'paused' }),
      make({ status: 'active' }),
    ]);
    await patch(until, { status: 'paused', until: tomorrow() });
    const tries: [string, object][] = [
      [fresh, { status: 'paused', until: tomorrow() }],
      [paused, { status: 'paused', until: tomorrow() }],
      [active, { status: 'paused', until: tomorrow(), steps: [mail] }],
      [active, { steps: [mail] }],
      [until, { steps: [mail] }],
      [until, { status: 'paused', steps: [mail] }],
      [until, { status: 'paused', triggers: [] }],
    ];
    const answers = await Promise.all(tries.map(([id, body]) => patch(id, body, key)));
    expect(answers.map(({ status }) => status)).toEqual(tries.map(() => 403));
    expect((await patch(active, { status: 'paused', until: tomorrow() }, key)).status).toBe(200);
    expect((await patch(fresh, { steps: [mail] }, key)).status).toBe(200);
  });

  it('nor by the tools for agents', async () => {
    const [paused, until] = await Promise.all([make({ status: 'paused' }), make({ status: 'active' })]);
    await patch(until, { status: 'paused', until: tomorrow() });
    const calls = [
      ['pause_playbook', { playbookId: paused, until: tomorrow() }],
      ['edit_playbook', { playbookId: until, steps: [mail] }],
      ['execute_playbook', { playbookId: until }],
    ] as const;
    for (const [name, args] of calls) {
      const { body } = await rpc(key, { method: 'tools/call', params: { name, arguments: args } });
      expect([name, body.result?.isError ?? body.error !== undefined]).toEqual([name, true]);
    }
  });
});

describe('a conversation', () => {
  const say = (body: object, who = token) => api.call('POST', '/api/chat', { token: who, body });
  const idsOf = (answer: Answer) =>
    JSON.parse(/data: (\{"type":"data-conversation".*\})/.exec(String(answer.body))?.[1] ?? '{}').data;

  it('of another member, or another tenant, is neither read, continued nor stopped', async () => {
    const mine = idsOf(await say({ message: 'list my playbooks', messageId: 'message-0001' }));
    const others = await api.tenant();
    const colleague = { uid: `${uid}-colleague`, email: 'c@x.example', name: 'C', role: 'editor', locale: 'en-US' };
    const { path } = tenantPaths(orgId).member(colleague.uid);
    await api.app.engine.store.commit([{ op: 'create', path, data: { ...colleague, createdAt: new Date() } }]);
    for (const [who, org] of [
      [api.token(colleague.uid), orgId],
      [api.token(others.uid), others.orgId],
    ] as const) {
      const theirs = idsOf(await say({ message: 'undo', ...mine }, who));
      expect(theirs.conversationId).not.toBe(mine.conversationId);
      const stop = await api.call('POST', '/api/chat/stop', { token: who, body: mine });
      expect([stop.status, org]).toEqual([204, org]);
    }
    const kept = await api.app.engine.store.query(queries.latestMessages(orgId, mine.conversationId, { limit: 10 }));
    expect(kept.map(({ id }) => id).toSorted()).toEqual(['message-0001', answerIdOf('message-0001')]);
  });

  it('keeps a message that is cut in the middle of a character, and refuses half a one', async () => {
    const { conversationId } = idsOf(await say({ message: `${'a'.repeat(79)}😀 hello` }));
    const stored = await api.app.engine.store.get(tenantPaths(orgId).conversation(conversationId));
    expect(stored?.data.title).toBe(`${'a'.repeat(79)}\ufffd`);
    const half = await api.call('POST', '/api/chat', { token, text: '{"message":"hello \\ud83d"}' });
    expect(half.status).toBe(422);
    expect((await say({ message: 'x'.repeat(1_000_000) })).status).toBe(413);
  });

  it('is not followed for anybody who has gone', async () => {
    const { conversationId, messageId } = idsOf(await say({ message: 'hello there', messageId: 'message-0002' }));
    const { store, clock } = api.app.engine;
    const until = new Date(clock.now().getTime() + 60_000);
    const paths = tenantPaths(orgId);
    await store.commit([
      {
        op: 'update',
        path: paths.conversation(conversationId).path,
        fields: { turn: { messageId, token: 't', until } },
      },
      {
        op: 'update',
        path: paths.message(conversationId, answerIdOf(messageId)).path,
        fields: { status: 'answering' },
      },
    ]);
    let reads = 0;
    const get = store.get.bind(store);
    const counted = store as { get: typeof store.get };
    counted.get = (ref) => {
      if (ref.path.includes(messageId)) reads += 1;
      return get(ref);
    };
    const gone = new AbortController();
    const following = fetch(`${api.origin}/api/chat`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: 'hello there', messageId, conversationId }),
      signal: gone.signal,
    });
    await (await following).body?.getReader().read();
    await expect.poll(() => reads, { timeout: 5_000 }).toBeGreaterThan(2);
    gone.abort();
    // Whoever follows looks every 400 milliseconds.
    let before = reads;
    const isQuiet = (): boolean => {
      const isSame = reads === before;
      before = reads;
      return isSame;
    };
    await expect.poll(isQuiet, { timeout: 10_000, interval: 1_000 }).toBe(true);
    counted.get = get;
  });
});

interface Rpc {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  readonly body: any;
}

async function rpc(key: string, message: unknown, more: Record<string, string> = {}): Promise<Rpc> {
  const whole = Array.isArray(message) ? message : { jsonrpc: '2.0', id: 1, ...(message as object) };
  return raw(key, typeof message === 'string' ? message : JSON.stringify(whole), more);
}

/** By hand, so that any header goes as it is. */
function raw(key: string, text: string, more: Record<string, string>): Promise<Rpc> {
  const headers = {
    Authorization: `Bearer ${key}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    ...more,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${api.origin}/mcp`, { method: 'POST', headers }, (response) => {
      let said = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        said += chunk;
      });
      response.on('end', () => {
        const json = said.startsWith('{') || said.startsWith('[') ? said : (/^data: (.*)$/m.exec(said)?.[1] ?? 'null');
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(json) });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

describe('MCP, spoken badly', () => {
  let key: string;
  beforeEach(async () => {
    key = await api.key(orgId);
  });
  const list = { method: 'tools/list', params: {} };

  it.each<[string, Record<string, string>, number]>([
    ['a page of nowhere', { Origin: 'null' }, 403],
    ['a page whose name begins like ours', { Origin: 'http://127.0.0.1.evil.example' }, 403],
    ['another name for this machine', { Host: 'rebound.evil.example' }, 403],
    ['no kind of body', { 'Content-Type': 'text/plain' }, 415],
    ['a kind of body that forms have', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['an answer that it does not give', { Accept: 'text/html' }, 406],
    ['a session of its own', { 'Mcp-Session-Id': 'stolen' }, 200],
    ['a version that there is none of', { 'MCP-Protocol-Version': '1999-01-01' }, 400],
  ])('is answered with its fault: %s', async (_, headers, status) => {
    expect((await rpc(key, list, headers)).status).toBe(status);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{"jsonrpc": '],
    ['no message', '"hello"'],
    ['nothing', ''],
    ['a number', '7'],
    ['a method that there is none of', { method: 'tools/destroy' }],
    ['a tool that there is none of', { method: 'tools/call', params: { name: 'mail_everybody', arguments: {} } }],
    ['params of another kind', { method: 'tools/call', params: [1, 2] }],
    ['arguments of another kind', { method: 'tools/call', params: { name: 'list_playbooks', arguments: 'all' } }],
    [
      'a prototype',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{"a":1}}}}',
    ],
    ['depth', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('ends in words, and on no fault of ours: %s', async (_, message) => {
    const { status, body } = await rpc(key, message);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body)).not.toMatch(/\bat .*\.ts|node_modules|our side/);
    expect(body?.error ?? body?.result?.isError ?? body?.type).toBeTruthy();
  });

  it('notifications are taken and answered by nothing', async () => {
    expect((await rpc(key, '{"jsonrpc":"2.0","method":"notifications/initialized"}')).status).toBe(202);
  });

  it('many messages at once get round no right and no rate', async () => {
    const narrow = await api.key(orgId, ['playbooks:read']);
    const id = await make({ status: 'active' });
    const batch = Array.from({ length: 50 }, (_, at) => ({
      jsonrpc: '2.0',
      id: at,
      method: 'tools/call',
      params: { name: 'archive_playbook', arguments: { playbookId: id } },
    }));
    const { status, body } = await rpc(narrow, batch);
    expect([status, body.type]).toEqual([400, 'urn:playbooks:problem:no_batch']);
    expect(await statusOf(id)).toBe('active');
  });

  it('what comes back has the form that was told', async () => {
    await make();
    const tools = (await rpc(key, list)).body.result.tools as { name: string; outputSchema: { required: string[] } }[];
    const { result } = (await rpc(key, { method: 'tools/call', params: { name: 'list_playbooks', arguments: {} } }))
      .body;
    const told = tools.find(({ name }) => name === 'list_playbooks')?.outputSchema;
    expect(Object.keys(result.structuredContent).toSorted()).toEqual([...(told?.required ?? [])].toSorted());
  });
});
