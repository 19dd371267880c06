import type { TestProject } from 'vitest/node';
import { startFirestoreEmulator } from '../../../local/src/firestore-emulator.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `host:port` of the Firestore emulator. */
    firestoreHost: string;
    projectId: string;
  }
}

const PROJECT_ID = 'demo-playbooks-test';

/**
 * One Firestore emulator for all suites that need one: whoever comes first starts it, the others find it in
 * FIRESTORE_EMULATOR_HOST (which may also name one that runs already). Admin SDKs find it there by themselves.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  process.env.GCLOUD_PROJECT = PROJECT_ID;
  project.provide('projectId', PROJECT_ID);
  const running = process.env.FIRESTORE_EMULATOR_HOST;
  if (running !== undefined && running !== '') {
    project.provide('firestoreHost', running);
    return undefined;
  }
  const emulator = await startFirestoreEmulator();
  process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
  project.provide('firestoreHost', emulator.host);
  return emulator.close;
}
