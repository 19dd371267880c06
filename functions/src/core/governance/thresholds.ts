import { type AgentConfig, agentConfigSchema, GLOBAL_CONFIG, type Thresholds } from '../../model/agent-config.ts';
import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Engine } from '../engine/engine.ts';
import { AlreadyExistsError, ConflictError, type Store, type Write } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** A configuration that nobody has written stands as the defaults say. */
export async function readAgentConfig(store: Store, orgId: string, id: string): Promise<AgentConfig> {
  const stored = await store.get(tenantPaths(orgId).agentConfig(id));
  return stored?.data ?? agentConfigSchema.parse({});
}

/** Changes those thresholds of a tenant that are given. */
export async function changeThresholds(engine: Engine, orgId: string, actor: Actor, given: Thresholds): Promise<void> {
  await retryConflicts(() => changeOnce(engine, orgId, actor, given));
}

async function changeOnce(engine: Engine, orgId: string, actor: Actor, given: Thresholds): Promise<void> {
  const ref = tenantPaths(orgId).agentConfig(GLOBAL_CONFIG);
  const stored = await engine.store.get(ref);
  const names = Object.keys(given) as (keyof Thresholds)[];
  const changed = names.filter((name) => given[name] !== undefined && given[name] !== stored?.data[name]);
  if (changed.length === 0) return;
  const after = Object.fromEntries(changed.map((name) => [name, given[name] ?? null]));
  const before = Object.fromEntries(changed.map((name) => [name, stored?.data[name] ?? null]));
  const write: Write =
    stored === null
      ? { op: 'create', path: ref.path, data: { global_pause: false, ...after } }
      : { op: 'update', path: ref.path, fields: after, ifVersion: stored.version };
  const entry = { action: 'thresholds.changed', target: { kind: 'agent_config', id: GLOBAL_CONFIG }, before, after };
  try {
    await engine.store.commit([write, auditWrite(engine, orgId, actor, entry)]);
  } catch (error) {
    // A pause has just made the document.
    throw error instanceof AlreadyExistsError ? new ConflictError(ref.path) : error;
  }
}
