import { loadavg } from 'node:os';
import { z } from 'zod';
import { freshTask } from '../functions/src/core/engine/tasks/fresh-task.ts';
import { taskWrites } from '../functions/src/core/engine/tasks/task-message.ts';
import type { Found } from '../functions/src/core/ports.ts';
import { tenantPaths } from '../functions/src/model/paths.ts';
import { type FieldValue, queries } from '../functions/src/model/query.ts';
import { prioritySchema, type Task } from '../functions/src/model/task.ts';
import { perSecond } from './j4/world.ts';
import type { Bench } from './run.ts';
import { median, percentile } from './table.ts';
import { type Stage, setStage } from './tasks/stage.ts';

const GOALS = { creationToStartP95Ms: 1_000, undone: 0, doubled: 0, outOfOrder: 0 };
const BY_API = 100;
const AT_ONCE = 1_000;
/** So many clients ask for tasks at the same time. */
const CLIENTS = 5;
const BATCH = 150;
const POLL_MS = 200;
const PATIENCE_MS = 10 * 60_000;
/** The most urgent first. */
const PRIORITIES = prioritySchema.options.toReversed();

const madeSchema = z.object({ taskId: z.string() });

function work({ world }: Stage, id: string) {
  return { action: 'http_request', params: { method: 'POST', url: world.sinkUrl, body: { id } } };
}

/** Through the API, by a few clients at a time. */
async function askByApi(stage: Stage): Promise<void> {
  const started = performance.now();
  let count = 0;
  await perSecond(CLIENTS, BY_API, async () => {
    const id = `api-${++count}`;
    const body = { title: `Tell of ${id}`, priority: 'normal', ...work(stage, id) };
    madeSchema.parse(await stage.post('key', '/api/tasks', body));
  });
  await untilDone(stage, 1 + BY_API, started);
}

/** All written before the executor looks; it is called again as long as it finds any. */
async function askAtOnce(stage: Stage): Promise<void> {
  const { store, orgId, uid } = stage;
  const createdAt = new Date();
  const writes = Array.from({ length: AT_ONCE }, (_, index) => {
    const { action, params } = work(stage, `once-${index}`);
    const priority = PRIORITIES[(index * 7) % PRIORITIES.length] ?? 'normal';
    const nobody = { description: '', assignedAgent: null, assignedTo: null, createdBy: uid };
    const given = { ...nobody, title: `Tell of ${index}`, priority, action, paramsJson: JSON.stringify(params) };
    return taskWrites(orgId, `once-${String(index).padStart(5, '0')}`, freshTask(given, createdAt));
  });
  for (let from = 0; from < AT_ONCE; from += BATCH) await store.commit(writes.slice(from, from + BATCH).flat());
  const started = performance.now();
  const executed = z.object({ found: z.int(), left: z.int(), failed: z.int() });
  for (;;) {
    const { found, left, failed } = executed.parse(await stage.post('scheduler', '/api/cron/tasks/execute', {}));
    if (failed > 0) throw new Error(`${failed} tasks could not begin`);
    if (found === 0 || left === 0) break;
  }
  await untilDone(stage, 1 + BY_API + AT_ONCE, started);
}

async function untilDone({ store, orgId }: Stage, wanted: number, since: number): Promise<void> {
  for (;;) {
    const done = await store.count(queries.tasksByStatus(orgId, 'completed', { limit: wanted + 1 }));
    if (done >= wanted) return;
    if (performance.now() - since > PATIENCE_MS) throw new Error(`Only ${done} of ${wanted} are done`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** How it went with one task, in ms since its creation. */
interface Gone {
  readonly priority: Task['priority'];
  readonly begunAt: number;
  readonly beginMs: number;
  readonly startMs: number;
  readonly doneMs: number;
  readonly attempts: number;
}

async function goneWell({ store, orgId }: Stage, isOurs: (title: string) => boolean): Promise<Gone[]> {
  const all: Found<Task>[] = [];
  for (let after: readonly FieldValue[] | null = null; ; ) {
    const page: Found<Task>[] = await store.query(queries.tasks(orgId, { limit: 300, after }));
    all.push(...page);
    const last = page.at(-1);
    if (page.length < 300 || !last?.data) break;
    after = [last.data.createdAt, last.id];
  }
  const tasks = all.flatMap(({ data }) => (data !== null && isOurs(data.title) ? [data] : []));
  const refs = tasks.map(({ doneBy }) => tenantPaths(orgId).execution(doneBy ?? 'none'));
  const executions = await store.findAll(refs);
  return tasks.map((task, index) => {
    const { createdAt, lastExecutionAttempt: begun, priority, executionAttempts: attempts } = task;
    const { startedAt = null, completedAt = null } = executions[index]?.data ?? {};
    const since = (at: Date | null) => (at === null ? Number.NaN : at.getTime() - createdAt.getTime());
    const begunAt = begun?.getTime() ?? Number.NaN;
    return {
      priority,
      begunAt,
      beginMs: since(begun),
      startMs: since(startedAt),
      doneMs: since(completedAt),
      attempts,
    };
  });
}

/** Tasks that were begun before one that is more urgent was. */
function outOfOrder(gone: readonly Gone[]): number {
  const latest = PRIORITIES.map((priority) =>
    Math.max(...gone.filter((one) => one.priority === priority).map(({ begunAt }) => begunAt)),
  );
  return gone.filter(({ priority, begunAt }) => {
    const rank = PRIORITIES.indexOf(priority);
    return latest.slice(0, rank).some((at) => begunAt < at);
  }).length;
}

/** Those that were not told of, and those that were more than once. */
function received({ world }: Stage, ids: readonly string[]): { readonly undone: number; readonly doubled: number } {
  const trouble = ids.flatMap((id) => {
    try {
      world.arrivedAt(id);
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
  const undone = trouble.filter((words) => words.includes('told 1 times')).length;
  return { undone, doubled: trouble.length - undone };
}

function figures(what: string, gone: readonly Gone[], sink: ReturnType<typeof received>) {
  const of = (pick: (one: Gone) => number, share: number) => Math.round(percentile(gone.map(pick), share));
  const half = (pick: (one: Gone) => number) => Math.round(median(gone.map(pick)));
  return {
    what,
    tasks: gone.length,
    creationToStartP50Ms: half(({ startMs }) => startMs),
    creationToStartP95Ms: of(({ startMs }) => startMs, 0.95),
    creationToDoneP50Ms: half(({ doneMs }) => doneMs),
    creationToDoneP95Ms: of(({ doneMs }) => doneMs, 0.95),
    allBegunMs: of(({ beginMs }) => beginMs, 1),
    allDoneMs: of(({ doneMs }) => doneMs, 1),
    triedAgain: gone.filter(({ attempts }) => attempts > 1).length,
    ...sink,
    outOfOrder: outOfOrder(gone),
  };
}

/** Tasks on the built bundle: how soon one begins, and whether a thousand are all done, once, in their order. */
export const bench: Bench = {
  title: `${BY_API} tasks by the API, then ${AT_ONCE} at once by the executor; the built bundle, one process a function`,
  run: async () => {
    const load = loadavg().map((one) => Math.round(one * 10) / 10);
    const stage = await setStage();
    try {
      // Warm, as an instance that is there.
      await stage.post('key', '/api/tasks', { title: 'First', ...work(stage, 'first') });
      await untilDone(stage, 1, performance.now());
      await askByApi(stage);
      const ofApi = (title: string) => title.startsWith('Tell of api-');
      const byApi = figures('by the API', await goneWell(stage, ofApi), received(stage, idsOf('api-', 1, BY_API)));
      await askAtOnce(stage);
      const ofOnce = (title: string) => /^Tell of \d+$/.test(title);
      const once = received(stage, idsOf('once-', 0, AT_ONCE));
      const atOnce = figures('at once', await goneWell(stage, ofOnce), once);
      return { rows: [byApi, atOnce], json: { goals: GOALS, load, byApi, atOnce } };
    } finally {
      await stage.close();
    }
  },
};

function idsOf(prefix: string, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
}
