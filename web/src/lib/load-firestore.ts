import type { FirebaseApp } from 'firebase/app';

type LiveFirestore = typeof import('./firestore.ts').liveFirestore;

let loading: Promise<LiveFirestore> | null = null;

/** Begins to load Firestore, the heaviest part of the app, while the first page is already on screen. */
export function prepareFirestore(app: FirebaseApp, uid: string, emulator: string | null): void {
  loading ??= import('./firestore.ts').then(async ({ startFirestore, liveFirestore }) => {
    await startFirestore(app, uid, emulator);
    return liveFirestore;
  });
  loading.catch(() => {
    // Tried again by the next sign-in or reload; whoever waits for it hears of the failure.
    loading = null;
  });
}

export function loadFirestore(): Promise<LiveFirestore> {
  return loading ?? Promise.reject(new Error('Part of the app could not be loaded. Reload the page.'));
}

/** Ends Firestore and empties its store on this device. Whoever reads on has to reload the page first. */
export async function forgetFirestore(): Promise<void> {
  if (loading === null) return;
  await (await loading).forget();
}
