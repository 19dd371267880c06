import { z } from 'zod';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import type { Connector } from '../engine/connector.ts';
import { tenantSecretName } from './tenant-secret.ts';

export function secretNameOf(orgId: string, connectionId: string): string {
  return tenantSecretName(orgId, 'connection', connectionId);
}

/**
 * What the secret of a connection holds. The settings are those that it was entered for: it opens nothing under others
 * that would send it elsewhere, whoever has written them.
 */
const heldSchema = z.object({
  connector: z.string(),
  settings: jsonObject,
  secrets: z.record(z.string(), z.string().nullable()),
});
export type HeldSecret = z.infer<typeof heldSchema>;

/** What is stored of a secret; null for what is none of a connection. */
export function heldSecret(text: string | null): HeldSecret | null {
  if (text === null) return null;
  try {
    return heldSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The texts of a connection's secrets, without those that were left empty. */
export function secretTexts(secrets: HeldSecret['secrets']): string[] {
  return Object.values(secrets).filter((text) => text !== null);
}

/** Whether what was entered for one connector and its settings may travel to where these settings lead. */
export function mayTravel<S>(
  { id, hosts, settings: schema }: Pick<Connector<S, unknown>, 'id' | 'hosts' | 'settings'>,
  held: Pick<HeldSecret, 'connector' | 'settings'>,
  settings: JsonObject,
): boolean {
  const [then, now] = [schema.safeParse(held.settings), schema.safeParse(settings)];
  if (held.connector !== id || !then.success || !now.success) return false;
  const entered = new Set(hosts(then.data));
  return hosts(now.data).every((host) => entered.has(host));
}
