import { top } from '../../model/paths.ts';
import { dayOf } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import { passTenants, type TenantTurn } from '../triggering/pass-tenants.ts';
import { look } from './look.ts';

/** Before people begin their day. */
const EARLY = '0 6 * * *';
/** A language model may take its time for each: no more at once than a tick can still see to their end. */
const PAGE = 10;

/**
 * Has the coach look at each business, at six in its morning: killed anywhere, it goes on and repeats nothing. Returns
 * how many it has looked at. A business costs the reads of `gatherFigures` and `adviceWrites` and one more, and of new
 * critical findings the team and its preferences; it costs a write, and one for each recommendation and message.
 */
export async function dailyInsights(engine: Engine, deadline: Date): Promise<number> {
  const turn = (of: TenantTurn) => morningOf(engine, of);
  const round = { sweep: top.insightSweep, cron: EARLY, name: 'insights', page: PAGE, turn };
  return passTenants(engine, round, deadline);
}

/** Of the last morning only: what a business was like on those before can be told no more. */
async function morningOf(engine: Engine, { times, ...business }: TenantTurn): Promise<number> {
  const morning = times.at(-1);
  const today = morning === undefined ? null : dayOf(morning.toISOString(), business.zone);
  if (morning === undefined || today === null) return 0;
  const { outcome } = await look(engine, business, {
    today,
    // What somebody had it look at in the night is looked at again.
    isEnough: ({ updatedAt }) => updatedAt >= morning,
    // It wakes nobody, and is in the app when they look.
    isUrgent: false,
  });
  return outcome === 'looked' ? 1 : 0;
}
