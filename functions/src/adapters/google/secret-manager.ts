import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import type { Config } from '../../config.ts';
import { commonJs } from '../../core/common-js.ts';
import type { Clock, Log, Secrets } from '../../core/ports.ts';
import { clientOptions, grpcCode, NOT_FOUND } from './local-grpc.ts';

/** The client retries for a minute by default; a caller is waiting. */
const CALL = { timeout: 3_000 };
const FRESH_MS = 120_000;
/** A caller with a wrong secret may cause one look per this time. */
const LOOK_AGAIN_MS = 10_000;
/** During a rotation the old version and the new one are both accepted. */
const ACCEPTED_VERSIONS = 2;

interface Entry {
  readonly values: readonly string[];
  readonly readAt: number;
}

/**
 * Secrets read at run time and kept for two minutes: a rotation needs no deployment. When Secret Manager does not
 * answer, the values last read go on serving. Versions are read by number, the only consistent way.
 */
export function createSecretManager(config: Config, clock: Clock, log: Log): Secrets {
  let client: Promise<SecretManagerServiceClient> | null = null;
  const entries = new Map<string, Entry>();
  const underWay = new Map<string, Promise<readonly string[]>>();
  const connected = (): Promise<SecretManagerServiceClient> => {
    client ??= secretManagerClient(config);
    return client;
  };
  const values = async (name: string, maxAgeMs: number): Promise<readonly string[]> => {
    const present = entries.get(name);
    if (present && clock.now().getTime() - present.readAt < maxAgeMs) return present.values;
    const reading = underWay.get(name) ?? readEnabled(connected, `projects/${config.projectId}/secrets/${name}`);
    underWay.set(name, reading);
    try {
      const read = await reading;
      entries.set(name, { values: read, readAt: clock.now().getTime() });
      return read;
    } catch (error) {
      if (!present) throw error;
      log.error('secret_read_failed', error, { secret: name });
      return present.values;
    } finally {
      underWay.delete(name);
    }
  };
  return {
    read: async (name) => (await values(name, FRESH_MS))[0] ?? null,
    cronSecrets: (options) => values(config.cronSecretName, options?.fresh === true ? LOOK_AGAIN_MS : FRESH_MS),
  };
}

async function readEnabled(
  connected: () => Promise<SecretManagerServiceClient>,
  parent: string,
): Promise<readonly string[]> {
  const client = await connected();
  try {
    const [versions] = await client.listSecretVersions(
      { parent, filter: 'state:ENABLED', pageSize: ACCEPTED_VERSIONS },
      { ...CALL, autoPaginate: false },
    );
    const numbered = versions.flatMap(({ name }) => (name ? [name] : [])).slice(0, ACCEPTED_VERSIONS);
    return await Promise.all(numbered.map((name) => access(client, name)));
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

/** Google's client, of the real service or of a local one; also for the rotation of CRON_SECRET. */
export async function secretManagerClient(config: Config): Promise<SecretManagerServiceClient> {
  const options = await clientOptions('Secret Manager', config, config.secretManagerEmulatorHost);
  const { SecretManagerServiceClient } = commonJs(await import('@google-cloud/secret-manager'));
  return new SecretManagerServiceClient(options);
}
