import type { Alert } from '../../model/alert.ts';
import { idOf, orgIdOf, tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import { deriveId } from '../derive-id.ts';
import { ownPlaces } from '../own-places.ts';
import type { Found, Stored } from '../ports.ts';
import { FAILURES, raiseAlert, resolveAlert } from './alert.ts';
import { beat, checkOther, readHeartbeat, type WatchPorts } from './heartbeat.ts';

/** A schedule that has waited for so long is said to be silent. */
export const OVERDUE_MS = 10 * 60_000;
const AT_ONCE = 50;
const SCHEDULE_SILENT = 'schedule_silent';

export interface WatchReport {
  /** Schedules that nobody has started in time. */
  readonly silent: number;
  readonly mailed: number;
}

/**
 * The second watch, every five minutes: did the tick run, did every schedule, and is there something to mail? Has a
 * function and a job of its own, so that what stops the tick does not stop it; the tick watches it in turn.
 */
export async function watch(ports: WatchPorts): Promise<WatchReport> {
  const own = await readHeartbeat(ports.store, 'watch');
  const alarmedAt = await checkOther(ports, 'tick', own);
  const silent = await checkSchedules(ports);
  await resolveRecovered(ports);
  const mailed = await mailAlerts(ports);
  await beat(ports, 'watch', own, { alarmedAt });
  return { silent, mailed };
}

/** Tells the tenant that a schedule does not start, with the playbook that it belongs to. */
export async function raiseSilentSchedule(
  ports: Pick<WatchPorts, 'store' | 'clock' | 'log'>,
  orgId: string,
  { id, data }: Pick<Found<Schedule>, 'id' | 'data'>,
): Promise<void> {
  const playbookId = data?.playbookId ?? id.split('.')[0] ?? id;
  const playbook = await ports.store.find(tenantPaths(orgId).playbook(playbookId));
  const name = (playbook?.data?.name ?? playbookId).slice(0, 120);
  const when = data?.scheduledFor ? `at ${localTime(data.scheduledFor, data.timezone)}` : 'some time ago';
  ports.log.warn(SCHEDULE_SILENT, { orgId, scheduleId: id });
  await raiseAlert(ports, orgId, {
    code: SCHEDULE_SILENT,
    subject: id,
    severity: 'critical',
    title: `“${name}” did not start`,
    message: `It was due ${when} and has not started yet. It is tried again every few minutes; nothing is lost.`,
    link: `/playbooks/${playbookId}`,
  });
}

async function checkSchedules(ports: WatchPorts): Promise<number> {
  const { store, clock } = ports;
  const limit = new Date(clock.now().getTime() - OVERDUE_MS);
  const overdue = ownPlaces(await store.query(queries.dueSchedules(limit, { limit: AT_ONCE })), 'schedules');
  for (const schedule of overdue) await raiseSilentSchedule(ports, schedule.orgId, schedule);
  await resolveStarted(ports, limit);
  return overdue.length;
}

/** An alert about a schedule is over when the schedule has moved on, was paused, or is gone. */
async function resolveStarted(ports: WatchPorts, limit: Date): Promise<void> {
  for (const alert of await ports.store.query(queries.openAlerts(SCHEDULE_SILENT, AT_ONCE))) {
    const orgId = orgIdOf(alert.ref.path);
    if (orgId === null || alert.data === null) continue;
    const [playbookId = '', triggerId = ''] = alert.data.subject.split('.');
    const schedule = await ports.store.find(tenantPaths(orgId).schedule(playbookId, triggerId));
    if (schedule !== null && schedule.data === null) continue;
    const waitsSince = schedule?.data.dueAt == null ? null : schedule.data.scheduledFor;
    if (waitsSince === null || waitsSince > limit) await resolveAlert(ports, orgId, alert.data);
  }
}

/**
 * An alert about failures is over when the playbook has done its work in an execution that began after. Its own failure is
 * over with the playbook, too; that workers died is not.
 */
async function resolveRecovered(ports: WatchPorts): Promise<void> {
  for (const code of FAILURES) {
    for (const { ref, data } of await ports.store.query(queries.openAlerts(code, AT_ONCE))) {
      const orgId = orgIdOf(ref.path);
      if (orgId === null || data === null) continue;
      const { subject, lastAt } = data;
      const [done, playbook] = await Promise.all([
        ports.store.query(queries.liveExecutionsByStatusSince(orgId, subject, 'completed', lastAt, { limit: 1 })),
        ports.store.find(tenantPaths(orgId).playbook(subject)),
      ]);
      const isGone = playbook === null && code === 'playbook_failed';
      if (done.length > 0 || isGone) await resolveAlert(ports, orgId, data);
    }
  }
}

/** Everything that is due in one mail: fifty silent schedules are one problem, not fifty. */
async function mailAlerts({ store, clock, log, alertMail }: WatchPorts): Promise<number> {
  if (alertMail === null) return 0;
  const now = clock.now();
  const due = (await store.query(queries.alertsToMail(now, AT_ONCE))).filter((alert) => alert.data !== null);
  if (due.length === 0) return 0;
  const key = deriveId('alerts', now.toISOString(), ...due.map(({ ref }) => idOf(ref.path)));
  const what = due.length === 1 ? due[0]?.data.title : `${due.length} alerts`;
  // A subject has a single line, whatever a playbook is called.
  const subject = `Playbooks: ${what}`.replace(/[\s\p{Cc}]+/gu, ' ');
  try {
    await alertMail.send({ subject, text: due.map((alert) => paragraph(alert, alertMail.link)).join('\n\n'), key });
  } catch (error) {
    log.error('alert_not_mailed', error, { alerts: due.length });
    return 0;
  }
  // One by one: an alert that was deleted meanwhile must not have the others mailed again.
  for (const { ref } of due) {
    await store
      .commit([{ op: 'update', path: ref.path, fields: { mailedAt: now, mailDueAt: null } }])
      .catch((error) => log.error('alert_not_marked', error));
  }
  return due.length;
}

function paragraph({ ref, data }: Stored<Alert>, link: (path: string) => string): string {
  const times = data.count === 1 ? '' : ` (${data.count} times)`;
  const lines = [`${data.severity.toUpperCase()} in ${orgIdOf(ref.path)}: ${data.title}${times}`, data.message];
  return [...lines, ...(data.link === null ? [] : [link(data.link)])].join('\n');
}

function localTime(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return `${format.format(at)} (${timeZone})`;
}
