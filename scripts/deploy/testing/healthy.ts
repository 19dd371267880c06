import { APIS, DEPLOYER, firestoreWishes, functionNames, RUNTIME_ROLES, rulesText, SECRETS } from '../wanted.ts';
import type { Answer, Answers } from './google-server.ts';

export const PROJECT = 'thrive-shop';
export const REGION = 'us-central1';
export const NOW = new Date('2026-11-21T12:00:00Z');
export const MEMBER = 'serviceAccount:123456789-compute@developer.gserviceaccount.com';

const project = `projects/${PROJECT}`;
const place = `${project}/locations/${REGION}`;
const database = `${project}/databases/(default)`;
const justNow = '2026-11-21T11:59:30Z';

/** What the APIs answer about a project in which everything is as it should be; recorded shapes, shortened. */
export function healthy(): Answers {
  return {
    ...projectAnswers(),
    ...accessAnswers(),
    ...secretAnswers(),
    ...firestoreAnswers(),
    ...functionAnswers(),
  };
}

function projectAnswers(): Answers {
  return {
    [`GET cloudresourcemanager/v3/${project}`]: body({
      name: 'projects/123456789',
      projectId: PROJECT,
      state: 'ACTIVE',
    }),
    [`GET firebase/v1beta1/${project}`]: body({ projectId: PROJECT, state: 'ACTIVE' }),
    [`GET cloudbilling/v1/${project}/billingInfo`]: body({
      name: `${project}/billingInfo`,
      projectId: PROJECT,
      billingAccountName: 'billingAccounts/0123AB-4567CD-89EF01',
      billingEnabled: true,
    }),
    'GET billingbudgets/v1/billingAccounts/0123AB-4567CD-89EF01/budgets': body({ budgets: [{ name: 'budgets/1' }] }),
    // In two pages: a reader that stops after the first would miss half of them.
    [`GET serviceusage/v1/${project}/services`]: ({ query }) => {
      const half = APIS.length / 2;
      const isFirst = query.get('pageToken') === null;
      return body({
        services: (isFirst ? APIS.slice(0, half) : APIS.slice(half)).map(service),
        ...(isFirst && { nextPageToken: 'more' }),
      });
    },
    [`GET identitytoolkit/admin/v2/${project}/config`]: body({
      signIn: { email: { enabled: true } },
      client: { permissions: { disabledUserSignup: true } },
    }),
    [`GET firebasehosting/v1beta1/${project}/sites`]: body({
      sites: [{ name: `${project}/sites/${PROJECT}`, type: 'DEFAULT_SITE' }],
    }),
    [`GET cloudscheduler/v1/${project}/locations`]: body({
      locations: ['europe-west1', 'us-central1'].map((locationId) => ({ locationId })),
    }),
  };
}

function accessAnswers(): Answers {
  return {
    [`POST cloudresourcemanager/v3/${project}:testIamPermissions`]: body({ permissions: Object.keys(DEPLOYER) }),
    [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: body({
      bindings: RUNTIME_ROLES.map(({ role, condition }) => ({
        role,
        members: [MEMBER],
        ...(condition && { condition: condition('123456789') }),
      })),
    }),
  };
}

function secretAnswers(): Answers {
  const one = (id: string): Answers => ({
    [`GET secretmanager/v1/${project}/secrets/${id}`]: body({ name: `projects/123456789/secrets/${id}` }),
    [`GET secretmanager/v1/${project}/secrets/${id}/versions`]: body({ versions: [version(id, 1)] }),
    [`GET secretmanager/v1/${project}/secrets/${id}:getIamPolicy`]: body(
      policyOf(['roles/secretmanager.secretAccessor']),
    ),
  });
  return Object.assign({}, ...SECRETS.map(({ id }) => one(id)));
}

function firestoreAnswers(): Answers {
  const { ttl, indexes } = firestoreWishes();
  return {
    [`GET firestore/v1/${database}`]: body({ name: database, type: 'FIRESTORE_NATIVE', locationId: 'nam5' }),
    [`GET firestore/v1/${database}/collectionGroups/-/fields`]: body({ fields: ttl.map((group) => ttlField(group)) }),
    [`GET firestore/v1/${database}/collectionGroups/-/indexes`]: body({
      indexes: Array.from({ length: indexes }, (_, number) => index(number, 'READY')),
    }),
    [`GET firebaserules/v1/${project}/releases/cloud.firestore`]: body({ rulesetName: `${project}/rulesets/abc` }),
    [`GET firebaserules/v1/${project}/rulesets/abc`]: body({
      source: { files: [{ name: 'firestore.rules', content: rulesText() }] },
    }),
  };
}

function functionAnswers(): Answers {
  const job = (name: string) => ({
    name: `${place}/jobs/firebase-schedule-${name}-${REGION}`,
    state: 'ENABLED',
    lastAttemptTime: justNow,
    status: {},
  });
  return {
    [`GET cloudfunctions/v2/${place}/functions`]: body({ functions: functionNames().map((name) => deployed(name)) }),
    [`GET cloudscheduler/v1/${place}/jobs`]: body({ jobs: [job('tick'), job('watch')] }),
    [`GET cloudscheduler/v1/${place}/jobs/firebase-schedule-tick-${REGION}`]: body(job('tick')),
    [`GET cloudscheduler/v1/${place}/jobs/firebase-schedule-watch-${REGION}`]: body(job('watch')),
    [`GET cloudtasks/v2/${place}/queues/advanceExecution`]: body({ name: 'q', state: 'RUNNING' }),
    [`GET cloudtasks/v2/${place}/queues/advanceExecution/tasks`]: body({ tasks: [{ scheduleTime: justNow }] }),
    'POST logging/v2/entries:list': body({}),
  };
}

export function body(said: object): Answer {
  return { body: said };
}

export function service(api: string): object {
  return { name: `projects/123456789/services/${api}`, config: { name: `${api}.googleapis.com` }, state: 'ENABLED' };
}

export function policyOf(roles: readonly string[], member: string = MEMBER): object {
  return {
    version: 1,
    etag: 'BwY1',
    bindings: roles.map((role) => ({ role, members: [member, 'user:else@x.example'] })),
  };
}

export function version(id: string, number: number): object {
  return { name: `projects/123456789/secrets/${id}/versions/${number}`, state: 'ENABLED' };
}

export function ttlField(group: string, state = 'ACTIVE'): object {
  return { name: `${database}/collectionGroups/${group}/fields/expireAt`, ttlConfig: { state } };
}

export function index(number: number, state: string): object {
  return { name: `${database}/collectionGroups/x/indexes/${number}`, queryScope: 'COLLECTION', state };
}

export function deployed(name: string, more: object = {}): object {
  return {
    name: `${place}/functions/${name}`,
    state: 'ACTIVE',
    buildConfig: { runtime: 'nodejs24' },
    labels: name === 'advanceExecution' ? { 'deployment-taskqueue': 'true' } : {},
    ...more,
  };
}
