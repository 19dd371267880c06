import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../functions/src/app.ts';
import { normalizePlaybook } from '../functions/src/core/authoring/validate-playbook.ts';
import type { Found, Store, Write } from '../functions/src/core/ports.ts';
import { publishFact } from '../functions/src/core/triggering/publish-fact.ts';
import type { Execution } from '../functions/src/model/execution.ts';
import { WEBHOOK_RECEIVED } from '../functions/src/model/hook.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { playbookSchema } from '../functions/src/model/playbook.ts';
import { DOCUMENT_ID, type Query } from '../functions/src/model/query.ts';
import { stepCatalog } from '../functions/src/steps/registry.ts';
import { projectId, startLocalGoogle } from '../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import type { Told } from './fan-out/worker.ts';
import type { Bench } from './run.ts';

/** `FAN_OUT=100,1000` measures fewer. */
const LISTENERS = (process.env.FAN_OUT ?? '100,1000,10000').split(',').map(Number);
const GOALS = { tenThousandStartedMs: 60_000, rssGrowthMb: 60, lost: 0, doubled: 0 };
const BATCH = 400;
const POLL_MS = 25;
const ORG = 'fan_out';
const EVENT_NAME = 'inventory.low_stock';
const data = { itemId: 'blue-dream', name: 'Blue Dream', quantity: 2, reorderPoint: 5 };

const playbook = playbookSchema.parse({
  name: 'Stock is low',
  status: 'active',
  ownerId: 'owner',
  triggers: [{ type: 'event', id: 'event', eventName: EVENT_NAME, filter: 'event.quantity < 5' }],
  stepsJson: JSON.stringify([
    { action: 'set_variables', params: { values: { item: '{{event.name}}' } } },
    {
      action: 'notify',
      params: { to: '{{user.email}}', subject: '{{event.name}} is low', message: '{{event.quantity}} left' },
    },
  ]),
});

/** Deployed functions with a queue that takes every task and does nothing with it. */
interface World {
  readonly store: Store;
  readonly env: Record<string, string>;
  publish(eventId: string): Promise<void>;
}

async function clear(): Promise<void> {
  const documents = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  await fetch(`http://${process.env.FIRESTORE_EMULATOR_HOST}/${documents}`, { method: 'DELETE' });
}

/** Active playbooks that listen, and as many listeners of other names beside them. */
async function seed(store: Store, listeners: number): Promise<void> {
  const normalized = normalizePlaybook(playbook, stepCatalog);
  if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems));
  const now = new Date();
  const arming = { state: 'armed', problems: [], versionId: normalized.versionId, checkedAt: now };
  const paths = tenantPaths(ORG);
  const owner = { uid: 'owner', email: 'owner@shop.example', name: 'Olive', role: 'owner', createdAt: now };
  const writes: Write[] = [
    {
      op: 'set',
      path: top.tenant(ORG).path,
      data: { name: 'Shop', timezone: 'America/New_York', tier: 'enterprise', createdAt: now },
    },
    { op: 'set', path: paths.member('owner').path, data: owner },
  ];
  for (let number = 0; number < listeners; number++) {
    const playbookId = `playbook${String(number).padStart(6, '0')}`;
    const waits = { debounce: null, batch: null, armedAt: new Date(0) };
    const listener = { playbookId, triggerId: 'event', eventName: EVENT_NAME, filter: 'event.quantity < 5', ...waits };
    writes.push(
      { op: 'set', path: paths.playbook(playbookId).path, data: { ...playbook, arming, createdAt: now } },
      { op: 'set', path: paths.listener(playbookId, 'event').path, data: listener },
      { op: 'set', path: paths.listener(playbookId, 'other').path, data: { ...listener, eventName: WEBHOOK_RECEIVED } },
    );
  }
  for (let from = 0; from < writes.length; from += BATCH) await store.commit(writes.slice(from, from + BATCH));
}

const allExecutions = (limit: number, after: readonly [string] | null): Query<Execution> => ({
  from: tenantPaths(ORG).executions,
  where: [],
  orderBy: [[DOCUMENT_ID, 'asc']],
  limit,
  after,
});

function startedBy(store: Store, limit: number): Promise<number> {
  return store.count(allExecutions(limit, null));
}

/** One worker in a process of its own. With `killAt` it is killed (SIGKILL) once so many have been counted as started. */
async function work(world: World, eventId: string, killAt: number | null): Promise<Told | null> {
  const child = fork(new URL('./fan-out/worker.ts', import.meta.url), [ORG, eventId], {
    env: { ...process.env, ...world.env },
    // As V8 has it in 512 MiB, which is what the function is deployed with.
    execArgv: [...process.execArgv, '--max-old-space-size=256'],
  });
  const told: Told[] = [];
  const ready = Promise.withResolvers<void>();
  child.on('message', (message) => {
    if (message === 'ready') ready.resolve();
    else told.push(message as Told);
  });
  const ended = once(child, 'exit');
  ended.then(() => ready.resolve());
  await ready.promise;
  while (killAt !== null && child.exitCode === null) {
    if ((await startedBy(world.store, killAt)) >= killAt) child.kill('SIGKILL');
    const isOver = await Promise.race([
      ended.then(() => true),
      new Promise((resolve) => setTimeout(resolve, POLL_MS, false)),
    ]);
    if (isOver) break;
  }
  await ended;
  return told[0] ?? null;
}

/** What there is at the end: every playbook is to have exactly one execution. */
async function account(store: Store, listeners: number): Promise<{ readonly lost: number; readonly doubled: number }> {
  const counts = new Map<string, number>();
  const PAGE = 1_000;
  let after: readonly [string] | null = null;
  for (;;) {
    const page: Found<Execution>[] = await store.query(allExecutions(PAGE, after));
    for (const one of page) counts.set(one.data?.playbookId ?? '', (counts.get(one.data?.playbookId ?? '') ?? 0) + 1);
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) break;
    after = [last.id];
  }
  const doubled = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  return { lost: listeners - counts.size, doubled };
}

async function measure(world: World, listeners: number) {
  await clear();
  await seed(world.store, listeners);
  await world.publish('calm');
  const calm = await work(world, 'calm', null);
  const whole = await account(world.store, listeners);
  await clear();
  await seed(world.store, listeners);
  await world.publish('killed');
  const first = await work(world, 'killed', Math.floor(listeners / 2));
  const atDeath = await startedBy(world.store, listeners);
  const second = first === null ? await work(world, 'killed', null) : null;
  const killed = await account(world.store, listeners);
  return {
    listeners,
    startedMs: calm?.ms ?? Number.NaN,
    cpuMs: calm?.cpuMs ?? Number.NaN,
    startsPerSecond: Math.round((listeners * 1_000) / (calm?.ms ?? Number.NaN)),
    rssBeforeMb: calm?.rssBeforeMb ?? Number.NaN,
    rssPeakMb: calm?.rssPeakMb ?? Number.NaN,
    heapPeakMb: calm?.heapPeakMb ?? Number.NaN,
    lost: whole.lost,
    doubled: whole.doubled,
    killedAt: first === null ? atDeath : 'not killed',
    restMs: second?.ms ?? 0,
    lostAfterKill: killed.lost,
    doubledAfterKill: killed.doubled,
  };
}

/** One event to many listeners: how long until all are started, with which memory, and whether a kill loses any. */
export const bench: Bench = {
  title: 'One event to 100, 1,000 and 10,000 listeners, on the Firestore emulator; then again, with a kill half-way',
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const sink = createServer((request, response) => {
      request.resume().on('end', () => response.setHeader('Content-Type', 'application/json').end('{}'));
    }).listen(0, '127.0.0.1');
    await once(sink, 'listening');
    process.env.CLOUD_TASKS_EMULATOR_HOST = `127.0.0.1:${(sink.address() as AddressInfo).port}`;
    const google = await startLocalGoogle({ CLOUD_TASKS_EMULATOR_HOST: process.env.CLOUD_TASKS_EMULATOR_HOST });
    try {
      const { engine } = buildApp(google.config);
      const fact = { eventName: EVENT_NAME, subject: 'inventory/blue-dream', data };
      const publish = async (eventId: string) => {
        await publishFact(engine, ORG, { ...fact, eventId, time: new Date() });
      };
      const env = { ...google.env, FIRESTORE_EMULATOR_HOST: emulator.host };
      const rows = [];
      for (const listeners of LISTENERS) {
        rows.push(await measure({ store: engine.store, env, publish }, listeners));
        process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
      }
      const last = rows.at(-1);
      return { rows, json: { goals: GOALS, tenThousandStartedMs: last?.startedMs ?? null, rows } };
    } finally {
      await google.close();
      sink.closeAllConnections();
      sink.close();
      await emulator.close();
    }
  },
};
