// npm run rotate-cron-secret -- --project P: a new CRON_SECRET, while everything goes on. May be killed and called again.
import { setTimeout as sleep } from 'node:timers/promises';
import { createCloudScheduler, jobParent } from '../../functions/src/adapters/google/cloud-scheduler.ts';
import { grpcCode, NOT_FOUND } from '../../functions/src/adapters/google/local-grpc.ts';
import { secretManagerClient } from '../../functions/src/adapters/google/secret-manager.ts';
import { type Config, ConfigError, readConfig } from '../../functions/src/config.ts';
import { isDemo, readOptions, UsageError } from './options.ts';
import { type Rotation, RotationError, rotateCronSecret, type SecretVersion, type SecretVersions } from './rotate.ts';
import { readSettings } from './settings.ts';

const USAGE = `npm run rotate-cron-secret -- --project P [options]
  --region R     as deployed; default: what functions/.env.P says
  --keep-old     leave the old version enabled, for other callers of /api/cron/*; call again to disable it`;

const PROBE = { orgId: 'rotation-probe' };
const CALL = { timeout: 10_000 };

/** What the rotation needs, over Google's own clients: the real services, or the local servers of a demo project. */
export async function rotationOf(config: Config): Promise<Omit<Rotation, 'sleep' | 'print' | 'fault'>> {
  return {
    versions: await secretVersions(config),
    scheduler: createCloudScheduler(config),
    parent: jobParent(config),
    accepts: (secret) => accepts(config.apiOrigin, secret),
  };
}

/** Asks for an execution that there is not: 404 when the secret is right, 401 when it is not; nothing starts. */
async function accepts(apiOrigin: string, secret: string): Promise<boolean> {
  const { status } = await fetch(`${apiOrigin}/api/playbooks/rotation-probe/execute`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(PROBE),
    signal: AbortSignal.timeout(30_000),
  });
  if (status === 401) return false;
  if (status === 404) return true;
  throw new RotationError(`${apiOrigin} answers ${status} instead of 404 or 401: is it our API? Nothing is disabled`);
}

async function secretVersions(config: Config): Promise<SecretVersions> {
  const client = await secretManagerClient(config);
  const parent = `projects/${config.projectId}/secrets/${config.cronSecretName}`;
  return {
    async enabled() {
      const [versions] = await client.listSecretVersions({ parent, filter: 'state:ENABLED' }, CALL);
      return versions.map(numbered).sort((a, b) => b.number - a.number);
    },
    async enabledAt(number) {
      try {
        const [version] = await client.getSecretVersion({ name: `${parent}/versions/${number}` }, CALL);
        return version.state === 'ENABLED' ? numbered(version) : null;
      } catch (error) {
        if (grpcCode(error) === NOT_FOUND) return null;
        throw error;
      }
    },
    async add(value) {
      const [version] = await client.addSecretVersion({ parent, payload: { data: Buffer.from(value) } }, CALL);
      return numbered(version);
    },
    async read({ name }) {
      const [{ payload }] = await client.accessSecretVersion({ name }, CALL);
      return Buffer.from(payload?.data ?? '').toString('utf8');
    },
    async disable({ name }) {
      await client.disableSecretVersion({ name }, CALL);
    },
  };
}

function numbered({ name }: { readonly name?: string | null }): SecretVersion {
  return { name: name ?? '', number: Number(name?.split('/').at(-1)) };
}

/** The settings of a deployment; of a demo project, those of the environment, which name the local servers. */
function configOf(projectId: string, region: string | null): Config {
  if (isDemo(projectId)) return readConfig({ ...process.env, GCLOUD_PROJECT: projectId });
  const { config, problem } = readSettings(projectId, region);
  if (config === null) throw new UsageError(problem ?? 'The settings are wrong');
  return config;
}

async function main(args: readonly string[]): Promise<void> {
  const { projectId, region, keepsOld } = readOptions(args, USAGE);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const rotation = { ...(await rotationOf(configOf(projectId, region))), sleep, print, fault: () => undefined };
  await rotateCronSecret(rotation, { keepsOld });
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
    process.exit(0); // the clients keep their connections open
  } catch (error) {
    const isOurs = error instanceof UsageError || error instanceof RotationError || error instanceof ConfigError;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `${message}\n${isOurs ? '' : 'Nothing is lost: both versions are accepted. Call this again.\n'}`,
    );
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}
