import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

// What a deployment needs, named once: the checks look for it, the plan brings it about, docs/deploy.md explains it.

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DEFAULT_REGION = 'us-central1';

/** Of googleapis.com. All that the CLI, the functions and these scripts call. */
export const APIS = [
  'artifactregistry',
  'cloudbilling',
  'cloudbuild',
  'cloudfunctions',
  'cloudresourcemanager',
  'cloudscheduler',
  'cloudtasks',
  'eventarc',
  'fcm',
  'firebase',
  'firebasehosting',
  'firebaserules',
  'firestore',
  'iam',
  'identitytoolkit',
  'logging',
  'pubsub',
  'run',
  'secretmanager',
  'serviceusage',
  'storage',
] as const;

export interface Role {
  readonly role: string;
  readonly why: string;
  /** Broader roles that hold the same permissions. */
  readonly within: readonly string[];
  /** What it is granted for only; left out where it is for the whole project. */
  readonly condition?: (projectNumber: string) => Condition;
}
export interface Condition {
  readonly title: string;
  /** In CEL, over `resource`. */
  readonly expression: string;
}

const BROAD = ['roles/owner', 'roles/editor'];

/** Of the account that the functions run as. */
export const RUNTIME_ROLES: readonly Role[] = [
  { role: 'roles/datastore.user', why: 'read and write Firestore', within: BROAD },
  { role: 'roles/cloudscheduler.admin', why: 'keep a job for each schedule', within: BROAD },
  {
    role: 'roles/cloudtasks.enqueuer',
    why: 'hand executions to workers',
    within: ['roles/cloudtasks.admin', ...BROAD],
  },
  { role: 'roles/iam.serviceAccountUser', why: 'let tasks call in its own name', within: BROAD },
  { role: 'roles/run.invoker', why: 'let tasks and schedulers reach private functions', within: ['roles/run.admin'] },
  {
    role: 'roles/firebasecloudmessaging.admin',
    why: 'send push messages to people of the team',
    within: ['roles/firebase.admin', 'roles/firebase.sdkAdminServiceAgent', ...BROAD],
  },
  { role: 'roles/eventarc.eventReceiver', why: 'be told of changed documents', within: ['roles/eventarc.admin'] },
  {
    role: 'roles/secretmanager.viewer',
    why: 'list versions of secrets, not their values',
    within: ['roles/secretmanager.admin', ...BROAD],
  },
  {
    role: 'roles/secretmanager.admin',
    why: 'keep what tenants connect, in secrets whose names begin with tenant-',
    within: ['roles/owner'],
    // A secret that is not there yet has no name to go by: making one is asked of the project.
    condition: (projectNumber) => ({
      title: 'secrets-of-tenants',
      expression: `resource.type == "cloudresourcemanager.googleapis.com/Project" || resource.name.startsWith("projects/${projectNumber}/secrets/tenant-")`,
    }),
  },
  { role: 'roles/cloudbuild.builds.builder', why: 'build the functions', within: BROAD },
];

/** What the one who deploys must be allowed, and the role that brings it. */
export const DEPLOYER: Readonly<Record<string, string>> = {
  'cloudfunctions.functions.create': 'roles/cloudfunctions.admin',
  'cloudscheduler.jobs.create': 'roles/cloudscheduler.admin',
  'cloudtasks.queues.create': 'roles/cloudtasks.admin',
  'datastore.indexes.create': 'roles/datastore.indexAdmin',
  'firebasehosting.sites.update': 'roles/firebasehosting.admin',
  'firebaserules.releases.create': 'roles/firebaserules.admin',
  'iam.serviceAccounts.actAs': 'roles/iam.serviceAccountUser',
  'resourcemanager.projects.setIamPolicy': 'roles/resourcemanager.projectIamAdmin',
  'run.services.setIamPolicy': 'roles/run.admin',
  'secretmanager.secrets.create': 'roles/secretmanager.admin',
  'serviceusage.services.enable': 'roles/serviceusage.serviceUsageAdmin',
};

export interface Secret {
  readonly id: string;
  /** Made by the plan out of chance; others hold what only their owner knows. */
  readonly isOurs: boolean;
  readonly why: string;
}

export const SECRETS: readonly Secret[] = [
  { id: 'CRON_SECRET', isOurs: true, why: 'by which calls of Cloud Scheduler are known' },
  { id: 'LINK_KEY', isOurs: true, why: 'that signs the links in approval mails' },
  { id: 'SMTP_URL', isOurs: false, why: 'the mail server, smtps://user:password@host:465; without it no mail is sent' },
  { id: 'MODAL_WEBHOOK_SECRET', isOurs: false, why: 'signs the calls of MODAL_WEBHOOK_URL; optional' },
  { id: 'GOOGLE_SERVICE_ACCOUNT_JSON', isOurs: false, why: 'whose Drive save_to_drive writes to; optional' },
  { id: 'STRIPE_SECRET_KEY', isOurs: false, why: 'by which the gallery takes payments; optional' },
  { id: 'STRIPE_WEBHOOK_SECRET', isOurs: false, why: 'by which events of Stripe are known (whsec_…); optional' },
  { id: 'LLM_API_KEY', isOurs: false, why: 'a language model, with LLM_PROVIDER in the settings; optional' },
];

/** What the CLI puts on secrets of its own, and later destroys the versions of: ours must not carry it. */
export const PRUNED_LABEL = 'firebase-managed';

const fieldsSchema = z.object({
  indexes: z.array(z.unknown()),
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), ttl: z.boolean().optional() }),
  ),
});

/** The collection groups whose documents Firestore deletes after `expireAt`, and how many composite indexes there are. */
export function firestoreWishes(root: string = ROOT): { ttl: readonly string[]; indexes: number } {
  const { indexes, fieldOverrides } = fieldsSchema.parse(
    JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')),
  );
  const ttl = fieldOverrides.filter((field) => field.ttl === true).map(({ collectionGroup }) => collectionGroup);
  return { ttl: ttl.sort(), indexes: indexes.length };
}

export function rulesText(root: string = ROOT): string {
  return readFileSync(join(root, 'firestore.rules'), 'utf8');
}

/** The exports of functions/src/index.ts: the export name is the deployed name. */
export function functionNames(root: string = ROOT): string[] {
  const source = readFileSync(join(root, 'functions/src/index.ts'), 'utf8');
  return [...source.matchAll(/^export \{ (\w+) \}/gm)].map(([, name = '']) => name).sort();
}
