declare global {
  interface Window {
    /** Set by whoever measures a page, before it loads: how many documents each collection was read for. */
    firestoreReads?: Record<string, number>;
  }
}

/** Counts what Firestore's server was asked for and bills; nothing where nobody measures. */
export function noteReads(path: string, count: number): void {
  const counter = window.firestoreReads;
  if (counter !== undefined) counter[path] = (counter[path] ?? 0) + count;
}
