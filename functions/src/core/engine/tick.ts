import { type DocRef, tenantPaths } from '../../model/paths.ts';
import { type FieldValue, type Query, queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Logbook } from '../afterwards/logbook.ts';
import { tendLogs } from '../afterwards/tend-logs.ts';
import { foldNotes } from '../analytics/fold-notes.ts';
import { notePast } from '../analytics/note-past.ts';
import { endPauses } from '../authoring/end-pauses.ts';
import { dailyInsights } from '../coach/daily-insights.ts';
import { deriveId } from '../derive-id.ts';
import { continueErasures } from '../governance/erase.ts';
import { beat, checkOther, readHeartbeat } from '../governance/heartbeat.ts';
import { remindApprovers } from '../governance/remind-approvers.ts';
import { OVERDUE_MS, raiseSilentSchedule } from '../governance/watch.ts';
import { ownPlaces, type Place } from '../own-places.ts';
import { type AlertMail, ConflictError, type Found } from '../ports.ts';
import { type Arsenal, applyTriggers, PartlyArmedError } from '../triggering/apply-triggers.ts';
import { catchUp } from '../triggering/catch-up.ts';
import { dueFor } from '../triggering/plan-triggers.ts';
import { reconcileJobs } from '../triggering/reconcile-jobs.ts';
import { isSweepDue, sweepDays } from '../triggering/sweep-days.ts';
import { concurrently } from './concurrently.ts';
import type { Engine } from './engine.ts';
import type { Courier } from './notify/courier.ts';
import { deliverDue } from './notify/deliver.ts';
import { readOnce } from './read-once.ts';
import { executeTasks } from './tasks/execute-tasks.ts';

/** Executions may have 256 KB each, schedules are small. */
const PAGE = 300;
const SCHEDULES = 1_000;
const AT_A_TIME = 75;
/** So many starts read together what they begin with. */
const CHUNK = 25;
/** One tenant's backlog does not hold up the others: they get their turn before it gets its next share. */
const SHARE = 500;
const REPAIRS = 20;
const AGAIN_MS = 60_000;
const PUT_OFF_MS = 5 * 60_000;

export interface Ticked {
  readonly schedules: number;
  readonly executions: number;
  readonly events: number;
  readonly repaired: number;
  /** Jobs of Cloud Scheduler that were not as they should be. */
  readonly healed: number;
}

/**
 * The safety net, once a minute: whatever carries a `dueAt` that has passed is touched. A schedule whose job did not
 * come, or that has none, starts or is accounted for; an execution or a fan-out that lost its task or its worker is
 * woken again; what was armed in part is armed again; what people are to be told is sent; what has ended is added up.
 * Harmless when it comes twice.
 * Idle it costs ten reads (every quarter of an hour twelve, every second minute five more for tasks and logs) and one
 * write: 18,192 reads and 1,440 writes a day. Once an hour it passes the tenants for what they have once a day, which costs
 * two writes and reads each of them twice.
 *
 * What is not reached by `deadline` is left to the next tick, which comes within seconds of it: handing the rest to a
 * task would gain little. One part that fails does not keep the others from their work; the tick then throws at its
 * end, and has no heartbeat.
 */
export async function tick(
  engine: Engine,
  arsenal: Arsenal,
  deadline: Date,
  alertMail: AlertMail | null = null,
  courier: Courier | null = null,
  logbook: Logbook | null = null,
): Promise<Ticked> {
  const ports = { ...engine, alertMail };
  const before = await readHeartbeat(engine.store, 'tick');
  const failures: unknown[] = [];
  const part = async <T>(name: string, nothing: T, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      engine.log.error('tick_part_failed', error, { part: name });
      failures.push(error);
      return nothing;
    }
  };
  const isDayDue = isSweepDue(engine.clock.now(), before);
  const [schedules, executions, events, gathered, alarmedAt] = await Promise.all([
    part('schedules', 0, () => startDue(engine, deadline)),
    part('executions', 0, () => redispatch(engine, deadline, 'advance')),
    part('events', 0, () => redispatch(engine, deadline, 'dispatch')),
    part('gathered', 0, () => redispatch(engine, deadline, 'gathered')),
    part('watch', null, () => checkOther(ports, 'watch', before)),
    part('pauses', 0, () => endPauses(engine)),
    part('tasks', null, async () => (isTaskMinute(engine) ? executeTasks(engine, deadline) : null)),
    part('deliveries', 0, async () => (courier === null ? 0 : deliverDue(engine, courier, deadline))),
    part('sheets', 0, async () => (logbook === null ? 0 : tendLogs(engine, logbook, deadline))),
    part('reminders', 0, async () => (isReminderMinute(engine) ? remindApprovers(engine) : 0)),
    part('sweep', 0, async () => (isDayDue ? sweepDays(engine, deadline) : 0)),
    part('notes', 0, () => foldNotes(engine, deadline)),
    part('insights', 0, async () => (isDayDue ? dailyInsights(engine, deadline) : 0)),
  ]);
  const isCut = engine.clock.now() >= deadline;
  // Last: what is armed anew while it starts would have to start a minute later.
  const arms = await part('arming', null, async () => ({
    repaired: await repair(engine, arsenal),
    ...(await reconcileJobs(arsenal, before)),
  }));
  const past = await part('past', null, () => notePast(engine, before, deadline));
  await part('erasures', undefined, () => continueErasures(engine, before));
  const { repaired = 0, healed = 0, ...progress } = arms ?? {};
  const ticked = { schedules, executions, events: events + gathered, repaired, healed };
  if (Object.values(ticked).some((count) => count > 0)) engine.log.info('ticked', ticked);
  if (failures.length > 0) throw failures[0];
  await beat(engine, 'tick', before, { ...progress, ...past, alarmedAt, isCut });
  return ticked;
}

/** The executor of tasks has every second minute. */
function isTaskMinute({ clock }: Engine): boolean {
  return Math.floor(clock.now().getTime() / 60_000) % 2 === 0;
}

/** A reminder may come a few minutes late. */
function isReminderMinute({ clock }: Engine): boolean {
  return Math.floor(clock.now().getTime() / 60_000) % 15 === 5;
}

interface Sweep<T> {
  readonly collection: string;
  readonly limit: number;
  readonly query: (now: Date, page: { limit: number; after: readonly FieldValue[] | null }) => Query<T>;
  /** For each, whether it was reached before the deadline. */
  readonly settle: (page: readonly Place<T>[]) => Promise<boolean[]>;
}
interface HasDue {
  readonly dueAt: Date | null;
}

/** Everything that is due, the longest overdue first, of each tenant at most its share; in pages until the deadline. */
async function sweep<T extends HasDue>(
  engine: Engine,
  deadline: Date,
  { collection, limit, query, settle }: Sweep<T>,
): Promise<{ readonly done: number; readonly isCut: boolean }> {
  const now = engine.clock.now();
  const taken = new Map<string, number>();
  let [done, isCut] = [0, false];
  const read = (after: FieldValue[] | null) => engine.store.query(query(now, { limit, after }));
  let next: Promise<Found<T>[]> | null = read(null);
  while (next !== null && engine.clock.now() < deadline) {
    const page: Found<T>[] = await next;
    const places = ownPlaces(page, collection);
    const mine = places.filter(({ orgId }) => take(taken, orgId));
    const after = page.length < limit ? null : cursorBehind(places, collection, taken);
    isCut ||= mine.length < places.length || (after?.isPastTenant ?? false);
    // Read while this page is settled. Whoever waits for it learns of its failure.
    next = after && read(after.values);
    next?.catch(() => undefined);
    done += (await settle(mine)).filter(Boolean).length;
    engine.fault(`${collection}_settled`);
  }
  return { done, isCut };
}

function take(taken: Map<string, number>, orgId: string): boolean {
  const count = (taken.get(orgId) ?? 0) + 1;
  if (count > SHARE) return false;
  taken.set(orgId, count);
  return true;
}

/** What else a tenant has at that instant is not even read when its share is used up. */
function cursorBehind(places: readonly Place<HasDue>[], collection: string, taken: ReadonlyMap<string, number>) {
  const last = places.findLast(({ data }) => data !== null);
  if (!last?.data) return null;
  const isPastTenant = (taken.get(last.orgId) ?? 0) >= SHARE;
  const path = isPastTenant ? `${tenantPaths(last.orgId).root}/${collection}/\uf8ff` : last.ref.path;
  return { values: [last.data.dueAt, path], isPastTenant };
}

/** In rounds of one share a tenant. Every schedule that is looked at moves on, so that no round sees it again. */
async function startDue(engine: Engine, deadline: Date): Promise<number> {
  let started = 0;
  for (;;) {
    const { done, isCut } = await sweep<Schedule>(engine, deadline, {
      collection: 'schedules',
      limit: SCHEDULES,
      query: queries.dueSchedules,
      settle: async (page) => {
        const ahead = new Map<string, Found<unknown> | null>();
        const reading = { ...engine, store: readOnce(engine.store, ahead) };
        const chunks = Array.from({ length: Math.ceil(page.length / CHUNK) }, (_, index) =>
          page.slice(index * CHUNK, (index + 1) * CHUNK),
        );
        const settled = await concurrently(chunks, AT_A_TIME / CHUNK, async (chunk) => {
          if (engine.clock.now() >= deadline) return chunk.map(() => false);
          await readAhead(engine, chunk, ahead);
          return Promise.all(
            chunk.map(async (place) => {
              await settleSchedule(reading, place);
              return true;
            }),
          );
        });
        return settled.flat();
      },
    });
    started += done;
    if (!isCut || engine.clock.now() >= deadline) return started;
  }
}

/** What their starts begin by reading, in one request instead of two each; just before, so that it is still true. */
async function readAhead(
  { store }: Engine,
  chunk: readonly Place<Schedule>[],
  ahead: Map<string, Found<unknown> | null>,
): Promise<void> {
  const refs = chunk.flatMap(({ orgId, data }): DocRef<unknown>[] => {
    const paths = tenantPaths(orgId);
    return data === null ? [] : [paths.playbook(data.playbookId), paths.overlapState(data.playbookId)];
  });
  const found = await store.findAll(refs);
  for (const [index, { path }] of refs.entries()) ahead.set(path, found[index] ?? null);
  for (const schedule of chunk) ahead.set(schedule.ref.path, schedule);
}

async function settleSchedule(engine: Engine, place: Place<Schedule>): Promise<void> {
  const { orgId, id, data } = place;
  const now = engine.clock.now();
  try {
    if (data === null) throw new Error(`Schedule ${id} cannot be read`);
    const isDue = data.scheduledFor !== null && data.scheduledFor <= now;
    if (isDue) await catchUp(engine, orgId, data, id);
    else await move(engine, place, dueFor(data.scheduledFor, data.jobName));
  } catch (error) {
    engine.log.error('schedule_not_settled', error, { orgId, scheduleId: id });
    const lateMs = data?.scheduledFor ? now.getTime() - data.scheduledFor.getTime() : Number.POSITIVE_INFINITY;
    const isSilent = lateMs > OVERDUE_MS;
    // Out of the way of the others for a while.
    await move(engine, place, new Date(now.getTime() + (isSilent ? PUT_OFF_MS : AGAIN_MS)));
    if (isSilent) await raiseSilentSchedule(engine, orgId, place);
  }
}

/** Looks at the schedule again at `dueAt`, unless somebody else has moved it since it was found. */
async function move(engine: Engine, { ref, version }: Place<Schedule>, dueAt: Date | null): Promise<void> {
  try {
    await engine.store.commit([{ op: 'update', path: ref.path, fields: { dueAt }, ifVersion: version }]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

/** What a task looks at again, and under which name the task has its id. */
const OVERDUE = {
  advance: { collection: 'playbook_executions', query: queries.dueExecutions, as: 'executionId' },
  dispatch: { collection: 'events', query: queries.dueEvents, as: 'eventId' },
  gathered: { collection: 'gathered_events', query: queries.dueGathered, as: 'gatheredId' },
} as const;

/** Wakes what is overdue by tasks named after the minute: a tick that comes twice enqueues once. */
async function redispatch(engine: Engine, deadline: Date, what: keyof typeof OVERDUE): Promise<number> {
  const minute = String(Math.floor(engine.clock.now().getTime() / 60_000));
  const { collection, query, as } = OVERDUE[what];
  const handler = what === 'advance' ? 'advance' : 'dispatch';
  const settle = (page: readonly Place<HasDue>[]) =>
    concurrently(page, AT_A_TIME, async ({ orgId, id }) => {
      if (engine.clock.now() >= deadline) return false;
      const data = { orgId, [as]: id };
      await engine.queue.enqueue({ handler, data, name: deriveId(orgId, what, id, minute), at: null });
      return true;
    });
  const { done } = await sweep<HasDue>(engine, deadline, { collection, limit: PAGE, query, settle });
  return done;
}

async function repair(engine: Engine, arsenal: Arsenal): Promise<number> {
  const broken = ownPlaces(await engine.store.query(queries.partlyArmed(REPAIRS)), 'playbooks');
  for (const { orgId, id } of broken) {
    try {
      await applyTriggers(arsenal, orgId, id);
    } catch (error) {
      // It is said on the playbook what is missing; the next tick tries again.
      if (!(error instanceof PartlyArmedError)) engine.log.error('repair_failed', error, { orgId, playbookId: id });
    }
  }
  return broken.length;
}
