import { z } from 'zod';
import { sendByTelegram, telegram, telegramChatSchema } from '../../connectors/telegram.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { chatParams, opening, toChat } from './chat-message.ts';

const params = z.strictObject({
  ...chatParams,
  /** Left out: the chat of the connection. */
  chatId: z
    .union([telegramChatSchema, z.int().transform(String)])
    .nullable()
    .default(null),
  /** Arrives without a sound. */
  silent: z.boolean().default(false),
});
const output = z.object({ chatId: z.string(), messageId: z.int(), isCut: z.boolean() });

export const sendTelegramMessage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'send_telegram_message',
  title: 'Send by Telegram',
  description: 'Sends a message by your Telegram bot.',
  modelDescription:
    'Sends plain text by a Telegram bot. `chatId` is a number or a public @channel; left out, the chat of the connection. Text is shown as written, without Markdown; 4,096 characters.',
  icon: 'send',
  example: { chatId: '987654321', title: 'Price alert', text: 'A competitor is cheaper than you.' },
  params,
  output,
  targets: ['chatId'],
  connectors: ['telegram'],
  tally: { done: 'sent', one: 'Telegram message', many: 'Telegram messages', to: 'chatId' },
  async run({ connection, chatId, title, text, silent }, context) {
    const access = await context.connect(telegram, connection);
    return sendByTelegram(access, context, { chatId, title, text, isSilent: silent });
  },
  async dryRun(given) {
    const { chatId } = given;
    return {
      output: { chatId: chatId ?? 'dry_run', messageId: 0, isCut: false },
      wouldHave: `would have sent by Telegram${chatId === null ? '' : ` to ${chatId}`}: ${opening(given)}`,
    };
  },
});
