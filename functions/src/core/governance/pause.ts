import { GLOBAL_CONFIG } from '../../model/agent-config.ts';
import type { Actor } from '../../model/audit.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { type HeldChoice, withPast } from '../../model/pause.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import { releaseHeld } from '../engine/hold.ts';
import { ConflictError, type Found, type Store, type Write } from '../ports.ts';
import { dueFor } from '../triggering/plan-triggers.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';

const PAGE = 300;

/**
 * Holds everything of a tenant: nothing begins, and what is under way stops between two steps. Where it is paused
 * already, nothing changes.
 */
export async function pauseTenant(engine: Engine, orgId: string, actor: Actor, reason: string | null): Promise<void> {
  await retryConflicts(async () => {
    const tenant = await engine.store.get(top.tenant(orgId));
    if (tenant === null || tenant.data.pause !== null) return;
    const pause: Tenant['pause'] = { since: engine.clock.now(), by: actor.id, reason };
    const entry = { action: 'tenant.paused', target: { kind: 'tenant', id: orgId }, after: { reason } };
    await engine.store.commit([
      { op: 'update', path: tenant.ref.path, fields: { pause }, ifVersion: tenant.version },
      ...(await flagWrites(engine.store, orgId, true)),
      auditWrite(engine, orgId, actor, entry),
    ]);
    engine.fault('tenant_paused');
  });
}

/**
 * Ends the pause of a tenant, and says what becomes of what it held. That alone does it: schedules and executions look
 * for themselves within the hour. To wake them now is a hint, which is repeated when this is called again.
 */
export async function resumeTenant(engine: Engine, orgId: string, actor: Actor, choice: HeldChoice): Promise<void> {
  await retryConflicts(async () => {
    const tenant = await engine.store.get(top.tenant(orgId));
    if (tenant === null || tenant.data.pause === null) return;
    const { since, by, reason } = tenant.data.pause;
    const past = withPast(tenant.data, { since, until: engine.clock.now(), choice });
    const before = { since: since.toISOString(), by, reason };
    const entry = { action: 'tenant.resumed', target: { kind: 'tenant', id: orgId }, before, after: { held: choice } };
    await engine.store.commit([
      { op: 'update', path: tenant.ref.path, fields: { pause: null, ...past }, ifVersion: tenant.version },
      ...(await flagWrites(engine.store, orgId, false)),
      auditWrite(engine, orgId, actor, entry),
    ]);
    engine.fault('tenant_resumed');
  });
  await makeDue(engine, orgId);
  await releaseHeld(engine, orgId, 'pause');
  await releaseHeld(engine, orgId, 'limit');
}

/**
 * After somebody has written `global_pause` by hand: the tenant is paused while any of its agents says so. Looks at what
 * is stored now, so that it does not matter how often, how late or in which order it is told; and the pause of the app
 * writes the flag itself, so that the two never differ.
 */
export async function followFlags(engine: Engine, orgId: string, actor: Actor): Promise<void> {
  const isFlagged = (await flags(engine.store, orgId)).some(({ data }) => data?.global_pause);
  if (isFlagged) await pauseTenant(engine, orgId, actor, 'global_pause was set in agent_configs');
  else await resumeIfPaused(engine, orgId, actor);
}

async function resumeIfPaused(engine: Engine, orgId: string, actor: Actor): Promise<void> {
  const tenant = await engine.store.get(top.tenant(orgId));
  if (tenant?.data.pause) await resumeTenant(engine, orgId, actor, 'latest');
}

async function flags(store: Store, orgId: string) {
  return store.query(queries.agentConfigs(orgId));
}

/** The flag of the whole tenant, and with the end of a pause that of every agent. */
async function flagWrites(store: Store, orgId: string, isPaused: boolean): Promise<Write[]> {
  const found = await flags(store, orgId);
  const write = (path: string): Write => ({ op: 'update', path, fields: { global_pause: isPaused } });
  if (!isPaused) return found.flatMap(({ ref, data }) => (data?.global_pause === false ? [] : [write(ref.path)]));
  const { path } = tenantPaths(orgId).agentConfig(GLOBAL_CONFIG);
  const isThere = found.some(({ ref }) => ref.path === path);
  return [isThere ? write(path) : { op: 'set', path, data: { global_pause: true } }];
}

/** Schedules that were put off while the pause lasted. */
async function makeDue(engine: Engine, orgId: string): Promise<void> {
  const now = engine.clock.now();
  for (let after: readonly FieldValue[] | null = null; ; ) {
    const page: Found<Schedule>[] = await engine.store.query(queries.schedules(orgId, { limit: PAGE, after }));
    for (const { ref, data, version } of page) {
      if (data?.dueAt == null || data.scheduledFor === null || data.scheduledFor > now || data.dueAt <= now) continue;
      const fields = { dueAt: dueFor(data.scheduledFor, data.jobName) };
      try {
        await engine.store.commit([{ op: 'update', path: ref.path, fields, ifVersion: version }]);
      } catch (error) {
        // It has moved by itself.
        if (!(error instanceof ConflictError)) throw error;
      }
    }
    engine.fault('made_due');
    const last = page.at(-1)?.data;
    if (page.length < PAGE || !last || (last.scheduledFor !== null && last.scheduledFor > now)) return;
    after = [last.scheduledFor];
  }
}
