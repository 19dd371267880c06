import { afterEach, describe, expect, it } from 'vitest';
import { createEngineKit, orgId, paths } from '../test/kit/engine-kit.ts';
import { fcmApi, PUSH_TOKEN } from '../test/vendors/fcm.ts';
import { SLACK_TOKEN, slackApi } from '../test/vendors/slack.ts';
import { shown, TELEGRAM_TOKEN, telegramApi } from '../test/vendors/telegram.ts';
import { startVendors, type VendorServer } from '../test/vendors/vendor.ts';
import { createReceiver, WEBHOOK_SECRET } from '../test/vendors/webhook-receiver.ts';
import { createOutbound } from './connectors/outbound.ts';
import type { Letter } from './core/engine/notify/courier.ts';
import { secretNameOf } from './core/governance/connection-secret.ts';
import type { PlatformMail } from './core/ports.ts';
import { createCourier } from './courier.ts';
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
  key: 'k1',
};
const SECRETS: Readonly<Record<string, { readonly settings: JsonObject; readonly secrets: Record<string, string> }>> = {
  slack: { settings: { channel: '#general' }, secrets: { botToken: SLACK_TOKEN } },
  telegram: { settings: { chatId: '42' }, secrets: { botToken: TELEGRAM_TOKEN } },
  webhook: { settings: { url: 'https://hooks.example/in' }, secrets: { signingSecret: WEBHOOK_SECRET } },
};

/** A courier over loopback vendors; the tenant is connected to these. */
async function courierTo(...connectors: readonly string[]) {
  const kit = await createEngineKit([]);
  const receiver = createReceiver(kit.clock.now);
  vendors = await startVendors([slackApi, telegramApi, fcmApi, receiver.vendor]);
  const at = kit.clock.now();
  for (const connector of connectors) {
    const state = { status: 'working', statusText: null, checkedAt: null, rotatedAt: null, createdBy: 'owner' };
    const settings = SECRETS[connector]?.settings;
    const data = { ...state, connector, name: connector, settings, isDefault: true, createdAt: at, updatedAt: at };
    await kit.store.commit([{ op: 'set', path: paths.connection(connector).path, data }]);
  }
  const secret = async (name: string) => {
    const id = connectors.find((one) => secretNameOf(orgId, one) === name);
    return id === undefined ? null : JSON.stringify({ connector: id, ...SECRETS[id] });
  };
  const mails: Parameters<PlatformMail['send']>[0][] = [];
  const mail: PlatformMail = {
    link: (path) => `https://app.example${path}`,
    send: async (sent) => void mails.push(sent),
  };
  const outbound = createOutbound({ allow: [], detours: vendors.detours });
  const identity = async () => ({ token: PUSH_TOKEN, projectId: 'demo-push' });
  const services = { ...kit.engine.services, outbound, secret, identity };
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
