import type { Engine } from '../../src/core/engine/engine.ts';
import type { Budget } from '../../src/core/engine/executors/executor.ts';
import type { AnyStepType } from '../../src/core/engine/step-type.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import type { QueuedTask, Store, Stored } from '../../src/core/ports.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { Execution } from '../../src/model/execution.ts';
import type { CollectionRef } from '../../src/model/paths.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import type { Query } from '../../src/model/query.ts';
import { flowWords } from '../../src/steps/flow/words.ts';
import { createStepCatalog } from '../../src/steps/registry.ts';
import { createHandClock, type HandClock, settle } from './clock.ts';
import { Death, log, services } from './engine-kit.ts';

/**
 * What can go wrong, by the moments that the processes of a world pass: right before and right after each commit, each
 * enqueued task and each named fault point. They are counted from one on.
 */
export interface Fate {
  /** The process that comes to the first of these moments dies there; from then on the next number counts, from one. */
  readonly deaths?: readonly number[];
  /** The process that comes to this moment of a commit stands still until `thaw`. */
  readonly freeze?: number;
  /** Done in the middle of this moment, before it goes on. */
  readonly meanwhile?: { readonly at: number; readonly act: () => Promise<void> };
  /** Whether the nth task gets lost on its way; how often it is delivered, and to two processes at once. */
  readonly delivery?: (nth: number) => number;
  /** How many turns of the loop a call of the store takes. */
  readonly turns?: () => number;
}

/** What acts on the outside arrive at. It knows idempotency keys, and counts for itself. */
export interface Receiver {
  readonly once: Map<string, number>;
  readonly idempotent: Map<string, number>;
}

export interface World {
  readonly orgId: string;
  readonly clock: HandClock;
  readonly store: Store;
  readonly receiver: Receiver;
  readonly queued: QueuedTask[];
  /** The moments so far, for the message of a test that fails. */
  readonly moments: string[];
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

/** The step types of one process: their acts go through `act`, which a process that is no more never gets through. */
export type StepsOf = (act: <T>(arrive: () => T) => Promise<T>, receiver: Receiver) => readonly AnyStepType[];

interface Parts {
  readonly orgId: string;
  readonly store: Store;
  readonly steps: StepsOf;
  readonly fate?: Fate;
}

/** A worker's time, far longer than any step. */
export function ample({ clock }: Pick<World, 'clock'>): Budget {
  const now = clock.now().getTime();
  return { deadline: new Date(now + 3_600_000), end: new Date(now + 7_200_000), isShort: false };
}

/** A cloud in small: processes that die or freeze for good, one store, one queue, one receiver, and a clock moved by hand. */
export function createWorld({ orgId, store, steps, fate = {} }: Parts): World {
  const clock = createHandClock('2026-11-23T13:00:00Z');
  const queued: QueuedTask[] = [];
  const moments: string[] = [];
  const receiver: Receiver = { once: new Map(), idempotent: new Map() };
  const deaths = [...(fate.deaths ?? [])];
  let untilDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
  let tokens = 0;
  let inFlight = 0;
  let ice = Promise.withResolvers<void>();
  const frozen: Promise<unknown>[] = [];

  const passes = (name: string): boolean => {
    moments.push(name);
    untilDeath -= 1;
    if (untilDeath > 0) return true;
    untilDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
    return false;
  };

  const spawn = () => {
    let isDead = false;
    const gone = Promise.withResolvers<null>();
    const never = new Promise<never>(() => undefined);
    let still: Promise<void> | null = null;
    const die = (): Promise<never> => {
      isDead = true;
      gone.resolve(null);
      return never;
    };
    const alive = async (): Promise<void> => {
      if (isDead) await never;
      if (still) await still;
    };
    const pass = async (name: string): Promise<void> => {
      if (!passes(name)) await die();
      const nth = moments.length;
      if (fate.meanwhile?.at === nth) await fate.meanwhile.act();
      if (fate.freeze !== nth || !name.includes('commit')) return;
      still = ice.promise;
      gone.resolve(null);
      await still;
    };
    const io = async <T>(work: () => Promise<T>): Promise<T> => {
      await alive();
      inFlight += 1;
      try {
        for (let turn = fate.turns?.() ?? 0; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
        return await work();
      } finally {
        inFlight -= 1;
        await alive();
      }
    };
    const engine: Engine = {
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
      random: { next: () => 0.5, token: () => `token${++tokens}` },
      queue: {
        enqueue: async (task) => {
          await alive();
          await pass('before enqueue');
          for (let copy = fate.delivery?.(moments.length) ?? 1; copy > 0; copy--) queued.push(task);
          await pass('after enqueue');
        },
      },
      catalog: createStepCatalog([
        ...steps(async (arrive) => {
          await alive();
          return arrive();
        }, receiver),
        ...flowWords,
      ]),
      services,
      log,
      fault: (name) => {
        if (isDead) throw new Death(name);
        if (passes(`at ${name}`)) return;
        void die();
        throw new Death(name);
      },
    };
    return { engine, gone: gone.promise, isGone: () => isDead || still !== null };
  };

  /** Moves the clock only while everybody waits for it. */
  const drive = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const end = (): void => void (isOver = true);
    work.then(end, end);
    for (let waited = 0; !isOver; ) {
      await settle();
      if (isOver || inFlight > 0) continue;
      if (waited++ > 2_000) throw new Error(`A process does not come to an end: ${moments.slice(-9).join(' | ')}`);
      await clock.advance(500);
    }
    return work;
  };

  const inProcess = async <T>(act: (engine: Engine) => Promise<T>): Promise<T | null> => {
    const { engine, gone, isGone } = spawn();
    const done = act(engine).catch((error: unknown) => {
      if (isGone() || error instanceof Death) return null;
      throw error;
    });
    const result = await drive(Promise.race([done, gone]));
    if (isGone()) frozen.push(done);
    return result;
  };

  const all = async <T>(from: CollectionRef<T>): Promise<Stored<T>[]> => {
    const query: Query<T> = { from, where: [], orderBy: [], limit: 2_000, after: null };
    return (await store.query(query)).flatMap((one) => (one.data === null ? [] : [{ ...one, data: one.data }]));
  };
  const paths = tenantPaths(orgId);
  return {
    orgId,
    clock,
    store,
    receiver,
    queued,
    moments,
    inProcess,
    wake: async (executionId) => {
      await inProcess((engine) => wakeExecution(engine, orgId, executionId, ample({ clock })));
    },
    all,
    executions: () => all(paths.executions),
    approvals: () => all(paths.approvals),
    thaw: async () => {
      ice.resolve();
      ice = Promise.withResolvers();
      for (let turn = 0; turn < 20; turn++) await settle();
      await clock.advance(60_000);
      for (let turn = 0; turn < 20; turn++) await settle();
    },
  };
}
