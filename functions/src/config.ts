import { z } from 'zod';

const host = z.string().regex(/^[^:/\s]+:\d{1,5}$/, 'write host:port');
const flag = z.stringbool({ truthy: ['true', '1', 'yes', 'on'], falsy: ['false', '0', 'no', 'off'] });
const origin = z.url().transform((url) => url.replace(/\/+$/, ''));

const detours = z.string().transform((text, context) => {
  const pairs = text.split(',').map((entry) => entry.trim().split('='));
  if (pairs.every(([host, to]) => host && /^http:\/\/(127\.0\.0\.1|localhost):\d+(\/[\w.-]+)*$/.test(to ?? ''))) {
    return Object.fromEntries(pairs) as Record<string, string>;
  }
  context.addIssue({ code: 'custom', message: 'write host=http://127.0.0.1:port/path, separated by commas' });
  return z.NEVER;
});

/** Everything that the environment may set. This file is the only reader of `process.env`. */
const environmentSchema = z.object({
  GCLOUD_PROJECT: z.string().min(1).describe('the Firebase project; set by the platform'),
  REGION: z.string().min(1).default('us-central1').describe('where functions, jobs and queues live'),
  API_ORIGIN: origin.optional().describe('the address of the `api` function itself'),
  APP_ORIGIN: origin.optional().describe('the address people open, on Hosting'),
  REQUESTS_A_MINUTE: z.coerce.number().int().min(1).default(6_000).describe('per address and instance of `api`'),
  SCHEDULER_JOB_CAP: z.coerce.number().int().min(0).max(5_000).default(500).describe('jobs; the tick fires the rest'),
  ALERT_EMAIL: z.email().optional().describe('who is told when something is broken'),
  CRON_SECRET_NAME: z.string().min(1).default('CRON_SECRET'),
  MAIL_FROM: z.string().min(3).default('Playbooks <playbooks@localhost>'),
  DRIVE_FOLDER: z.string().optional().describe('save_to_drive writes here instead of Google Drive; demo projects only'),
  GOOGLE_SHEETS_ID: z.string().optional().describe('the spreadsheet of tenants who log to none of their own'),
  LLM_PROVIDER: z.enum(['anthropic', 'google', 'openai', 'openai-compatible']).optional(),
  LLM_MODEL: z.string().optional(),
  LLM_ROUTINE_MODEL: z.string().optional().describe('a cheaper model for routine work; LLM_MODEL does it otherwise'),
  LLM_BASE_URL: z.url().optional(),
  MODAL_WEBHOOK_URL: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('the program that does skills, for all tenants'),
  OUTBOUND_ALLOW: z.string().optional().describe('host:port,… reachable though private; demo projects only'),
  OUTBOUND_DETOURS: detours.optional().describe('vendor.example=http://127.0.0.1:port/path,… ; demo projects only'),
  DEMO_USER: z
    .string()
    .regex(/^[^:\s]+@[^:\s]+:\S+$/, 'write e-mail:password')
    .optional()
    .describe('who one click signs in as; demo projects only'),
  LOCAL_CLOCK_FILE: z.string().optional().describe('the clock of the local stack; demo projects only'),
  ENABLE_AUTO_EXECUTION: flag.default(true).describe('false: nothing starts by itself, in any tenant'),
  AGENT_DRY_RUN: flag.default(false).describe('true: everything is a dry run, in every tenant'),
  LINK_KEY_NAME: z.string().min(1).default('LINK_KEY').describe('the secret that signs approval links'),
  MODERATORS: z
    .string()
    .default('')
    .transform((text) => [
      ...new Set(
        text
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      ),
    ])
    .transform((all) => all.map((one) => (one.includes('@') ? one.toLowerCase() : one)))
    .describe('who lets items into the gallery: verified e-mail addresses and uids, separated by commas'),
  NEW_TENANTS: z.enum(['open', 'first']).default('open').describe('first: only the first business can be made'),
  FUNCTIONS_EMULATOR: z.string().optional(),
  FIREBASE_AUTH_EMULATOR_HOST: host.optional(),
  FIRESTORE_EMULATOR_HOST: host.optional(),
  CLOUD_SCHEDULER_EMULATOR_HOST: host.optional(),
  SECRET_MANAGER_EMULATOR_HOST: host.optional(),
  CLOUD_TASKS_EMULATOR_HOST: host.optional(),
});

export interface Config {
  readonly projectId: string;
  readonly region: string;
  /** True for `demo-` projects and under the emulators: real Google services are refused there. */
  readonly isLocal: boolean;
  readonly apiOrigin: string;
  readonly appOrigin: string;
  /** The origins of the web app: its own, and those that Hosting gives every project. */
  readonly webOrigins: readonly string[];
  readonly requestsAMinute: number;
  /** At most this many schedules have a job of Cloud Scheduler; the tick fires the rest. */
  readonly schedulerJobCap: number;
  /** Who is told when something is broken; null for nobody. */
  readonly alertEmail: string | null;
  readonly cronSecretName: string;
  /** The secret by whose value links in mails are signed. */
  readonly linkKeyName: string;
  /** Whether playbooks start by themselves, and whether everything is a dry run. */
  readonly autoExecution: boolean;
  readonly dryRun: boolean;
  /** Whether everybody who signs in may make a business of his own, or only who comes first. */
  readonly newTenants: 'open' | 'first';
  /** Who lets items into the gallery: e-mail addresses in small letters, and uids. */
  readonly moderators: readonly string[];
  readonly mailFrom: string;
  readonly driveFolder: string | null;
  /** The program that does skills for tenants without one of their own; null for none. */
  readonly skillWebhookUrl: string | null;
  /** The spreadsheet that tenants may log their executions to. */
  readonly sheetsId: string | null;
  readonly llm: {
    readonly provider: string | null;
    readonly model: string | null;
    readonly routineModel: string | null;
    readonly baseUrl: string | null;
  };
  readonly outboundAllow: readonly string[];
  /** Vendors whose requests go to a server of this machine instead. */
  readonly outboundDetours: Readonly<Record<string, string>>;
  /** The emulators that the web app talks to; null for a real project. */
  readonly emulators: { readonly auth: string; readonly firestore: string } | null;
  readonly demoUser: { readonly email: string; readonly password: string } | null;
  readonly localClockFile: string | null;
  readonly schedulerEmulatorHost: string | null;
  readonly secretManagerEmulatorHost: string | null;
  readonly tasksEmulatorHost: string | null;
}

/** Thrown at start-up; names each variable that is wrong and how to set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The function that this process serves, as the platform names it; null outside of it. */
export function servedFunction(): string | null {
  return process.env.FUNCTION_TARGET ?? null;
}

/** Where the functions are declared to live. The build puts it in here: declarations are loaded without settings. */
export function deployedRegion(): string {
  return process.env.REGION || 'us-central1';
}

/** Reads and checks the environment. Refuses settings that open the door out of a real project. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse({ ...given, GCLOUD_PROJECT: projectOf(given) });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`These environment variables are wrong:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  const isDemo = e.GCLOUD_PROJECT.startsWith('demo-');
  for (const name of ['OUTBOUND_ALLOW', 'OUTBOUND_DETOURS', 'DRIVE_FOLDER', 'DEMO_USER', 'LOCAL_CLOCK_FILE'] as const) {
    if (e[name] !== undefined && !isDemo) {
      throw new ConfigError(
        `${name} is for local projects whose id starts with demo-; unset it for ${e.GCLOUD_PROJECT}`,
      );
    }
  }
  return {
    projectId: e.GCLOUD_PROJECT,
    region: e.REGION,
    isLocal: isDemo || e.FUNCTIONS_EMULATOR === 'true',
    apiOrigin: e.API_ORIGIN ?? `https://${e.REGION}-${e.GCLOUD_PROJECT}.cloudfunctions.net/api`,
    appOrigin: e.APP_ORIGIN ?? `https://${e.GCLOUD_PROJECT}.web.app`,
    webOrigins: webOriginsOf(e.GCLOUD_PROJECT, e.APP_ORIGIN),
    requestsAMinute: e.REQUESTS_A_MINUTE,
    schedulerJobCap: e.SCHEDULER_JOB_CAP,
    alertEmail: e.ALERT_EMAIL ?? null,
    cronSecretName: e.CRON_SECRET_NAME,
    linkKeyName: e.LINK_KEY_NAME,
    autoExecution: e.ENABLE_AUTO_EXECUTION,
    dryRun: e.AGENT_DRY_RUN,
    newTenants: e.NEW_TENANTS,
    moderators: e.MODERATORS,
    mailFrom: e.MAIL_FROM,
    driveFolder: e.DRIVE_FOLDER ?? null,
    skillWebhookUrl: e.MODAL_WEBHOOK_URL ?? null,
    sheetsId: e.GOOGLE_SHEETS_ID ?? null,
    llm: {
      provider: e.LLM_PROVIDER ?? null,
      model: e.LLM_MODEL ?? null,
      routineModel: e.LLM_ROUTINE_MODEL ?? null,
      baseUrl: e.LLM_BASE_URL ?? null,
    },
    outboundAllow: (e.OUTBOUND_ALLOW ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
    outboundDetours: e.OUTBOUND_DETOURS ?? {},
    emulators: emulatorsOf(e.FIREBASE_AUTH_EMULATOR_HOST, e.FIRESTORE_EMULATOR_HOST),
    demoUser: demoUserOf(e.DEMO_USER),
    localClockFile: e.LOCAL_CLOCK_FILE ?? null,
    schedulerEmulatorHost: e.CLOUD_SCHEDULER_EMULATOR_HOST ?? null,
    secretManagerEmulatorHost: e.SECRET_MANAGER_EMULATOR_HOST ?? null,
    tasksEmulatorHost: e.CLOUD_TASKS_EMULATOR_HOST ?? null,
  };
}

function webOriginsOf(projectId: string, appOrigin: string | undefined): string[] {
  const given = [`https://${projectId}.web.app`, `https://${projectId}.firebaseapp.com`];
  return appOrigin === undefined ? given : [...new Set([appOrigin, ...given])];
}

function emulatorsOf(auth: string | undefined, firestore: string | undefined): Config['emulators'] {
  return auth === undefined || firestore === undefined ? null : { auth: `http://${auth}`, firestore };
}

function demoUserOf(text: string | undefined): Config['demoUser'] {
  if (text === undefined) return null;
  const colon = text.indexOf(':');
  return { email: text.slice(0, colon), password: text.slice(colon + 1) };
}

function projectOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env.GCLOUD_PROJECT ?? env.GOOGLE_CLOUD_PROJECT;
}
