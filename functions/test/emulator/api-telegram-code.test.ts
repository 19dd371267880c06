import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updatesPath, updatesSecret } from '../../src/core/governance/approval-button.ts';
import { secretNameOf } from '../../src/core/governance/connection-secret.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { shown, TELEGRAM_TOKEN, telegramApi, telegramWith, writtenUpdate } from '../vendors/telegram.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

const KEY = 'the-key-of-the-links';
const PREFERENCES = '/api/me/notification-preferences';
const CODE = `${PREFERENCES}/telegram-code`;

interface Loopback {
  readonly api: ApiKit;
  readonly vendors: VendorServer;
}

async function open(bot = telegramApi, env: Record<string, string> = {}): Promise<Loopback> {
  const vendors = await startVendors([bot]);
  const OUTBOUND_DETOURS = Object.entries(vendors.detours).map(([host, to]) => `${host}=${to}`);
  const api = await startApi({
    ...{ OUTBOUND_DETOURS: OUTBOUND_DETOURS.join(','), API_ORIGIN: 'https://api.example' },
    ...env,
  });
  await api.addSecret('LINK_KEY', KEY);
  return { api, vendors };
}

async function close({ api, vendors }: Loopback): Promise<void> {
  await api.close();
  vendors.close();
}

/** A business with a bot, seen by its owner Olive. */
async function connected({ api, vendors }: Loopback) {
  const { orgId, uid } = await api.tenant();
  const { store, clock } = api.app.engine;
  const at = clock.now();
  const state = { status: 'working', statusText: null, checkedAt: null, rotatedAt: null, createdBy: uid } as const;
  const named = { connector: 'telegram', name: 'Our bot', settings: {}, isDefault: true };
  const connection = { ...state, ...named, createdAt: at, updatedAt: at };
  const { path } = tenantPaths(orgId).connection('telegram');
  await store.commit([{ op: 'create', path, data: connection }]);
  const held = { connector: 'telegram', settings: {}, secrets: { botToken: TELEGRAM_TOKEN } };
  await api.addSecret(secretNameOf(orgId, 'telegram'), JSON.stringify(held));
  const me = { token: api.token(uid) };
  return {
    ...{ orgId, uid, me },
    issue: () => api.call('POST', CODE, { ...me, body: {} }),
    standing: async () => (await api.call('GET', CODE, me)).body,
    tell: async (body: unknown, secret = updatesSecret(KEY, orgId, 'telegram')) => {
      const headers = { 'X-Telegram-Bot-Api-Secret-Token': secret };
      return (await api.call('POST', updatesPath(orgId, 'telegram'), { body, headers })).status;
    },
    /** What the bot has said, and to whom. */
    said: () =>
      vendors.calls
        .filter((call) => call.path.endsWith('/sendMessage'))
        .map((call) => call.json() as { chat_id: string; text: string })
        .map(({ chat_id, text }) => [chat_id, shown(text)]),
    audited: async () => {
      const found = await store.query(queries.audit(orgId, { limit: 20 }));
      return found.flatMap(({ data }) => (data === null ? [] : [`${data.actor.id} ${data.action}`])).toSorted();
    },
  };
}
type Business = Awaited<ReturnType<typeof connected>>;

const NOT_LINKED = { code: 'none', hasBot: true, telegram: { connection: null, to: null } };

let loopback: Loopback;
let ours: Business;
beforeAll(async () => {
  loopback = await open();
});
afterAll(() => close(loopback));
beforeEach(async () => {
  ours = await connected(loopback);
  loopback.vendors.calls.length = 0;
});

describe('a code for a Telegram chat', () => {
  it('is asked for, sent to the bot from one’s own chat, and links it', async () => {
    const { status, body } = await ours.issue();
    expect(status).toBe(201);
    expect(body).toEqual({
      code: expect.stringMatching(/^[\w-]{16,64}$/),
      bot: 'shop_bot',
      link: `https://t.me/shop_bot?start=${body.code}`,
      expiresAt: expect.any(String),
    });
    expect(await ours.standing()).toEqual({ ...NOT_LINKED, code: 'waiting' });
    const set = loopback.vendors.calls.find(({ path }) => path.endsWith('/setWebhook'))?.json();
    expect(set).toEqual({
      url: `https://api.example${updatesPath(ours.orgId, 'telegram')}`,
      secret_token: updatesSecret(KEY, ours.orgId, 'telegram'),
      allowed_updates: ['callback_query', 'message'],
    });
    expect(await ours.tell(writtenUpdate(`/start ${body.code}`))).toBe(200);
    const telegram = { connection: 'telegram', to: '77' };
    expect(await ours.standing()).toEqual({ code: 'none', hasBot: true, telegram });
    expect((await loopback.api.call('GET', PREFERENCES, ours.me)).body.telegram).toEqual(telegram);
    expect(ours.said()).toEqual([['77', expect.stringMatching(/^Linked: messages of .+ for Olive come here\.$/)]]);
    expect(await ours.audited()).toEqual([`${ours.uid} telegram_chat.linked`, `${ours.uid} telegram_code.created`]);
  });

  it('told twice links once, and one that was used means nothing to anybody else', async () => {
    const { code } = (await ours.issue()).body;
    for (const chat of [77, 77, 78]) {
      expect(await ours.tell(writtenUpdate(`/start ${code}`, { chat, from: chat }))).toBe(200);
    }
    const words = ours.said().map(([chat, text]) => `${chat} ${text?.slice(0, 9)}`);
    expect(words).toEqual(['77 Linked: m', '77 Linked: m', '78 This code']);
    expect((await ours.standing()).telegram.to).toBe('77');
    expect((await ours.audited()).filter((entry) => entry.endsWith('linked'))).toHaveLength(1);
  });

  it('that is too old says so, and where to get another', async () => {
    const { code } = (await ours.issue()).body;
    const fields = { 'telegramCode.expiresAt': new Date(Date.now() - 1) };
    const { path } = tenantPaths(ours.orgId).preferencesOf(ours.uid);
    await loopback.api.app.engine.store.commit([{ op: 'update', path, fields }]);
    expect(await ours.tell(writtenUpdate(`/start ${code}`))).toBe(200);
    expect(await ours.standing()).toEqual({ ...NOT_LINKED, code: 'over' });
    expect(ours.said()).toEqual([['77', expect.stringContaining('Settings → Notifications')]]);
  });

  it('means nothing to the bot of another business', async () => {
    const theirs = await connected(loopback);
    const { code } = (await ours.issue()).body;
    expect(await theirs.tell(writtenUpdate(`/start ${code}`))).toBe(200);
    expect(await theirs.tell(writtenUpdate(`/start ${code}`), updatesSecret(KEY, ours.orgId, 'telegram'))).toBe(403);
    expect([await ours.standing(), await theirs.standing()]).toEqual([{ ...NOT_LINKED, code: 'waiting' }, NOT_LINKED]);
  });

  it('is taken in one’s own chat only; what else is said to the bot is left', async () => {
    const { code } = (await ours.issue()).body;
    const start = `/start ${code}`;
    const others = [
      writtenUpdate(start, { chat: -100, from: 77 }),
      writtenUpdate(start, { chat: 78, from: 77 }),
      writtenUpdate('/start'),
      writtenUpdate(code),
      writtenUpdate(`Hi ${start}`),
      { update_id: 2, edited_message: writtenUpdate(start).message },
      { update_id: 3, message: { text: start } },
    ];
    for (const update of others) expect(await ours.tell(update)).toBe(200);
    expect(await ours.standing()).toEqual({ ...NOT_LINKED, code: 'waiting' });
    expect(ours.said()).toEqual([]);
  });

  it('is not guessed: of a chat only a few are heard in a minute', async () => {
    for (let tried = 0; tried < 12; tried++) expect(await ours.tell(writtenUpdate(`/start guess${tried}`))).toBe(200);
    // The minute may have turned between two of them.
    expect(ours.said().length).toBeLessThanOrEqual(10);
    expect(ours.said().length).toBeGreaterThanOrEqual(5);
  });

  it('of who was taken out of the team links nothing', async () => {
    const { store } = loopback.api.app.engine;
    const { code } = (await ours.issue()).body;
    await store.commit([{ op: 'delete', path: tenantPaths(ours.orgId).member(ours.uid).path }]);
    expect(await ours.tell(writtenUpdate(`/start ${code}`))).toBe(200);
    expect((await store.get(tenantPaths(ours.orgId).preferencesOf(ours.uid)))?.data.telegram.to).toBeNull();
    expect(ours.said()).toEqual([['77', expect.stringMatching(/^This code does not hold/)]]);
  });

  it('is given where there is a bot that answers, and not too often', async () => {
    const { uid } = await loopback.api.tenant();
    const none = await loopback.api.call('POST', CODE, { token: loopback.api.token(uid), body: {} });
    expect([none.status, none.problem.type]).toEqual([422, 'urn:playbooks:problem:not_connected']);
    loopback.vendors.fail('broken', 'api.telegram.org');
    const broken = await ours.issue();
    loopback.vendors.fail(null);
    expect([broken.status, await ours.standing()]).toEqual([422, NOT_LINKED]);
    const statuses: number[] = [];
    for (let asked = 0; asked < 22; asked++) statuses.push((await ours.issue()).status);
    expect(statuses).toContain(429);
  });

  it('is there for people, not for API keys', async () => {
    const key = await loopback.api.key(ours.orgId);
    expect((await loopback.api.call('POST', CODE, { key, body: {} })).status).toBe(403);
  });
});

describe('a code that could not come to us is not given', () => {
  it.each([
    ['another program has the updates of the bot', 'bot_in_use', telegramWith('https://other.example/bot'), {}],
    ['nobody outside can call us', 'not_reachable', telegramApi, { API_ORIGIN: 'http://127.0.0.1:9' }],
  ])('where %s', async (_, problem, bot, env) => {
    const elsewhere = await open(bot, env);
    try {
      const business = await connected(elsewhere);
      const answer = await business.issue();
      expect([answer.status, answer.problem.type]).toEqual([409, `urn:playbooks:problem:${problem}`]);
      expect(answer.problem.detail).toContain('by hand');
      expect(elsewhere.vendors.calls.filter(({ path }) => path.endsWith('/setWebhook'))).toEqual([]);
      expect([await business.standing(), await business.audited()]).toEqual([NOT_LINKED, []]);
    } finally {
      await close(elsewhere);
    }
  });
});
