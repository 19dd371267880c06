import { decideApproval } from '../../src/core/engine/decide-approval.ts';
import { enqueueAdvance } from '../../src/core/engine/enqueue.ts';
import { NonRetriableError, RetryAfterError } from '../../src/core/engine/errors.ts';
import { receiveCallback } from '../../src/core/engine/receive-callback.ts';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import type { AnyStepType } from '../../src/core/engine/step-type.ts';
import { tellEventWaits } from '../../src/core/engine/tell-event-waits.ts';
import { isFinished } from '../../src/core/engine/transition.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import { resumeTenant } from '../../src/core/governance/pause.ts';
import { AlreadyExistsError, type Store } from '../../src/core/ports.ts';
import type { Execution, Wait } from '../../src/model/execution.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { TenantLimits } from '../../src/model/limit.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { makeStep, seed } from './engine-kit.ts';
import type { StepsOf, World } from './world.ts';

const MINUTE_MS = 60_000;
const MAX_ROUNDS = 400;

/**
 * `look` gives its params, `put` is an idempotent act and `send` a once one, `slow` a once one that takes seconds,
 * `busy` is told to come back in two minutes before it acts once, `mail` is a once act of which there are so many a day,
 * `think` costs 100 tokens of the 1,000 that it might, `hold` has the tenant paused, `fail` fails; `kill`, `kill_late` and `kill_once` kill the process that does them.
 */
export const cloudSteps: StepsOf = (act, { once, idempotent, pause }, die) => {
  const count = (acts: Map<string, number>, key: string) => act(() => void acts.set(key, (acts.get(key) ?? 0) + 1));
  return [
    makeStep('look', (params) => params),
    makeStep(
      'put',
      async (_, { idempotencyKey }) => {
        await count(idempotent, idempotencyKey);
        return null;
      },
      'idempotent',
    ),
    makeStep(
      'send',
      async (_, { executionId, path }) => {
        await count(once, `${executionId} ${path}`);
        return null;
      },
      'once',
    ),
    makeStep(
      'slow',
      async (_, { clock, executionId, path }) => {
        await clock.sleep(2_500);
        await count(once, `${executionId} ${path}`);
        await clock.sleep(2_500);
        return null;
      },
      'once',
    ),
    makeStep(
      'busy',
      async (_, { attempt, clock, executionId, path }) => {
        const later = new Date(clock.now().getTime() + 2 * MINUTE_MS);
        if (attempt === 1) throw new RetryAfterError('Come back later', later, { mayHaveActed: false });
        await count(once, `${executionId} ${path}`);
        return null;
      },
      'once',
    ),
    {
      ...makeStep(
        'mail',
        async (_, { executionId, path }) => {
          await count(once, `${executionId} ${path}`);
          return null;
        },
        'once',
      ),
      limit: 'email_send',
    } as AnyStepType,
    {
      ...makeStep('think', (params, { meter }) => {
        meter({ tokens: 100 });
        return params;
      }),
      worstCase: () => ({ tokens: 1_000 }),
    } as AnyStepType,
    makeStep('hold', async (_, { clock }) => {
      await act(pause);
      // Longer than the engine trusts its last look.
      await clock.sleep(25_000);
      return null;
    }),
    makeStep('kill', die),
    makeStep('kill_late', async (_, { clock }) => {
      await clock.sleep(3_000);
      await die();
    }),
    makeStep('kill_once', die, 'once'),
    makeStep('fail', () => {
      throw new NonRetriableError('No such page');
    }),
  ];
};

/** A playbook, and those that it calls, by their ids. */
export interface Script {
  readonly steps: readonly JsonObject[];
  readonly onFailure?: readonly JsonObject[];
  readonly limits?: Partial<TenantLimits>;
  readonly timezone?: string;
  readonly others?: Readonly<Record<string, readonly JsonObject[]>>;
  /** How far its children come depends on who is faster. */
  readonly isRace?: boolean;
}

export async function publish(store: Store, orgId: string, script: Script) {
  const { steps, onFailure = [], others = {}, limits, timezone = 'America/New_York' } = script;
  await seed(store, orgId, new Date('2026-11-01T00:00:00Z'));
  await store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { limits, timezone } }]);
  for (const [id, list] of Object.entries({ ...others, main: steps })) {
    const data = {
      name: id,
      status: 'active',
      ownerId: 'owner',
      triggers: [],
      stepsJson: JSON.stringify(list),
      onFailureJson: JSON.stringify(id === 'main' ? onFailure : []),
    };
    await store.commit([{ op: 'set', path: tenantPaths(orgId).playbook(id).path, data }]);
  }
}

/** Starts `main` as a client does that tries again until it has an answer. Returns the execution's id. */
export async function startMain(world: World): Promise<string> {
  const { orgId } = world;
  for (;;) {
    const id = await world.inProcess(async (engine) => {
      const occasion = { kind: 'request' as const, key: 'key' };
      const request = { ...unattended, orgId, playbookId: 'main', occasion, triggeredBy: 'manual' as const };
      const { executionId } = await startExecution(engine, request, false);
      await enqueueAdvance(engine, orgId, executionId, null);
      return executionId;
    });
    if (id !== null) return id;
  }
}

/** Delivers what is enqueued and due, in order, each to a process of its own; copies of a task at the same time. */
export async function deliver(world: World): Promise<void> {
  for (;;) {
    const at = world.queued.findIndex((task) => task.at === null || task.at <= world.clock.now());
    const [task] = at < 0 ? [] : world.queued.splice(at, 1);
    if (!task) return;
    if (task.handler !== 'advance') continue;
    const copies = world.queued.filter((one) => one === task).length;
    for (let copy = copies; copy > 0; copy--) world.queued.splice(world.queued.indexOf(task), 1);
    const wakes = Array.from({ length: 1 + copies }, () => world.wake(String(task.data.executionId)));
    await Promise.all(wakes);
  }
}

/**
 * Lets the time pass, from one wake-up or tick to the next, until every execution is over. `outside` is asked whenever
 * nothing is due now; it says whether it has done something. Throws when something is stuck.
 */
export async function runOut(world: World, outside: (world: World) => Promise<boolean> = people): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await deliver(world);
    if (await outside(world)) continue;
    const open = (await world.executions()).filter(({ data }) => !isFinished(data));
    if (open.length === 0) return;
    const now = world.clock.now().getTime();
    const tasks = world.queued.flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
    const dues = open.map(({ data }) => Math.max(data.dueAt?.getTime() ?? 0, now + 1));
    const ticks = dues.map((due) => Math.ceil(due / MINUTE_MS) * MINUTE_MS);
    await world.clock.advance(Math.min(...tasks, ...ticks) - now);
    for (const { id, data } of open) {
      if (data.dueAt === null || data.dueAt > world.clock.now()) continue;
      world.queued.push({ handler: 'advance', data: { orgId: world.orgId, executionId: id }, name: 'tick', at: null });
    }
  }
  const stuck = (await world.executions()).filter(({ data }) => !isFinished(data)).map(({ id }) => id);
  throw new Error(`Stuck: ${stuck.join()} after ${world.moments.slice(-12).join(' | ')}`);
}

/**
 * The people and systems outside: they say yes to what they are asked, look at the receiver when nobody knows whether an
 * act happened, post to the address that they were given, and pay their invoices.
 */
export async function people(world: World): Promise<boolean> {
  const { orgId, receiver } = world;
  const [asked] = (await world.approvals()).filter(({ data }) => data.status === 'pending');
  if (asked) {
    const { kind, executionId, path } = asked.data;
    const hasHappened = kind === 'unknown_outcome' && receiver.once.has(`${executionId} ${path}`);
    const status = hasHappened ? ('rejected' as const) : ('approved' as const);
    const decision = { status, by: 'owner', reason: null };
    await world.inProcess((engine) => decideApproval(engine, orgId, asked.id, decision));
    return true;
  }
  const all = await world.executions();
  const isHeld = all.some(({ data }) => data.status === 'waiting' && data.wait.kind === 'pause');
  const tenant = await world.store.get(top.tenant(orgId));
  if (isHeld && tenant?.data.pause) {
    await world.inProcess((engine) => resumeTenant(engine, orgId, systemActor, 'latest'));
    return true;
  }
  const waiting = all.flatMap(({ id, data }) => waitsOf(data).map((wait) => ({ id, wait })));
  const event = waiting.find(({ wait }) => wait.kind === 'event');
  if (event) {
    await emit(world, `paid_${event.id}`);
    return true;
  }
  const callback = waiting.find(({ wait }) => wait.kind === 'callback');
  if (!callback) return false;
  const [hook] = await world.store.query(queries.hookOf(callback.id));
  await world.inProcess((engine) => receiveCallback(engine, hook?.id ?? '', callback.wait.path, { paid: true }));
  return true;
}

function waitsOf(execution: Execution): Wait[] {
  if (execution.status !== 'waiting' || Object.keys(execution.signals).length > 0) return [];
  return execution.stepResults.flatMap(({ wait }) => (wait === null ? [] : [wait]));
}

/** The fact that an invoice was paid, told to whoever waits for it. The same id twice is the same fact. */
export async function emit(world: World, eventId: string): Promise<true | null> {
  const ref = tenantPaths(world.orgId).event(eventId);
  const time = world.clock.now();
  const event = {
    eventName: 'invoice.paid',
    source: 'test',
    subject: 'invoice',
    time,
    dataJson: '{"total":7}',
    depth: 0,
    causedBy: null,
    cursor: null,
    started: 0,
    dueAt: null,
    expireAt: new Date(time.getTime() + 86_400_000),
  };
  return world.inProcess(async (engine) => {
    try {
      await engine.store.commit([{ op: 'create', path: ref.path, data: event }]);
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    const stored = await engine.store.get(ref);
    if (stored) await tellEventWaits(engine, world.orgId, stored);
    return true as const;
  });
}
