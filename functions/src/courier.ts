import { openPush } from './connectors/fcm.ts';
import type { MessageButton } from './connectors/message-button.ts';
import { postToSlack, slack } from './connectors/slack.ts';
import { sendByTelegram, telegram } from './connectors/telegram.ts';
import { postToWebhook, webhook } from './connectors/webhook-out.ts';
import type { CallContext, Connector } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import { NonRetriableError, StepError } from './core/engine/errors.ts';
import type { Courier, Letter } from './core/engine/notify/courier.ts';
import { type Offer, offerOf } from './core/governance/approval-offer.ts';
import { devicesOf } from './core/governance/devices.ts';
import { openConnection } from './core/governance/open-connection.ts';
import type { PlatformMail } from './core/ports.ts';
import { isPublic, publicOrigin, takeUpdates } from './updates.ts';

const CALL_MS = 30_000;

type Post = Pick<Engine, 'store' | 'clock' | 'services'>;

/** Carries messages by the product's own mail and push, and by the tenant's connections. */
export function createCourier(post: Post, mail: PlatformMail): Courier {
  const carriers: Readonly<Record<Letter['channel'], (orgId: string, letter: Letter) => Promise<void>>> = {
    email: (orgId, letter) => byMail(post, mail, orgId, letter),
    push: (orgId, letter) => byPush(post, orgId, letter, linkOf(mail, letter)),
    slack: async (orgId, letter) => {
      const access = await open(post, orgId, slack, letter);
      const offer = await offerOf(post, orgId, letter);
      const mayPress = access.secrets.signingSecret !== undefined && publicOrigin(post) !== null;
      const { text, rows } = shownOf(mail, letter, offer, mayPress);
      const { to: channel, title } = letter;
      await postToSlack(access, contextOf(post), { channel, title, text, buttons: rows.flat() });
    },
    telegram: async (orgId, letter) => {
      const access = await open(post, orgId, telegram, letter);
      const offer = await offerOf(post, orgId, letter);
      const mayPress = Boolean(offer?.presses) && (await takesPresses(post, orgId, access));
      const { text, rows } = shownOf(mail, letter, offer, mayPress);
      const { to: chatId, title } = letter;
      await sendByTelegram(access, contextOf(post), { chatId, title, text, isSilent: false, buttons: rows });
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

interface Shown {
  readonly text: string;
  readonly rows: readonly (readonly MessageButton[])[];
}

/**
 * Under a question: the answers in one row, where to look at it in the next. No vendor opens the address of a machine at
 * home, so there the links stay in the text.
 */
function shownOf(mail: PlatformMail, letter: Letter, offer: Offer | null, mayPress: boolean): Shown {
  const look = linkOf(mail, letter);
  if (letter.question === null || look === null || !isPublic(look)) return { text: withLinks(mail, letter), rows: [] };
  const answers = answersOf(mail, offer, mayPress);
  const below: MessageButton = { kind: 'link', label: 'Look at it', url: look };
  return { text: offer?.text ?? letter.text, rows: [...(answers.length > 0 ? [answers] : []), [below]] };
}

/** Pressed where they stand, or links to the pages that ask once more. */
function answersOf(mail: PlatformMail, offer: Offer | null, mayPress: boolean): MessageButton[] {
  if (offer === null) return [];
  const { words, links, presses } = offer;
  if (mayPress && presses !== null) {
    return [
      { kind: 'press', label: words.yes, value: presses.approve },
      { kind: 'press', label: words.no, value: presses.reject },
    ];
  }
  return [
    { kind: 'link', label: `${words.yes}…`, url: mail.link(links.approve) },
    { kind: 'link', label: `${words.no}…`, url: mail.link(links.reject) },
  ];
}

/** Whether what is pressed in the bot's messages comes to us; asked with each question, so that it mends itself. */
async function takesPresses(post: Post, orgId: string, access: Parameters<typeof takeUpdates>[2]): Promise<boolean> {
  try {
    return (await takeUpdates(post, orgId, access, contextOf(post))) === 'listening';
  } catch (error) {
    // The message itself may get through all the same, with links.
    if (error instanceof StepError) return false;
    throw error;
  }
}

async function byMail(post: Post, mail: PlatformMail, orgId: string, letter: Letter): Promise<void> {
  const { email: to, title, business, key } = letter;
  const offer = await offerOf(post, orgId, letter);
  const decide = answersOf(mail, offer, false).map((one) => (one.kind === 'link' ? `${one.label}\n${one.url}` : ''));
  const subject = title.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  const why = `You get this as a member of ${business}. Which messages reach you, and when: ${mail.link('/settings')}`;
  const parts = [withLinks(mail, letter), ...decide, why];
  await mail.send({ to, subject, text: `${parts.join('\n\n')}\n`, html: null, key });
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
