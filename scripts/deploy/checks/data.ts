import { createHash } from 'node:crypto';
import { z } from 'zod';
import { advice, type Check, type Look, missing, ok, orNull } from '../check.ts';
import { firestoreWishes, rulesText } from '../wanted.ts';

const databaseSchema = z.object({ type: z.string(), locationId: z.string() });
const fieldSchema = z.object({ name: z.string(), ttlConfig: z.object({ state: z.string() }).optional() });
const indexSchema = z.object({ name: z.string(), state: z.string() });
const releaseSchema = z.object({ rulesetName: z.string() });
const rulesetSchema = z.object({ source: z.object({ files: z.array(z.object({ content: z.string() })) }) });

const database = (projectId: string) => `/v1/projects/${projectId}/databases/(default)`;
const deploys = (projectId: string) => `firebase deploy --only firestore --project ${projectId}`;

export const dataChecks: readonly Check[] = [
  {
    id: 'database',
    title: 'Firestore database',
    step: 'database',
    async run({ google, projectId, region }) {
      const found = await orNull(google.get('firestore', database(projectId), databaseSchema));
      const create = `gcloud firestore databases create --location=${region} --type=firestore-native --project ${projectId}`;
      if (found === null) return missing('There is none', `${create} (its location can never be changed)`);
      if (found.type !== 'FIRESTORE_NATIVE')
        return missing(
          `It is in ${found.type}: Playbooks needs Native mode`,
          `gcloud firestore databases update --type=firestore-native --project ${projectId} (while it is empty; else take another project)`,
        );
      return ok(`Native mode, ${found.locationId}`);
    },
  },
  {
    id: 'ttl',
    title: 'TTL policies',
    step: 'firestore',
    async run(look) {
      const wanted = firestoreWishes().ttl;
      const active = await ttlStates(look);
      const off = wanted.filter((group) => !active.has(group));
      const bad = wanted.filter((group) => active.get(group) === 'NEEDS_REPAIR');
      if (bad.length > 0)
        return missing(`To be repaired: ${bad.join(', ')}`, ...bad.map((group) => enableTtl(look.projectId, group)));
      if (off.length > 0)
        return missing(
          `None for ${off.join(', ')}: nothing there would ever be deleted`,
          deploys(look.projectId),
          ...off.map((group) => enableTtl(look.projectId, group)),
        );
      const growing = wanted.filter((group) => active.get(group) !== 'ACTIVE');
      if (growing.length > 0) return advice(`Being set up: ${growing.join(', ')}`, 'wait; it may take an hour');
      return ok(`${wanted.length} active`);
    },
  },
  {
    id: 'indexes',
    title: 'Composite indexes',
    step: 'firestore',
    async run(look) {
      const states = await indexStates(look);
      const { indexes } = firestoreWishes();
      const bad = states.filter((state) => state === 'NEEDS_REPAIR').length;
      const growing = states.filter((state) => state === 'CREATING').length;
      if (bad > 0)
        return missing(
          `${bad} to be repaired`,
          `firebase firestore:indexes --project ${look.projectId}, delete them in the console, then ${deploys(look.projectId)}`,
        );
      if (states.length < indexes) return missing(`${states.length} of ${indexes} are there`, deploys(look.projectId));
      if (growing > 0) return missing(`${growing} are still being built`, 'wait; with little data it takes minutes');
      return ok(`${states.length} ready`);
    },
  },
  {
    id: 'rules',
    title: 'Firestore rules',
    step: 'firestore',
    async run({ google, projectId }) {
      const path = `/v1/projects/${projectId}/releases/cloud.firestore`;
      const release = await orNull(google.get('firebaserules', path, releaseSchema));
      if (release === null) return missing('None are deployed', deploys(projectId));
      const { source } = await google.get('firebaserules', `/v1/${release.rulesetName}`, rulesetSchema);
      const [there, here] = [hash(source.files.map(({ content }) => content).join('')), hash(rulesText())];
      if (there === here) return ok(`as here, ${here}`);
      return missing(
        `Others are deployed (${there}) than firestore.rules here (${here}); deploying replaces them`,
        deploys(projectId),
      );
    },
  },
];

/** `expireAt` of which collection groups Firestore looks after, and how far it is. */
async function ttlStates({ google, projectId }: Look): Promise<Map<string, string>> {
  const filter = encodeURIComponent('indexConfig.usesAncestorConfig=false OR ttlConfig:*');
  const path = `${database(projectId)}/collectionGroups/-/fields?filter=${filter}&pageSize=500`;
  const fields = await google.list('firestore', path, 'fields', fieldSchema);
  return new Map(
    fields.flatMap(({ name, ttlConfig }): [string, string][] => {
      const [, group = '', field = ''] = /collectionGroups\/([^/]+)\/fields\/(.+)$/.exec(name) ?? [];
      return field === 'expireAt' && ttlConfig ? [[group, ttlConfig.state]] : [];
    }),
  );
}

/** Of all composite indexes: CREATING, READY or NEEDS_REPAIR. */
export async function indexStates({ google, projectId }: Look): Promise<string[]> {
  const path = `${database(projectId)}/collectionGroups/-/indexes?pageSize=200`;
  return (await google.list('firestore', path, 'indexes', indexSchema)).map(({ state }) => state);
}

function enableTtl(projectId: string, group: string): string {
  return `gcloud firestore fields ttls update expireAt --collection-group=${group} --enable-ttl --async --project ${projectId}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 12);
}
