import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/**
 * State of one local service as a JSON file. Without a path everything stays in memory.
 * A save is atomic (written beside, synced, renamed); saves asked for while one is being written share the next write,
 * so a caller who awaits `save()` before answering never acknowledges what a crash could lose.
 */
export interface StateFile {
  save(): Promise<void>;
}

/** Reads the stored state, or gives null if there is none. Throws with the file's name if it cannot be understood. */
export function readState<T>(path: string | undefined, schema: z.ZodType<T>): T | null {
  if (path === undefined || !existsSync(path)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`The local state file ${path} cannot be read. Move it away to start afresh.`, { cause: error });
  }
}

/** `snapshot` is called at the moment of writing. `mode` is the file's permission bits. */
export function openStateFile(path: string | undefined, snapshot: () => unknown, mode = 0o644): StateFile {
  if (path === undefined) return { save: async () => {} };
  mkdirSync(dirname(path), { recursive: true });
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return {
    save() {
      next ??= current
        .catch(() => {}) // whoever asked for the write before this one has been told already
        .then(() => {
          next = null;
          current = writeAtomically(path, JSON.stringify(snapshot()), mode);
          return current;
        });
      return next;
    },
  };
}

async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  const file = await open(beside, 'w', mode);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
