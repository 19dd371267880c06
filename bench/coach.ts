import { fork } from 'node:child_process';
import { once } from 'node:events';
import { buildApp } from '../functions/src/app.ts';
import { sampleDocuments } from '../functions/src/core/authoring/sample/documents.ts';
import type { SampleDocument } from '../functions/src/core/authoring/sample/making.ts';
import { concurrently } from '../functions/src/core/engine/concurrently.ts';
import type { Store, Write } from '../functions/src/core/ports.ts';
import { docIn, tenantPaths, top } from '../functions/src/model/paths.ts';
import { queries } from '../functions/src/model/query.ts';
import { projectId, startLocalGoogle } from '../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import type { Told } from './coach/worker.ts';
import type { Bench } from './run.ts';

/** `COACH=100` measures fewer. */
const TENANTS = Number(process.env.COACH ?? 1_000);
/** With the data of a shop or a gym each: the emulator looks at all tenants’ orders for those of one, and would take hours. */
const FULL = Math.min(TENANTS, 40);
const GOALS = { lost: 0, doubled: 0 };
const AT_A_TIME = 20;
const BATCH = 400;
const POLL_MS = 100;
const DAY_MS = 24 * 3_600_000;
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `org_${String(index).padStart(5, '0')}`);

async function clear(): Promise<void> {
  const documents = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  await fetch(`http://${process.env.FIRESTORE_EMULATOR_HOST}/${documents}`, { method: 'DELETE' });
}

/** What little some have: figures that were written down, short of cash, a few orders and invoices. */
function fewDocuments(now: Date): SampleDocument[] {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const figures = { cash: 6_000, monthlyBurn: 9_000 };
  return [
    { collection: 'metrics', id: ago(2).toISOString().slice(0, 10), data: figures },
    ...[3, 20, 45].map((days) => ({
      ...{ collection: 'orders', id: `order${days}` },
      data: { createdAt: ago(days), status: 'paid', total: 100 * days },
    })),
    ...[-9, 12, 30].map((days) => ({
      ...{ collection: 'invoices', id: `invoice${days}` },
      data: { dueAt: ago(days), issuedAt: ago(days + 14), status: 'sent', amount: 900 },
    })),
  ];
}

/** Tenants in UTC with an owner each, who have one of these sets of data in turns. */
async function seed(
  store: Store,
  orgIds: readonly string[],
  now: Date,
  sets: readonly SampleDocument[][],
): Promise<void> {
  const owner = { uid: 'owner', email: 'owner@shop.example', name: 'Olive', role: 'owner', createdAt: now };
  await concurrently([...orgIds.entries()], AT_A_TIME, async ([index, orgId]) => {
    const paths = tenantPaths(orgId);
    const writes: Write[] = [
      { op: 'set', path: top.tenant(orgId).path, data: { name: 'Shop', timezone: 'UTC', createdAt: now } },
      { op: 'set', path: paths.member('owner').path, data: owner },
      ...(sets[index % sets.length] ?? []).map(({ collection, id, data }): Write => {
        return { op: 'set', path: docIn(paths.data(collection), id).path, data };
      }),
    ];
    for (let from = 0; from < writes.length; from += BATCH) await store.commit(writes.slice(from, from + BATCH));
  });
}

/** How many tenants have had their turn, by how far the round says that it has come. */
async function passed(store: Store): Promise<number> {
  const cursor = (await store.get(top.insightSweep))?.data.cursor ?? null;
  return cursor === null ? 0 : idsOf(TENANTS).indexOf(cursor) + 1;
}

/** One morning in a process of its own. With `killAt` it is killed (SIGKILL) once so many have had their turn. */
async function morning(store: Store, env: Record<string, string>, offsetMs: number, killAt: number | null) {
  const child = fork(new URL('./coach/worker.ts', import.meta.url), [String(offsetMs)], {
    env: { ...process.env, ...env },
    // As V8 has it in 512 MiB, which is what the function is deployed with.
    execArgv: [...process.execArgv, '--max-old-space-size=256'],
  });
  let told: Told | null = null;
  child.on('message', (message) => {
    if (message !== 'ready') told = message as Told;
  });
  const ended = once(child, 'exit');
  while (killAt !== null && child.exitCode === null && child.signalCode === null) {
    if ((await passed(store)) >= killAt) child.kill('SIGKILL');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
  }
  await ended;
  return told as Told | null;
}

/** What each tenant has at the end of `days` mornings: an insight a morning, and nothing twice. */
async function account(store: Store, orgIds: readonly string[], days: number) {
  const page = { limit: 200 };
  const all = await concurrently(orgIds, AT_A_TIME, async (orgId) => {
    const [insights, advice, told] = await Promise.all([
      store.query(queries.insights(orgId, page)),
      store.query(queries.recommendations(orgId, page)),
      store.query(queries.notifications(orgId, 'owner', page)),
    ]);
    const day = (at: Date | undefined) => at?.toISOString().slice(0, 10);
    const kinds = new Set(advice.map(({ data }) => `${data?.kind} ${day(data?.createdAt)}`));
    const titles = new Set(told.map(({ data }) => `${data?.title} ${day(data?.createdAt)}`));
    return {
      lost: days - insights.length,
      doubled: advice.length - kinds.size + told.length - titles.size,
      advice: advice.length,
      told: told.length,
    };
  });
  const sum = (name: 'lost' | 'doubled' | 'advice' | 'told') => all.reduce((total, one) => total + one[name], 0);
  return { lost: sum('lost'), doubled: sum('doubled'), recommendations: sum('advice'), messages: sum('told') };
}

function rowOf(name: string, told: Told | null, accounted: Awaited<ReturnType<typeof account>>) {
  const { looked = 0, passes = 0, ms = 0, cpuMs = 0, reads = 0, writes = 0, rssPeakMb = 0 } = told ?? {};
  const each = (total: number) => Math.round((10 * total) / Math.max(1, looked)) / 10;
  const cost = { readsEach: each(reads), writesEach: each(writes), msEach: each(ms), cpuMsEach: each(cpuMs) };
  return { tenants: name, looked, passes, ...cost, rssPeakMb, ...accounted };
}

/** The coach’s morning of many tenants: what it costs, and whether a kill half-way loses or repeats anything. */
export const bench: Bench = {
  title: `The coach’s morning on the Firestore emulator: ${TENANTS} tenants with little data, killed half-way and resumed; then ${FULL} with a business’s data, on two days`,
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const google = await startLocalGoogle({});
    try {
      const { store } = buildApp(google.config).engine;
      const env = { ...google.env, FIRESTORE_EMULATOR_HOST: emulator.host };
      const now = new Date();
      const early = new Date(`${now.toISOString().slice(0, 10)}T06:10:00Z`);
      const offsetMs = early.getTime() - now.getTime();
      const [many, full] = [idsOf(TENANTS), idsOf(FULL)];
      await seed(store, many, early, [fewDocuments(early)]);
      const dead = await morning(store, env, offsetMs, Math.floor(TENANTS / 2));
      const atDeath = await passed(store);
      const rest = await morning(store, env, offsetMs, null);
      const first = dead === null ? `${TENANTS}, killed at ${atDeath}` : `${TENANTS}, not killed`;
      const rows = [rowOf(first, rest, await account(store, many, 1))];
      await clear();
      const businesses = (['shop', 'gym'] as const).map((one) => sampleDocuments(one, { now: early, currency: 'USD' }));
      await seed(store, full, early, businesses);
      for (const day of [0, 1]) {
        const told = await morning(store, env, offsetMs + day * DAY_MS, null);
        rows.push(rowOf(`${FULL}, day ${day + 1}`, told, await account(store, full, day + 1)));
      }
      return { rows, json: { goals: GOALS, rows } };
    } finally {
      await google.close();
      await emulator.close();
    }
  },
};
