import { openPush } from './connectors/fcm.ts';
import { postToSlack, slack } from './connectors/slack.ts';
import { sendByTelegram, telegram } from './connectors/telegram.ts';
import { postToWebhook, webhook } from './connectors/webhook-out.ts';
import type { CallContext, Connector } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import { NonRetriableError } from './core/engine/errors.ts';
import type { Courier, Letter } from './core/engine/notify/courier.ts';
import { devicesOf } from './core/governance/devices.ts';
import { openConnection } from './core/governance/open-connection.ts';
import type { PlatformMail } from './core/ports.ts';

const CALL_MS = 30_000;

type Post = Pick<Engine, 'store' | 'clock' | 'services'>;

/** Carries messages by the product's own mail and push, and by the tenant's connections. */
export function createCourier(post: Post, mail: PlatformMail): Courier {
  const carriers: Readonly<Record<Letter['channel'], (orgId: string, letter: Letter) => Promise<void>>> = {
    email: (_, letter) => byMail(mail, letter),
    push: (orgId, letter) => byPush(post, orgId, letter, linkOf(mail, letter)),
    slack: async (orgId, letter) => {
      const access = await open(post, orgId, slack, letter);
      await postToSlack(access, contextOf(post), {
        channel: letter.to,
        title: letter.title,
        text: withLinks(mail, letter),
      });
    },
    telegram: async (orgId, letter) => {
      const access = await open(post, orgId, telegram, letter);
      const { to: chatId, title } = letter;
      const text = withLinks(mail, letter);
      await sendByTelegram(access, contextOf(post), { chatId, title, text, isSilent: false });
    },
    webhook: async (orgId, letter) => {
      const access = await open(post, orgId, webhook, letter);
      const { kind, type, title, text: message, business, key: id } = letter;
      const sentAt = post.clock.now().toISOString();
      const body = { type: 'notification', id, kind, level: type, title, message, business };
      const link = linkOf(mail, letter);
      await postToWebhook(access, contextOf(post), { ...body, link, sentAt }, id);
    },
  };
  return { carry: (orgId, letter) => carriers[letter.channel](orgId, letter) };
}

function contextOf({ clock }: Post): CallContext {
  const signal = AbortSignal.timeout(CALL_MS);
  return { clock, signal, meter: () => undefined, assertLease: () => undefined };
}

function open<S, K>(post: Post, orgId: string, connector: Connector<S, K>, { connection }: Letter) {
  return openConnection(post, orgId, connector, connection);
}

function linkOf({ link }: PlatformMail, { links: [first] }: Letter): string | null {
  return first === undefined ? null : link(first);
}

function withLinks(mail: PlatformMail, { text, links }: Letter): string {
  return [text, ...links.map((path) => mail.link(path))].join('\n');
}

async function byMail(mail: PlatformMail, letter: Letter): Promise<void> {
  const { email: to, title, business, key } = letter;
  const subject = title.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  const why = `You get this as a member of ${business}. Which messages reach you, and when: ${mail.link('/settings')}`;
  await mail.send({ to, subject, text: `${withLinks(mail, letter)}\n\n${why}\n`, html: null, key });
}

/** A device that takes no messages any more is forgotten. Once one was reached, the others are no reason to begin anew. */
async function byPush(post: Post, orgId: string, letter: Letter, link: string | null): Promise<void> {
  const { uid, title, text: body, key } = letter;
  const devices = await devicesOf(post, orgId, uid);
  if (devices.length === 0) throw noDevice();
  const context = { ...post.services, ...contextOf(post), executionId: 'platform', idempotencyKey: key };
  const push = await openPush(context, { title, body, link });
  let reached = 0;
  for (const { ref, data } of devices) {
    try {
      if ((await push(data.token)) === 'sent') reached += 1;
      else await post.store.commit([{ op: 'delete', path: ref.path }]);
    } catch (error) {
      if (reached === 0) throw error;
    }
  }
  if (reached === 0) throw noDevice();
}

function noDevice(): NonRetriableError {
  return new NonRetriableError('You have no device that takes push messages. Allow it in the app on one.', {
    code: 'no_device',
    mayHaveActed: false,
    fix: { label: 'Allow messages on this device', href: '/settings' },
  });
}
