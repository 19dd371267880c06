import { z } from 'zod';
import { advice, type Check, type Look, missing, type Outcome, ok, orNull, runtimeAccount } from '../check.ts';
import { functionNames } from '../wanted.ts';

const RUNTIME = 'nodejs24';
/** A tick that is late by more than this is not running. */
const LATE_MS = { tick: 3 * 60_000, watch: 15 * 60_000 };
const DEFAULT_QUOTA = 1_000;

const functionSchema = z.object({
  name: z.string(),
  state: z.string(),
  buildConfig: z.object({ runtime: z.string().optional() }).optional(),
});
const jobSchema = z.object({
  state: z.string(),
  lastAttemptTime: z.string().optional(),
  status: z.object({ code: z.number().optional(), message: z.string().optional() }).optional(),
});

export const functionChecks: readonly Check[] = [
  {
    id: 'settings',
    title: 'Settings',
    step: null,
    async run({ settings: { config, problem, path } }) {
      if (config === null) return missing(`${problem}`, `edit ${path}, see docs/configuration.md`);
      const mute = [
        ...(config.mailFrom.includes('@localhost') ? ['MAIL_FROM (mail servers refuse mail from localhost)'] : []),
        ...(config.alertEmail === null ? ['ALERT_EMAIL (nobody is told when something is broken)'] : []),
      ];
      return mute.length === 0 ? ok(path) : advice(`Not set: ${mute.join('; ')}`, `edit ${path}`);
    },
  },
  {
    id: 'region-setting',
    title: 'Region in the settings',
    step: 'settings',
    async run({ settings: { path, exists, region } }) {
      if (exists) return ok(`${path} says ${region}`);
      return missing(`${path} does not say REGION=${region}`, `echo REGION=${region} >> ${path}`);
    },
  },
  {
    id: 'functions',
    title: 'Functions',
    step: 'functions',
    async run(look) {
      const deploy = `firebase deploy --only functions --project ${look.projectId} --force`;
      const found = await deployed(look);
      const lacking = functionNames().filter((name) => !found.has(name));
      if (lacking.length > 0) return missing(`Not deployed: ${lacking.join(', ')}`, deploy);
      const broken = [...found].filter(([name, { state }]) => functionNames().includes(name) && state !== 'ACTIVE');
      if (broken.length > 0)
        return missing(
          broken.map(([name, { state }]) => `${name} is ${state}`).join(', '),
          deploy,
          `gcloud functions logs read ${broken[0]?.[0]} --region ${look.region} --project ${look.projectId}`,
        );
      const old = [...found].filter(([, { buildConfig }]) => buildConfig?.runtime !== RUNTIME).map(([name]) => name);
      if (old.length > 0) return missing(`Not on ${RUNTIME}: ${old.join(', ')}`, deploy);
      return ok(`${functionNames().length} active on ${RUNTIME}`);
    },
  },
  ...(['tick', 'watch'] as const).map(
    (name): Check => ({
      id: name,
      title: `Schedule of ${name}`,
      step: 'functions',
      run: (look) => scheduleOf(look, name),
    }),
  ),
  {
    id: 'job-quota',
    title: 'Cloud Scheduler jobs',
    step: null,
    async run({ google, projectId, region, settings }) {
      const path = `/v1/projects/${projectId}/locations/${region}/jobs?pageSize=500`;
      const count = (await google.list('cloudscheduler', path, 'jobs', z.object({ name: z.string() }))).length;
      const cap = settings.config?.schedulerJobCap ?? 0;
      if (count < DEFAULT_QUOTA && cap < DEFAULT_QUOTA) return ok(`${count} in the region, ours at most ${cap}`);
      return advice(
        `${count} jobs in ${region}, SCHEDULER_JOB_CAP ${cap}, and the default quota is ${DEFAULT_QUOTA}; what gets no job is fired by the tick`,
        `https://console.cloud.google.com/iam-admin/quotas?project=${projectId} → Cloud Scheduler → jobs per region (at most 5,000), or a lower SCHEDULER_JOB_CAP`,
      );
    },
  },
];

/** By name, those of our region. */
async function deployed({ google, projectId, region }: Look): Promise<Map<string, z.infer<typeof functionSchema>>> {
  const path = `/v2/projects/${projectId}/locations/${region}/functions?pageSize=200`;
  const found = await google.list('cloudfunctions', path, 'functions', functionSchema);
  return new Map(found.map((one) => [one.name.split('/').at(-1) ?? '', one]));
}

/** The job that the Firebase CLI makes for an `onSchedule` function. */
async function scheduleOf(look: Look, name: 'tick' | 'watch'): Promise<Outcome> {
  const { google, projectId, region, now } = look;
  const id = `firebase-schedule-${name}-${region}`;
  const at = `--location ${region} --project ${projectId}`;
  const job = await orNull(
    google.get('cloudscheduler', `/v1/projects/${projectId}/locations/${region}/jobs/${id}`, jobSchema),
  );
  if (job === null)
    return missing(`${id} does not exist`, `firebase deploy --only functions --project ${projectId} --force`);
  if (job.state !== 'ENABLED') return missing(`${id} is ${job.state}`, `gcloud scheduler jobs resume ${id} ${at}`);
  if ((job.status?.code ?? 0) !== 0)
    return missing(
      `Its last call failed: ${job.status?.message ?? `code ${job.status?.code}`}`,
      `gcloud functions logs read ${name} --region ${region} --project ${projectId}`,
      `gcloud functions add-invoker-policy-binding ${name} --region ${region} --project ${projectId} --member=serviceAccount:${runtimeAccount(await look.projectNumber())}`,
    );
  if (job.lastAttemptTime === undefined) return missing('It has never called', `gcloud scheduler jobs run ${id} ${at}`);
  const age = now().getTime() - Date.parse(job.lastAttemptTime);
  if (age > LATE_MS[name])
    return missing(`It last called ${Math.round(age / 60_000)} minutes ago`, `gcloud scheduler jobs run ${id} ${at}`);
  return ok('enabled, and calls');
}
