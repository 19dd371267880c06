import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import type { Config } from '../../config.ts';
import { commonJs } from '../../core/common-js.ts';
import type { Clock, Log, Secrets } from '../../core/ports.ts';
import { clientOptions, grpcCode, NOT_FOUND } from './local-grpc.ts';
import { deleteSecret, type SecretClient, secretsNamed, writeSecret } from './secret-writes.ts';

/** The client retries for a minute by default; a caller is waiting. */
const CALL = { timeout: 3_000 };
const FRESH_MS = 120_000;
/** A caller with a wrong secret may cause one look per this time. */
const LOOK_AGAIN_MS = 10_000;
/** So long after a change the list of versions may still be the one of before, and clocks differ. */
const SETTLE_MS = 20_000;
/** During a rotation the old version and the new one are both accepted. */
const ACCEPTED_VERSIONS = 2;

interface Entry {
  readonly values: readonly string[];
  readonly readAt: number;
}
/** How old what is kept may be, and from when on it must have been read. */
interface Wanted {
  readonly maxAgeMs: number;
  readonly since: Date | null;
}

/**
 * Secrets read at run time and kept for two minutes: a rotation needs no deployment. When Secret Manager does not
 * answer, the values last read go on serving. Versions are read by number, the only consistent way.
 */
export function createSecretManager(config: Config, clock: Clock, log: Log): Secrets {
  const entries = new Map<string, Entry>();
  const underWay = new Map<string, Promise<readonly string[]>>();
  const secrets = lazySecrets(config);
  const now = () => clock.now().getTime();
  const isFresh = ({ readAt }: Entry, { maxAgeMs, since }: Wanted): boolean =>
    now() - readAt < maxAgeMs && (since === null || readAt >= since.getTime() + SETTLE_MS);
  const values = async (name: string, wanted: Wanted): Promise<readonly string[]> => {
    const present = entries.get(name);
    if (present && isFresh(present, wanted)) return present.values;
    const reading = underWay.get(name) ?? secrets().then(({ client, parent }) => readEnabled(client, parent, name));
    underWay.set(name, reading);
    const readAt = now();
    try {
      const read = await reading;
      // What was written here meanwhile is newer.
      if (entries.get(name) === present) entries.set(name, { values: read, readAt });
      return entries.get(name)?.values ?? read;
    } catch (error) {
      if (!present) throw error;
      log.error('secret_read_failed', error, { secret: name });
      return present.values;
    } finally {
      underWay.delete(name);
    }
  };
  return {
    read: async (name, since = null) => (await values(name, { maxAgeMs: FRESH_MS, since }))[0] ?? null,
    cronSecrets: (options) =>
      values(config.cronSecretName, { maxAgeMs: options?.fresh === true ? LOOK_AGAIN_MS : FRESH_MS, since: null }),
    write: async (name, value) => {
      await writeSecret(await secrets(), name, value);
      entries.set(name, { values: [value], readAt: now() + SETTLE_MS });
    },
    delete: async (name) => {
      await deleteSecret(await secrets(), name);
      entries.set(name, { values: [], readAt: now() });
    },
    list: async (prefix) => secretsNamed(await secrets(), prefix),
  };
}

async function readEnabled(
  client: SecretManagerServiceClient,
  project: string,
  name: string,
): Promise<readonly string[]> {
  try {
    const [versions] = await client.listSecretVersions(
      { parent: `${project}/secrets/${name}`, filter: 'state:ENABLED', pageSize: ACCEPTED_VERSIONS },
      { ...CALL, autoPaginate: false },
    );
    const numbered = versions.flatMap(({ name: version }) => (version ? [version] : [])).slice(0, ACCEPTED_VERSIONS);
    return await Promise.all(numbered.map((version) => access(client, version)));
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return [];
    throw error;
  }
}

async function access(client: SecretManagerServiceClient, name: string): Promise<string> {
  const [version] = await client.accessSecretVersion({ name }, CALL);
  const data = version.payload?.data;
  return typeof data === 'string' ? data : Buffer.from(data ?? []).toString('utf8');
}

/** The client, made at the first use, and the project that its secrets are in. */
function lazySecrets(config: Config): () => Promise<SecretClient> {
  let client: Promise<SecretManagerServiceClient> | null = null;
  return async () => {
    client ??= secretManagerClient(config);
    return { client: await client, parent: `projects/${config.projectId}` };
  };
}

/** Google's client, of the real service or of a local one; also for the rotation of CRON_SECRET. */
export async function secretManagerClient(config: Config): Promise<SecretManagerServiceClient> {
  const options = await clientOptions('Secret Manager', config, config.secretManagerEmulatorHost);
  const { SecretManagerServiceClient } = commonJs(await import('@google-cloud/secret-manager'));
  return new SecretManagerServiceClient(options);
}
