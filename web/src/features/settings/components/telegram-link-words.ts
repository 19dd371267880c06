import type { TelegramCode } from '../api/notification-preferences.ts';

/** What is written to the bot by hand. */
export function startWords({ code }: Pick<TelegramCode, 'code'>): string {
  return `/start ${code}`;
}

/** That it has arrived, and what is left to do where nothing comes by Telegram yet. */
export function linkedWords({ bot }: Pick<TelegramCode, 'bot'>, isUsed: boolean): string {
  const linked = `Linked to @${bot}.`;
  return isUsed ? linked : `${linked} Now choose above what comes by Telegram.`;
}
