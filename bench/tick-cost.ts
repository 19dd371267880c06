import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { buildApp } from '../functions/src/app.ts';
import { normalizePlaybook } from '../functions/src/core/authoring/validate-playbook.ts';
import { concurrently } from '../functions/src/core/engine/concurrently.ts';
import { type Ticked, tick } from '../functions/src/core/engine/tick.ts';
import type { Store, Write } from '../functions/src/core/ports.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { playbookSchema } from '../functions/src/model/playbook.ts';
import { queries } from '../functions/src/model/query.ts';
import type { Schedule } from '../functions/src/model/schedule.ts';
import { stepCatalog } from '../functions/src/steps/registry.ts';
import { projectId, startLocalGoogle } from '../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import { counted } from './counted.ts';
import type { Bench } from './run.ts';
import { median } from './table.ts';

const DUE = [0, 1_000, 10_000];
const TENANTS = 50;
const RUNS = 3;
/** As the deployed function has it. */
const BUDGET_MS = 50_000;
const GOALS = { tenThousandStartedMs: 60_000 };
const BATCH = 400;
const AT_A_TIME = 75;

const playbook = playbookSchema.parse({
  name: 'Competitor Price Alert',
  status: 'active',
  ownerId: 'owner',
  triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'America/New_York' }],
  stepsJson: JSON.stringify([
    { action: 'scan_competitors', params: { competitors: ['https://shop.example/menu'] } },
    { action: 'analyze_pricing', agent: 'money_mike' },
    { action: 'generate_competitor_report' },
    {
      action: 'notify',
      condition: '{{money_mike.price_gap}} > 10',
      params: { to: '{{user.email}}', subject: 'Price Alert!' },
    },
  ]),
});

/** A queue that takes every task and does nothing with it, in a thread of its own: the client's share is measured. */
async function startSink(): Promise<{ host: string; close(): Promise<unknown> }> {
  const code = `
    const { parentPort } = require('node:worker_threads');
    const server = require('node:http').createServer((request, response) => {
      request.resume().on('end', () => response.setHeader('Content-Type', 'application/json').end('{}'));
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;
  const worker = new Worker(code, { eval: true });
  const [port] = await once(worker, 'message');
  return { host: `127.0.0.1:${port}`, close: () => worker.terminate() };
}

/** `due` schedules of fifty tenants that wanted to start a minute ago and have no job. */
async function seed(store: Store, due: number, now: Date): Promise<void> {
  const normalized = normalizePlaybook(playbook, stepCatalog);
  if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems));
  const scheduledFor = new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 60_000);
  const arming = { state: 'armed', problems: [], versionId: normalized.versionId, checkedAt: now };
  const schedule: Omit<Schedule, 'playbookId'> = {
    triggerId: 'schedule',
    cron: `${scheduledFor.getUTCMinutes()} * * * *`,
    timezone: 'UTC',
    every: 1,
    anchor: null,
    dayOfMonth: null,
    weekOfMonth: null,
    until: null,
    catchUpPolicy: 'latest',
    scheduledFor,
    lastScheduledFor: null,
    armedAt: new Date(scheduledFor.getTime() - 60_000),
    jobName: null,
    dueAt: scheduledFor,
  };
  const writes: Write[] = [];
  for (let tenant = 0; tenant < TENANTS; tenant++) {
    const orgId = `tenant${tenant}`;
    const paths = tenantPaths(orgId);
    const owner = { uid: 'owner', email: 'owner@shop.example', name: 'Olive', role: 'owner', createdAt: now };
    const data = { name: 'Shop', timezone: 'America/New_York', createdAt: now };
    writes.push({ op: 'set', path: top.tenant(orgId).path, data });
    writes.push({ op: 'set', path: paths.member('owner').path, data: owner });
    for (let number = 0; number < due / TENANTS; number++) {
      const playbookId = `playbook${number}`;
      writes.push({ op: 'set', path: paths.playbook(playbookId).path, data: { ...playbook, arming, createdAt: now } });
      writes.push({
        op: 'set',
        path: paths.schedule(playbookId, 'schedule').path,
        data: { ...schedule, playbookId },
      });
    }
  }
  for (let from = 0; from < writes.length; from += BATCH) await store.commit(writes.slice(from, from + BATCH));
}

type App = ReturnType<typeof buildApp>;

async function clear(): Promise<void> {
  const documents = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  await fetch(`http://${process.env.FIRESTORE_EMULATOR_HOST}/${documents}`, { method: 'DELETE' });
}

/** How long the emulator takes for the same commits and nothing else, as many at a time as the tick has under way. */
async function ceiling({ engine: { store } }: App, due: number, commits: readonly (readonly Write[])[]) {
  await clear();
  await seed(store, due, new Date());
  const before = performance.now();
  await concurrently(commits, AT_A_TIME, (writes) =>
    store.commit(writes.map((write) => (write.op === 'update' ? { ...write, ifVersion: undefined } : write) as Write)),
  );
  return performance.now() - before;
}

async function measure(app: App, due: number) {
  const { engine, arsenal } = app;
  await clear();
  const { operations, commits, counting } = counted(engine.store);
  const run = (): Promise<Ticked> =>
    tick({ ...engine, store: counting }, { ...arsenal, store: counting }, new Date(Date.now() + BUDGET_MS));
  // The first one ever compares all jobs and writes the first heartbeats.
  await run();
  await seed(engine.store, due, engine.clock.now());
  Object.assign(operations, { reads: 0, writes: 0 });
  commits.length = 0;
  let [ticks, started, tickMs] = [0, 0, 0];
  const cpu = process.cpuUsage();
  do {
    const before = performance.now();
    started += (await run()).schedules;
    tickMs += performance.now() - before;
    ticks += 1;
  } while (started < due);
  const { user, system } = process.cpuUsage(cpu);
  const left = await engine.store.query(queries.dueSchedules(engine.clock.now(), { limit: 1 }));
  if (left.length > 0) throw new Error('Schedules that are due are left');
  const cpuMs = Math.round((user + system) / 1_000);
  const ceilingMs = Math.round(await ceiling(app, due, [...commits]));
  return { due, ticks, tickMs: Math.round(tickMs), cpuMs, ceilingMs, ...operations };
}

/** What the safety net costs when nothing is due, and how long it takes to start all that is due at once. */
export const bench: Bench = {
  title: `The tick with 0 to 10,000 schedules due at once, of ${TENANTS} tenants, on the Firestore emulator; medians of ${RUNS}`,
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const sink = await startSink();
    process.env.CLOUD_TASKS_EMULATOR_HOST = sink.host;
    const google = await startLocalGoogle({ CLOUD_TASKS_EMULATOR_HOST: sink.host, SCHEDULER_JOB_CAP: '0' });
    const began = performance.now();
    try {
      const silent = () => undefined;
      const error = (event: string, cause: unknown) => void process.stderr.write(`${event}: ${String(cause)}\n`);
      const app = buildApp(google.config, { log: { info: silent, warn: silent, error } });
      const rows = [];
      for (const due of DUE) {
        const runs: Awaited<ReturnType<typeof measure>>[] = [];
        for (let run = 0; run < RUNS; run++) runs.push(await measure(app, due));
        const middle = (pick: (one: (typeof runs)[number]) => number) => median(runs.map(pick));
        const tickMs = middle((one) => one.tickMs);
        rows.push({
          due,
          ticks: middle((one) => one.ticks),
          tickMs,
          cpuMs: middle((one) => one.cpuMs),
          ceilingMs: middle((one) => one.ceilingMs),
          startsPerSecond: due === 0 ? 0 : Math.round((due * 1_000) / tickMs),
          reads: middle((one) => one.reads),
          writes: middle((one) => one.writes),
        });
      }
      const tenThousandStartedMs = rows.at(-1)?.tickMs ?? null;
      return {
        rows,
        json: { goals: GOALS, wallMs: Math.round(performance.now() - began), tenThousandStartedMs, rows },
      };
    } finally {
      await google.close();
      await sink.close();
      await emulator.close();
    }
  },
};
