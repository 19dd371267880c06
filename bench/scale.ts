import { z } from 'zod';
import { bench as firestoreOps } from './firestore-ops.ts';
import type { Bench } from './run.ts';

/** List prices of us-central1 in US dollars; docs/scale.md names their sources. */
const PRICE = {
  read: 0.3e-6,
  write: 0.9e-6,
  delete: 0.1e-6,
  invocation: 0.4e-6,
  vcpuSecond: 24e-6,
  gibSecond: 2.5e-6,
  taskOperation: 0.4e-6,
  job: 0.1,
};
/** Of Google's services, per region, database or queue, where nobody has asked for more. */
const LIMIT = { indexWrites: 500, dispatches: 500, jobs: 1_000, documentWrites: 1, instances: 100, freeWrites: 20_000 };
/** As `functions/src/entrypoints` declare them. */
const DEPLOYED = { cap: 500, concurrentDispatches: 500, workerConcurrency: 20, gib: 0.5 };
/** `npm run bench -- tick-cost`: 10,000 started in 13 s on the emulator. */
const TICK_STARTS_A_SECOND = 10_000 / 13;
const TICK_BUDGET_S = 50;
/** Wall time of a four-step execution that fetches pages and sends a mail; most of it is waiting. */
const EXECUTION_S = 2;
const FANS = [1, 10];
const DAYS = 30.4;
const LOADS = [1_000, 10_000, 100_000, 1_000_000];

const count = z.object({ reads: z.number(), writes: z.number() });
const side = z.object({ engine: count, steps: count });
const opsSchema = z.object({ request: side, schedule: side });

interface Operations {
  readonly reads: number;
  readonly writes: number;
  /** To the execution's own document, each of which moves in the sequential index in the worst case. */
  readonly executionWrites: number;
}

/** Dollars for one execution: `fan` of them share an instance's time; `calls` of functions and `tasks` belong to it. */
function cost(
  { reads, writes }: Operations,
  { calls, tasks, fan }: { calls: number; tasks: number; fan: number },
): number {
  const documents = reads * PRICE.read + writes * PRICE.write + writes * 0.5 * PRICE.delete; // half are new, and expire
  const compute = (EXECUTION_S * (PRICE.vcpuSecond + DEPLOYED.gib * PRICE.gibSecond)) / fan;
  return documents + compute + calls * PRICE.invocation + tasks * 2 * PRICE.taskOperation;
}

function million(dollars: number): string {
  return `$${Math.round(dollars * 1e6)}`;
}

const ZONES = [-8, -7, -6, -5, -5, 0, 1, 1];

/** Small and repeatable: the same table on each machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** When people let things start: nearly half at nine, a fifth at eight, the rest at other hours or any minute. */
function startMinute(random: () => number): number {
  const kind = random();
  const hour = kind < 0.45 ? 9 : kind < 0.65 ? 8 : Math.floor(random() * 24);
  const minute = kind < 0.85 ? 0 : Math.floor(random() * 60);
  const zone = ZONES[Math.floor(random() * ZONES.length)] ?? 0;
  return ((((hour - zone) * 60 + minute) % 1_440) + 1_440) % 1_440;
}

/**
 * A day of `playbooks` that each start once. Second by second: what is due is started as fast as the tick does, what is
 * started is dispatched as fast as one queue does. Returns the worst minute and how long its last one waited.
 */
function day(playbooks: number, operations: Operations) {
  const random = randomOf(42);
  const due = new Array<number>(1_440).fill(0);
  for (let n = 0; n < playbooks; n++) {
    const minute = startMinute(random);
    due[minute] = (due[minute] ?? 0) + 1;
  }
  const perSecond = Math.min(LIMIT.dispatches, DEPLOYED.concurrentDispatches / EXECUTION_S);
  let [unstarted, undone, peakIndex, waitedS, idleAt] = [0, 0, 0, 0, 0];
  for (let second = 0; second < 2 * 86_400; second++) {
    const isMinute = second % 60 === 0;
    if (isMinute && second < 86_400) unstarted += due[second / 60] ?? 0;
    const isTicking = second % 60 < TICK_BUDGET_S;
    const started = isTicking ? Math.min(unstarted, TICK_STARTS_A_SECOND) : 0;
    const done = Math.min(undone, perSecond);
    unstarted -= started;
    undone += started - done;
    const creates = started;
    peakIndex = Math.max(peakIndex, creates + done * (operations.executionWrites - 1));
    if (unstarted + undone < 1) idleAt = second;
    waitedS = Math.max(waitedS, second - idleAt);
  }
  return { peakMinute: Math.max(...due), peakIndex: Math.round(peakIndex), waitedS };
}

function limits(schedule: Operations) {
  const perSecond = LIMIT.indexWrites / schedule.executionWrites;
  const row = (limit: string, at: string, answer: string) => ({ what: limit, at, answer });
  return [
    row(
      'Firestore, sequential index on dueAt',
      `${perSecond.toFixed(0)} executions a second, sustained`,
      'a shard in front of dueAt, ten queries a tick',
    ),
    row(
      'Cloud Scheduler jobs in a region',
      `${LIMIT.jobs} (cap ${DEPLOYED.cap})`,
      'none needed: the tick fires what has no job',
    ),
    row(
      'one tick',
      `${Math.round((TICK_STARTS_A_SECOND * TICK_BUDGET_S) / 1_000) * 1_000} starts a minute`,
      'the next tick goes on; then one tick per shard',
    ),
    row('dispatches of one queue', `${LIMIT.dispatches} a second`, 'queues by hash of the tenant'),
    row(
      'executions at once',
      `${Math.min(DEPLOYED.concurrentDispatches, LIMIT.instances * DEPLOYED.workerConcurrency)}, so ${DEPLOYED.concurrentDispatches / EXECUTION_S} a second of ${EXECUTION_S} s each`,
      'raise maxConcurrentDispatches, at most instances × 20',
    ),
    row(
      'one playbook (its state, for the overlap policy)',
      'one start every 2 s, sustained',
      'overlap allow writes no state',
    ),
    row(
      'free tier of Firestore',
      `${Math.floor(LIMIT.freeWrites / schedule.writes).toLocaleString('en')} executions a day`,
      'pay',
    ),
  ];
}

/** What breaks first, at which load, and what a million executions cost: by arithmetic on what was counted just now. */
export const bench: Bench = {
  title:
    'Limits, the load at which each is met, and the cost of a million four-step executions (us-central1 list prices)',
  run: async () => {
    const counted = await firestoreOps.run();
    const { request, schedule } = opsSchema.parse(counted.json);
    const operations = (startedBy: string, { engine, steps }: z.infer<typeof side>): Operations => ({
      reads: engine.reads + steps.reads,
      writes: engine.writes + steps.writes,
      executionWrites: counted.rows
        .filter((row) => row.startedBy === startedBy && /^playbook_executions\/[^/]+$/.test(String(row.document)))
        .reduce((sum, row) => sum + Number(row.writes), 0),
    });
    const byPerson = operations('a person', request);
    const byTick = operations('Cloud Scheduler', schedule);
    const fan = (calls: number, tasks: number, of: Operations) =>
      FANS.map((one) => cost(of, { calls, tasks, fan: one }));
    const perMillion = {
      byPerson: fan(1, 0, byPerson),
      byTick: fan(1, 1, byTick),
      // A job that starts once a day costs its month's price for thirty starts.
      byDailyJob: fan(2, 1, byTick).map((dollars) => dollars + PRICE.job / DAYS),
    };
    const days = LOADS.map((playbooks) => {
      const { peakMinute, peakIndex, waitedS } = day(playbooks, byTick);
      const executions = playbooks * DAYS * (perMillion.byTick[1] ?? 0);
      const jobs = Math.min(playbooks, DEPLOYED.cap) * PRICE.job;
      return { playbooks, peakMinute, peakIndex, waitedS, monthUsd: Math.round(executions + jobs) };
    });
    const costs = Object.entries(perMillion).map(([what, [alone = 0, shared = 0]]) => ({
      what: `a million executions, ${what}`,
      at: `${million(alone)} alone on an instance`,
      answer: `${million(shared)} ten at a time`,
    }));
    const daily = days.map(({ playbooks, peakMinute, peakIndex, waitedS, monthUsd }) => ({
      what: `${playbooks.toLocaleString('en')} daily playbooks`,
      at: `${peakMinute.toLocaleString('en')} in the worst minute, ${peakIndex} index writes a second`,
      answer: `the last begins ${waitedS} s late; $${monthUsd.toLocaleString('en')} a month`,
    }));
    return {
      rows: [...limits(byTick), ...costs, ...daily],
      json: { operations: { byPerson, byTick }, perMillion, days, limits: limits(byTick) },
    };
  },
};
