import type { Credential } from 'firebase-admin/app';
import type { Config } from '../../config.ts';
import type { StepServices } from '../../core/engine/engine.ts';

/** The account that the functions run as; none in local projects, where there is no such account. */
export function createOwnIdentity({ isLocal, projectId }: Config): StepServices['identity'] {
  let credential: Credential | null = null;
  return async () => {
    if (isLocal) return null;
    const { applicationDefault } = await import('firebase-admin/app');
    // Keeps its token until shortly before it expires.
    credential ??= applicationDefault();
    const { access_token: token } = await credential.getAccessToken();
    return { token, projectId };
  };
}
