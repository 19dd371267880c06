import { z } from 'zod';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import type { Budget } from '../../src/core/engine/executors/executor.ts';
import type { StartRequest } from '../../src/core/engine/start-execution.ts';
import { type AnyStepType, defineStep, type EffectClass, type StepContext } from '../../src/core/engine/step-type.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import type { Llm, QueuedTask, Store } from '../../src/core/ports.ts';
import type { Execution } from '../../src/model/execution.ts';
import { type JsonObject, jsonObject } from '../../src/model/json.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import type { Schedule } from '../../src/model/schedule.ts';
import { flowWords } from '../../src/steps/flow/words.ts';
import { createStepCatalog } from '../../src/steps/registry.ts';
import { createHandClock, type HandClock } from './clock.ts';

export const orgId = 'org_a';
export const paths = tenantPaths(orgId);

export interface EngineKit {
  readonly engine: Engine;
  readonly clock: HandClock;
  readonly store: Store;
  readonly queued: QueuedTask[];
  /** Names of fault points at which the worker dies (throws), each once. */
  readonly deaths: Set<string>;
  /** Commits made on documents, by path. */
  readonly commits: string[][];
  playbook(steps: readonly JsonObject[], more?: Readonly<Record<string, unknown>>): Promise<string>;
  execution(executionId: string): Promise<Execution>;
  /** Delivers what is enqueued and due, and what that enqueues, until nothing is left that is due now. */
  drain(): Promise<void>;
  /** Moves the clock from wake-up to wake-up until nothing is enqueued any more. */
  runOut(): Promise<void>;
  request(playbookId: string, more?: Partial<StartRequest>): StartRequest;
}

export class Death extends Error {
  override readonly name = 'Death';
}

interface Options {
  readonly store?: Store;
  readonly startAt?: string;
  readonly llm?: Llm;
}

/** A worker's time: `ms` to begin steps in, and as long again to see them to their end. */
export function budget(kit: Pick<EngineKit, 'clock'>, ms = 3_600_000): Budget {
  const now = kit.clock.now().getTime();
  return { deadline: new Date(now + ms), end: new Date(now + ms + 3_600_000), isShort: false };
}

/** An engine over real core code, a given store and step types made up by the test. */
export async function createEngineKit(types: readonly AnyStepType[], options: Options = {}): Promise<EngineKit> {
  const clock = createHandClock(options.startAt ?? '2026-11-23T13:00:00Z');
  const inner = options.store ?? createMemoryStore();
  const commits: string[][] = [];
  const store: Store = {
    ...inner,
    commit: (writes) => {
      commits.push(writes.map(({ path }) => path));
      return inner.commit(writes);
    },
  };
  const queued: QueuedTask[] = [];
  const deaths = new Set<string>();
  const engine = makeEngine({ store, clock, queued, deaths, types, llm: options.llm ?? services.llm });
  await seed(store, orgId, clock.now());
  let playbooks = 0;
  return {
    engine,
    clock,
    store,
    queued,
    deaths,
    commits,
    playbook: async (steps, more = {}) => {
      const playbookId = `playbook${++playbooks}`;
      const data = {
        name: 'Test',
        status: 'active',
        ownerId: 'owner',
        triggers: [],
        stepsJson: JSON.stringify(steps),
        ...more,
      };
      await inner.commit([{ op: 'create', path: paths.playbook(playbookId).path, data }]);
      return playbookId;
    },
    execution: async (executionId) => {
      const stored = await inner.get(paths.execution(executionId));
      if (stored === null) throw new Error(`No execution ${executionId}`);
      return stored.data;
    },
    drain: async () => drain(engine, clock, queued),
    runOut: async () => {
      await drain(engine, clock, queued);
      for (let next = earliest(queued); next !== null; next = earliest(queued)) {
        await clock.advance(Math.max(0, next.getTime() - clock.now().getTime()));
        await drain(engine, clock, queued);
      }
    },
    request: (playbookId, more = {}) => ({
      orgId,
      playbookId,
      occasion: { kind: 'request', key: 'key' },
      triggeredBy: 'manual',
      startedBy: 'owner',
      member: null,
      inputs: {},
      dryRun: false,
      depth: 0,
      alongside: [],
      ...more,
    }),
  };
}

/** The tasks of executions only; what else is enqueued is left to the test. */
async function drain(engine: Engine, clock: HandClock, queued: QueuedTask[]): Promise<void> {
  for (;;) {
    const at = queued.findIndex((task) => task.handler === 'advance' && (task.at === null || task.at <= clock.now()));
    const [task] = at < 0 ? [] : queued.splice(at, 1);
    if (!task) return;
    await wakeExecution(engine, String(task.data.orgId), String(task.data.executionId), budget({ clock }));
  }
}

function earliest(queued: readonly QueuedTask[]): Date | null {
  const times = queued.flatMap(({ handler, at }) => (handler === 'advance' && at !== null ? [at.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

interface Parts extends Pick<EngineKit, 'store' | 'clock' | 'queued' | 'deaths'> {
  readonly types: readonly AnyStepType[];
  readonly llm: Llm;
}

/** Nothing outside can be reached. */
export const services: Engine['services'] = {
  outbound: { fetch: () => unreachable(), connect: () => unreachable() },
  llm: { generateText: () => unreachable() },
  secret: async () => null,
  identity: async () => null,
  setting: (name) => (name === 'API_ORIGIN' ? 'https://api.example' : null),
};
export const log: Engine['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined };

function makeEngine({ store, clock, queued, deaths, types, llm }: Parts): Engine {
  let tokens = 0;
  return {
    store,
    clock,
    random: { next: () => 0.5, token: () => `token${++tokens}` },
    queue: { enqueue: async (task) => void queued.push(task) },
    catalog: createStepCatalog([...types, ...flowWords]),
    services: { ...services, llm },
    switches: { autoExecution: true, dryRun: false },
    log,
    fault: (name) => {
      if (deaths.delete(name)) throw new Death(name);
    },
  };
}

/** A tenant with its owner. */
export async function seed(store: Store, tenantId: string, createdAt: Date): Promise<void> {
  const tenant = { name: 'Thrive', timezone: 'America/New_York', createdAt };
  const owner = { uid: 'owner', email: 'owner@thrive.example', name: 'Olive', role: 'owner', createdAt };
  await store.commit([
    { op: 'set', path: top.tenant(tenantId).path, data: tenant },
    { op: 'set', path: tenantPaths(tenantId).member('owner').path, data: owner },
  ]);
}

function unreachable(): never {
  throw new Error('This test reaches nothing outside');
}

/** A step type whose act is the test's own function. */
export function makeStep(
  id: string,
  run: (params: JsonObject, context: StepContext) => Promise<unknown> | unknown,
  effect: EffectClass = 'none',
): AnyStepType {
  return defineStep<JsonObject, unknown>({
    id,
    title: id,
    description: id,
    modelDescription: id,
    category: 'test',
    icon: 'flask-conical',
    example: {},
    params: jsonObject,
    output: z.unknown(),
    risk: 'safe',
    effect,
    timeoutMs: 30_000,
    retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 60_000 },
    run: async (params, context) => run(params, context),
    dryRun: async () => ({ output: {}, wouldHave: `would have done ${id}` }),
  });
}

/** An hourly schedule in UTC, armed at noon and next due at 14:00 on the day that the kit's clock begins on. */
export async function armSchedule(kit: EngineKit, playbookId: string, more: Partial<Schedule> = {}) {
  const ref = paths.schedule(playbookId, 'schedule');
  const data: Schedule = {
    cron: '0 * * * *',
    timezone: 'UTC',
    every: 1,
    anchor: null,
    dayOfMonth: null,
    weekOfMonth: null,
    until: null,
    playbookId,
    triggerId: 'schedule',
    catchUpPolicy: 'latest',
    scheduledFor: new Date('2026-11-23T14:00:00Z'),
    lastScheduledFor: null,
    armedAt: new Date('2026-11-23T12:00:00Z'),
    jobName: 'job',
    dueAt: new Date('2026-11-23T14:01:30Z'),
    ...more,
  };
  await kit.store.commit([{ op: 'set', path: ref.path, data }]);
  return ref;
}
