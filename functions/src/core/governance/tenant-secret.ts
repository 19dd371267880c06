import { deriveId } from '../derive-id.ts';

const NAME = /^tenant-[a-z2-7]{24}-/;

/** How the names of all secrets of a tenant begin, and of nobody else's: they are deleted with him. */
export function secretsOf(orgId: string): string {
  return `tenant-${deriveId(orgId, 'secrets').slice(0, 24)}-`;
}

/**
 * Where a secret of a tenant is: that of a connection or of a webhook. It follows from whose it is, so that no document
 * can name another one's.
 */
export function tenantSecretName(orgId: string, kind: 'connection' | 'hook', id: string): string {
  return `${secretsOf(orgId)}${kind}-${id}`;
}

/** Whose a secret is, as `secretsOf` names him; null for one of the platform. */
export function ownerOf(secretName: string): string | null {
  return NAME.exec(secretName)?.[0] ?? null;
}
