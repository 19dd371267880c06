import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';

/** Firestore past the rules, as the shop's own software would write to it. */
export function openFirestore(projectId: string): { firestore: Firestore; close(): Promise<void> } {
  const app = initializeApp({ projectId }, `testing-${randomUUID()}`);
  return { firestore: getFirestore(app), close: () => deleteApp(app) };
}
