import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../functions/src/app.ts';
import type { Engine } from '../functions/src/core/engine/engine.ts';
import type { AnyStepType, StepCatalog } from '../functions/src/core/engine/step-type.ts';
import { wakeExecution } from '../functions/src/core/engine/wake-execution.ts';
import type { Store } from '../functions/src/core/ports.ts';
import { applyTriggers } from '../functions/src/core/triggering/apply-triggers.ts';
import { createServer as createApi } from '../functions/src/entrypoints/http/server.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { stepCatalog } from '../functions/src/steps/registry.ts';
import { type ApiKit, startApi } from '../functions/test/kit/api-kit.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import { startInbox } from '../local/src/inbox/start.ts';
import { OUR_PRODUCTS } from '../local/src/shops/catalogue.ts';
import { startShops } from '../local/src/shops/start.ts';
import type { Bench } from './run.ts';

const host = '127.0.0.1';
const GOALS = { writes: 7, reads: 5 };

interface Operation {
  readonly column: 'engine' | 'steps';
  readonly kind: 'reads' | 'writes';
  readonly path: string;
}

/** Counts at the client; what happens inside a step's own code goes into the other column. */
function createCounter() {
  const operations: Operation[] = [];
  const inStep = new AsyncLocalStorage<true>();
  const note = (kind: Operation['kind'], path: string): void => {
    operations.push({ column: inStep.getStore() ? 'steps' : 'engine', kind, path });
  };
  const count = (store: Store): Store => ({
    get: (ref) => {
      note('reads', ref.path);
      return store.get(ref);
    },
    find: (ref) => {
      note('reads', ref.path);
      return store.find(ref);
    },
    findAll: (refs) => {
      for (const { path } of refs) note('reads', path);
      return store.findAll(refs);
    },
    query: async (query) => {
      const found = await store.query(query);
      for (const { ref } of found) note('reads', ref.path);
      if (found.length === 0) note('reads', `${query.from.path}/(empty)`);
      return found;
    },
    count: (query) => {
      note('reads', `${query.from.path}/(count)`);
      return store.count(query);
    },
    commit: (writes) => {
      for (const { path } of writes) note('writes', path);
      return store.commit(writes);
    },
  });
  const tag = (type: AnyStepType): AnyStepType => {
    if (type.kind !== 'action') return type;
    return { ...type, run: (params, context) => inStep.run(true, () => type.run(params, context)) };
  };
  const catalog: StepCatalog = {
    get: (action) => {
      const type = stepCatalog.get(action);
      return type && tag(type);
    },
    all: () => stepCatalog.all(),
  };
  return { operations, count, catalog };
}

/** An instance that has read nothing yet, on a server of its own. */
async function coldInstance(kit: ApiKit) {
  const counter = createCounter();
  const { engine, idTokens, config } = kit.app;
  const app = buildApp(config, { store: counter.count(engine.store), catalog: counter.catalog, idTokens });
  const server = createServer(createApi(() => app)).listen(0, host);
  await once(server, 'listening');
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { ...counter, app, origin, close };
}

async function seed(kit: ApiKit, competitors: readonly { name: string; url: string }[]) {
  const { orgId, uid } = await kit.tenant();
  const paths = tenantPaths(orgId);
  await kit.app.engine.store.commit([
    { op: 'update', path: top.tenant(orgId).path, fields: { competitors } },
    ...OUR_PRODUCTS.map(({ id, name, price }) => ({
      op: 'set' as const,
      path: `${paths.domain('products').path}/${id}`,
      data: { name, price, currency: 'USD' },
    })),
  ]);
  const token = kit.token(uid);
  const body = {
    name: 'Competitor Price Alert',
    status: 'active',
    triggers: [{ type: 'schedule', cron: '* * * * *', timezone: 'America/New_York' }],
    steps: [
      { action: 'scan_competitors', params: { competitors } },
      { action: 'analyze_pricing', agent: 'money_mike' },
      { action: 'generate_competitor_report' },
      {
        action: 'notify',
        condition: '{{money_mike.price_gap}} > 10',
        params: { to: '{{user.email}}', subject: 'Price Alert!' },
      },
    ],
  };
  const created = await kit.call('POST', '/api/playbooks', { token, body });
  const playbookId = String(created.body.playbookId);
  await applyTriggers(kit.app.arsenal, orgId, playbookId);
  return { orgId, token, playbookId };
}

/** By a person: one request, from POST to the terminal state. */
async function byRequest(kit: ApiKit, seeded: Awaited<ReturnType<typeof seed>>): Promise<Operation[]> {
  const instance = await coldInstance(kit);
  const answer = await fetch(`${instance.origin}/api/playbooks/${seeded.playbookId}/execute`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${seeded.token}`,
      'X-Org-Id': seeded.orgId,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ wait: 25 }),
  });
  instance.close();
  const execution = (await answer.json()) as { status: string };
  if (execution.status !== 'completed')
    throw new Error(`The execution ended ${JSON.stringify(execution).slice(0, 1500)}`);
  return instance.operations;
}

/** By Cloud Scheduler: one cold instance starts it, another one advances it. */
async function bySchedule(kit: ApiKit, { orgId, playbookId }: Awaited<ReturnType<typeof seed>>): Promise<Operation[]> {
  const starter = await coldInstance(kit);
  const nextMinute = new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString();
  const answer = await fetch(`${starter.origin}/api/playbooks/${playbookId}/execute`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer first-secret',
      'Content-Type': 'application/json',
      'X-CloudScheduler-ScheduleTime': nextMinute,
    },
    body: JSON.stringify({ triggeredBy: 'schedule', orgId, triggerId: 'schedule' }),
  });
  starter.close();
  const { executionId } = (await answer.json()) as { executionId: string };
  const worker = await coldInstance(kit);
  const engine: Engine = worker.app.engine;
  const left = await wakeExecution(engine, orgId, executionId, {
    deadline: new Date(Date.now() + 60_000),
    end: new Date(Date.now() + 1_200_000),
    isShort: false,
  });
  worker.close();
  if (left?.status !== 'completed') throw new Error(`The execution ended ${left?.status}`);
  return [...starter.operations, ...worker.operations];
}

function summary(operations: readonly Operation[]) {
  const count = (column: Operation['column'], kind: Operation['kind']) =>
    operations.filter((operation) => operation.column === column && operation.kind === kind).length;
  return {
    engine: { reads: count('engine', 'reads'), writes: count('engine', 'writes') },
    steps: { reads: count('steps', 'reads'), writes: count('steps', 'writes') },
  };
}

function rowsOf(startedBy: string, operations: readonly Operation[]) {
  const byPath = Map.groupBy(
    operations,
    ({ column, path }) => `${column} ${path.split('/').slice(2, 3).join('')} ${path}`,
  );
  return [...byPath.values()].map((same) => ({
    startedBy,
    column: same[0]?.column ?? '',
    document: same[0]?.path.split('/').slice(2).join('/').slice(0, 64) || 'tenant',
    reads: same.filter(({ kind }) => kind === 'reads').length,
    writes: same.filter(({ kind }) => kind === 'writes').length,
  }));
}

/** What one execution of the price alert (four steps, one e-mail) reads and writes. */
export const bench: Bench = {
  title: 'Firestore operations of one four-step execution, counted at the client on cold instances',
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const inbox = await startInbox({ host, port: 0, webPort: 0 });
    const shops = await startShops({ host, controlPort: 0 });
    const allow = [`${host}:${inbox.port}`, ...shops.shops.map(({ port }) => `${host}:${port}`)].join(',');
    const kit = await startApi({ OUTBOUND_ALLOW: allow });
    try {
      await kit.addSecret('SMTP_URL', `smtp://${host}:${inbox.port}`);
      const competitors = shops.shops.map(({ name, url }) => ({ name, url }));
      const seeded = await seed(kit, competitors);
      const request = await byRequest(kit, seeded);
      const schedule = await bySchedule(kit, seeded);
      const rows = [...rowsOf('a person', request), ...rowsOf('Cloud Scheduler', schedule)];
      return { rows, json: { goals: GOALS, request: summary(request), schedule: summary(schedule) } };
    } finally {
      await kit.close();
      await Promise.all([inbox.close(), shops.close()]);
      await emulator.close();
    }
  },
};
