import { type LocalScheduler, startScheduler } from '../../../local/src/scheduler/start.ts';
import { startSecretManager } from '../../../local/src/secret-manager/start.ts';
import { secretClient } from '../../../local/src/testing/google-client.ts';
import { readConfig } from '../../src/config.ts';

/** In the suites that share an emulator, the test file's own (`own-project.ts`). */
export const projectId = process.env.GCLOUD_PROJECT ?? 'demo-playbooks-test';

export interface LocalGoogle {
  readonly scheduler: LocalScheduler;
  /** The environment of functions that are to find these servers. */
  readonly env: Record<string, string>;
  readonly config: ReturnType<typeof readConfig>;
  /** Adds a version of a secret, and the secret if it is new. */
  addSecret(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** Cloud Scheduler and Secret Manager on loopback, with one version of CRON_SECRET. */
export async function startLocalGoogle(more: Record<string, string> = {}): Promise<LocalGoogle> {
  const scheduler = await startScheduler({ host: '127.0.0.1', port: 0, controlPort: 0 });
  const secrets = await startSecretManager({ host: '127.0.0.1', port: 0 });
  const client = secretClient(secrets.port);
  const parent = `projects/${projectId}`;
  const known = new Set<string>();
  const addSecret = async (secretId: string, value: string): Promise<void> => {
    if (!known.has(secretId))
      await client.createSecret({ parent, secretId, secret: { replication: { automatic: {} } } });
    known.add(secretId);
    await client.addSecretVersion({ parent: `${parent}/secrets/${secretId}`, payload: { data: Buffer.from(value) } });
  };
  await addSecret('CRON_SECRET', 'first-secret');
  const env = {
    GCLOUD_PROJECT: projectId,
    CLOUD_SCHEDULER_EMULATOR_HOST: `127.0.0.1:${scheduler.port}`,
    SECRET_MANAGER_EMULATOR_HOST: `127.0.0.1:${secrets.port}`,
    CLOUD_TASKS_EMULATOR_HOST: '127.0.0.1:1',
    API_ORIGIN: 'http://127.0.0.1:9',
    ...more,
  };
  return {
    scheduler,
    env,
    config: readConfig(env),
    addSecret,
    close: async () => {
      await client.close();
      await scheduler.close();
      await secrets.close();
    },
  };
}
