import { loadedAdmin } from './lazy-admin.ts';

/*
 * Stands in for firebase-admin inside firebase-functions, in the bundle only (scripts/build-functions.ts).
 * firebase-functions loads all of it as soon as a function is declared, though it needs it only to decode an event of
 * Firestore, and for callable functions, which this product has none of.
 */
type Any = readonly unknown[];
const delegate =
  (to: () => unknown) =>
  (...args: Any) =>
    (to() as (...args: Any) => unknown)(...args);
const refuse = () => {
  throw new Error('Callable functions are not bundled: see lighter in scripts/build-functions.ts');
};
export const getFirestore = delegate(() => loadedAdmin().firestore.getFirestore);
export const getApp = delegate(() => loadedAdmin().app.getApp);
export const initializeApp = delegate(() => loadedAdmin().app.initializeApp);
export const applicationDefault = delegate(() => loadedAdmin().app.applicationDefault);
export const deleteApp = delegate(() => loadedAdmin().app.deleteApp);
export const getAuth = refuse;
export const getAppCheck = refuse;
