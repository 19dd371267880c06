import { afterEach, describe, expect, it } from 'vitest';
import { createEngineKit, orgId, paths } from '../test/kit/engine-kit.ts';
import { fcmApi, PUSH_TOKEN } from '../test/vendors/fcm.ts';
import { SLACK_TOKEN, slackApi } from '../test/vendors/slack.ts';
import { shown, TELEGRAM_TOKEN, telegramWith } from '../test/vendors/telegram.ts';
import { startVendors, type VendorServer } from '../test/vendors/vendor.ts';
import { createReceiver, WEBHOOK_SECRET } from '../test/vendors/webhook-receiver.ts';
import { createOutbound } from './connectors/outbound.ts';
import type { Letter } from './core/engine/notify/courier.ts';
import { readButton } from './core/governance/approval-button.ts';
import { readLink } from './core/governance/approval-link.ts';
import { secretNameOf } from './core/governance/connection-secret.ts';
import type { PlatformMail } from './core/ports.ts';
import { createCourier } from './courier.ts';
import { approvalSchema } from './model/approval.ts';
import type { JsonObject } from './model/json.ts';

let vendors: VendorServer | null = null;
afterEach(() => vendors?.close());

const letter: Letter = {
  channel: 'email',
  uid: 'owner',
  email: 'owner@thrive.example',
  connection: null,
  to: null,
  kind: 'alerts',
  type: 'warning',
  title: 'Stock\nis low',
  text: 'Blue Dream: <3 left> & *falling*',
  links: ['/alerts'],
  business: 'Thrive',
  question: null,
  key: 'k1',
};
const SECRETS: Readonly<Record<string, { readonly settings: JsonObject; readonly secrets: Record<string, string> }>> = {
  slack: { settings: { channel: '#general' }, secrets: { botToken: SLACK_TOKEN } },
  telegram: { settings: { chatId: '42' }, secrets: { botToken: TELEGRAM_TOKEN } },
  webhook: { settings: { url: 'https://hooks.example/in' }, secrets: { signingSecret: WEBHOOK_SECRET } },
};

interface World {
  /** Where the updates of the bot go already. */
  readonly updates?: string;
  readonly api?: string;
  readonly app?: string;
}
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const TO_APP: typeof SECRETS = {
  slack: { settings: { channel: '#general' }, secrets: { botToken: SLACK_TOKEN, signingSecret: SIGNING_SECRET } },
};

/** A courier over loopback vendors; the tenant is connected to these. */
async function courierTo(...connectors: readonly string[]) {
  return courierIn({}, ...connectors);
}

async function courierIn(
  { updates = '', api = 'https://api.example', app = 'https://app.example' }: World,
  ...names: readonly string[]
) {
  const connectors = names.map((name) => name.replace('_app', ''));
  const held: typeof SECRETS = { ...SECRETS, ...(names.includes('slack_app') && TO_APP) };
  const kit = await createEngineKit([]);
  const receiver = createReceiver(kit.clock.now);
  vendors = await startVendors([slackApi, telegramWith(updates), fcmApi, receiver.vendor]);
  const at = kit.clock.now();
  for (const connector of connectors) {
    const state = { status: 'working', statusText: null, checkedAt: null, rotatedAt: null, createdBy: 'owner' };
    const settings = held[connector]?.settings;
    const data = { ...state, connector, name: connector, settings, isDefault: true, createdAt: at, updatedAt: at };
    await kit.store.commit([{ op: 'set', path: paths.connection(connector).path, data }]);
  }
  const secret = async (name: string) => {
    if (name === 'LINK_KEY') return 'key';
    const id = connectors.find((one) => secretNameOf(orgId, one) === name);
    return id === undefined ? null : JSON.stringify({ connector: id, ...held[id] });
  };
  const mails: Parameters<PlatformMail['send']>[0][] = [];
  const mail: PlatformMail = {
    link: (path) => `${app}${path}`,
    send: async (sent) => void mails.push(sent),
  };
  const outbound = createOutbound({ allow: [], detours: vendors.detours });
  const identity = async () => ({ token: PUSH_TOKEN, projectId: 'demo-push' });
  const values: Readonly<Record<string, string>> = { API_ORIGIN: api, LINK_KEY_NAME: 'LINK_KEY' };
  const setting = (name: string) => values[name] ?? null;
  const services = { ...kit.engine.services, outbound, secret, identity, setting };
  const { carry } = createCourier({ ...kit.engine, services }, mail);
  const send = (more: Partial<Letter>) => carry(orgId, { ...letter, ...more });
  return { kit, vendors, messages: receiver.messages, mails, send };
}

describe('a letter', () => {
  it('by e-mail has one line of subject, where to see more, and why it came', async () => {
    const { send, mails } = await courierTo();
    await send({});
    expect(mails).toMatchObject([{ to: 'owner@thrive.example', subject: 'Stock is low', html: null, key: 'k1' }]);
    expect(mails[0]?.text).toContain(
      'Blue Dream: <3 left> & *falling*\nhttps://app.example/alerts\n\nYou get this as a member of Thrive.',
    );
  });

  it('to a webhook is signed, and says by which key it can be told again', async () => {
    const { send, messages } = await courierTo('webhook');
    await send({ channel: 'webhook' });
    expect([...messages]).toEqual([
      [
        'k1',
        {
          ...{ type: 'notification', id: 'k1', kind: 'alerts', level: 'warning', business: 'Thrive' },
          ...{
            title: 'Stock\nis low',
            message: 'Blue Dream: <3 left> & *falling*',
            link: 'https://app.example/alerts',
          },
          sentAt: '2026-11-23T13:00:00.000Z',
        },
      ],
    ]);
  });

  it.each([
    [null, '#general'],
    ['U024BE7LH', 'U024BE7LH'],
  ])('by Slack to %s reaches %s, and nothing in it becomes a mark', async (to, channel) => {
    const { send, vendors } = await courierTo('slack');
    await send({ channel: 'slack', to });
    const [call] = vendors.calls;
    expect([call?.path, call?.headers.authorization]).toEqual(['/api/chat.postMessage', `Bearer ${SLACK_TOKEN}`]);
    const post = call?.json() as { text: string; channel: string } | undefined;
    expect(post?.channel).toBe(channel);
    expect(post?.text).toContain('Blue Dream: &lt;3 left&gt; &amp; *falling*\nhttps://app.example/alerts');
  });

  it.each([
    [null, '42'],
    ['77', '77'],
  ])('by Telegram to %s reaches %s', async (to, chatId) => {
    const { send, vendors } = await courierTo('telegram');
    await send({ channel: 'telegram', to });
    const call = vendors.calls.at(-1)?.json() as { chat_id: string; text: string };
    expect(call.chat_id).toBe(chatId);
    expect(shown(call.text)).toContain('Blue Dream: <3 left> & *falling*\nhttps://app.example/alerts');
  });

  it('by push reaches the devices of the person alone, and forgets one that is gone', async () => {
    const { kit, send, vendors } = await courierTo();
    const at = kit.clock.now();
    const device = (token: string, uid: string) => {
      const data = { uid, token, label: 'Phone', createdAt: at, lastSeenAt: at };
      return { op: 'set' as const, path: paths.device(token).path, data };
    };
    await kit.store.commit([device('phone', 'owner'), device('gone', 'owner'), device('other', 'ed')]);
    await send({ channel: 'push' });
    const sent = vendors.calls.map((call) => (call.json() as { message: { token: string } }).message.token);
    expect(sent.toSorted()).toEqual(['gone', 'phone']);
    expect(await kit.store.get(paths.device('gone'))).toBeNull();
    await expect(send({ channel: 'push', uid: 'eda' })).rejects.toMatchObject({
      code: 'no_device',
      mayHaveActed: false,
    });
  });

  it('says what is missing where nothing is connected', async () => {
    const { send } = await courierTo();
    for (const channel of ['slack', 'telegram', 'webhook'] as const) {
      await expect(send({ channel })).rejects.toMatchObject({ code: 'not_connected', mayHaveActed: false });
    }
  });
});

describe('a question', () => {
  const deliveryId = 'd'.repeat(52);
  const question = {
    ...approvalSchema.parse({
      ...{ kind: 'act', executionId: 'e', playbookId: 'p', playbookName: 'P', path: 'mail', title: 'Send it?' },
      ...{ message: 'One mail', status: 'pending', risk: 'moderate', paramsHash: 'hash' },
      paramsJson: JSON.stringify({ to: 'ada@example.com', text: 'Hi *Ada*' }),
      ...{ requestedAt: new Date(0), expiresAt: new Date('2027-01-01T00:00:00Z'), expireAt: new Date(0) },
      ...{ decidedBy: null, decidedAt: null, reason: null },
    }),
    approvalId: 'a1',
  };
  const asked = { question, key: deliveryId, links: ['/approvals/a1'], title: 'Send it?', text: 'One mail' } as const;
  const byTelegram = { ...asked, channel: 'telegram', to: '77' } as const;
  const bySlack = { ...asked, channel: 'slack', to: 'U024BE7LH' } as const;
  const claimIn = (url = '') => readLink('key', new URL(url).searchParams.get('token') ?? '');
  type Key = { text: string; url?: string; callback_data?: string };
  interface Sent {
    readonly text: string;
    readonly reply_markup?: { readonly inline_keyboard: readonly (readonly Key[])[] };
    readonly blocks?: readonly { readonly text?: { readonly text: string }; readonly elements?: readonly Element[] }[];
  }
  const sentIn = (call: { json(): unknown } | undefined) => (call?.json() ?? { text: '' }) as Sent;
  const keysIn = (call: { json(): unknown } | undefined): Key[] =>
    sentIn(call).reply_markup?.inline_keyboard.flat() ?? [];
  type Element = { text: { text: string }; url?: string; value?: string };
  const elementsIn = (call: { json(): unknown } | undefined): Element[] =>
    sentIn(call).blocks?.flatMap(({ elements = [] }) => elements) ?? [];

  it('in one’s own chat with a bot has buttons that say who says what, and shows all that a yes is to', async () => {
    const { send, vendors } = await courierTo('telegram');
    await send(byTelegram);
    const [, set, sent] = vendors.calls;
    expect(set?.path.endsWith('/setWebhook')).toBe(true);
    expect(set?.json()).toEqual({
      url: `https://api.example/api/telegram/updates/${orgId}/telegram`,
      secret_token: expect.stringMatching(/^[\w-]{43}$/),
      allowed_updates: ['callback_query', 'message'],
    });
    const [yes, no, look] = keysIn(sent);
    expect([yes?.text, no?.text]).toEqual(['Approve', 'Reject']);
    expect(readButton('key', orgId, yes?.callback_data ?? '')).toEqual({ deliveryId, choice: 'approved' });
    expect(readButton('key', orgId, no?.callback_data ?? '')).toEqual({ deliveryId, choice: 'rejected' });
    expect(look).toEqual({ text: 'Look at it', url: 'https://app.example/approvals/a1' });
    expect(shown(sentIn(sent).text)).toContain('One mail\n\nto: ada@example.com\ntext: Hi *Ada*');
  });

  it.each([
    ['whose updates another program has', { updates: 'https://other.example/bot' }, byTelegram],
    ['where nobody could call us', { api: 'http://127.0.0.1:5001' }, byTelegram],
    ['that is too long to be seen whole', {}, { ...byTelegram, text: 'x'.repeat(2_500) }],
  ])('by a bot %s has links instead', async (_, world, letter) => {
    const { send, vendors } = await courierIn(world, 'telegram');
    await send(letter);
    const [yes, no] = keysIn(vendors.calls.at(-1));
    expect([yes?.text, no?.text]).toEqual(['Approve…', 'Reject…']);
    expect(claimIn(yes?.url)).toMatchObject({
      isGenuine: true,
      claim: { approvalId: 'a1', uid: 'owner', choice: 'approved' },
    });
    expect(vendors.calls.filter(({ path }) => path.endsWith('/setWebhook'))).toEqual([]);
  });

  it.each([
    ['a place that several read', { ...byTelegram, to: null }],
    ['somebody who has to sign in for it', { ...byTelegram, question: { ...question, risk: 'high' as const } }],
    ['somebody who has to answer in words', { ...byTelegram, question: { ...question, kind: 'question' as const } }],
  ])('to %s only leads to the app', async (_, letter) => {
    const { send, vendors } = await courierTo('telegram');
    await send(letter);
    expect(keysIn(vendors.calls.at(-1))).toEqual([{ text: 'Look at it', url: 'https://app.example/approvals/a1' }]);
  });

  it('from a machine at home has its links in the text', async () => {
    const { send, vendors } = await courierIn({ app: 'http://127.0.0.1:5000' }, 'telegram');
    await send(byTelegram);
    expect(keysIn(vendors.calls.at(-1))).toEqual([]);
    expect(shown(sentIn(vendors.calls.at(-1)).text)).toContain('http://127.0.0.1:5000/approvals/a1');
  });

  it('by Slack has links of one’s own, and with the signing secret buttons', async () => {
    const { send, vendors } = await courierTo('slack');
    await send(bySlack);
    const [yes, no, look] = elementsIn(vendors.calls[0]);
    expect(claimIn(yes?.url)).toMatchObject({ isGenuine: true, claim: { uid: 'owner', choice: 'approved' } });
    expect(claimIn(no?.url)).toMatchObject({ isGenuine: true, claim: { uid: 'owner', choice: 'rejected' } });
    expect(look?.url).toBe('https://app.example/approvals/a1');
    await send({ ...bySlack, to: null });
    expect(elementsIn(vendors.calls[1])).toHaveLength(1);
    vendors.close();
    const app = await courierIn({}, 'slack_app');
    await app.send(bySlack);
    const [approve] = elementsIn(app.vendors.calls[0]);
    expect(readButton('key', orgId, approve?.value ?? '')).toEqual({ deliveryId, choice: 'approved' });
  });

  it('by Slack fits into its blocks, whatever it is made of', async () => {
    const { send, vendors } = await courierTo('slack');
    await send({ ...bySlack, text: '<&> *x* '.repeat(1_000) });
    const text = sentIn(vendors.calls[0]).blocks?.[0]?.text?.text ?? '';
    expect(text.length).toBeGreaterThan(2_500);
    expect(text).toContain('… (cut here)');
    expect(text.replaceAll(/&(?:lt|gt|amp);/g, '')).not.toMatch(/[<>&]/);
  });

  it('by a mail that was held back has its links, too', async () => {
    const { send, mails } = await courierTo();
    await send(asked);
    const tokens = [...(mails[0]?.text.matchAll(/token=(\S+)/g) ?? [])].map(([, token = '']) => readLink('key', token));
    expect(tokens.map((read) => read?.claim.choice)).toEqual(['approved', 'rejected']);
  });
});
