import { z } from 'zod';
import { advice, type Check, missing, ok, orNull } from '../check.ts';
import { APIS } from '../wanted.ts';

const projectSchema = z.object({ state: z.string() });
export const billingSchema = z.object({
  billingEnabled: z.boolean().optional(),
  billingAccountName: z.string().optional(),
});
const serviceSchema = z.object({ config: z.object({ name: z.string() }) });
const authSchema = z.object({
  client: z.object({ permissions: z.object({ disabledUserSignup: z.boolean().optional() }).optional() }).optional(),
  signIn: z.object({ email: z.object({ enabled: z.boolean().optional() }).optional() }).optional(),
});
const providerSchema = z.object({ enabled: z.boolean().optional() });
const siteSchema = z.object({ name: z.string(), type: z.string().optional() });
const locationSchema = z.object({ locationId: z.string() });

export const projectChecks: readonly Check[] = [
  {
    id: 'project',
    title: 'Project',
    step: null,
    async run({ google, projectId }) {
      const found = await orNull(google.get('cloudresourcemanager', `/v3/projects/${projectId}`, projectSchema));
      if (found === null) return missing(`There is no project ${projectId}`, `firebase projects:create ${projectId}`);
      if (found.state !== 'ACTIVE') return missing(`It is ${found.state}`, `gcloud projects undelete ${projectId}`);
      return ok(projectId);
    },
  },
  {
    id: 'firebase',
    title: 'Firebase',
    step: null,
    async run({ google, projectId }) {
      const found = await orNull(google.get('firebase', `/v1beta1/projects/${projectId}`, z.looseObject({})));
      if (found !== null) return ok('added');
      return missing('It is no Firebase project yet', `firebase projects:addfirebase ${projectId}`);
    },
  },
  {
    id: 'billing',
    title: 'Billing plan Blaze',
    step: null,
    async run({ google, projectId }) {
      const found = await google.get('cloudbilling', `/v1/projects/${projectId}/billingInfo`, billingSchema);
      if (found.billingEnabled === true) return ok('on');
      return missing(
        'The project is on the free plan Spark, which has no functions',
        `https://console.firebase.google.com/project/${projectId}/usage/details → Modify plan → Blaze`,
        `gcloud billing projects link ${projectId} --billing-account=ACCOUNT_ID`,
      );
    },
  },
  {
    id: 'apis',
    title: 'APIs',
    step: 'apis',
    async run({ google, projectId }) {
      const path = `/v1/projects/${projectId}/services?filter=state:ENABLED&pageSize=200`;
      const enabled = await google.list('serviceusage', path, 'services', serviceSchema);
      const off = apisOff(enabled.map(({ config }) => config.name));
      if (off.length === 0) return ok(`${APIS.length} are on`);
      return missing(`Off: ${off.join(', ')}`, `gcloud services enable ${off.join(' ')} --project ${projectId}`);
    },
  },
  {
    id: 'sign-in',
    title: 'Sign-in provider',
    step: null,
    async run({ google, projectId }) {
      const console = `https://console.firebase.google.com/project/${projectId}/authentication/providers`;
      const config = await orNull(google.get('identitytoolkit', `/admin/v2/projects/${projectId}/config`, authSchema));
      if (config === null)
        return missing('Authentication is not set up', `${console} → Get started → Google, or Email/Password`);
      if (config.signIn?.email?.enabled === true) return ok('e-mail and password');
      const path = `/admin/v2/projects/${projectId}/defaultSupportedIdpConfigs?pageSize=50`;
      const providers = await google.list('identitytoolkit', path, 'defaultSupportedIdpConfigs', providerSchema);
      if (providers.some(({ enabled }) => enabled === true)) return ok('Google or another provider');
      return missing('Nobody could sign in: no provider is on', `${console} → Google, or Email/Password → Enable`);
    },
  },
  {
    id: 'sign-up',
    title: 'Who may sign up',
    step: null,
    async run({ google, projectId }) {
      const config = await orNull(google.get('identitytoolkit', `/admin/v2/projects/${projectId}/config`, authSchema));
      if (config?.client?.permissions?.disabledUserSignup === true) return ok('only those who have an account');
      return advice(
        'Anyone: whoever signs up may make a business of their own, on your bill',
        `if it is for you alone: https://console.firebase.google.com/project/${projectId}/authentication/settings → User actions → untick “Enable create (sign-up)”, once you have signed in yourself`,
      );
    },
  },
  {
    id: 'hosting-site',
    title: 'Hosting site',
    step: null,
    async run({ google, projectId }) {
      const path = `/v1beta1/projects/${projectId}/sites?pageSize=20`;
      const sites = await google.list('firebasehosting', path, 'sites', siteSchema);
      if (sites.length > 0) return ok(`${sites.length} of them`);
      return missing('There is none', `firebase hosting:sites:create ${projectId} --project ${projectId}`);
    },
  },
  {
    id: 'region',
    title: 'Region',
    step: null,
    async run({ google, projectId, region }) {
      const path = `/v1/projects/${projectId}/locations?pageSize=200`;
      const regions = await google.list('cloudscheduler', path, 'locations', locationSchema);
      if (regions.some(({ locationId }) => locationId === region)) return ok(region);
      const some = regions.map(({ locationId }) => locationId).slice(0, 4);
      return missing(
        `Cloud Scheduler is not in ${region}`,
        `choose another: --region ${some[0] ?? 'us-central1'} (or ${some.slice(1).join(', ')})`,
      );
    },
  },
  {
    id: 'budget',
    title: 'Budget alert',
    step: null,
    async run({ google, projectId }) {
      const { billingAccountName = '' } = await google.get(
        'cloudbilling',
        `/v1/projects/${projectId}/billingInfo`,
        billingSchema,
      );
      const account = billingAccountName.replace('billingAccounts/', '');
      const remedy = `gcloud billing budgets create --billing-account=${account || 'ACCOUNT_ID'} --display-name=playbooks --budget-amount=20USD --threshold-rule=percent=0.5 --threshold-rule=percent=1.0`;
      const none = advice('Nobody is told when costs rise (or the budgets cannot be seen)', remedy);
      if (account === '') return none;
      const budgets = await google
        .list('billingbudgets', `/v1/${billingAccountName}/budgets`, 'budgets', z.object({ name: z.string() }))
        .catch(() => []);
      return budgets.length > 0 ? ok(`${budgets.length} of them`) : none;
    },
  },
];

/** With `.googleapis.com`, of those that are wanted. */
export function apisOff(enabled: readonly string[]): string[] {
  return APIS.map((api) => `${api}.googleapis.com`).filter((name) => !enabled.includes(name));
}
