import type { Heartbeat } from '../../model/heartbeat.ts';
import { top } from '../../model/paths.ts';
import { remindOfPlanTasks } from '../coach/action-plan-reminders.ts';
import type { Engine } from '../engine/engine.ts';
import { passTenants, type TenantTurn } from './pass-tenants.ts';
import { sweepMorning } from './sweep-morning.ts';

const LOOK_MS = 3_600_000;
/** When people begin their day, and find what the night has brought. */
const MORNING = '0 7 * * *';

/**
 * Whether a tick, which comes every minute, looks for what happens once a day: once in an hour is often enough, and at
 * once where the tick before came to no end, or had no time for all of it.
 */
export function isSweepDue(now: Date, before: Heartbeat | null): boolean {
  const mark = (at: Date) => Math.floor(at.getTime() / LOOK_MS);
  return before === null || before.isCut || mark(before.at) !== mark(now);
}

/**
 * Tells what time alone brings about, for each tenant at seven in its morning, and reminds people of what is due of their
 * plans. Killed anywhere it goes on: what was told already has the same id. Returns how much was told.
 */
export async function sweepDays(engine: Engine, deadline: Date): Promise<number> {
  const turn = (of: TenantTurn) => sweepMornings(engine, of);
  return passTenants(engine, { sweep: top.sweep, cron: MORNING, name: 'days', turn }, deadline);
}

async function sweepMornings(engine: Engine, { orgId, zone, times }: TenantTurn): Promise<number> {
  let told = 0;
  for (const morning of times) told += await sweepMorning(engine, { orgId, zone, morning });
  // What was due on the mornings before is overdue on the last one.
  const morning = times.at(-1);
  return morning === undefined ? told : told + (await remindOfPlanTasks(engine, { orgId, zone, morning }));
}
