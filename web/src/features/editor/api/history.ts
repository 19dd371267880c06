/** What was done, and can be undone; `present` is what is shown. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What was changed last and when, in ms: what follows soon upon it in the same field is one with it. */
  readonly last: { readonly field: string; readonly at: number } | null;
}

const TOGETHER_MS = 1_000;
const MOST = 200;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** `field` names what is typed in, so that a word is undone and not a letter; null for what stands for itself. */
export function change<T>(history: History<T>, next: T, field: string | null, at: number): History<T> {
  if (next === history.present) return history;
  const { past, present, last } = history;
  const isOne = field !== null && last?.field === field && at - last.at < TOGETHER_MS;
  return {
    past: isOne ? past : [...past.slice(-MOST + 1), present],
    present: next,
    future: [],
    last: field === null ? null : { field, at },
  };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, last: null };
}
