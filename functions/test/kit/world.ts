import type { Engine } from '../../src/core/engine/engine.ts';
import type { Budget } from '../../src/core/engine/executors/executor.ts';
import type { AnyStepType } from '../../src/core/engine/step-type.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import type { Llm, QueuedTask, Store, Stored } from '../../src/core/ports.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { Execution } from '../../src/model/execution.ts';
import type { CollectionRef } from '../../src/model/paths.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import type { Query } from '../../src/model/query.ts';
import { agentTypes } from '../../src/steps/ai/run-agent.ts';
import { flowWords } from '../../src/steps/flow/words.ts';
import { createStepCatalog } from '../../src/steps/registry.ts';
import { createHandClock, type HandClock, settle } from './clock.ts';
import { Death, log, services } from './engine-kit.ts';
import { createMortal, createTimeline, type Fate, type Mortal, type Timeline } from './mortal.ts';

/** What acts on the outside arrive at. It knows idempotency keys, and counts for itself. */
export interface Receiver {
  readonly once: Map<string, number>;
  readonly idempotent: Map<string, number>;
  /** Somebody there pauses the tenant. */
  pause(): Promise<void>;
}

/** A cloud in small: processes that die or freeze for good, one store, one queue, one receiver, and a clock moved by hand. */
export interface World {
  readonly orgId: string;
  readonly clock: HandClock;
  readonly store: Store;
  readonly receiver: Receiver;
  readonly queued: QueuedTask[];
  /** The moments so far, for the message of a test that fails. */
  readonly moments: readonly string[];
  /** Lets a new process do something to its end, or to its death. Null when it died or stands still. */
  inProcess<T>(act: (engine: Engine) => Promise<T>): Promise<T | null>;
  /** Wakes an execution in a process of its own. */
  wake(executionId: string): Promise<void>;
  all<T>(from: CollectionRef<T>): Promise<Stored<T>[]>;
  executions(): Promise<Stored<Execution>[]>;
  approvals(): Promise<Stored<Approval>[]>;
  /** Lets the process that stands still go on, with the time as it is now. */
  thaw(): Promise<void>;
}

/**
 * The step types of one process: their acts go through `act`, which a process that is no more never gets through; `die`
 * ends it, as one that is killed for its memory.
 */
export type StepsOf = (
  act: <T>(arrive: () => T) => Promise<T>,
  receiver: Receiver,
  die: () => Promise<never>,
) => readonly AnyStepType[];

interface Parts {
  readonly orgId: string;
  readonly store: Store;
  readonly steps: StepsOf;
  readonly fate?: Fate;
}

interface Shared extends Pick<World, 'clock' | 'store' | 'receiver' | 'queued'> {
  readonly steps: StepsOf;
  readonly timeline: Timeline;
  readonly token: () => string;
}

export function createWorld({ orgId, store, steps, fate = {} }: Parts): World {
  const clock = createHandClock('2026-11-23T13:00:00Z');
  const queued: QueuedTask[] = [];
  const pause = { since: clock.now(), by: 'owner', reason: null };
  const receiver: Receiver = {
    once: new Map(),
    idempotent: new Map(),
    pause: async () => {
      await store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { pause } }]);
    },
  };
  const timeline = createTimeline(fate);
  let tokens = 0;
  const shared: Shared = { clock, store, receiver, queued, steps, timeline, token: () => `${orgId}_token${++tokens}` };
  const inProcess: World['inProcess'] = async (act) => {
    const mortal = createMortal(timeline);
    const done = act(engineOf(mortal, shared)).catch((error: unknown) => {
      if (mortal.isGone() || error instanceof Death) return null;
      throw error;
    });
    return drive(shared, Promise.race([done, mortal.gone]));
  };
  const all: World['all'] = async (from) => {
    const query: Query<never> = {
      from: from as CollectionRef<never>,
      where: [],
      orderBy: [],
      limit: 2_000,
      after: null,
    };
    return (await store.query(query)).flatMap((one) => (one.data === null ? [] : [one]));
  };
  const paths = tenantPaths(orgId);
  return {
    orgId,
    clock,
    store,
    receiver,
    queued,
    moments: timeline.moments,
    inProcess,
    wake: async (executionId) => {
      await inProcess((engine) => wakeExecution(engine, orgId, executionId, ample(clock)));
    },
    all,
    executions: () => all(paths.executions),
    approvals: () => all(paths.approvals),
    thaw: async () => {
      timeline.thaw.resolve();
      for (let turn = 0; turn < 20; turn++) await settle();
      await clock.advance(60_000);
      for (let turn = 0; turn < 20; turn++) await settle();
    },
  };
}

/** A worker's time, far longer than any step. */
function ample(clock: HandClock): Budget {
  const now = clock.now().getTime();
  return { deadline: new Date(now + 3_600_000), end: new Date(now + 7_200_000), isShort: false };
}

/** Waits for a process, and moves the clock only while everybody waits for it. */
async function drive<T>({ clock, timeline }: Shared, work: Promise<T>): Promise<T> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  work.then(end, end);
  for (let waited = 0; !isOver; ) {
    await settle();
    if (isOver || timeline.inFlight > 0) continue;
    if (waited++ > 2_000) {
      throw new Error(`A process does not come to an end: ${timeline.moments.slice(-9).join(' | ')}`);
    }
    await clock.advance(500);
  }
  return work;
}

/** A model that wants the same tools used whatever they give, turn by turn, and then answers. */
const stubborn: Llm = {
  generateText: async ({ turns = [] }) => {
    const spoken = turns.filter(({ by }) => by === 'model').length;
    const wanted = [['send', 'look'], ['put'], ['send', 'wait']][spoken] ?? [];
    const params = (tool: string) => (tool === 'wait' ? { for: '90 s' } : { round: spoken });
    const calls = wanted.map((tool, at) => ({ id: `id${at}`, tool, params: params(tool) }));
    return { text: 'Done.', model: 'stubborn', tokens: 10, calls };
  },
};

function engineOf(mortal: Mortal, { clock, store, receiver, queued, steps, timeline, token }: Shared): Engine {
  const { alive, die, io, pass, passNow } = mortal;
  const act = async <T>(arrive: () => T): Promise<T> => {
    await alive();
    return arrive();
  };
  return {
    store: {
      get: (ref) => io(() => store.get(ref)),
      find: (ref) => io(() => store.find(ref)),
      findAll: (refs) => io(() => store.findAll(refs)),
      query: (query) => io(() => store.query(query)),
      count: (query) => io(() => store.count(query)),
      commit: async (writes) => {
        await alive();
        const names = writes.map(({ op, path }) => `${op} ${path.split('/').slice(2, 3).join()}`).join();
        await pass(`before commit ${names}`);
        const versions = await io(() => store.commit(writes));
        await pass(`after commit ${names}`);
        return versions;
      },
    },
    clock: { now: clock.now, sleep: (ms, signal) => clock.sleep(ms, signal).then(alive) },
    random: { next: () => 0.5, token },
    queue: {
      enqueue: async (task) => {
        await alive();
        await pass('before enqueue');
        for (let copy = timeline.fate.delivery?.() ?? 1; copy > 0; copy--) queued.push(task);
        await pass('after enqueue');
      },
    },
    catalog: createStepCatalog([...steps(act, receiver, die), ...flowWords, ...agentTypes]),
    services: { ...services, llm: stubborn },
    switches: { autoExecution: true, dryRun: false },
    log,
    fault: passNow,
  };
}
