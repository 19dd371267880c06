import { z } from 'zod';
import type { JsonValue } from '../../src/model/json.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const TELEGRAM_TOKEN = '123456789:AAfakeFAKEfakeFAKEfakeFAKEfake4k7q';

const no = (error_code: number, description: string, parameters: Record<string, number> = {}): VendorAnswer => ({
  status: error_code,
  body: { ok: false, error_code, description, parameters },
});

/** What MarkdownV2 takes for a mark where no `\` stands before it. Bold is the one that we write. */
const MARK = /(?<!\\)(?:\\\\)*[_[\]()~`>#+\-=|{}.!]/;

const yes = (result: JsonValue): VendorAnswer => ({ status: 200, body: { ok: true, result } });

/** Those that Telegram takes: an address on the web, or up to 64 bytes that come back. */
const keyboard = z.object({
  inline_keyboard: z.array(
    z.array(
      z.union([
        z.strictObject({ text: z.string().min(1), url: z.string().regex(/^https?:\/\/(?!localhost|127\.)/) }),
        z.strictObject({
          text: z.string().min(1),
          callback_data: z.string().refine((data) => data.length > 0 && Buffer.byteLength(data) <= 64),
        }),
      ]),
    ),
  ),
});
const webhook = z.object({
  url: z.string().startsWith('https://'),
  secret_token: z.string().regex(/^[\w-]{1,256}$/),
  /** A kind that is misspelled is never told. */
  allowed_updates: z.array(z.enum(['callback_query', 'message'])).min(1),
});

/** The Bot API of Telegram, as far as we speak it; it reads MarkdownV2 as strictly as the real one. */
export const telegramApi = telegramWith('');

/** The same, of a bot whose updates go to some address already. */
export function telegramWith(url: string): Vendor {
  return {
    host: 'api.telegram.org',
    answer(call) {
      const [, bot = '', method = ''] = call.path.split('/');
      if (bot !== `bot${TELEGRAM_TOKEN}`) return no(401, 'Unauthorized');
      if (method === 'getMe') return yes({ id: 1, is_bot: true, first_name: 'S', username: 'shop_bot' });
      if (method === 'getWebhookInfo') return yes({ url, has_custom_certificate: false, pending_update_count: 0 });
      if (call.method !== 'POST') return no(404, 'Not Found');
      if (method === 'setWebhook') return webhook.safeParse(call.json()).success ? yes(true) : no(400, 'bad webhook');
      if (method === 'answerCallbackQuery') return yes(true);
      return method === 'sendMessage' || method === 'editMessageText' ? written(call) : no(404, 'Not Found');
    },
    mishaps: {
      refused: no(403, 'Forbidden: bot was blocked by the user'),
      rate_limited: no(429, 'Too Many Requests: retry after 30', { retry_after: 30 }),
      broken: no(502, 'Bad Gateway'),
    },
  };
}

function written(call: SeenCall): VendorAnswer {
  const { chat_id: chat, text, parse_mode: mode, reply_markup: markup } = call.json() as Record<string, unknown>;
  if (typeof text !== 'string' || text === '') return no(400, 'Bad Request: message text is empty');
  if (mode === 'MarkdownV2' && MARK.test(text)) return no(400, "Bad Request: can't parse entities");
  if (shown(text).length > 4_096) return no(400, 'Bad Request: message is too long');
  if (markup !== undefined && !keyboard.safeParse(markup).success) return no(400, 'Bad Request: BUTTON_DATA_INVALID');
  if (chat === '404') return no(400, 'Bad Request: chat not found');
  if (chat === '403') return no(403, 'Forbidden: bot was blocked by the user');
  if (chat === '-1') {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    return no(400, description, { migrate_to_chat_id: -100_123 });
  }
  const result = {
    message_id: 42,
    date: 1_732_111_200,
    chat: { id: Number(chat), type: 'private' },
    text: shown(text),
  };
  return yes(result);
}

/** A message as people see it. */
export function shown(text: string): string {
  return text.replace(/\\([\s\S])|\*/g, '$1');
}

/** What Telegram tells of a text that somebody has written, in his own chat with the bot or in a group. */
export function writtenUpdate(text: string, { chat = 77, from = 77 }: { chat?: number; from?: number } = {}) {
  const who = { id: from, is_bot: false, first_name: 'Ed' };
  const where = chat < 0 ? { id: chat, type: 'group', title: 'Ours' } : { id: chat, type: 'private', first_name: 'Ed' };
  return { update_id: 1, message: { message_id: 9, date: 1_732_111_200, from: who, chat: where, text } };
}
