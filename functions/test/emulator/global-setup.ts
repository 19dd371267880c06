import type { TestProject } from 'vitest/node';
import { startFirestoreEmulator } from '../../../local/src/firestore-emulator.ts';
import { everyDocument } from '../kit/planted.ts';
import { projectOf } from '../kit/project-of.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `host:port` of the Firestore emulator. */
    firestoreHost: string;
  }
}

/** API keys, ID tokens, and the CRON_SECRET of the suites (`kit/local-google.ts`). */
const SECRET = /pbk_live_[a-z0-9]{12}_[A-Za-z0-9]{48}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}|first-secret/;

/** After all suites: whatever they made of their tenants, no document holds what must never be stored. */
async function assertNoSecrets(host: string, projectIds: ReadonlySet<string>): Promise<void> {
  const found: string[] = [];
  for (const projectId of projectIds) {
    await everyDocument(host, projectId, (where, text) => {
      const [secret] = SECRET.exec(text) ?? [];
      if (secret !== undefined) found.push(`${secret.slice(0, 12)}… in ${where} of ${projectId}`);
    });
  }
  if (found.length > 0) throw new Error(`Secrets were stored:\n${found.slice(0, 20).join('\n')}`);
}

/**
 * One Firestore emulator for all suites that need one: whoever comes first starts it, the others find it in
 * FIRESTORE_EMULATOR_HOST (which may also name one that runs already). Admin SDKs find it there by themselves.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env.FIRESTORE_EMULATOR_HOST;
  if (running !== undefined && running !== '') {
    project.provide('firestoreHost', running);
    return undefined;
  }
  const emulator = await startFirestoreEmulator();
  process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
  project.provide('firestoreHost', emulator.host);
  return async () => {
    try {
      const files = await project.vitest.globTestSpecifications();
      await assertNoSecrets(emulator.host, new Set(files.map(({ moduleId }) => projectOf(moduleId))));
    } finally {
      await emulator.close();
    }
  };
}
