import { enqueueAdvance } from '../../src/core/engine/enqueue.ts';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import type { Store } from '../../src/core/ports.ts';
import type { Execution } from '../../src/model/execution.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Limit, TenantLimits } from '../../src/model/limit.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { cloudSteps, publish } from './cloud.ts';
import type { Fate } from './mortal.ts';
import { createWorld, type StepsOf, type World } from './world.ts';

interface Given {
  readonly store: Store;
  readonly orgId: string;
  readonly steps: readonly JsonObject[];
  readonly limits?: Partial<TenantLimits>;
  readonly timezone?: string;
  readonly startAt?: string;
  readonly fate?: Fate;
  readonly types?: StepsOf;
}

/** A world with a playbook `main`, and nothing started. */
export async function limitedWorld({
  store,
  orgId,
  steps,
  fate = {},
  startAt,
  types = cloudSteps,
  ...more
}: Given): Promise<World> {
  const world = createWorld({ orgId, store, steps: types, fate });
  await publish(store, orgId, { steps, ...more });
  if (startAt !== undefined) await world.clock.advance(Date.parse(startAt) - world.clock.now().getTime());
  return world;
}

/** Creates an execution of `main` that is not begun, a second after the one before it. Returns its id. */
export async function queue(world: World, key: string): Promise<string> {
  await world.clock.advance(1_000);
  const id = await world.inProcess(async (engine) => {
    const occasion = { kind: 'request' as const, key };
    const request = { ...unattended, orgId: world.orgId, playbookId: 'main', occasion, triggeredBy: 'manual' as const };
    const { executionId } = await startExecution(engine, request, false);
    await enqueueAdvance(engine, world.orgId, executionId, null);
    return executionId;
  });
  if (id === null) throw new Error('It was not started');
  return id;
}

export async function executionOf(world: World, id: string): Promise<Execution> {
  const stored = await world.store.get(tenantPaths(world.orgId).execution(id));
  if (stored === null) throw new Error(`No execution ${id}`);
  return stored.data;
}

export async function counters(world: World): Promise<Record<string, number>> {
  const all = await world.all<Limit>(tenantPaths(world.orgId).limits);
  return Object.fromEntries(all.map(({ id, data }) => [id, data.used]));
}

export async function setLimits(world: World, limits: Partial<TenantLimits>): Promise<void> {
  await world.store.commit([{ op: 'update', path: top.tenant(world.orgId).path, fields: { limits } }]);
}

/** Takes 0 to 3 turns of the loop for each call of the store, so that two that race meet in ever other ways. */
export function turnsOf(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 30;
  };
}

/** Two executions race for the last place of a day. */
export async function race(store: Store, orgId: string, seed: number): Promise<World> {
  const steps = [{ id: 'm', action: 'mail' }];
  const limits = { daily: { email_send: 1 } };
  const world = await limitedWorld({ store, orgId, steps, limits, fate: { turns: turnsOf(seed) } });
  const ids = [await queue(world, 'one'), await queue(world, 'two')];
  world.queued.length = 0;
  await Promise.all((seed % 2 === 0 ? ids : ids.toReversed()).map((id) => world.wake(id)));
  return world;
}
