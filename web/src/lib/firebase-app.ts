import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
} from 'firebase/auth';
import type { ClientConfig } from './config.ts';

export interface Firebase {
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly config: ClientConfig;
}

/** Starts the sign-in half of Firebase. Firestore is loaded after sign-in (lib/firestore.ts). */
export function startFirebase(config: ClientConfig): Firebase {
  const { apiKey, authDomain, projectId, emulators } = config;
  const app = initializeApp({ apiKey, authDomain, projectId });
  const auth = initializeAuth(app, { persistence: [indexedDBLocalPersistence, browserLocalPersistence] });
  if (emulators !== null) connectAuthEmulator(auth, emulators.auth, { disableWarnings: true });
  return { app, auth, config };
}
