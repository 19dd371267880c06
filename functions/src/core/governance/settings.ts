import type { Actor } from '../../model/audit.ts';
import type { JsonValue } from '../../model/json.ts';
import { jsonValue } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import type { Tenant, TenantPatch } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import { releaseHeld } from '../engine/hold.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** Changes the settings of a tenant, and lets go on what a limit held that is higher now. False when there is no tenant. */
export async function changeTenant(engine: Engine, orgId: string, actor: Actor, patch: TenantPatch): Promise<boolean> {
  const isChanged = await retryConflicts(() => changeOnce(engine, orgId, actor, patch));
  if (isChanged && patch.limits !== undefined) await releaseHeld(engine, orgId, 'limit');
  return isChanged;
}

async function changeOnce(engine: Engine, orgId: string, actor: Actor, patch: TenantPatch): Promise<boolean> {
  const stored = await engine.store.get(top.tenant(orgId));
  if (stored === null) return false;
  const wanted = Object.entries(merged(stored.data, patch));
  const changed = wanted.filter(([name, value]) => !isSame(value, stored.data[name as keyof Tenant]));
  if (changed.length === 0) return true;
  const before = changed.map(([name]) => [name, stored.data[name as keyof Tenant]]);
  const entry = {
    action: 'tenant.changed',
    target: { kind: 'tenant', id: orgId },
    before: jsonOf(before),
    after: jsonOf(changed),
  };
  await engine.store.commit([
    { op: 'update', path: stored.ref.path, fields: Object.fromEntries(changed), ifVersion: stored.version },
    auditWrite(engine, orgId, actor, entry),
  ]);
  return true;
}

/** The fields of the tenant that the patch names, as they are to be. */
function merged(tenant: Tenant, { policy, trusted, limits, ...plain }: TenantPatch): Partial<Tenant> {
  return {
    ...named(plain),
    ...(policy && { policy: { ...tenant.policy, ...named(policy) } }),
    ...(trusted && { trusted: { ...tenant.trusted, ...named(trusted) } }),
    ...(limits && { limits: { ...tenant.limits, ...named(limits) } }),
  };
}

/** Without what is undefined. */
function named<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function jsonOf(fields: readonly (readonly unknown[])[]): JsonValue {
  return jsonValue.parse(JSON.parse(JSON.stringify(Object.fromEntries(fields as [string, unknown][]))));
}
