import { z } from 'zod';
import { replaceInSlack, slack } from './connectors/slack.ts';
import { answerPress, replaceMessage, telegram } from './connectors/telegram.ts';
import type { Access, CallContext, Connector } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import { StepError } from './core/engine/errors.ts';
import type { Presses } from './core/engine/notify/presses.ts';
import { isSameMark } from './core/engine/signed-token.ts';
import { updatesSecret } from './core/governance/approval-button.ts';
import { openConnection } from './core/governance/open-connection.ts';
import { pressButton } from './core/governance/press-button.ts';
import { webhookSchemes } from './core/triggering/webhook-schemes.ts';

const CALL_MS = 10_000;

/** Takes what Telegram and Slack tell of buttons that were pressed under our messages, and answers them. */
export function createPresses(engine: Engine): Presses {
  return {
    fromTelegram: async ({ orgId, connectionId }, { secret, body }) => {
      const key = await engine.services.secret(engine.services.setting('LINK_KEY_NAME') ?? '');
      if (key === null || !isSameMark(secret, updatesSecret(key, orgId, connectionId))) return false;
      const access = await opened(engine, orgId, telegram, connectionId);
      if (access === null) return false;
      const update = updateSchema.safeParse(body);
      if (update.success) await pressedInTelegram(engine, orgId, access, update.data.callback_query);
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

const updateSchema = z.object({
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
  { id, from, data, message }: z.infer<typeof updateSchema>['callback_query'],
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

/** What was decided stands, whether or not the vendor takes our words for it. */
async function told(
  { clock, log }: Engine,
  orgId: string,
  say: (context: CallContext) => Promise<void>,
): Promise<void> {
  const signal = AbortSignal.timeout(CALL_MS);
  try {
    await say({ clock, signal, meter: () => undefined, assertLease: () => undefined });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    log.warn('press_not_answered', { orgId, problem: error.code });
  }
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
