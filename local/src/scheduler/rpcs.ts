import { randomUUID } from 'node:crypto';
import { status as Code } from '@grpc/grpc-js';
import { z } from 'zod';
import { GrpcError, invalid, notFound, pageOf, type Rpc } from '../grpc.ts';
import { applyMask } from './field-mask.ts';
import { type Job, shortName, stateOf } from './job.ts';
import type { Jobs } from './jobs.ts';
import type { Runner } from './runner.ts';
import { jobToWire, parseSpec, specToWire, wireJobSchema } from './wire.ts';

const LOCATION = /^projects\/[A-Za-z0-9-:.]+\/locations\/[a-z0-9-]+$/;
const JOB_ID = /^[A-Za-z0-9_-]{1,500}$/;

const parentSchema = z.string().regex(LOCATION, 'must look like projects/PROJECT/locations/LOCATION');
const nameRequestSchema = z.object({ name: z.string() });
const createSchema = z.object({ parent: parentSchema, job: wireJobSchema });
const updateSchema = z.object({
  job: wireJobSchema,
  updateMask: z.object({ paths: z.array(z.string()) }).nullable(),
});
const listSchema = z.object({ parent: parentSchema, pageSize: z.number(), pageToken: z.string() });

/** What tests may break. */
export interface SchedulerFaults {
  /** Names of jobs (full or short) whose next update fails half-way. */
  updateFailed: Set<string>;
}

/** The eight RPCs of google.cloud.scheduler.v1.CloudScheduler. `jobCap` is the quota of jobs per location. */
export function schedulerRpcs(
  jobs: Jobs,
  runner: Runner,
  faults: SchedulerFaults,
  jobCap: number,
): Record<string, Rpc> {
  const service: Service = { jobs, runner, faults, jobCap };
  return {
    CreateJob: (request) => createJob(service, request),
    UpdateJob: (request) => updateJob(service, request),
    GetJob: (request) => jobToWire(find(service, request)),
    ListJobs: (request) => listJobs(service, request),

    async DeleteJob(request) {
      jobs.delete(find(service, request).name);
      await jobs.save();
      runner.wake();
      return {};
    },

    PauseJob(request) {
      const job = find(service, request);
      requireState(job, 'ENABLED', 'paused');
      return rearm(service, job, { paused: true });
    },

    ResumeJob(request) {
      const job = find(service, request);
      requireState(job, 'PAUSED', 'resumed');
      return rearm(service, job, { paused: false });
    },

    /** A paused job may be run by hand; the answer does not wait for the attempt. */
    RunJob(request) {
      const job = find(service, request);
      if (job.updateFailed) {
        throw new GrpcError(Code.FAILED_PRECONDITION, `Job ${job.name} is in UPDATE_FAILED; update it first.`);
      }
      runner.runNow(job);
      return jobToWire(job);
    },
  };
}

interface Service {
  jobs: Jobs;
  runner: Runner;
  faults: SchedulerFaults;
  jobCap: number;
}

function createJob(service: Service, request: unknown): Promise<object> {
  const { jobs, jobCap } = service;
  const { parent, job: wire } = createSchema.parse(request);
  const name = newName(parent, wire.name);
  const spec = parseSpec(wire);
  if (jobs.get(name)) throw new GrpcError(Code.ALREADY_EXISTS, `Job ${name} already exists.`);
  if (jobs.all().filter((job) => parentOf(job.name) === parent).length >= jobCap) {
    throw new GrpcError(Code.RESOURCE_EXHAUSTED, `The limit of ${jobCap} jobs in ${parent} is reached.`);
  }
  const job: Job = {
    name,
    spec,
    paused: false,
    updateFailed: false,
    userUpdatedAt: jobs.now(),
    nextAt: null,
    retrying: null,
    lastAttemptAt: null,
    status: null,
  };
  jobs.put(job);
  return rearm(service, job, {});
}

async function updateJob(service: Service, request: unknown): Promise<object> {
  const { jobs, faults } = service;
  const { job: patch, updateMask } = updateSchema.parse(request);
  const job = find(service, { name: patch.name });
  const spec = parseSpec(applyMask(specToWire(job.name, job.spec), patch, updateMask?.paths ?? []));
  if (faults.updateFailed.delete(job.name) || faults.updateFailed.delete(shortName(job.name))) {
    await rearm(service, job, { updateFailed: true });
    throw new GrpcError(Code.INTERNAL, `Internal error. Job ${job.name} is in UPDATE_FAILED; retry the update.`);
  }
  return rearm(service, job, { spec, updateFailed: false, userUpdatedAt: jobs.now() });
}

function listJobs({ jobs }: Service, request: unknown): object {
  const { parent, ...paging } = listSchema.parse(request);
  const here = jobs.all().filter((job) => parentOf(job.name) === parent);
  here.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextPageToken } = pageOf(here, paging, 500);
  return { jobs: items.map(jobToWire), nextPageToken };
}

function find({ jobs }: Service, request: unknown): Job {
  const { name } = nameRequestSchema.parse(request);
  if (!LOCATION.test(parentOf(name))) {
    throw invalid(`Job name must be formatted: "projects/P/locations/L/jobs/J", not "${name}".`);
  }
  const job = jobs.get(name);
  if (job === undefined) throw notFound(`Job not found: ${name}`);
  return job;
}

/** Changes a job; it is armed anew and on disk before the caller hears of it. */
async function rearm({ jobs, runner }: Service, job: Job, fields: Partial<Job>): Promise<object> {
  Object.assign(job, fields);
  jobs.arm(job);
  const wire = jobToWire(job);
  await jobs.save();
  runner.wake();
  return wire;
}

function parentOf(name: string): string {
  return name.replace(/\/jobs\/[^/]*$/, '');
}

function newName(parent: string, wanted: string): string {
  const name = wanted || `${parent}/jobs/${randomUUID()}`;
  if (parentOf(name) === name || !JOB_ID.test(shortName(name))) {
    throw invalid(`Job.name "${name}" must look like PARENT/jobs/ID, the ID of [A-Za-z0-9_-], at most 500 characters.`);
  }
  if (parentOf(name) !== parent) throw invalid(`Job.name "${name}" must begin with the parent "${parent}".`);
  return name;
}

function requireState(job: Job, state: string, verb: string): void {
  if (stateOf(job) === state) return;
  const message = `Job ${job.name} is ${stateOf(job)}; only a job that is ${state} can be ${verb}.`;
  throw new GrpcError(Code.FAILED_PRECONDITION, message);
}
