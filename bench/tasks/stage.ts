import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../functions/src/app.ts';
import { newApiKey } from '../../functions/src/core/governance/api-key.ts';
import type { Store } from '../../functions/src/core/ports.ts';
import { tenantPaths, top } from '../../functions/src/model/paths.ts';
import { startLocalGoogle } from '../../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../../local/src/firestore-emulator.ts';
import { startTasks } from '../../local/src/tasks/start.ts';
import { buildFunctions } from '../../scripts/build-functions.ts';
import { Workers } from '../../soak/workers.ts';
import { startWorld, type World } from '../j4/world.ts';

const host = '127.0.0.1';
/** As an instance of the deployed function takes them. */
const CONCURRENCY = 20;
/** As `startLocalGoogle` sets it. */
const CRON_SECRET = 'first-secret';

/** A tenant on the built bundle: `api` and one worker of `advanceExecution`, with a queue between them. */
export interface Stage {
  readonly orgId: string;
  readonly uid: string;
  readonly store: Store;
  /** What tasks do: a POST with the id of each. */
  readonly world: World;
  /** With an API key, or as the scheduler. */
  post(as: 'key' | 'scheduler', path: string, body: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'playbooks-tasks-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const keep = <T extends { close(): Promise<unknown> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  const source = join(folder, 'bundle');
  await buildFunctions({ outdir: source });
  const emulator = keep(await startFirestoreEmulator());
  const world = await startWorld();
  closers.push(async () => world.close());
  const served: { advance: Workers | null } = { advance: null };
  const resolveUrl = () => {
    const port = served.advance?.next();
    return port == null ? null : `http://${host}:${port}/`;
  };
  const queue = keep(await startTasks({ host, port: 0, resolveUrl, maxConcurrent: CONCURRENCY }));
  const google = keep(
    await startLocalGoogle({
      FIRESTORE_EMULATOR_HOST: emulator.host,
      CLOUD_TASKS_EMULATOR_HOST: `${host}:${queue.port}`,
      OUTBOUND_ALLOW: `${host}:${world.port}`,
      REQUESTS_A_MINUTE: '10000000',
    }),
  );
  Object.assign(process.env, google.env);
  const onCrash = (error: Error) => {
    throw error;
  };
  const common = { count: 1, source, logFolder: join(folder, 'logs'), onCrash };
  const api = keep(new Workers({ ...common, target: 'api', env: google.env }));
  // Under FUNCTIONS_EMULATOR a task needs no token of Google's.
  const env = { ...google.env, FUNCTIONS_EMULATOR: 'true' };
  const advance = keep(new Workers({ ...common, target: 'advanceExecution', env }));
  await Promise.all([api.start(), advance.start()]);
  served.advance = advance;
  const { engine } = buildApp(google.config);
  const tenant = await seed(engine.store, engine.random);
  return {
    ...tenant,
    store: engine.store,
    world,
    post: async (as, path, body) => {
      const who = as === 'key' ? { 'X-API-Key': tenant.key } : { Authorization: `Bearer ${CRON_SECRET}` };
      const headers = { 'Content-Type': 'application/json', ...who };
      const response = await fetch(`http://${host}:${api.next()}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    close: async () => {
      for (const closer of closers.reverse()) await closer();
    },
  };
}

async function seed(store: Store, random: Parameters<typeof newApiKey>[0]) {
  const [orgId, uid] = [`org_${randomUUID()}`, `user_${randomUUID()}`];
  const createdAt = new Date();
  const { key, keyId, sha256 } = newApiKey(random);
  const tenant = { name: 'Thrive', timezone: 'UTC', tier: 'enterprise', createdAt };
  const member = { uid, email: 'olive@thrive.example', name: 'Olive', role: 'owner', createdAt };
  const held = { keyId, orgId, name: 'bench', scopes: ['executions:run'], perMinute: 6_000 };
  await store.commit([
    { op: 'create', path: top.tenant(orgId).path, data: tenant },
    { op: 'create', path: tenantPaths(orgId).member(uid).path, data: member },
    { op: 'create', path: top.apiKey(sha256).path, data: { ...held, createdAt, expireAt: null, revokedAt: null } },
  ]);
  return { orgId, uid, key };
}
