import type { State } from '../check.ts';
import { APIS, RUNTIME_ROLES } from '../wanted.ts';
import { type Answers, denied, refusal } from './google-server.ts';
import { body, MEMBER, PROJECT, policyOf, service, version } from './healthy.ts';

export interface Case {
  readonly wrong: string;
  readonly id: string;
  readonly answers?: Answers;
  readonly settings?: string | null;
  readonly state?: State;
  readonly says: RegExp;
  /** A complete command, or where to click. */
  readonly remedy: RegExp;
}

const project = `projects/${PROJECT}`;
const secret = (id: string) => `GET secretmanager/v1/${project}/secrets/${id}`;

/** What may be wrong about the project, rights and secrets; one at a time. */
export const PROJECT_CASES: readonly Case[] = [
  {
    wrong: 'the project does not exist',
    id: 'project',
    answers: { [`GET cloudresourcemanager/v3/${project}`]: refusal(404, 'gone') },
    says: /no project thrive-shop/,
    remedy: /^firebase projects:create thrive-shop$/,
  },
  {
    wrong: 'the project is being deleted',
    id: 'project',
    answers: { [`GET cloudresourcemanager/v3/${project}`]: body({ name: 'projects/1', state: 'DELETE_REQUESTED' }) },
    says: /DELETE_REQUESTED/,
    remedy: /^gcloud projects undelete thrive-shop$/,
  },
  {
    wrong: 'it is no Firebase project yet',
    id: 'firebase',
    answers: { [`GET firebase/v1beta1/${project}`]: refusal(404, 'no') },
    says: /no Firebase project/,
    remedy: /^firebase projects:addfirebase thrive-shop$/,
  },
  {
    wrong: 'the plan is Spark',
    id: 'billing',
    answers: { [`GET cloudbilling/v1/${project}/billingInfo`]: body({ billingEnabled: false }) },
    says: /Spark/,
    remedy: /^gcloud billing projects link thrive-shop --billing-account=ACCOUNT_ID$/,
  },
  {
    wrong: 'two APIs are off',
    id: 'apis',
    answers: {
      [`GET serviceusage/v1/${project}/services`]: body({
        services: APIS.filter((api) => api !== 'eventarc' && api !== 'cloudtasks').map(service),
      }),
    },
    says: /^Off: cloudtasks.googleapis.com, eventarc.googleapis.com$/,
    remedy: /^gcloud services enable cloudtasks.googleapis.com eventarc.googleapis.com --project thrive-shop$/,
  },
  {
    wrong: 'Authentication was never opened',
    id: 'sign-in',
    answers: { [`GET identitytoolkit/admin/v2/${project}/config`]: refusal(404, 'CONFIGURATION_NOT_FOUND') },
    says: /not set up/,
    remedy: /console.firebase.google.com\/project\/thrive-shop\/authentication\/providers → Get started/,
  },
  {
    wrong: 'no provider is on',
    id: 'sign-in',
    answers: {
      [`GET identitytoolkit/admin/v2/${project}/config`]: body({ signIn: {} }),
      [`GET identitytoolkit/admin/v2/${project}/defaultSupportedIdpConfigs`]: body({}),
    },
    says: /Nobody could sign in/,
    remedy: /authentication\/providers → Google/,
  },
  {
    wrong: 'anyone may sign up',
    id: 'sign-up',
    answers: { [`GET identitytoolkit/admin/v2/${project}/config`]: body({ signIn: { email: { enabled: true } } }) },
    state: 'advice',
    says: /on your bill/,
    remedy: /authentication\/settings → User actions/,
  },
  {
    wrong: 'there is no Hosting site',
    id: 'hosting-site',
    answers: { [`GET firebasehosting/v1beta1/${project}/sites`]: body({}) },
    says: /none/,
    remedy: /^firebase hosting:sites:create thrive-shop --project thrive-shop$/,
  },
  {
    wrong: 'Cloud Scheduler is not in the region',
    id: 'region',
    answers: { [`GET cloudscheduler/v1/${project}/locations`]: body({ locations: [{ locationId: 'europe-west1' }] }) },
    says: /not in us-central1/,
    remedy: /--region europe-west1/,
  },
  {
    wrong: 'there is no budget',
    id: 'budget',
    answers: { 'GET billingbudgets/v1/billingAccounts/0123AB-4567CD-89EF01/budgets': denied },
    state: 'advice',
    says: /Nobody is told/,
    remedy: /^gcloud billing budgets create --billing-account=0123AB-4567CD-89EF01 /,
  },
  {
    wrong: 'the deployer lacks permissions',
    id: 'deployer',
    answers: {
      [`POST cloudresourcemanager/v3/${project}:testIamPermissions`]: ({ body: given }) =>
        body({ permissions: given.permissions.filter((name: string) => !name.startsWith('run.')) }),
    },
    says: /run.services.setIamPolicy/,
    remedy: /--member=user:YOUR_ADDRESS --role=roles\/run.admin /,
  },
  {
    wrong: 'the runtime account may not enqueue',
    id: 'runtime-roles',
    answers: {
      [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: body(
        policyOf(RUNTIME_ROLES.map(({ role }) => role).filter((role) => role !== 'roles/cloudtasks.enqueuer')),
      ),
    },
    says: /lacks roles\/cloudtasks.enqueuer \(hand executions to workers\)$/,
    remedy: new RegExp(
      `^gcloud projects add-iam-policy-binding thrive-shop --member=${MEMBER} --role=roles/cloudtasks.enqueuer `,
    ),
  },
  {
    wrong: 'a role holds only under a condition',
    id: 'runtime-roles',
    answers: {
      [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: body({
        bindings: RUNTIME_ROLES.map(({ role }) => ({
          role,
          members: [MEMBER],
          ...(role === 'roles/run.invoker' && { condition: { title: 'until Monday', expression: 'false' } }),
        })),
      }),
    },
    says: /lacks roles\/run.invoker/,
    remedy: /--role=roles\/run.invoker/,
  },
  {
    wrong: 'the role for the secrets of tenants holds under another condition',
    id: 'runtime-roles',
    answers: {
      [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: body({
        bindings: RUNTIME_ROLES.map(({ role, condition }) => ({
          role,
          members: [MEMBER],
          ...(condition && { condition: { ...condition('123456789'), expression: 'resource.name == "x"' } }),
        })),
      }),
    },
    says: /lacks roles\/secretmanager.admin \(keep what tenants connect/,
    remedy:
      /--role=roles\/secretmanager.admin --condition='expression=resource.type == .*startsWith\("projects\/123456789\/secrets\/tenant-"\),title=secrets-of-tenants'$/,
  },
  {
    wrong: 'CRON_SECRET is not there',
    id: 'secret-CRON_SECRET',
    answers: { [secret('CRON_SECRET')]: refusal(404, 'no') },
    says: /does not exist/,
    remedy:
      /^openssl rand -base64 32 .*\| gcloud secrets create CRON_SECRET --project thrive-shop --replication-policy=automatic --data-file=-$/,
  },
  {
    wrong: 'CRON_SECRET carries the label by which the CLI prunes',
    id: 'secret-CRON_SECRET',
    answers: { [secret('CRON_SECRET')]: body({ name: 's', labels: { 'firebase-managed': 'functions' } }) },
    says: /firebase-managed/,
    remedy: /^gcloud secrets update CRON_SECRET --project thrive-shop --remove-labels=firebase-managed$/,
  },
  {
    wrong: 'CRON_SECRET has no enabled version',
    id: 'secret-CRON_SECRET',
    answers: { [`${secret('CRON_SECRET')}/versions`]: body({}) },
    says: /No version is enabled/,
    remedy: /gcloud secrets versions add CRON_SECRET --project thrive-shop --data-file=-$/,
  },
  {
    wrong: 'the functions may not read CRON_SECRET',
    id: 'secret-CRON_SECRET',
    answers: { [`${secret('CRON_SECRET')}:getIamPolicy`]: body({ etag: 'x' }) },
    says: /may not read it/,
    remedy: new RegExp(
      `^gcloud secrets add-iam-policy-binding CRON_SECRET .*--member=${MEMBER} --role=roles/secretmanager.secretAccessor$`,
    ),
  },
  {
    wrong: 'a rotation was broken off',
    id: 'secret-CRON_SECRET',
    answers: {
      [`${secret('CRON_SECRET')}/versions`]: body({ versions: [version('CRON_SECRET', 2), version('CRON_SECRET', 1)] }),
    },
    state: 'advice',
    says: /2 versions are enabled/,
    remedy: /^npm run rotate-cron-secret -- --project thrive-shop$/,
  },
  {
    wrong: 'LINK_KEY is not there',
    id: 'secret-LINK_KEY',
    answers: { [secret('LINK_KEY')]: refusal(404, 'no') },
    says: /signs the links/,
    remedy: /gcloud secrets create LINK_KEY /,
  },
  {
    wrong: 'there is no mail server',
    id: 'secret-SMTP_URL',
    answers: { [secret('SMTP_URL')]: refusal(404, 'no') },
    state: 'advice',
    says: /without it no mail is sent/,
    remedy: /^printf %s 'VALUE' \| gcloud secrets create SMTP_URL /,
  },
  {
    wrong: 'the calls of skills are not signed',
    id: 'secret-MODAL_WEBHOOK_SECRET',
    answers: { [secret('MODAL_WEBHOOK_SECRET')]: refusal(404, 'no') },
    state: 'advice',
    says: /signs the calls/,
    remedy: /gcloud secrets create MODAL_WEBHOOK_SECRET /,
  },
  {
    wrong: 'there is no Drive',
    id: 'secret-GOOGLE_SERVICE_ACCOUNT_JSON',
    answers: { [secret('GOOGLE_SERVICE_ACCOUNT_JSON')]: refusal(404, 'no') },
    state: 'advice',
    says: /save_to_drive/,
    remedy: /gcloud secrets create GOOGLE_SERVICE_ACCOUNT_JSON /,
  },
  {
    wrong: 'there is no model',
    id: 'secret-LLM_API_KEY',
    answers: { [secret('LLM_API_KEY')]: refusal(404, 'no') },
    state: 'advice',
    says: /optional/,
    remedy: /gcloud secrets create LLM_API_KEY /,
  },
  {
    wrong: 'the gallery cannot take payments',
    id: 'secret-STRIPE_SECRET_KEY',
    answers: { [secret('STRIPE_SECRET_KEY')]: refusal(404, 'no') },
    state: 'advice',
    says: /payments; optional/,
    remedy: /gcloud secrets create STRIPE_SECRET_KEY /,
  },
  {
    wrong: 'events of Stripe are not known',
    id: 'secret-STRIPE_WEBHOOK_SECRET',
    answers: { [secret('STRIPE_WEBHOOK_SECRET')]: refusal(404, 'no') },
    state: 'advice',
    says: /whsec_/,
    remedy: /gcloud secrets create STRIPE_WEBHOOK_SECRET /,
  },
];
