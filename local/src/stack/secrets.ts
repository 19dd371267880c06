import { randomBytes } from 'node:crypto';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

/**
 * Puts the platform's secrets into the Secret Manager emulator: CRON_SECRET and LINK_KEY once, SMTP_URL whenever it has changed.
 * Returns CRON_SECRET.
 */
export async function storeSecrets(
  client: SecretManagerServiceClient,
  projectId: string,
  smtpUrl: string,
): Promise<string> {
  const stored = await latest(client, projectId, 'CRON_SECRET');
  const cronSecret = stored ?? randomBytes(32).toString('base64url');
  if (stored === null) await add(client, projectId, 'CRON_SECRET', cronSecret);
  if ((await latest(client, projectId, 'LINK_KEY')) === null) {
    await add(client, projectId, 'LINK_KEY', randomBytes(32).toString('base64url'));
  }
  if ((await latest(client, projectId, 'SMTP_URL')) !== smtpUrl) await add(client, projectId, 'SMTP_URL', smtpUrl);
  return cronSecret;
}

async function latest(client: SecretManagerServiceClient, projectId: string, id: string): Promise<string | null> {
  try {
    const name = `projects/${projectId}/secrets/${id}/versions/latest`;
    const [version] = await client.accessSecretVersion({ name });
    return version.payload?.data?.toString() ?? null;
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return null;
    throw error;
  }
}

async function add(client: SecretManagerServiceClient, projectId: string, id: string, value: string): Promise<void> {
  const parent = `projects/${projectId}`;
  try {
    await client.createSecret({ parent, secretId: id, secret: { replication: { automatic: {} } } });
  } catch (error) {
    if (codeOf(error) !== ALREADY_EXISTS) throw error;
  }
  await client.addSecretVersion({ parent: `${parent}/secrets/${id}`, payload: { data: Buffer.from(value) } });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
