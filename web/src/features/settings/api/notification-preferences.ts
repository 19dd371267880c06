import { type Channel, type Preferences, preferencesSchema } from '@model/notification-preferences.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

const path = '/api/me/notification-preferences';

/** How the one who is signed in wants to be told things. */
export function getPreferences(api: Api): Promise<Preferences> {
  return api.call({ method: 'GET', path, answer: preferencesSchema });
}

/** Refused, with the field, where something cannot be reached. */
export function savePreferences(api: Api, preferences: Preferences): Promise<Preferences> {
  return api.call({ method: 'PUT', path, body: preferences, answer: preferencesSchema });
}

/** Sends a test message by one channel, as it is saved. */
export async function tryChannel(api: Api, channel: Channel): Promise<void> {
  await api.call({ method: 'POST', path: `${path}/test`, body: { channel }, answer: z.null() });
}

const codeSchema = z.object({
  code: z.string(),
  /** The name of the bot, without its `@`. */
  bot: z.string(),
  link: z.string().startsWith('https://t.me/'),
});
/** By which the bot knows whose chat it is; seen this one time. */
export type TelegramCode = z.infer<typeof codeSchema>;

const standingSchema = z.object({
  /** `none`: it was sent to the bot. */
  code: z.enum(['none', 'waiting', 'over']),
  /** Whether there is a bot that works. */
  hasBot: z.boolean(),
  telegram: preferencesSchema.shape.telegram,
});
export type CodeStanding = z.infer<typeof standingSchema>;

/** Refused, with words, where what is sent to the bot does not come to us. */
export function askTelegramCode(api: Api): Promise<TelegramCode> {
  return api.call({ method: 'POST', path: `${path}/telegram-code`, body: {}, answer: codeSchema });
}

/** What became of the code. */
export function getCodeStanding(api: Api): Promise<CodeStanding> {
  return api.call({ method: 'GET', path: `${path}/telegram-code`, answer: standingSchema });
}
