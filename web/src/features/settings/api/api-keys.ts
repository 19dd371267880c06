import { type Scope, scopeSchema } from '@model/api-key.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const keySchema = z.object({
  keyId: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  createdBy: z.string().nullable(),
  createdAt: moment,
  /** To the hour. */
  lastUsedAt: moment.nullable(),
  expireAt: moment.nullable(),
  revokedAt: moment.nullable(),
  /** Requests a minute. */
  perMinute: z.number(),
});
export type KeyEntry = z.infer<typeof keySchema>;
const shownOnce = z.object({ keyId: z.string(), name: z.string(), key: z.string() });
/** A key in clear, which the server tells this one time. */
export type NewKey = z.infer<typeof shownOnce>;

export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays?: number;
  readonly perMinute?: number;
}

const pathOf = (keyId: string) => `/api/api-keys/${encodeURIComponent(keyId)}`;

/** The keys of the business, without what opens anything. Asked again whenever `version` changes. */
export function useApiKeys(version: number): Live<readonly KeyEntry[]> {
  return useAnswer(`keys|${version}`, async (api) => {
    const answer = z.object({ items: z.array(keySchema) });
    return (await api.call({ method: 'GET', path: '/api/api-keys', answer })).items;
  });
}

export function createKey(api: Api, wish: KeyWish): Promise<NewKey> {
  return api.call({ method: 'POST', path: '/api/api-keys', body: wish, answer: shownOnce });
}

/** A new key in place of the old one, which opens nothing from then on. */
export function rotateKey(api: Api, keyId: string): Promise<NewKey> {
  return api.call({ method: 'POST', path: `${pathOf(keyId)}/rotate`, body: {}, answer: shownOnce });
}

export async function revokeKey(api: Api, keyId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: pathOf(keyId), answer: z.unknown() });
}
