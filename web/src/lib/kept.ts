const PREFIX = 'playbooks.kept.';
/** Whose data the databases of this browser hold. */
const OWNER_KEY = 'playbooks.keptFor';

/** Keeps an answer on this device, to be read without a connection; what cannot be kept is not. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or blocked: then there is nothing to read offline.
  }
}

/** What was kept under this name, unparsed; null when nothing was. */
export function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null');
  } catch {
    return null;
  }
}

/** Whether what this browser holds belongs to this person; only then may it be read. */
export function isKeptFor(uid: string): boolean {
  try {
    return localStorage.getItem(OWNER_KEY) === uid;
  } catch {
    return false;
  }
}

export function keepFor(uid: string): void {
  try {
    localStorage.setItem(OWNER_KEY, uid);
  } catch {
    // The next start then clears what is there.
  }
}

/** Forgets every answer; who owns the databases is forgotten only once they are empty. */
export function forgetKept({ andOwner }: { readonly andOwner: boolean }): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    if (andOwner) localStorage.removeItem(OWNER_KEY);
  } catch {
    // Nothing was kept where storage is blocked.
  }
}
