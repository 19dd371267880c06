import type { Found, Stored } from '../ports.ts';

/** Those whose stored shape is right. */
export function readable<T>(found: readonly Found<T>[]): Stored<T>[] {
  return found.filter((one): one is Stored<T> => one.data !== null);
}
