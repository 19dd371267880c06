import type { Api as GrammyApi } from 'grammy/web';
import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { RetriableError, type StepError } from '../core/engine/errors.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { statusError } from './http-status.ts';
import type { MessageButton } from './message-button.ts';
import { cutText } from './message-text.ts';
import { askedTooOften, refused, signInRefused, stepErrorIn, unreadableAnswer, vendorWords } from './refusals.ts';

const named = { id: 'telegram', title: 'Telegram' };
const LIMITS = { timeoutMs: 30_000, maxBytes: 200_000 };
/** Counted after the escapes are taken out, title and all. */
const MAX_TEXT = 4_096;
/** Of the words that show for a moment when a button was pressed. */
const MAX_ANSWER = 200;

export const telegramChatSchema = z
  .string()
  .regex(/^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/, 'Write the number of a chat, or a public @channel');

const settings = z.strictObject({
  chatId: telegramChatSchema.nullable().default(null).describe('Where messages go when a step names no chat'),
});
const secrets = z.strictObject({
  botToken: z.string().regex(/^\d{5,20}:[\w-]{30,}$/, 'Copy the whole token that @BotFather gave you'),
});
type TelegramAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

export const telegram = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Sends messages by a Telegram bot to people, groups and channels.',
  help: 'Write /newbot to @BotFather in Telegram and copy the token. Then write to the bot, or add it to a group, so that it may write there; @userinfobot tells the number of a chat.',
  icon: 'send',
  settings,
  secrets,
  hosts: () => ['api.telegram.org'],
  async test(access, context) {
    const me = await asked(access, context, (api) => api.getMe());
    return `bot @${me.username}`;
  },
});

export interface TelegramMessage {
  /** Null: that of the connection. */
  readonly chatId: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly isSilent: boolean;
  /** In rows, below the message. */
  readonly buttons?: readonly (readonly MessageButton[])[];
}
export interface SentByTelegram {
  readonly chatId: string;
  readonly messageId: number;
  readonly isCut: boolean;
}

/** Sends one message, without a preview of its links. */
export async function sendByTelegram(
  access: TelegramAccess,
  context: CallContext,
  { chatId, title, text, isSilent, buttons = [] }: TelegramMessage,
): Promise<SentByTelegram> {
  const to = chatId ?? access.settings.chatId;
  if (to === null) throw refused(named, 'no chat is named, neither in the step nor in the connection');
  const { markdown, isCut } = written(title, text);
  const keyboard = buttons.map((row) => row.map(keyOf));
  const sent = await asked(access, context, (api) =>
    api.sendMessage(to, markdown, {
      parse_mode: 'MarkdownV2',
      link_preview_options: { is_disabled: true },
      disable_notification: isSilent,
      ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
    }),
  );
  if (!Number.isInteger(sent.message_id)) throw unreadableAnswer(named.title);
  return { chatId: to, messageId: sent.message_id, isCut };
}

function written(title: string | null, text: string) {
  const cut = cutText(text, MAX_TEXT - (title === null ? 0 : title.length + 1));
  const head = title === null ? '' : `*${escapeMarkdownV2(title)}*\n`;
  return { markdown: `${head}${escapeMarkdownV2(cut.text)}`, isCut: cut.isCut };
}

function keyOf(button: MessageButton) {
  const { label: text } = button;
  return button.kind === 'link' ? { text, url: button.url } : { text, callback_data: button.value };
}

const botSchema = z.object({ username: z.string().regex(/^\w{3,64}$/) });

/** The name by which people find the bot, without its `@`. */
export async function usernameOf(access: TelegramAccess, context: CallContext): Promise<string> {
  const bot = botSchema.safeParse(await asked(access, context, (api) => api.getMe()));
  if (!bot.success) throw unreadableAnswer(named.title, false);
  return bot.data.username;
}

/**
 * Lets what is pressed and written in chats with the bot come to an address of ours, with a secret that shows that it is
 * Telegram who calls. May be done again. False where another program has the bot's updates: they are left to it.
 */
export async function receiveUpdates(
  access: TelegramAccess,
  context: CallContext,
  { url, secret }: { readonly url: string; readonly secret: string },
): Promise<boolean> {
  const { url: present } = await asked(access, context, (api) => api.getWebhookInfo());
  if (present !== undefined && present !== '' && present !== url) return false;
  const wanted = { secret_token: secret, allowed_updates: ['callback_query', 'message'] as const };
  return asked(access, context, (api) => api.setWebhook(url, wanted));
}

/** What somebody has pressed, as Telegram tells it. */
interface TelegramPress {
  readonly id: string;
  readonly chatId: number;
  readonly messageId: number;
}

/** Ends the waiting of whoever has pressed, with a few words. */
export async function answerPress(
  access: TelegramAccess,
  context: CallContext,
  { id }: Pick<TelegramPress, 'id'>,
  text: string,
): Promise<void> {
  await asked(access, context, (api) => api.answerCallbackQuery(id, { text: text.slice(0, MAX_ANSWER) }));
}

/** Puts other words in the place of a message; its buttons go with it. */
export async function replaceMessage(
  access: TelegramAccess,
  context: CallContext,
  { chatId, messageId }: Pick<TelegramPress, 'chatId' | 'messageId'>,
  { title, text }: Pick<TelegramMessage, 'title' | 'text'>,
): Promise<void> {
  const { markdown } = written(title, text);
  await asked(access, context, (api) =>
    api.editMessageText(chatId, messageId, markdown, {
      parse_mode: 'MarkdownV2',
      link_preview_options: { is_disabled: true },
    }),
  );
}

/** Every character that MarkdownV2 could read as a mark, as itself. */
export function escapeMarkdownV2(text: string): string {
  return text.replace(/[\\_*[\]()~`>#+\-=|{}.!]/g, '\\$&');
}

/** One call by Telegram's Bot API. The token is part of the address, which no error repeats. */
async function asked<T>(
  { outbound, secrets: { botToken } }: TelegramAccess,
  context: CallContext,
  call: (api: GrammyApi) => Promise<T>,
): Promise<T> {
  const { Api, GrammyError } = await import('grammy/web');
  const send = guardedFetch(outbound, LIMITS);
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { signal: own, ...rest } = init ?? {};
    const signal = own ? AbortSignal.any([own, context.signal]) : context.signal;
    const response = await send(input, { ...rest, signal });
    // What is no answer of the Bot API itself.
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (!response.ok && !isJson) throw statusError(response, named.title, context.clock.now());
    return response;
  };
  context.assertLease();
  context.meter({ vendorCalls: 1 });
  try {
    return await call(new Api(botToken, { fetch }));
  } catch (error) {
    if (error instanceof GrammyError) throw meaningOf(error, context.clock.now());
    throw stepErrorIn(error) ?? unreadableAnswer(named.title, true, error);
  }
}

interface Refusal {
  readonly error_code: number;
  readonly description: string;
  readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

function meaningOf({ error_code: code, description, parameters }: Refusal, now: Date): StepError {
  if (code === 429) return askedTooOften(named, parameters.retry_after ?? 0, now);
  if (code >= 500) return new RetriableError(`Telegram failed (${code}).`, { code: `http_${code}` });
  if (code === 401 || code === 404) return signInRefused(named, 'the token of the bot is not right (any more)');
  if (parameters.migrate_to_chat_id !== undefined) {
    const why = `the group has become a supergroup; its number is ${parameters.migrate_to_chat_id} now`;
    return refused(named, why, 'chat_moved');
  }
  const said = vendorWords(description);
  if (/blocked by the user|user is deactivated|bot was kicked|can't initiate/i.test(said)) {
    return refused(named, 'whoever it is for does not let the bot write there', 'bot_blocked');
  }
  if (/chat not found/i.test(said)) {
    const why = 'there is no such chat, or nobody there has written to the bot or invited it yet';
    return refused(named, why, 'chat_not_found');
  }
  return refused(named, `it says '${said}' (${code})`, `http_${code}`);
}
