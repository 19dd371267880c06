import { isDeepStrictEqual } from 'node:util';
import type { EventListener } from '../../model/event.ts';
import { type TenantPaths, tenantPaths } from '../../model/paths.ts';
import type { PlaybookContent, PlaybookStatus } from '../../model/playbook.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { ListeningTrigger, Recurrence, ScheduleTrigger } from '../../model/trigger.ts';
import { sha256Hex } from '../derive-id.ts';
import type { SchedulerJob, Stored, WantedJob, Write } from '../ports.ts';
import { nextOccurrence } from './next-occurrence.ts';
import { eventNameOf } from './webhook-event.ts';

/** With a job, the tick only has to look when the job failed to come. */
const JOB_GRACE_MS = 90_000;

/** What a playbook wants, in its present state. `content` is null when it is gone or invalid. */
export interface Wanted {
  readonly orgId: string;
  readonly playbookId: string;
  readonly status: PlaybookStatus | 'deleted';
  readonly content: PlaybookContent | null;
}

/** What is armed now. */
export interface Have {
  readonly schedules: readonly Stored<Schedule>[];
  readonly listeners: readonly Stored<EventListener>[];
}

/** How jobs are addressed and authorised, and how many more of them there may be. */
export interface JobSettings {
  readonly parent: string;
  readonly apiOrigin: string;
  readonly cronSecret: string;
  readonly freeJobs: number;
}

export interface TriggerPlan {
  /** Before the jobs: what must be there when one fires. */
  readonly first: readonly Write[];
  readonly jobs: readonly WantedJob[];
  readonly deleteJobs: readonly string[];
  /** After the jobs, and only when all of them are gone that had to go: who forgot a job could never delete it. */
  readonly last: readonly Write[];
}

/** The difference between what is wanted and what is there. Pure; the same input twice gives an empty second plan. */
export function planTriggers(wanted: Wanted, have: Have, settings: JobSettings, now: Date): TriggerPlan {
  const paths = tenantPaths(wanted.orgId);
  const { isActive, schedules, listeners } = wishes(wanted);
  const jobs = jobsFor(wanted, have, settings);
  const kept = new Set(jobs.map(({ name }) => name));
  const stale = have.schedules.filter(({ data }) => data.jobName !== null && !kept.has(data.jobName));
  const orphans = surplus(have.schedules, schedules, wanted);
  const circumstances = { isActive, jobs, now };
  return {
    first: [
      ...schedules.flatMap((trigger) => scheduleWrite(paths, wanted, have, trigger, circumstances)),
      ...orphans.flatMap(disarm),
      ...listeners.flatMap((trigger) => listenerWrite(paths, wanted, have, trigger, now)),
      ...surplus(have.listeners, listeners, wanted).map(remove),
    ],
    jobs,
    deleteJobs: stale.flatMap(({ data }) => data.jobName ?? []),
    last: [
      ...orphans.map(remove),
      ...stale
        .filter((schedule) => !isActive && !orphans.includes(schedule))
        .map(({ ref }) => ({ op: 'update' as const, path: ref.path, fields: { jobName: null } })),
    ],
  };
}

/** Whether an active schedule has no job yet: only then does it matter how many more there may be. */
export function lacksJob(wanted: Wanted, have: Have): boolean {
  const { isActive, schedules } = wishes(wanted);
  return isActive && schedules.some((trigger) => !(presentOf(have, wanted, trigger)?.data.jobName ?? null));
}

function wishes({ status, content }: Wanted) {
  const isActive = status === 'active';
  // While it is paused a schedule stands still, and what it listens for is held for it.
  const triggers = isActive || status === 'paused' ? (content?.triggers ?? []) : [];
  return {
    isActive,
    schedules: triggers.filter((trigger) => trigger.type === 'schedule'),
    listeners: triggers.filter((trigger) => trigger.type === 'event' || trigger.type === 'webhook'),
  };
}

/** Who has a job keeps it; the free ones go to the others in their order; the tick fires the rest. */
function jobsFor(wanted: Wanted, have: Have, settings: JobSettings): WantedJob[] {
  const { isActive, schedules } = wishes(wanted);
  if (!isActive) return [];
  let free = settings.freeJobs;
  return schedules.flatMap((trigger) => {
    const hasJob = (presentOf(have, wanted, trigger)?.data.jobName ?? null) !== null;
    if (!hasJob && free-- <= 0) return [];
    return [jobFor({ ...wanted, triggerId: trigger.id, ...trigger }, settings)];
  });
}

function presentOf({ schedules }: Have, { playbookId }: Wanted, { id }: ScheduleTrigger): Stored<Schedule> | null {
  return schedules.find((schedule) => schedule.id === `${playbookId}.${id}`) ?? null;
}

/** Nothing starts any more, though its job may still be there. */
function disarm({ ref, data, version }: Stored<Schedule>): Write[] {
  if (data.jobName === null || data.scheduledFor === null) return [];
  return [{ op: 'update', path: ref.path, fields: { scheduledFor: null, dueAt: null }, ifVersion: version }];
}

/** Deterministic: a job is never orphaned by a second delivery, and tenants never share one. */
export function jobNameFor(parent: string, orgId: string, playbookId: string, triggerId: string): string {
  const hash = sha256Hex(`${orgId}|${playbookId}|${triggerId}`).slice(0, 12);
  return `${parent}/jobs/playbook-${playbookId}-${hash}`;
}

export interface JobOwner {
  readonly orgId: string;
  readonly playbookId: string;
  readonly triggerId: string;
}
type JobOf = JobOwner & Pick<Recurrence, 'cron' | 'timezone'>;

/** The job that a schedule trigger, or its armed form, wants. */
export function jobFor(
  { orgId, playbookId, triggerId, cron, timezone }: JobOf,
  { parent, apiOrigin, cronSecret }: Omit<JobSettings, 'freeJobs'>,
): WantedJob {
  return {
    name: jobNameFor(parent, orgId, playbookId, triggerId),
    description: `Playbooks ${orgId}/${playbookId}/${triggerId}`,
    cron,
    timezone,
    url: `${apiOrigin}/api/playbooks/${playbookId}/execute`,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${cronSecret}` },
    body: { triggeredBy: 'schedule', orgId, triggerId },
  };
}

/** Whose a job is, by its description; null for one that is not ours. */
export function ownerOfJob(
  { name, description }: Pick<SchedulerJob, 'name' | 'description'>,
  parent: string,
): JobOwner | null {
  const [, orgId = '', playbookId = '', triggerId = ''] =
    /^Playbooks ([^/ ]+)\/([^/ ]+)\/([^/ ]+)$/.exec(description) ?? [];
  return name === jobNameFor(parent, orgId, playbookId, triggerId) ? { orgId, playbookId, triggerId } : null;
}

/** Whether the job as it is does what is wanted. An update that failed, or a foreign pause, has to be made good. */
export function jobDiffers(job: SchedulerJob, wanted: WantedJob): boolean {
  const { state, ...present } = job;
  return state !== 'ENABLED' || !isDeepStrictEqual(present, wanted);
}

interface Circumstances {
  readonly isActive: boolean;
  readonly jobs: readonly WantedJob[];
  readonly now: Date;
}

function scheduleWrite(
  paths: TenantPaths,
  wanted: Wanted,
  have: Have,
  trigger: ScheduleTrigger,
  { isActive, jobs, now }: Circumstances,
): Write[] {
  const { path } = paths.schedule(wanted.playbookId, trigger.id);
  const stored = presentOf(have, wanted, trigger);
  const present = stored?.data ?? null;
  const { cron, timezone, every, anchor, dayOfMonth, weekOfMonth, until, catchUpPolicy } = trigger;
  const recurrence: Recurrence = { cron, timezone, every, anchor, dayOfMonth, weekOfMonth, until };
  const position = present?.scheduledFor ?? null;
  const goesOn = present !== null && position !== null && sameRecurrence(present, recurrence);
  const armedAt = goesOn || (present !== null && position === null && !isActive) ? present.armedAt : now;
  // One that was never armed is not armed by a pause.
  const isWanted = isActive || position !== null;
  const scheduledFor = goesOn ? position : isWanted ? nextOccurrence(recurrence, now) : null;
  const job = jobs.find(({ body }) => body.triggerId === trigger.id) ?? null;
  // While paused, until its job is deleted.
  const jobName = isActive ? (job?.name ?? null) : (present?.jobName ?? null);
  const schedule: Schedule = {
    ...recurrence,
    playbookId: wanted.playbookId,
    triggerId: trigger.id,
    catchUpPolicy,
    scheduledFor,
    lastScheduledFor: present?.lastScheduledFor ?? null,
    armedAt,
    jobName,
    dueAt: isActive ? dueFor(scheduledFor, jobName) : null,
  };
  if (stored === null) return [{ op: 'create', path, data: schedule }];
  if (isDeepStrictEqual(present, schedule)) return [];
  return [{ op: 'update', path, fields: { ...schedule }, ifVersion: stored.version }];
}

/** By when the tick has to look: at once where it is the one that fires, later where a job does. */
export function dueFor(scheduledFor: Date | null, jobName: string | null): Date | null {
  return scheduledFor && new Date(scheduledFor.getTime() + (jobName === null ? 0 : JOB_GRACE_MS));
}

/** A schedule that goes on without a job; what is still due is due at once. */
export function withoutJob({ scheduledFor }: Schedule): Partial<Schedule> {
  return { jobName: null, dueAt: dueFor(scheduledFor, null) };
}

/** The schedule's next position after `scheduledFor` was accounted for. */
export function advancedSchedule(schedule: Schedule, scheduledFor: Date): Partial<Schedule> {
  const next = nextOccurrence(schedule, scheduledFor);
  return { lastScheduledFor: scheduledFor, scheduledFor: next, dueAt: dueFor(next, schedule.jobName) };
}

function sameRecurrence(a: Recurrence, b: Recurrence): boolean {
  return (
    a.cron === b.cron &&
    a.timezone === b.timezone &&
    a.every === b.every &&
    a.anchor === b.anchor &&
    a.dayOfMonth === b.dayOfMonth &&
    a.weekOfMonth === b.weekOfMonth &&
    a.until === b.until
  );
}

function listenerWrite(
  paths: TenantPaths,
  { playbookId }: Wanted,
  have: Have,
  trigger: ListeningTrigger,
  now: Date,
): Write[] {
  const ref = paths.listener(playbookId, trigger.id);
  const present = have.listeners.find(({ id }) => id === `${playbookId}.${trigger.id}`)?.data ?? null;
  const { filter, debounce, batch } = trigger;
  const eventName = eventNameOf(trigger);
  const goesOn = present !== null && present.eventName === eventName;
  const armedAt = goesOn ? present.armedAt : now;
  const listener: EventListener = { playbookId, triggerId: trigger.id, eventName, filter, debounce, batch, armedAt };
  return isDeepStrictEqual(present, listener) ? [] : [{ op: 'set', path: ref.path, data: listener }];
}

function surplus<T>(
  have: readonly Stored<T>[],
  wanted: readonly { readonly id: string }[],
  { playbookId }: Wanted,
): readonly Stored<T>[] {
  const ids = new Set(wanted.map(({ id }) => `${playbookId}.${id}`));
  return have.filter(({ id }) => !ids.has(id));
}

function remove({ ref }: Stored<unknown>): Write {
  return { op: 'delete', path: ref.path };
}
