import { z } from 'zod';
import { executionIdSchema, orgIdSchema } from '../../model/ids.ts';
import type { DocRef } from '../../model/paths.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Unsubscribe } from '../../model/unsubscribe.ts';
import { deriveId } from '../derive-id.ts';
import { readToken, signToken } from './signed-token.ts';

/** What a link in a newsletter says: whose mail it was, of which execution, and to whom, by the hash of his address. */
const claimSchema = z.strictObject({
  orgId: orgIdSchema,
  id: z.string().regex(/^[a-z2-7]{52}$/),
  executionId: executionIdSchema,
});
export type UnsubscribeClaim = z.infer<typeof claimSchema>;

/** Where it is kept that somebody wants no newsletters, whatever the case of his address. */
export function unsubscribeRef(orgId: string, address: string): DocRef<Unsubscribe> {
  return tenantPaths(orgId).unsubscribe(unsubscribeId(orgId, address));
}

export function unsubscribeId(orgId: string, address: string): string {
  return deriveId(orgId, 'unsubscribe', address.trim().toLowerCase());
}

/** It never expires: whoever has a mail of ours may leave, however old it is. */
export function signUnsubscribe(key: string, { orgId, id, executionId }: UnsubscribeClaim): string {
  return signToken(key, 'unsubscribe', [orgId, id, executionId]);
}

/** Null for a token that is not ours. */
export function readUnsubscribe(key: string, token: string): UnsubscribeClaim | null {
  const read = readToken(key, 'unsubscribe', token);
  if (!read?.isGenuine) return null;
  const [orgId, id, executionId] = z.array(z.string()).parse(read.value);
  return claimSchema.safeParse({ orgId, id, executionId }).data ?? null;
}
