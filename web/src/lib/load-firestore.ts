import type { FirebaseApp } from 'firebase/app';

type FirestoreModule = typeof import('./firestore.ts');

let loading: Promise<FirestoreModule> | null = null;

/** Begins to load Firestore, the heaviest part of the app, while the first page is already on screen. */
export function prepareFirestore(app: FirebaseApp, emulator: string | null): void {
  loading ??= import('./firestore.ts').then((module) => {
    module.startFirestore(app, emulator);
    return module;
  });
  loading.catch(() => {
    // Tried again by the next sign-in or reload; whoever waits for it hears of the failure.
    loading = null;
  });
}

export function loadFirestore(): Promise<FirestoreModule> {
  return loading ?? Promise.reject(new Error('Part of the app could not be loaded. Reload the page.'));
}
