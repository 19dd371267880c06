import { createHash } from 'node:crypto';
import { z } from 'zod';
import { openStateFile, readState, type StateFile } from '../kit/state-file.ts';

const labelsSchema = z.record(z.string(), z.string());

/** A version as it is kept; a destroyed one has lost its data. Times are milliseconds since 1970. */
const versionSchema = z.object({
  number: z.number(),
  state: z.enum(['ENABLED', 'DISABLED', 'DESTROYED']),
  dataBase64: z.string().nullable(),
  hasClientChecksum: z.boolean(),
  createdAt: z.number(),
  destroyedAt: z.number().nullable(),
});
export type SecretVersion = z.infer<typeof versionSchema>;

const secretSchema = z.object({
  name: z.string(),
  labels: labelsSchema,
  annotations: labelsSchema,
  createdAt: z.number(),
  /** Oldest first: number n stands at n - 1. */
  versions: z.array(versionSchema),
});
export type Secret = z.infer<typeof secretSchema>;

const stateSchema = z.object({ secrets: z.array(secretSchema) });

/** The secrets, in memory and in a file that only its owner may read. */
export class Secrets {
  readonly byName = new Map<string, Secret>();
  readonly #file: StateFile;

  constructor(stateFile: string | undefined) {
    for (const secret of readState(stateFile, stateSchema)?.secrets ?? []) this.byName.set(secret.name, secret);
    this.#file = openStateFile(stateFile, () => ({ secrets: [...this.byName.values()] }), 0o600);
  }

  save(): Promise<void> {
    return this.#file.save();
  }
}

/** Changes with every change of what it stands for; a caller who sends it back guards against having seen an old one. */
export function etagOf(content: Secret | SecretVersion): string {
  return `"${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)}"`;
}
