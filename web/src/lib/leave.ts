import type { Auth } from 'firebase/auth';
import { forgetKept } from './kept.ts';
import { forgetFirestore } from './load-firestore.ts';

/** Another tab may hold the store open for a moment; nobody waits longer than this to be signed out. */
const MOST_MS = 3_000;

/** Signs out, here and in every tab, leaves nothing behind that the next person could read, and goes to `page`. */
export async function leave(auth: Auth, page = '/'): Promise<void> {
  forgetKept({ andOwner: false });
  await Promise.race([
    forgetFirestore().then(
      () => forgetKept({ andOwner: true }),
      // It is emptied by the next start then, since its owner is another.
      () => undefined,
    ),
    new Promise((resolve) => setTimeout(resolve, MOST_MS)),
  ]);
  await auth.signOut();
  window.location.assign(page);
}
