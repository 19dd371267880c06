import { tenantPaths } from '../../model/paths.ts';
import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Store } from '../ports.ts';
import type { Armed } from './calendar-ahead.ts';

const MOST_SCHEDULES = 60;

interface Asked {
  readonly orgId: string;
  /** Null: of all playbooks. */
  readonly playbookId: string | null;
  /** Whether nothing starts by itself in the whole tenant. */
  readonly isHeld: boolean;
  /** Whether any of it is wanted. */
  readonly isAhead: boolean;
  /** So many schedules are looked at. */
  readonly most?: number;
}

interface ArmedSchedule extends Armed {
  /** Its next occurrence, in the past while a pause holds it; null when no more comes. */
  readonly scheduledFor: Date | null;
  readonly lastScheduledFor: Date | null;
  readonly playbook: Playbook;
}

/** The schedules that are armed, each with its playbook and whether a pause holds it. */
export async function readArmed(
  store: Store,
  { orgId, playbookId, isHeld, isAhead, most = MOST_SCHEDULES }: Asked,
): Promise<{ readonly armed: readonly ArmedSchedule[]; readonly isWhole: boolean; readonly reads: number }> {
  if (!isAhead) return { armed: [], isWhole: true, reads: 0 };
  const found = await store.query(
    playbookId === null ? queries.schedules(orgId, { limit: most }) : queries.schedulesOf(orgId, playbookId),
  );
  const schedules = found.flatMap(({ data }) => data ?? []);
  const ids = [...new Set(schedules.map((schedule) => schedule.playbookId))];
  const playbooks = await store.findAll(ids.map((id) => tenantPaths(orgId).playbook(id)));
  const byId = new Map(ids.map((id, index) => [id, playbooks[index]?.data ?? null]));
  return {
    armed: schedules.flatMap((schedule) => armedOf(schedule, byId.get(schedule.playbookId) ?? null, isHeld)),
    isWhole: found.length < most,
    reads: found.length + ids.length,
  };
}

function armedOf(schedule: Schedule, playbook: Playbook | null, isHeld: boolean): ArmedSchedule[] {
  // A playbook that was put away a moment ago leaves its schedules behind for that moment.
  if (playbook === null || (playbook.status !== 'active' && playbook.status !== 'paused')) return [];
  const { playbookId, triggerId, armedAt, scheduledFor, lastScheduledFor, ...timing } = schedule;
  const forever = Number.POSITIVE_INFINITY;
  const isPaused = playbook.status === 'paused';
  const pausedUntil = isHeld ? forever : isPaused ? (playbook.pause?.until?.getTime() ?? forever) : null;
  const armed = { playbookId, playbookName: playbook.name, triggerId, timing, armedAt, pausedUntil };
  return [{ ...armed, scheduledFor, lastScheduledFor, playbook }];
}
