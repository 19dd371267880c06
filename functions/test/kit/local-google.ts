import { type LocalScheduler, startScheduler } from '../../../local/src/scheduler/start.ts';
import { startSecretManager } from '../../../local/src/secret-manager/start.ts';
import { secretClient } from '../../../local/src/testing/google-client.ts';
import { readConfig } from '../../src/config.ts';

export const projectId = 'demo-playbooks-test';

export interface LocalGoogle {
  readonly scheduler: LocalScheduler;
  /** The environment of functions that are to find these servers. */
  readonly env: Record<string, string>;
  readonly config: ReturnType<typeof readConfig>;
  /** Adds a version of CRON_SECRET. */
  addCronSecret(value: string): Promise<void>;
  close(): Promise<void>;
}

/** Cloud Scheduler and Secret Manager on loopback, with one version of CRON_SECRET. */
export async function startLocalGoogle(more: Record<string, string> = {}): Promise<LocalGoogle> {
  const scheduler = await startScheduler({ host: '127.0.0.1', port: 0, controlPort: 0 });
  const secrets = await startSecretManager({ host: '127.0.0.1', port: 0 });
  const client = secretClient(secrets.port);
  const parent = `projects/${projectId}`;
  await client.createSecret({ parent, secretId: 'CRON_SECRET', secret: { replication: { automatic: {} } } });
  const addCronSecret = async (value: string): Promise<void> => {
    await client.addSecretVersion({ parent: `${parent}/secrets/CRON_SECRET`, payload: { data: Buffer.from(value) } });
  };
  await addCronSecret('first-secret');
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
    addCronSecret,
    close: async () => {
      await client.close();
      await scheduler.close();
      await secrets.close();
    },
  };
}
