import type * as FirebaseApp from 'firebase-admin/app';
import type * as Firestore from 'firebase-admin/firestore';

interface Admin {
  readonly app: typeof FirebaseApp;
  readonly firestore: typeof Firestore;
}

let loaded: Admin | null = null;

/** firebase-admin with Firestore, loaded at the first use: the heaviest part of a cold start. */
export async function loadAdmin(): Promise<Admin> {
  if (loaded === null) {
    const [app, firestore] = await Promise.all([import('firebase-admin/app'), import('firebase-admin/firestore')]);
    loaded = { app, firestore };
  }
  return loaded;
}

/** A Firestore trigger that loads firebase-admin before firebase-functions decodes its event. */
export function withFirestore<F extends (...args: never[]) => unknown>(trigger: F): F {
  const loading = async (...args: Parameters<F>): Promise<unknown> => {
    await loadAdmin();
    return trigger(...args);
  };
  return Object.assign(loading, trigger) as unknown as F;
}

/** What was loaded; throws when nothing was. */
export function loadedAdmin(): Admin {
  if (loaded === null) throw new Error('Wrap Firestore triggers in withFirestore, which loads firebase-admin first');
  return loaded;
}
