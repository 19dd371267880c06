import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../src/core/engine/notify/tell.ts';
import { updatesPath, updatesSecret } from '../../src/core/governance/approval-button.ts';
import { secretNameOf } from '../../src/core/governance/connection-secret.ts';
import { preferencesSchema } from '../../src/model/notification-preferences.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { type Waiting, waitingIn } from '../kit/approval-world.ts';
import { SLACK_TOKEN, slackApi } from '../vendors/slack.ts';
import { shown, TELEGRAM_TOKEN, telegramApi } from '../vendors/telegram.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

const KEY = 'the-key-of-the-links';
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const ACCOUNTS = {
  telegram: { to: '77', secrets: { botToken: TELEGRAM_TOKEN } },
  slack: { to: 'U024BE7LH', secrets: { botToken: SLACK_TOKEN, signingSecret: SIGNING_SECRET } },
} as const;
type Via = keyof typeof ACCOUNTS;

let api: ApiKit;
let vendors: VendorServer;
beforeAll(async () => {
  vendors = await startVendors([telegramApi, slackApi]);
  const OUTBOUND_DETOURS = Object.entries(vendors.detours).map(([host, to]) => `${host}=${to}`);
  api = await startApi({
    OUTBOUND_DETOURS: OUTBOUND_DETOURS.join(','),
    ...{ API_ORIGIN: 'https://api.example', APP_ORIGIN: 'https://app.example' },
  });
  await api.addSecret('LINK_KEY', KEY);
});
afterAll(async () => {
  await api.close();
  vendors.close();
});

/** Connects a tenant, and sends Ed what he is asked, in his own chat; gives what the button for a yes bears. */
async function sent({ orgId, ed, approvalId }: Waiting, via: Via): Promise<string> {
  const { store, clock } = api.app.engine;
  const paths = tenantPaths(orgId);
  const at = clock.now();
  const { to, secrets } = ACCOUNTS[via];
  const state = { status: 'working', statusText: null, checkedAt: null, rotatedAt: null, createdBy: ed } as const;
  const connection = {
    ...state,
    connector: via,
    name: via,
    settings: {},
    isDefault: true,
    createdAt: at,
    updatedAt: at,
  };
  const wanted = preferencesSchema.parse({ channels: { approvals: [via] }, [via]: { to } });
  await store.commit([
    { op: 'create', path: paths.connection(via).path, data: connection },
    { op: 'set', path: paths.preferencesOf(ed).path, data: { ...wanted, uid: ed, updatedAt: at } },
  ]);
  await api.addSecret(secretNameOf(orgId, via), JSON.stringify({ connector: via, settings: {}, secrets }));
  const approval = (await store.get(paths.approval(approvalId)))?.data;
  if (approval === undefined) throw new Error('There is no question');
  const { title, message, paramsHash } = approval;
  const text = { type: 'warning', title, message, link: `/approvals/${approvalId}`, executionId: null } as const;
  const question = { approvalId, paramsHash };
  await tell(api.app.engine, { orgId, timezone: 'UTC' }, [{ uid: ed }], {
    ...{ ...text, kind: 'approvals', isUrgent: false, key: approvalId, question },
  });
  const [delivery] = await store.query({ from: paths.deliveries, where: [], orderBy: [], limit: 5, after: null });
  await api.app.courier.carry(orgId, {
    ...{ channel: via, uid: ed, email: 'ed@thrive.example', connection: null, to, kind: 'approvals', type: 'warning' },
    ...{ title, text: message, links: [text.link], business: 'Thrive', key: delivery?.id ?? '' },
    question: { ...approval, approvalId },
  });
  const body = vendors.calls.at(-1)?.body ?? '';
  return /"(?:callback_data|value)":"(a[^"]+)"/.exec(body)?.[1] ?? '';
}

/** Nothing was decided, and nothing was done. */
async function expectUntouched(one: Waiting): Promise<void> {
  await one.run();
  expect([(await one.approval())?.status, (await one.state())?.status, await one.done()]).toEqual([
    'pending',
    'waiting',
    0,
  ]);
}

let one: Waiting;
beforeEach(async () => {
  one = await waitingIn(api);
  vendors.calls.length = 0;
});

describe('a button that was pressed in Telegram', () => {
  const update = (data: string, chat = 77, from = 77) => ({
    update_id: 1,
    callback_query: {
      id: 'query1',
      from: { id: from, is_bot: false, first_name: 'Ed' },
      message: { message_id: 42, date: 0, chat: { id: chat, type: chat < 0 ? 'group' : 'private' }, text: 'x' },
      chat_instance: '1',
      data,
    },
  });
  const post = (orgId: string, body: unknown, secret: string | null = updatesSecret(KEY, orgId, 'telegram')) =>
    api.call('POST', updatesPath(orgId, 'telegram'), {
      body,
      headers: secret === null ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secret },
    });

  it('decides once, however often it is told, and the message says so', async () => {
    const token = await sent(one, 'telegram');
    const told = [await post(one.orgId, update(token)), await post(one.orgId, update(token))];
    expect(told.map(({ status }) => status)).toEqual([200, 200]);
    await one.run();
    expect([(await one.state())?.status, await one.done()]).toEqual(['completed', 1]);
    expect((await one.approval())?.votes).toMatchObject([{ by: one.ed, via: 'telegram' }]);
    const [edited, answered] = vendors.calls.slice(-4);
    expect([edited?.path, answered?.path].map((path) => path?.split('/').at(-1))).toEqual([
      'editMessageText',
      'answerCallbackQuery',
    ]);
    const after = edited?.json() as { chat_id: number; message_id: number; text: string; reply_markup?: unknown };
    expect([after.chat_id, after.message_id, after.reply_markup]).toEqual([77, 42, undefined]);
    expect(shown(after.text)).toContain('Your yes is on record.');
  });

  it('changes nothing by who does not show to be Telegram, to this bot of this tenant', async () => {
    const token = await sent(one, 'telegram');
    const other = await waitingIn(api);
    const wrong = [
      null,
      '',
      'x',
      updatesSecret(KEY, other.orgId, 'telegram'),
      updatesSecret('other', one.orgId, 'telegram'),
    ];
    for (const secret of wrong) expect((await post(one.orgId, update(token), secret)).status).toBe(403);
    expect((await post('nobody..', update(token), '')).status).toBe(403);
    expect((await post(other.orgId, update(token))).status).toBe(403);
    // The right secret, and the button of another tenant.
    await sent(other, 'telegram');
    expect((await post(other.orgId, update(token))).status).toBe(200);
    for (const given of [{}, { update_id: 2, message: { text: 'hi' } }, []]) {
      expect((await post(one.orgId, given)).status).toBe(200);
    }
    await expectUntouched(one);
    await expectUntouched(other);
  });

  it('changes nothing by who is not the one whose chat it is', async () => {
    const token = await sent(one, 'telegram');
    expect((await post(one.orgId, update(token, 78, 78))).status).toBe(200);
    expect((await post(one.orgId, update(token, -100, 77))).status).toBe(200);
    expect((await post(one.orgId, update(`a${token.slice(1, -1)}x`))).status).toBe(200);
    await expectUntouched(one);
    expect((await one.audit()).map(({ action }) => action)).toEqual(['approval.refused', 'approval.refused']);
  });

  it('stays decided where Telegram takes no words for it', async () => {
    const token = await sent(one, 'telegram');
    vendors.fail('broken', 'api.telegram.org');
    expect((await post(one.orgId, update(`r${token.slice(1)}`))).status).toBe(200);
    expect((await post(one.orgId, update(token))).status).toBe(200);
    vendors.fail(null);
    expect((await one.approval())?.status).toBe('approved');
  });
});

describe('a button that was pressed in Slack', () => {
  const payload = (value: string, user = 'U024BE7LH') =>
    `payload=${encodeURIComponent(
      JSON.stringify({
        type: 'block_actions',
        user: { id: user },
        container: { type: 'message', channel_id: 'D024BE91L', message_ts: '1732111200.000100' },
        actions: [{ type: 'button', action_id: 'button_0', value }],
      }),
    )}`;
  const post = (orgId: string, text: string, { secret = SIGNING_SECRET, ageS = 0, signed = text } = {}) => {
    const time = String(Math.floor(Date.now() / 1000) - ageS);
    const signature = createHmac('sha256', secret).update(`v0:${time}:${signed}`).digest('hex');
    return api.call('POST', `/api/slack/actions/${orgId}/slack`, {
      text,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Slack-Request-Timestamp': time,
        'X-Slack-Signature': `v0=${signature}`,
      },
    });
  };

  it('decides once, however often it comes, and the message says so', async () => {
    const body = payload(await sent(one, 'slack'));
    const answers = await Promise.all([post(one.orgId, body), post(one.orgId, body)]);
    expect([...answers, await post(one.orgId, body)].map(({ status }) => status)).toEqual([200, 200, 200]);
    await one.run();
    expect([(await one.state())?.status, await one.done()]).toEqual(['completed', 1]);
    expect((await one.approval())?.votes).toMatchObject([{ by: one.ed, via: 'slack' }]);
    const updates = vendors.calls.filter(({ path }) => path === '/api/chat.update').map((call) => call.json());
    expect(updates[0]).toMatchObject({ channel: 'D024BE91L', ts: '1732111200.000100' });
    expect(JSON.stringify(updates)).toContain('Your yes is on record.');
  });

  it('changes nothing where it is forged, stale, of somebody else or of another tenant', async () => {
    const token = await sent(one, 'slack');
    const other = await waitingIn(api);
    await sent(other, 'slack');
    const body = payload(token);
    const wrong = { secret: 'f'.repeat(32) };
    for (const how of [wrong, { ageS: 301 }, { ageS: -400 }, { signed: payload(`r${token.slice(1)}`) }]) {
      expect((await post(one.orgId, body, how)).status).toBe(403);
    }
    expect((await post('nobody', body)).status).toBe(403);
    expect((await post(other.orgId, body)).status).toBe(200);
    expect((await post(one.orgId, payload(token, 'U0STRANGER'))).status).toBe(200);
    expect((await post(one.orgId, 'payload=%7Bnot+json')).status).toBe(200);
    await expectUntouched(one);
    await expectUntouched(other);
  });
});
