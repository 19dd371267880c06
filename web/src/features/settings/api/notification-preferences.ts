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
