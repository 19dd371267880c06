import { invalid } from '../grpc.ts';
import type { WireJob } from './wire.ts';

const OUTPUT_ONLY = new Set(['name', 'state', 'status', 'user_update_time', 'schedule_time', 'last_attempt_time']);
const UPDATABLE: Record<string, keyof WireJob> = {
  description: 'description',
  schedule: 'schedule',
  time_zone: 'timeZone',
  attempt_deadline: 'attemptDeadline',
  retry_config: 'retryConfig',
  http_target: 'httpTarget',
  pubsub_target: 'pubsubTarget',
  app_engine_http_target: 'appEngineHttpTarget',
};

/**
 * The job after an update: what the mask names comes from the patch, the rest stays. An empty mask means every field
 * that the patch sets. Output-only fields are ignored; an unknown one is INVALID_ARGUMENT, camelCase included.
 */
export function applyMask(stored: WireJob, patch: WireJob, paths: string[]): WireJob {
  const masks = paths.length > 0 ? paths : Object.keys(UPDATABLE).filter((path) => isSet(patch[fieldOf(path)]));
  return masks.reduce((job, path) => applyPath(job, patch, path), stored);
}

function applyPath(job: WireJob, patch: WireJob, path: string): WireJob {
  const [head = '', ...rest] = path.split('.');
  if (OUTPUT_ONLY.has(head)) return job;
  const field = fieldOf(head);
  const [leaf] = rest;
  if (leaf === undefined) return { ...job, [field]: patch[field] };
  const from: object = patch[field] && typeof patch[field] === 'object' ? patch[field] : {};
  const into: object = job[field] && typeof job[field] === 'object' ? job[field] : {};
  const key = camelCase(leaf);
  if (rest.length > 1 || !/^[a-z_]+$/.test(leaf) || !(key in from || key in into)) {
    throw invalid(`update_mask.paths: "${path}" is not a field of Job.`);
  }
  return { ...job, [field]: { ...into, [key]: new Map(Object.entries(from)).get(key) } };
}

function fieldOf(path: string): keyof WireJob {
  const field = Object.hasOwn(UPDATABLE, path) ? UPDATABLE[path] : undefined;
  if (field === undefined) {
    throw invalid(`update_mask.paths: "${path}" is not a field of Job. Paths are written in snake_case: time_zone.`);
  }
  return field;
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function camelCase(path: string): string {
  return path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
