import type { Execution } from '../../model/execution.ts';
import { orgIdOf, tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import { deriveId } from '../derive-id.ts';
import type { Found, TaskHandler } from '../ports.ts';
import { type Arsenal, applyTriggers, PartlyArmedError } from '../triggering/apply-triggers.ts';
import { catchUp } from '../triggering/catch-up.ts';
import type { Engine } from './engine.ts';

const PAGE = 300;
const MAX_PAGES = 40;
/** One tenant's backlog does not hold up the others: the rest of it comes with the next tick. */
const DISPATCHES_PER_TENANT = 500;
const REPAIRS = 20;
const PUT_OFF_MS = 5 * 60_000;

export interface Ticked {
  readonly schedules: number;
  readonly executions: number;
  readonly events: number;
  readonly repaired: number;
}

/**
 * The safety net, once a minute: whatever carries a `dueAt` that has passed is touched. A schedule whose job did not
 * come starts or is accounted for; an execution or a fan-out that lost its task or its worker is woken again; what was
 * armed in part is armed again. Nearly free when nothing is due, and harmless when it comes twice.
 */
export async function tick(engine: Engine, arsenal: Arsenal, deadline: Date): Promise<Ticked> {
  const now = engine.clock.now();
  const schedules = await tickSchedules(engine, now, deadline);
  const executions = await redispatch(engine, 'advance', now, async () =>
    engine.store.query(queries.dueExecutions(now, PAGE)),
  );
  const events = await redispatch(engine, 'dispatch', now, async () =>
    engine.store.query(queries.dueEvents(now, PAGE)),
  );
  const repaired = await repair(engine, arsenal);
  const ticked = { schedules, executions, events, repaired };
  if (schedules + executions + events + repaired > 0) engine.log.info('ticked', ticked);
  return ticked;
}

/** In pages until nothing is due or the time is up; every schedule that is looked at moves on, so a page never repeats. */
async function tickSchedules(engine: Engine, now: Date, deadline: Date): Promise<number> {
  let done = 0;
  for (let page = 0; page < MAX_PAGES && engine.clock.now() < deadline; page++) {
    const due = ownPlaces(await engine.store.query(queries.dueSchedules(now, PAGE)), 'schedules');
    await Promise.all(due.map((found) => settleSchedule(engine, found)));
    done += due.length;
    if (due.length < PAGE) break;
  }
  return done;
}

async function settleSchedule(engine: Engine, found: Place<Schedule>): Promise<void> {
  const { orgId, id } = found;
  try {
    if (found.data === null) throw new Error(`Schedule ${id} cannot be read`);
    await catchUp(engine, orgId, found.data, id);
  } catch (error) {
    engine.log.error('schedule_not_settled', error, { orgId, scheduleId: id });
    // Out of the way of the others for a while.
    const dueAt = new Date(engine.clock.now().getTime() + PUT_OFF_MS);
    await engine.store.commit([{ op: 'update', path: found.ref.path, fields: { dueAt } }]);
  }
}

/** Wakes what is overdue by tasks named after the minute: a tick that comes twice enqueues once. */
async function redispatch<T extends Execution | object>(
  engine: Engine,
  handler: TaskHandler,
  now: Date,
  read: () => Promise<Found<T>[]>,
): Promise<number> {
  const name = handler === 'advance' ? 'playbook_executions' : 'events';
  const minute = String(Math.floor(now.getTime() / 60_000));
  const perTenant = new Map<string, number>();
  const due = ownPlaces(await read(), name).filter(({ orgId }) => {
    const count = (perTenant.get(orgId) ?? 0) + 1;
    perTenant.set(orgId, count);
    return count <= DISPATCHES_PER_TENANT;
  });
  await Promise.all(
    due.map(({ orgId, id }) => {
      const data = handler === 'advance' ? { orgId, executionId: id } : { orgId, eventId: id };
      return engine.queue.enqueue({ handler, data, name: deriveId(orgId, handler, id, minute), at: null });
    }),
  );
  return due.length;
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

type Place<T> = Found<T> & { readonly orgId: string };

/** Only what lies exactly at `tenants/{orgId}/{collection}/{id}`: a collection of that name elsewhere is not ours. */
function ownPlaces<T>(found: readonly Found<T>[], collection: string): Place<T>[] {
  return found.flatMap((one) => {
    const orgId = orgIdOf(one.ref.path);
    const isOurs = orgId !== null && one.ref.path === `${tenantPaths(orgId).root}/${collection}/${one.id}`;
    return isOurs ? [{ ...one, orgId }] : [];
  });
}
