import type { Vendor, VendorAnswer } from './vendor.ts';

export const TELEGRAM_TOKEN = '123456789:AAfakeFAKEfakeFAKEfakeFAKEfake4k7q';

const no = (error_code: number, description: string, parameters: Record<string, number> = {}): VendorAnswer => ({
  status: error_code,
  body: { ok: false, error_code, description, parameters },
});

/** What MarkdownV2 takes for a mark where no `\` stands before it. Bold is the one that we write. */
const MARK = /(?<!\\)(?:\\\\)*[_[\]()~`>#+\-=|{}.!]/;

/** The Bot API of Telegram, as far as we speak it; it reads MarkdownV2 as strictly as the real one. */
export const telegramApi: Vendor = {
  host: 'api.telegram.org',
  answer(call) {
    const [, bot = '', method = ''] = call.path.split('/');
    if (bot !== `bot${TELEGRAM_TOKEN}`) return no(401, 'Unauthorized');
    if (method === 'getMe') {
      return {
        status: 200,
        body: { ok: true, result: { id: 1, is_bot: true, first_name: 'S', username: 'shop_bot' } },
      };
    }
    if (method !== 'sendMessage' || call.method !== 'POST') return no(404, 'Not Found');
    const { chat_id: chat, text, parse_mode: mode } = call.json() as Record<string, unknown>;
    if (typeof text !== 'string' || text === '') return no(400, 'Bad Request: message text is empty');
    if (mode === 'MarkdownV2' && MARK.test(text)) return no(400, "Bad Request: can't parse entities");
    if (shown(text).length > 4_096) return no(400, 'Bad Request: message is too long');
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
    return { status: 200, body: { ok: true, result } };
  },
  mishaps: {
    refused: no(403, 'Forbidden: bot was blocked by the user'),
    rate_limited: no(429, 'Too Many Requests: retry after 30', { retry_after: 30 }),
    broken: no(502, 'Bad Gateway'),
  },
};

/** A message as people see it. */
export function shown(text: string): string {
  return text.replace(/\\([\s\S])|\*/g, '$1');
}
