import { tenantPaths } from '../../model/paths.ts';
import type { Resumed } from '../../model/pause.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import { StartRefusedError } from '../engine/start-execution.ts';
import { holdingOf, readStanding, resumedOver, type Standing } from '../governance/standing.ts';
import { AlreadyExistsError, ConflictError, type Stored } from '../ports.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { CATCH_UP_MAX, heldBack, missed, type Unstarted } from './skip-reason.ts';
import { skippedOccurrences } from './skipped-occurrence.ts';
import { moveTo, occurrenceRequest, startOccurrence } from './start-occurrence.ts';

/** Up to this late an occurrence simply starts; beyond, it was missed and the policy decides. */
const LATE_MS = 15 * 60_000;
/** As many occurrences are accounted for at once; the rest of them come with the next tick. */
const COUNT_MAX = 5_000;
/** How often a schedule that a pause holds is looked at. */
const HELD_MS = 3_600_000;

/** What becomes of one occurrence. `pause`: the one that had held it; null where none had. */
interface Settled {
  readonly at: Date;
  readonly starts: boolean;
  /** Whether it waits for the one before it, as one of many that are made up for. */
  readonly inLine: boolean;
  readonly pause: Resumed | null;
}

const nobody: Standing = { tenant: null, playbook: null };

/** What becomes of the occurrences since `schedule.scheduledFor`, oldest first. Pure. */
export function settle(schedule: Schedule, now: Date, standing: Standing = nobody): Settled[] {
  if (schedule.scheduledFor === null) return [];
  const before = new Date(schedule.scheduledFor.getTime() - 1);
  const due = occurrencesBetween(schedule, before, now, COUNT_MAX).map((at) => ({
    at,
    pause: resumedOver(standing, at),
  }));
  const cutAt = due.length === COUNT_MAX ? (due.at(-1)?.at ?? null) : null;
  const late = due.filter(({ at, pause }) => pause === null && isLate(at, now));
  const hasOnTime = due.some(({ at, pause }) => pause === null && !isLate(at, now));
  const chosen = new Set<Date>();
  const choose = (list: readonly { readonly at: Date }[], count: number) => {
    for (const { at } of count === 0 ? [] : list.slice(-count)) chosen.add(at);
  };
  // Where there are more, none of these is the latest, and those that `all` makes up for are still to come.
  if (cutAt === null)
    choose(late, COUNTS[schedule.catchUpPolicy === 'latest' && hasOnTime ? 'none' : schedule.catchUpPolicy]);
  for (const pause of new Set(due.flatMap((one) => one.pause ?? []))) {
    if (cutAt !== null && pause.until >= cutAt) continue;
    choose(
      due.filter((one) => one.pause === pause),
      COUNTS[pause.choice],
    );
  }
  return due.map(({ at, pause }) => {
    const isMadeUp = pause !== null || isLate(at, now);
    const policy = pause?.choice ?? schedule.catchUpPolicy;
    return { at, pause, starts: !isMadeUp || chosen.has(at), inLine: isMadeUp && policy === 'all' };
  });
}

const COUNTS = { none: 0, latest: 1, all: CATCH_UP_MAX } as const;

function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > LATE_MS;
}

/**
 * Accounts for every occurrence of a schedule that is overdue: it starts, or a `skipped` execution says why not
 * (consecutive ones folded into one). The schedule moves on in the same commits, so a repeated or interrupted call
 * goes on where the last one stopped. While a pause holds it, it stands still; what fell into one that is over is
 * settled by the choice of whoever ended it.
 */
export async function catchUp(
  engine: Engine,
  orgId: string,
  overdue: Schedule,
  scheduleId: string,
): Promise<'settled' | 'held'> {
  const { store, clock } = engine;
  const { playbookId } = overdue;
  const isPlain = settle(overdue, clock.now()).every(({ at }) => !isLate(at, clock.now()));
  try {
    // Most are a few minutes late at most: their start itself learns whether a pause is, or was, in the way.
    if (isPlain && !(await isHeldBack(settleAll(engine, orgId, overdue, null)))) return 'settled';
    const standing = await readStanding(store, orgId, playbookId);
    const isHeld = holdingOf(engine.switches, 'schedule', standing) !== null;
    if (!isHeld && !(await isHeldBack(settleAll(engine, orgId, overdue, standing)))) return 'settled';
    await standStill(engine, orgId, overdue);
    return 'held';
  } catch (error) {
    // A job's call or another tick moved it at the same moment; the next tick sees what is left.
    if (!(error instanceof ConflictError)) throw error;
    engine.log.info('schedule_moved_meanwhile', { orgId, scheduleId });
    return 'settled';
  }
}

async function isHeldBack(settling: Promise<void>): Promise<boolean> {
  try {
    await settling;
    return false;
  } catch (error) {
    if (error instanceof StartRefusedError && error.code === 'held') return true;
    throw error;
  }
}

async function settleAll(engine: Engine, orgId: string, overdue: Schedule, standing: Standing | null): Promise<void> {
  const ref = tenantPaths(orgId).schedule(overdue.playbookId, overdue.triggerId);
  let schedule = await engine.store.get(ref);
  if (schedule === null) return;
  for (const group of inRow(settle(schedule.data, engine.clock.now(), standing ?? nobody))) {
    schedule ??= await engine.store.get(ref);
    if (schedule === null || schedule.data.dueAt === null) return;
    const [first] = group;
    if (first?.starts) {
      // Who wants all of them to be made up for wants them one after the other.
      const more = { ...(first.inLine && { overlap: 'queue' as const }), isSettled: standing !== null };
      await startOccurrence(engine, orgId, schedule, first.at, more);
      engine.fault('caught_up');
    } else await skip(engine, orgId, schedule, group);
    schedule = null;
  }
}

/** What starts is a group of its own; what is skipped in a row for the same reason is one. */
function inRow(settled: readonly Settled[]): Settled[][] {
  const groups: Settled[][] = [];
  for (const one of settled) {
    const last = groups.at(-1)?.at(-1);
    if (last && !one.starts && !last.starts && last.pause === one.pause) groups.at(-1)?.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Looked at again later, without a start: whoever ends the pause makes it due at once. */
async function standStill({ store, clock, fault }: Engine, orgId: string, overdue: Schedule): Promise<void> {
  const schedule = await store.get(tenantPaths(orgId).schedule(overdue.playbookId, overdue.triggerId));
  if (schedule === null || schedule.data.dueAt === null) return;
  const fields = { dueAt: new Date(clock.now().getTime() + HELD_MS) };
  await store.commit([{ op: 'update', path: schedule.ref.path, fields, ifVersion: schedule.version }]);
  fault('stands_still');
}

/** Stores one skipped execution for these occurrences and moves the schedule behind the last of them. */
async function skip(
  engine: Engine,
  orgId: string,
  schedule: Stored<Schedule>,
  group: readonly Settled[],
): Promise<void> {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return;
  const { pause } = first;
  const reason = (unstarted: Unstarted) => (pause === null ? missed(unstarted) : heldBack(pause, unstarted));
  const request = occurrenceRequest(orgId, schedule, first.at);
  const occurrences = group.map(({ at }) => at);
  const record = await skippedOccurrences(engine, request, occurrences, reason);
  const move = moveTo(schedule, last.at);
  try {
    await engine.store.commit([record, move]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    await engine.store.commit([move]);
  }
  engine.fault('skipped');
}
