import type { App } from 'firebase-admin/app';
import type { IdTokens } from '../../core/ports.ts';

/** Firebase ID tokens, verified by firebase-admin against Google's public keys. */
export function createIdTokens(app: () => Promise<App>): IdTokens {
  return {
    async verify(token) {
      const { getAuth } = await import('firebase-admin/auth');
      const decoded = await getAuth(await app()).verifyIdToken(token);
      const name: unknown = decoded.name;
      return {
        uid: decoded.uid,
        email: decoded.email ?? null,
        isEmailVerified: decoded.email_verified === true,
        name: typeof name === 'string' ? name : null,
        authenticatedAt: new Date(decoded.auth_time * 1000),
      };
    },
  };
}
