import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

/**
 * Has the processes started that a first playbook needs: that of `api`, and that of the trigger that arms playbooks. The
 * emulator starts each at its first call, which would be the first click of a person. Leaves nothing behind; that it
 * fails is no concern of the caller.
 */
export async function warmUp(projectId: string, apiOrigin: string): Promise<void> {
  const app = initializeApp({ projectId }, 'warm-up');
  const playbook = getFirestore(app).doc('tenants/warm-up/playbooks/warm-up');
  const calls = [
    fetch(`${apiOrigin}/api/health`).then((answer) => answer.arrayBuffer()),
    // Gone before anybody looks at it: the trigger finds nothing to arm.
    playbook.create({}).then(() => playbook.delete()),
  ];
  await Promise.allSettled(calls);
  await deleteApp(app);
}
