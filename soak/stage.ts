import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import { startScheduler } from '../local/src/scheduler/start.ts';
import { startSecretManager } from '../local/src/secret-manager/start.ts';
import { type Child, startChild } from '../local/src/stack/child.ts';
import { storeSecrets } from '../local/src/stack/secrets.ts';
import { startTasks } from '../local/src/tasks/start.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';
import { secretClient } from '../local/src/testing/google-client.ts';
import { buildFunctions } from '../scripts/build-functions.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { readExecutions } from './read-executions.ts';
import { type Receipt, readReceipts } from './receipts.ts';
import { type Seeded, seed } from './seed.ts';
import type { Ended } from './verdict.ts';
import { Workers } from './workers.ts';

const PROJECT_ID = 'demo-playbooks-soak';
const host = '127.0.0.1';
/** Both functions have as many workers. */
const WORKERS = 3;
/** As the task function is declared (functions/src/entrypoints); it may deliver more at once than four. */
const QUEUE = { maxAttempts: 5, minBackoffMs: 5_000, maxBackoffMs: 60_000, maxConcurrent: 60 };

export interface Stage extends Seeded {
  readonly apiOrigin: string;
  readonly cronSecret: string;
  /** Those of `api` and those of `advanceExecution`. */
  readonly workers: readonly Workers[];
  readonly folder: string;
  executions(): Promise<Ended[]>;
  receipts(): Receipt[];
  close(): Promise<void>;
}

/** Everything real that an execution meets, but for Google: its own task queue, Firestore, workers, and a receiver. */
export async function setStage(onCrash: (error: Error) => void): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'playbooks-soak-'));
  const closers: (() => Promise<unknown>)[] = [];
  const keep = <T extends { close(): Promise<unknown> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const source = join(folder, 'bundle');
    await buildFunctions({ outdir: source });
    const emulator = keep(await startFirestoreEmulator());
    const secrets = keep(await startSecretManager({ host, port: 0 }));
    const scheduler = keep(await startScheduler({ host, port: 0, controlPort: 0 }));
    const receiptsFile = join(folder, 'receipts.jsonl');
    const receiver = await startReceiver(receiptsFile, onCrash);
    closers.push(() => receiver.child.stop(2_000));
    const advance: { door: FrontDoor | null } = { door: null };
    const resolveUrl = ({ queue }: { queue: string }) => {
      // Nobody reads the mails to approvers: the robot looks for itself.
      if (queue === 'tellApprovers') return `${receiver.origin}/page/approvers/told`;
      return queue === 'advanceExecution' && advance.door ? `${advance.door.origin}/` : null;
    };
    const tasks = keep(await startTasks({ host, port: 0, resolveUrl, ...QUEUE }));
    const env = {
      GCLOUD_PROJECT: PROJECT_ID,
      FIRESTORE_EMULATOR_HOST: emulator.host,
      SECRET_MANAGER_EMULATOR_HOST: `${host}:${secrets.port}`,
      CLOUD_SCHEDULER_EMULATOR_HOST: `${host}:${scheduler.port}`,
      CLOUD_TASKS_EMULATOR_HOST: `${host}:${tasks.port}`,
      OUTBOUND_ALLOW: `${new URL(receiver.origin).host},${new URL(receiver.mail).host}`,
      METADATA_SERVER_DETECTION: 'none',
      NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    };
    const common = { count: WORKERS, source, logFolder: join(folder, 'logs'), onCrash };
    const api = keep(new Workers({ ...common, target: 'api', env }));
    // Under FUNCTIONS_EMULATOR a task needs no token of Google's.
    const advanceEnv = { ...env, FUNCTIONS_EMULATOR: 'true' };
    const advancers = keep(new Workers({ ...common, target: 'advanceExecution', env: advanceEnv }));
    await Promise.all([api.start(), advancers.start()]);
    advance.door = keep(await openFrontDoor(advancers));
    const apiDoor = keep(await openFrontDoor(api));
    const cronSecret = await provideSecrets(secrets.port, receiver.mail);
    // This process acts, too.
    Object.assign(process.env, env);
    const firestore = keep(openFirestore(PROJECT_ID)).firestore;
    const tenant = await seed(env, receiver.origin);
    return {
      ...tenant,
      apiOrigin: apiDoor.origin,
      cronSecret,
      workers: [api, advancers],
      folder,
      executions: () => readExecutions(firestore, tenant.orgId),
      receipts: () => readReceipts(receiptsFile),
      close,
    };
  } catch (error) {
    await close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Receiver {
  readonly child: Child;
  readonly origin: string;
  /** Its SMTP server. */
  readonly mail: string;
}

async function startReceiver(file: string, onCrash: (error: Error) => void): Promise<Receiver> {
  const program = join(import.meta.dirname, 'receiver.ts');
  const child = startChild({ name: 'Receiver', program: process.execPath, args: [program, file] });
  await child.until(/mail on port \d+/, 30_000);
  void child.ended.then(({ signal, code }) => {
    if (signal === null && code !== 0) onCrash(new Error(`The receiver ended:\n${child.tail()}`));
  });
  const [, http, smtp] = /on port (\d+), mail on port (\d+)/.exec(child.tail()) ?? [];
  return { child, origin: `http://${host}:${http}`, mail: `smtp://${host}:${smtp}` };
}

async function provideSecrets(port: number, smtpUrl: string): Promise<string> {
  const client = secretClient(port);
  try {
    return await storeSecrets(client, PROJECT_ID, smtpUrl);
  } finally {
    await client.close();
  }
}
