import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { ALREADY_EXISTS, FAILED_PRECONDITION, grpcCode, NOT_FOUND } from './local-grpc.ts';

/** Writes are no part of an execution: a person waits for them. */
const CALL = { timeout: 10_000 };
const MAX_LISTED = 1_000;
/** So often others may delete a secret while it is written. */
const MAX_TRIES = 3;
/** Never the label by which the Firebase CLI destroys versions that it thinks unused. */
const LABELS = { 'managed-by': 'playbooks' };

export interface SecretClient {
  readonly client: SecretManagerServiceClient;
  /** `projects/P`. */
  readonly parent: string;
}

/**
 * Adds a version and destroys those before it, so that one stays. Killed in between, the newest is the one that is
 * read, and the next write tidies up. Of two at the same moment the later one stays; where somebody deletes the secret
 * meanwhile, it is made anew or, behind that, stays deleted.
 */
export async function writeSecret(at: SecretClient, name: string, value: string): Promise<void> {
  const secret = `${at.parent}/secrets/${name}`;
  const newest = await addVersion(at, name, value);
  await unless(NOT_FOUND, async () => {
    const [enabled] = await at.client.listSecretVersions({ parent: secret, filter: 'state:ENABLED' }, CALL);
    for (const version of enabled) {
      if (numberOf(version.name) >= newest) continue;
      await unless(FAILED_PRECONDITION, () => at.client.destroySecretVersion({ name: version.name ?? '' }, CALL));
    }
  });
}

/** The number of the version. */
async function addVersion({ client, parent }: SecretClient, name: string, value: string): Promise<number> {
  const payload = { data: Buffer.from(value) };
  const secret = { replication: { automatic: {} }, labels: LABELS };
  for (let attempt = 1; ; attempt++) {
    await unless(ALREADY_EXISTS, () => client.createSecret({ parent, secretId: name, secret }, CALL));
    try {
      const [added] = await client.addSecretVersion({ parent: `${parent}/secrets/${name}`, payload }, CALL);
      return numberOf(added.name);
    } catch (error) {
      if (grpcCode(error) !== NOT_FOUND || attempt === MAX_TRIES) throw error;
    }
  }
}

export async function deleteSecret({ client, parent }: SecretClient, name: string): Promise<void> {
  await unless(NOT_FOUND, () => client.deleteSecret({ name: `${parent}/secrets/${name}` }, CALL));
}

/** Names without their project. The service looks for the text anywhere in a name. */
export async function secretsNamed({ client, parent }: SecretClient, prefix: string): Promise<string[]> {
  const [found] = await client.listSecrets(
    { parent, filter: `name:${prefix}`, pageSize: MAX_LISTED },
    { ...CALL, autoPaginate: false },
  );
  const names = found.map(({ name }) => (name ?? '').slice((name ?? '').lastIndexOf('/') + 1));
  return names.filter((name) => name.startsWith(prefix));
}

/** Does what may have been done already. */
async function unless(code: number, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (grpcCode(error) !== code) throw error;
  }
}

function numberOf(version: string | null | undefined): number {
  return Number((version ?? '').split('/').at(-1));
}
