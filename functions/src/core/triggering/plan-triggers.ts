import { isDeepStrictEqual } from 'node:util';
import type { EventListener } from '../../model/event.ts';
import { type TenantPaths, tenantPaths } from '../../model/paths.ts';
import type { PlaybookContent, PlaybookStatus } from '../../model/playbook.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { EventTrigger, Recurrence, ScheduleTrigger } from '../../model/trigger.ts';
import { sha256Hex } from '../derive-id.ts';
import type { SchedulerJob, Stored, WantedJob, Write } from '../ports.ts';
import { nextOccurrence } from './next-occurrence.ts';

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

/** How jobs are addressed and authorised. */
export interface JobSettings {
  readonly parent: string;
  readonly apiOrigin: string;
  readonly cronSecret: string;
}

export interface TriggerPlan {
  /** Before the jobs: what must be there when one fires. */
  readonly first: readonly Write[];
  readonly jobs: readonly WantedJob[];
  readonly deleteJobs: readonly string[];
  /** After the jobs: what nothing refers to any more. */
  readonly last: readonly Write[];
}

/** The difference between what is wanted and what is there. Pure; the same input twice gives an empty second plan. */
export function planTriggers(wanted: Wanted, have: Have, settings: JobSettings, now: Date): TriggerPlan {
  const paths = tenantPaths(wanted.orgId);
  const isActive = wanted.status === 'active';
  const keepsSchedules = isActive || wanted.status === 'paused';
  const triggers = wanted.content?.triggers ?? [];
  const schedules = keepsSchedules ? triggers.filter((trigger) => trigger.type === 'schedule') : [];
  const listeners = isActive ? triggers.filter((trigger) => trigger.type === 'event') : [];
  const jobs = isActive ? schedules.map((trigger) => jobFor(wanted, trigger, settings)) : [];
  const wantedJobs = new Set(jobs.map(({ name }) => name));
  const stale = have.schedules.map(({ data }) => data.jobName).filter((name) => name !== null && !wantedJobs.has(name));
  return {
    first: [
      ...schedules.flatMap((trigger) => scheduleWrite(paths, wanted, have, trigger, { isActive, settings, now })),
      ...listeners.flatMap((trigger) => listenerWrite(paths, wanted, have, trigger, now)),
      ...surplus(have.listeners, listeners, wanted).map(remove),
    ],
    jobs,
    deleteJobs: stale.filter((name) => name !== null),
    last: surplus(have.schedules, schedules, wanted).map(remove),
  };
}

/** Deterministic: a job is never orphaned by a second delivery, and tenants never share one. */
export function jobNameFor(parent: string, orgId: string, playbookId: string, triggerId: string): string {
  const hash = sha256Hex(`${orgId}|${playbookId}|${triggerId}`).slice(0, 12);
  return `${parent}/jobs/playbook-${playbookId}-${hash}`;
}

function jobFor({ orgId, playbookId }: Wanted, trigger: ScheduleTrigger, settings: JobSettings): WantedJob {
  return {
    name: jobNameFor(settings.parent, orgId, playbookId, trigger.id),
    description: `Playbooks ${orgId}/${playbookId}/${trigger.id}`,
    cron: trigger.cron,
    timezone: trigger.timezone,
    url: `${settings.apiOrigin}/api/playbooks/${playbookId}/execute`,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${settings.cronSecret}` },
    body: { triggeredBy: 'schedule', orgId, triggerId: trigger.id },
  };
}

/** Whether the job as it is does what is wanted. An update that failed, or a foreign pause, has to be made good. */
export function jobDiffers(job: SchedulerJob, wanted: WantedJob): boolean {
  const { state, ...present } = job;
  return state !== 'ENABLED' || !isDeepStrictEqual(present, wanted);
}

interface Circumstances {
  readonly isActive: boolean;
  readonly settings: JobSettings;
  readonly now: Date;
}

function scheduleWrite(
  paths: TenantPaths,
  { orgId, playbookId }: Wanted,
  have: Have,
  trigger: ScheduleTrigger,
  { isActive, settings, now }: Circumstances,
): Write[] {
  const ref = paths.schedule(playbookId, trigger.id);
  const present = have.schedules.find(({ id }) => id === `${playbookId}.${trigger.id}`)?.data ?? null;
  const { cron, timezone, every, anchor, dayOfMonth, catchUpPolicy } = trigger;
  const recurrence: Recurrence = { cron, timezone, every, anchor, dayOfMonth };
  const goesOn = present !== null && present.dueAt !== null && isActive && sameRecurrence(present, recurrence);
  const armedAt = goesOn || (present !== null && !isActive) ? present.armedAt : now;
  const scheduledFor = goesOn ? present.scheduledFor : isActive ? nextOccurrence(recurrence, now) : null;
  const schedule: Schedule = {
    ...recurrence,
    playbookId,
    triggerId: trigger.id,
    catchUpPolicy,
    scheduledFor,
    lastScheduledFor: present?.lastScheduledFor ?? null,
    armedAt,
    jobName: isActive ? jobNameFor(settings.parent, orgId, playbookId, trigger.id) : null,
    dueAt: scheduledFor && new Date(scheduledFor.getTime() + JOB_GRACE_MS),
  };
  return isDeepStrictEqual(present, schedule) ? [] : [{ op: 'set', path: ref.path, data: schedule }];
}

/** The schedule's next position after `scheduledFor` was accounted for. */
export function advancedSchedule(schedule: Recurrence, scheduledFor: Date): Partial<Schedule> {
  const next = nextOccurrence(schedule, scheduledFor);
  return {
    lastScheduledFor: scheduledFor,
    scheduledFor: next,
    dueAt: next && new Date(next.getTime() + JOB_GRACE_MS),
  };
}

function sameRecurrence(a: Recurrence, b: Recurrence): boolean {
  return (
    a.cron === b.cron &&
    a.timezone === b.timezone &&
    a.every === b.every &&
    a.anchor === b.anchor &&
    a.dayOfMonth === b.dayOfMonth
  );
}

function listenerWrite(
  paths: TenantPaths,
  { playbookId }: Wanted,
  have: Have,
  trigger: EventTrigger,
  now: Date,
): Write[] {
  const ref = paths.listener(playbookId, trigger.id);
  const present = have.listeners.find(({ id }) => id === `${playbookId}.${trigger.id}`)?.data ?? null;
  const { eventName, filter } = trigger;
  const goesOn = present !== null && present.eventName === eventName;
  const armedAt = goesOn ? present.armedAt : now;
  const listener: EventListener = { playbookId, triggerId: trigger.id, eventName, filter, armedAt };
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
