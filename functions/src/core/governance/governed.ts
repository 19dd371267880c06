import { addUsage } from '../../model/execution.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import type { Run } from '../engine/executors/executor.ts';
import type { Store } from '../ports.ts';

const tenants = new WeakMap<Run, Promise<Tenant>>();
const teams = new WeakMap<Run, Promise<TeamMember[]>>();

/** The tenant of an execution, as it was at the last look at its gate, or when this worker asked first. */
export async function tenantOf({ store }: Engine, run: Run): Promise<Tenant> {
  const seen = run.gate.tenant();
  if (seen !== null) return seen;
  const reading = tenants.get(run) ?? metered(run, readTenant(store, run.holder.orgId), () => 1);
  tenants.set(run, reading);
  return reading;
}

/** Its team, likewise. */
export function teamOf({ store }: Engine, run: Run): Promise<TeamMember[]> {
  const reading = teams.get(run) ?? metered(run, readTeam(store, run.holder.orgId), ({ length }) => length);
  teams.set(run, reading);
  return reading;
}

async function metered<T>({ holder }: Run, reading: Promise<T>, reads: (read: T) => number): Promise<T> {
  const read = await reading;
  holder.change({ usage: addUsage(holder.state.usage, { reads: Math.max(1, reads(read)) }) });
  return read;
}

export async function readTenant(store: Store, orgId: string): Promise<Tenant> {
  const stored = await store.get(top.tenant(orgId));
  if (stored === null) throw new Error(`Tenant ${orgId} is missing`);
  return stored.data;
}

export async function readTeam(store: Store, orgId: string): Promise<TeamMember[]> {
  const found = await store.query(queries.team(orgId));
  return found.flatMap(({ data }) => (data === null ? [] : [data]));
}
