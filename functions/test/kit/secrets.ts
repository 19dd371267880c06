import type { Secrets } from '../../src/core/ports.ts';

export interface MemorySecrets extends Secrets {
  /** What is there, by name. */
  readonly values: Map<string, string>;
}

/** Secret Manager in memory, with one CRON_SECRET. */
export function memorySecrets(values: Map<string, string> = new Map()): MemorySecrets {
  return {
    values,
    read: async (name) => values.get(name) ?? null,
    write: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
    list: async (prefix) => [...values.keys()].filter((name) => name.startsWith(prefix)),
    cronSecrets: async () => ['s3cret'],
  };
}
