import { z } from 'zod';
import { replaceInSlack, slack } from './connectors/slack.ts';
import { answerPress, replaceMessage, sendByTelegram, telegram, usernameOf } from './connectors/telegram.ts';
import type { Access, CallContext, Connector } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import { StepError } from './core/engine/errors.ts';
import type { Presses } from './core/engine/notify/presses.ts';
import { isSameMark } from './core/engine/signed-token.ts';
import { updatesSecret } from './core/governance/approval-button.ts';
import { openConnection } from './core/governance/open-connection.ts';
import { pressButton } from './core/governance/press-button.ts';
import { linkTelegram } from './core/governance/telegram-code.ts';
import type { Clock } from './core/ports.ts';
import { webhookSchemes } from './core/triggering/webhook-schemes.ts';
import { takeUpdates } from './updates.ts';

const CALL_MS = 10_000;
const MINUTE_MS = 60_000;

/** Of one chat; who tries more is not heard, nor answered. */
const CODES_A_MINUTE = 5;

/** Takes what Telegram and Slack tell of buttons that were pressed under our messages, and of codes, and answers them. */
export function createPresses(engine: Engine): Presses {
  const mayTry = aMinute(engine.clock, CODES_A_MINUTE);
  return {
    listen: async (orgId, connection) => {
      const access = await openConnection(engine, orgId, telegram, connection);
      const kind = await takeUpdates(engine, orgId, access, contextOf(engine));
      if (kind !== 'listening') return { kind };
      return { kind, connectionId: access.connectionId, username: await usernameOf(access, contextOf(engine)) };
    },
    fromTelegram: async ({ orgId, connectionId }, { secret, body }) => {
      const key = await engine.services.secret(engine.services.setting('LINK_KEY_NAME') ?? '');
      if (key === null || !isSameMark(secret, updatesSecret(key, orgId, connectionId))) return false;
      const access = await opened(engine, orgId, telegram, connectionId);
      if (access === null) return false;
      const press = pressSchema.safeParse(body);
      if (press.success) await pressedInTelegram(engine, orgId, access, press.data.callback_query);
      const start = startSchema.safeParse(body);
      if (start.success && mayTry(`${orgId}/${connectionId}/${start.data.message.chat.id}`)) {
        await startedInTelegram(engine, orgId, access, start.data.message);
      }
      return true;
    },
    fromSlack: async ({ orgId, connectionId }, delivery) => {
      const access = await opened(engine, orgId, slack, connectionId);
      const secret = access?.secrets.signingSecret;
      if (access === null || secret === undefined) return false;
      if (!webhookSchemes.slack.verify(delivery, [secret], engine.clock.now()).isGenuine) return false;
      const action = actionSchema.safeParse(payloadIn(delivery.body));
      if (action.success) await pressedInSlack(engine, orgId, access, action.data);
      return true;
    },
  };
}

const pressSchema = z.object({
  callback_query: z.object({
    id: z.string(),
    from: z.object({ id: z.int() }),
    data: z.string(),
    message: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }),
  }),
});

async function pressedInTelegram(
  engine: Engine,
  orgId: string,
  access: Parameters<typeof answerPress>[0],
  { id, from, data, message }: z.infer<typeof pressSchema>['callback_query'],
): Promise<void> {
  const { chat, message_id: messageId } = message;
  // Somebody's own chat with a bot has his own number.
  const own = chat.id === from.id ? [String(from.id)] : [];
  const { title, words } = await pressButton(engine, { orgId, via: 'telegram', token: data, from: own });
  const place = { chatId: chat.id, messageId };
  await told(engine, orgId, async (context) => {
    if (title !== null) await replaceMessage(access, context, place, { title, text: words });
  });
  await told(engine, orgId, (context) => answerPress(access, context, { id }, words));
}

/** What a link to a bot has somebody say, or he himself; only in his own chat, which has his own number. */
const startSchema = z.object({
  message: z
    .object({
      from: z.object({ id: z.int().positive() }),
      chat: z.object({ id: z.int().positive(), type: z.literal('private') }),
      text: z
        .string()
        .max(200)
        .transform((text) => /^\/start(?:@\w+)?\s+([\w-]{1,64})\s*$/.exec(text)?.[1])
        .pipe(z.string()),
    })
    .refine(({ from, chat }) => from.id === chat.id),
});

async function startedInTelegram(
  engine: Engine,
  orgId: string,
  access: Parameters<typeof sendByTelegram>[0],
  { chat, text: code }: z.infer<typeof startSchema>['message'],
): Promise<void> {
  const chatId = String(chat.id);
  const text = await linkTelegram(engine, { orgId, connectionId: access.connectionId, chatId, code });
  await told(engine, orgId, async (context) => {
    await sendByTelegram(access, context, { chatId, title: null, text, isSilent: false });
  });
}

const actionSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  container: z.object({ channel_id: z.string(), message_ts: z.string() }),
  // A link that is opened is told, too; it bears nothing.
  actions: z.tuple([z.object({ value: z.string() })]),
});

async function pressedInSlack(
  engine: Engine,
  orgId: string,
  access: Parameters<typeof replaceInSlack>[0],
  { user, container, actions: [{ value }] }: z.infer<typeof actionSchema>,
): Promise<void> {
  const { channel_id: channel, message_ts: messageId } = container;
  const own = [user.id, ...(channel.startsWith('D') ? [channel] : [])];
  const { title, words } = await pressButton(engine, { orgId, via: 'slack', token: value, from: own });
  if (title === null) return;
  await told(engine, orgId, (context) =>
    replaceInSlack(access, context, { channel, messageId }, { title, text: words }),
  );
}

/** What was decided or linked stands, whether or not the vendor takes our words for it. */
async function told(engine: Engine, orgId: string, say: (context: CallContext) => Promise<void>): Promise<void> {
  try {
    await say(contextOf(engine));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    engine.log.warn('press_not_answered', { orgId, problem: error.code });
  }
}

function contextOf({ clock }: Engine): CallContext {
  const signal = AbortSignal.timeout(CALL_MS);
  return { clock, signal, meter: () => undefined, assertLease: () => undefined };
}

/** Whether somebody may do it once more in this minute, as this instance knows. */
function aMinute(clock: Clock, most: number): (who: string) => boolean {
  let minute = 0;
  const counts = new Map<string, number>();
  return (who) => {
    const present = Math.floor(clock.now().getTime() / MINUTE_MS);
    if (present !== minute) counts.clear();
    minute = present;
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    return count <= most;
  };
}

/** Null where there is no such connection, or one that cannot be opened. */
async function opened<S, K>(
  engine: Engine,
  orgId: string,
  connector: Connector<S, K>,
  connectionId: string,
): Promise<Access<S, K> | null> {
  try {
    return await openConnection(engine, orgId, connector, connectionId);
  } catch (error) {
    if (error instanceof StepError) return null;
    throw error;
  }
}

/** Slack sends a form with JSON in it. */
function payloadIn(body: Uint8Array): unknown {
  const text = new URLSearchParams(new TextDecoder().decode(body)).get('payload');
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
