import { z } from 'zod';
import { advice, type Check, type Look, missing, type Outcome, ok, orNull, runtimeAccount } from '../check.ts';
import { PRUNED_LABEL, SECRETS, type Secret } from '../wanted.ts';
import { holds, type Policy, policySchema } from './access.ts';

const secretSchema = z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) });
const versionSchema = z.object({ name: z.string(), state: z.string() });
export const ACCESSOR = 'roles/secretmanager.secretAccessor';

export interface SecretFacts {
  readonly secret: { readonly labels: Record<string, string> } | null;
  /** Enabled versions. */
  readonly enabled: number;
  readonly isReadable: boolean;
  readonly policy: Policy;
  readonly member: string;
}

export const secretChecks: readonly Check[] = SECRETS.map((secret) => ({
  id: `secret-${secret.id}`,
  title: `Secret ${secret.id}`,
  step: 'secrets',
  run: async (look) => judge(look.projectId, secret, await lookAtSecret(look, secret.id)),
}));

/** Everything about a secret but its value, which is never read here. */
export async function lookAtSecret({ google, projectId, projectNumber }: Look, id: string): Promise<SecretFacts> {
  const path = `/v1/projects/${projectId}/secrets/${id}`;
  const member = `serviceAccount:${runtimeAccount(await projectNumber())}`;
  const secret = await orNull(google.get('secretmanager', path, secretSchema));
  if (secret === null) return { secret, enabled: 0, isReadable: false, policy: { bindings: [] }, member };
  const versions = `${path}/versions?filter=${encodeURIComponent('state:ENABLED')}&pageSize=50`;
  const enabled = (await google.list('secretmanager', versions, 'versions', versionSchema)).length;
  const policy = await google.get('secretmanager', `${path}:getIamPolicy`, policySchema);
  const isReadable = holds(policy, member, [ACCESSOR, 'roles/secretmanager.admin']);
  return { secret, enabled, isReadable, policy, member };
}

function judge(projectId: string, { id, isOurs, why }: Secret, facts: SecretFacts): Outcome {
  const { secret, enabled, isReadable, member } = facts;
  const lack = isOurs ? missing : advice;
  const allow = readSecret(id, projectId, member);
  if (secret === null) return lack(`It does not exist: the secret ${why}`, createSecret(id, projectId), allow);
  if (PRUNED_LABEL in secret.labels)
    return missing(
      `It carries the label ${PRUNED_LABEL}, by which the Firebase CLI destroys versions that it thinks unused`,
      `gcloud secrets update ${id} --project ${projectId} --remove-labels=${PRUNED_LABEL}`,
    );
  if (enabled === 0) return lack('No version is enabled', addVersion(id, projectId));
  if (!isReadable) return missing('The functions may not read it', allow);
  if (id === 'CRON_SECRET' && enabled > 1)
    return advice(
      `${enabled} versions are enabled: a rotation is under way, or was broken off`,
      `npm run rotate-cron-secret -- --project ${projectId}`,
    );
  return ok(`${enabled} version${enabled === 1 ? '' : 's'} enabled`);
}

const isChance = (id: string): boolean => SECRETS.some((secret) => secret.id === id && secret.isOurs);
const input = (id: string): string => (isChance(id) ? 'openssl rand -base64 32 | tr -d "\\n"' : "printf %s 'VALUE'");

/** By gcloud: `firebase functions:secrets:set` destroys versions that no function is bound to, and ours are read at run time. */
export function createSecret(id: string, projectId: string): string {
  return `${input(id)} | gcloud secrets create ${id} --project ${projectId} --replication-policy=automatic --data-file=-`;
}

function addVersion(id: string, projectId: string): string {
  return `${input(id)} | gcloud secrets versions add ${id} --project ${projectId} --data-file=-`;
}

export function readSecret(id: string, projectId: string, member: string): string {
  return `gcloud secrets add-iam-policy-binding ${id} --project ${projectId} --member=${member} --role=${ACCESSOR}`;
}
