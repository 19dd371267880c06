import { z } from 'zod';
import { advice, type Check, type Look, missing, ok, orNull } from '../check.ts';

const functionSchema = z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) });
const queueSchema = z.object({ name: z.string(), state: z.string() });
const taskSchema = z.object({ scheduleTime: z.string().optional() });
const entrySchema = z.object({
  timestamp: z.string().optional(),
  resource: z.object({ labels: z.record(z.string(), z.string()).default({}) }).optional(),
});
const entriesSchema = z.object({ entries: z.array(entrySchema).default([]) });

const LATE_MS = 5 * 60_000;
const SINCE_MS = 3_600_000;
/** What the Firebase CLI marks a function with that has a queue. */
const QUEUE_LABEL = 'deployment-taskqueue';

/** What only the project's own people can see, in Google's services. */
export const liveCloudChecks: readonly Check[] = [
  {
    id: 'queues',
    title: 'Task queues',
    step: 'functions',
    async run(look) {
      const { google, projectId, region } = look;
      const path = `/v2/projects/${projectId}/locations/${region}/functions?pageSize=200`;
      const functions = await google.list('cloudfunctions', path, 'functions', functionSchema);
      const names = functions
        .filter(({ labels }) => labels[QUEUE_LABEL] === 'true')
        .map(({ name }) => name.split('/').at(-1) ?? '');
      if (names.length === 0)
        return missing('No function has one', `firebase deploy --only functions --project ${projectId} --force`);
      const states = await Promise.all(names.map((name) => queueState(look, name)));
      const bad = states.filter(({ problem }) => problem !== null);
      if (bad.length === 0) return ok(`${names.join(', ')} run`);
      return missing(bad.map(({ problem }) => problem).join('; '), ...bad.map(({ remedy }) => remedy));
    },
  },
  {
    id: 'errors',
    title: 'Errors of the functions',
    step: null,
    async run({ google, projectId, now }) {
      const since = new Date(now().getTime() - SINCE_MS).toISOString();
      const filter = `resource.type="cloud_run_revision" AND severity>=ERROR AND timestamp>="${since}"`;
      const body = { resourceNames: [`projects/${projectId}`], filter, pageSize: 100, orderBy: 'timestamp desc' };
      const { entries } = await google.send('POST', 'logging', '/v2/entries:list', body, entriesSchema);
      if (entries.length === 0) return ok('none within the hour');
      const names = entries.map(({ resource }) => resource?.labels.service_name ?? 'unknown');
      const told = [...Map.groupBy(names, (name) => name)].map(([name, same]) => `${name} ${same.length}`);
      return advice(
        `Within the hour: ${told.join(', ')}`,
        `gcloud logging read '${filter}' --project ${projectId} --limit 20`,
      );
    },
  },
];

async function queueState({ google, projectId, region, now }: Look, name: string) {
  const path = `/v2/projects/${projectId}/locations/${region}/queues/${name}`;
  const at = `${name} --location ${region} --project ${projectId}`;
  const queue = await orNull(google.get('cloudtasks', path, queueSchema));
  if (queue === null)
    return {
      problem: `The queue of ${name} does not exist`,
      remedy: `firebase deploy --only functions:${name} --project ${projectId} --force`,
    };
  if (queue.state !== 'RUNNING')
    return { problem: `The queue of ${name} is ${queue.state}`, remedy: `gcloud tasks queues resume ${at}` };
  const tasks = await google.list('cloudtasks', `${path}/tasks?pageSize=1000`, 'tasks', taskSchema);
  const late = tasks.filter(
    ({ scheduleTime }) => scheduleTime !== undefined && now().getTime() - Date.parse(scheduleTime) > LATE_MS,
  );
  if (late.length > 0)
    return {
      problem: `${late.length} tasks of ${name} wait for more than five minutes`,
      remedy: `gcloud functions logs read ${name} --region ${region} --project ${projectId}`,
    };
  return { problem: null, remedy: '' };
}
