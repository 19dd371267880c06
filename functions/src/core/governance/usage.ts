import { DAILY_LIMITS, type DailyLimit } from '../../model/limit.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import { COST, dailyCap, limitIdOf, localDay, monthOf } from './limits.ts';
import { begunThisMonth } from './monthly.ts';

/** What is used up of the day and the month that it is where the tenant is; money in millionths of a US dollar. */
interface Usage {
  /** `period`: `2026-11`. */
  readonly month: { readonly period: string; readonly executions: number; readonly cost: number };
  readonly daily: readonly { readonly name: DailyLimit; readonly used: number; readonly limit: number }[];
}

export async function readUsage(engine: Engine, orgId: string, tenant: Tenant): Promise<Usage> {
  const { store, clock } = engine;
  const day = localDay(clock.now(), tenant.timezone);
  const period = monthOf(day);
  const names = Object.keys(DAILY_LIMITS) as DailyLimit[];
  const ids = [limitIdOf({ name: COST, period }), ...names.map((name) => limitIdOf({ name, period: day }))];
  const [executions, [cost, ...daily]] = await Promise.all([
    begunThisMonth(engine, orgId, tenant),
    store.findAll(ids.map((id) => tenantPaths(orgId).limit(id))),
  ]);
  return {
    month: { period, executions, cost: cost?.data?.used ?? 0 },
    daily: names.map((name, index) => ({
      name,
      used: daily[index]?.data?.used ?? 0,
      limit: dailyCap(tenant.limits, name),
    })),
  };
}
