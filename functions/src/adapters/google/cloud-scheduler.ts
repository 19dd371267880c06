import type { CloudSchedulerClient, protos } from '@google-cloud/scheduler';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { commonJs } from '../../core/common-js.ts';
import {
  AlreadyExistsError,
  type JobScheduler,
  NoMoreJobsError,
  type SchedulerJob,
  type WantedJob,
} from '../../core/ports.ts';
import { jsonObject } from '../../model/json.ts';
import { ALREADY_EXISTS, clientOptions, grpcCode, NOT_FOUND } from './local-grpc.ts';

type Job = protos.google.cloud.scheduler.v1.IJob;

/** The client's own default is ten minutes. */
const CALL = { timeout: 10_000 };
/** The execute endpoint answers after its start batch; half a minute is ample. */
const ATTEMPT_DEADLINE_S = 30;
const RETRIES = 3;
/** The gRPC status of a quota that is used up: the number of jobs, or of writes a minute. */
const RESOURCE_EXHAUSTED = 8;

/** Cloud Scheduler through Google's client; one per instance, loaded at the first use. */
export function createCloudScheduler(config: Config): JobScheduler {
  let client: Promise<CloudSchedulerClient> | null = null;
  const connected = (): Promise<CloudSchedulerClient> => {
    client ??= connect(config);
    return client;
  };
  return {
    async get(name) {
      try {
        const [job] = await (await connected()).getJob({ name }, CALL);
        return fromJob(job);
      } catch (error) {
        if (grpcCode(error) === NOT_FOUND) return null;
        throw error;
      }
    },
    async create(wanted) {
      const parent = wanted.name.slice(0, wanted.name.indexOf('/jobs/'));
      try {
        await (await connected()).createJob({ parent, job: toJob(wanted) }, CALL);
      } catch (error) {
        const code = grpcCode(error);
        if (code === ALREADY_EXISTS) throw new AlreadyExistsError(wanted.name, { cause: error });
        if (code === RESOURCE_EXHAUSTED) throw new NoMoreJobsError(wanted.name, { cause: error });
        throw error;
      }
    },
    async update(wanted) {
      await (await connected()).updateJob({ job: toJob(wanted) }, CALL);
    },
    async resume(name) {
      await (await connected()).resumeJob({ name }, CALL);
    },
    async delete(name) {
      try {
        await (await connected()).deleteJob({ name }, CALL);
      } catch (error) {
        if (grpcCode(error) !== NOT_FOUND) throw error;
      }
    },
    async list() {
      const parent = jobParent(config);
      const jobs: SchedulerJob[] = [];
      const options = { ...CALL, autoPaginate: false };
      for await (const job of (await connected()).listJobsAsync({ parent, pageSize: 500 }, options))
        jobs.push(fromJob(job));
      return jobs;
    },
  };
}

export function jobParent({ projectId, region }: Config): string {
  return `projects/${projectId}/locations/${region}`;
}

async function connect(config: Config): Promise<CloudSchedulerClient> {
  const options = await clientOptions('Cloud Scheduler', config, config.schedulerEmulatorHost);
  const { CloudSchedulerClient } = commonJs(await import('@google-cloud/scheduler'));
  return new CloudSchedulerClient(options);
}

function toJob(wanted: WantedJob): Job {
  return {
    name: wanted.name,
    description: wanted.description,
    schedule: wanted.cron,
    timeZone: wanted.timezone,
    attemptDeadline: { seconds: ATTEMPT_DEADLINE_S },
    retryConfig: { retryCount: RETRIES },
    httpTarget: {
      uri: wanted.url,
      httpMethod: 'POST',
      headers: { ...wanted.headers },
      body: Buffer.from(JSON.stringify(wanted.body)),
    },
  };
}

const STATES = ['ENABLED', 'PAUSED', 'DISABLED', 'UPDATE_FAILED'] as const;

/** Headers that the service itself adds to what was asked for. */
const ADDED_HEADERS = new Set(['user-agent', 'x-cloudscheduler']);

function fromJob(job: Job): SchedulerJob {
  const state = z.enum(STATES).catch('DISABLED').parse(job.state);
  const headers = Object.entries(job.httpTarget?.headers ?? {}).filter(
    ([name]) => !ADDED_HEADERS.has(name.toLowerCase()),
  );
  const text = Buffer.from(job.httpTarget?.body ?? '').toString('utf8');
  return {
    name: job.name ?? '',
    description: job.description ?? '',
    cron: job.schedule ?? '',
    timezone: job.timeZone ?? '',
    url: job.httpTarget?.uri ?? '',
    headers: Object.fromEntries(headers),
    body: jsonObject.catch({}).parse(parsed(text)),
    state,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
